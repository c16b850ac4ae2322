"""A list sent as a file: kept while the publisher looks at what was made of it, then saved as a draft."""

import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from burden.models.drafts import SentFile
from burden.models.editions import Edition
from burden.rules.differences import RowChange
from burden.services import draft_rows, drafting
from burden.services.describing import About, preceding
from burden.services.importing import Choices, Reading, read_list
from core import clock
from core.db import db
from core.errors import Gone, Invalid, NotFound
from core.policy import Action, Actor, require
from core.tables.reading import open_table
from core.values.text import Text

EMPTY_LIST = Text(
    "没有读出一行收费项目，先不能存。请照下面的提示改好再传",
    "Not one row of the list could be read, so there is nothing to save. Mend it as shown below and send it again",
)


@dataclass(frozen=True)
class Preview:
    """What would be drafted from a file, before anything is saved."""

    id: int
    name: str
    reading: Reading
    about: About
    base_title: str | None
    changes: tuple[RowChange, ...]
    choices: Choices


def receive(content: bytes, name: str, about: About, form_key: str, actor: Actor) -> int:
    """Keep a sent list; its number. A form sent twice is one file.

    :raises Invalid: when it is no readable table, or follows no known edition.
    """
    require(Action.draft_edition, actor)
    known = db.session.scalars(select(SentFile).where(SentFile.form_key == form_key)).one_or_none()
    if known is not None and known.sent_by == actor.user_id:
        return known.id
    preceding(about)
    open_table(io.BytesIO(content))
    sent = SentFile(
        form_key=form_key,
        kind="list",
        sent_by=actor.user_id,
        sent_at=clock.now(),
        name=name[:200],
        digest=sha256(content).hexdigest(),
        content=content,
        about=_kept(about),
    )
    db.session.add(sent)
    db.session.flush()
    return sent.id


def preview(sent_id: int, actor: Actor, about: About | None = None) -> Preview:
    """What was made of the file, and what it changes; `about` is what the publisher says now, if anything new.

    :raises NotFound: unless this actor sent it.
    :raises Gone: once it was saved as a draft; the draft is what counts then.
    """
    sent = _own(sent_id, actor)
    if sent.draft_id is not None:
        raise Gone(Text("这份文件已经存成草稿了", "This file was saved as a draft already"))
    kept, choices = _said(sent.about)
    reading = read_list(io.BytesIO(sent.content), choices, list_type=(about or kept).nature_of_rows)
    about = about or replace(kept, title=reading.title or kept.title)
    base = preceding(about)
    rows = draft_rows.with_keys(reading.rows, about.region, base)
    changes = draft_rows.changes(base.id if base else None, rows)
    return Preview(sent.id, sent.name, reading, about, base.title if base else None, tuple(changes), choices)


def correct(sent_id: int, choices: Choices, actor: Actor) -> None:
    """Read the file by other columns, another head or another sheet from now on.

    :raises Invalid: when it cannot be read so.
    """
    sent = _own(sent_id, actor)
    about, _ = _said(sent.about)
    open_table(io.BytesIO(sent.content), sheet=choices.sheet)
    sent.about = _kept(about, choices)


def saved_as(sent_id: int, actor: Actor) -> str | None:
    """Key of the draft that was made of the file; None while there is none."""
    sent = _own(sent_id, actor)
    return drafting.key_of(sent.draft_id) if sent.draft_id is not None else None


def save(sent_id: int, actor: Actor, about: About | None = None) -> str:
    """Make a draft of the file; its key. Saving twice makes one draft. `about`: what is said of it now.

    :raises Invalid: when not one row could be read.
    """
    sent = _own(sent_id, actor)
    if sent.draft_id is not None:
        return drafting.key_of(sent.draft_id)
    kept, choices = _said(sent.about)
    about = about or kept
    base = preceding(about)
    reading = read_list(io.BytesIO(sent.content), choices, list_type=about.nature_of_rows)
    if not reading.rows:
        raise Invalid({"file": [EMPTY_LIST]})
    rows = draft_rows.with_keys(reading.rows, about.region, base)
    draft = drafting.begin(about, f"file:{sent.form_key}"[:64], actor)
    draft.file_name = sent.name
    draft.problems = [problem.as_dict() for problem in reading.problems]
    draft_rows.add_rows(draft.publication_id, rows)
    sent.draft_id, sent.content = draft.id, b""
    db.session.flush()
    return drafting.key_of(draft.id)


def import_file(content: bytes, name: str, about: About, actor: Actor) -> tuple[str, Reading]:
    """The same in one go, for the shell: the draft's key, and what was made of the file."""
    base: Edition | None = preceding(about)
    reading = read_list(io.BytesIO(content), list_type=about.nature_of_rows)
    if not reading.rows:
        raise Invalid({"file": [EMPTY_LIST]})
    draft = drafting.begin(about, f"shell:{clock.now().timestamp()}:{sha256(content).hexdigest()[:32]}"[:64], actor)
    draft.file_name, draft.problems = name[:200], [problem.as_dict() for problem in reading.problems]
    draft_rows.add_rows(draft.publication_id, draft_rows.with_keys(reading.rows, about.region, base))
    return drafting.key_of(draft.id), reading


def weigh(content: bytes, about: About) -> tuple[Reading, list[RowChange]]:
    """What would be made of a file and what it changes; nothing is kept."""
    base = preceding(about)
    reading = read_list(io.BytesIO(content), list_type=about.nature_of_rows)
    rows = draft_rows.with_keys(reading.rows, about.region, base)
    return reading, draft_rows.changes(base.id if base else None, rows)


def title_in(content: bytes) -> str:
    """What stands above the head of a list and reads like its title."""
    return read_list(io.BytesIO(content)).title


def _own(sent_id: int, actor: Actor) -> SentFile:
    require(Action.draft_edition, actor)
    mine = select(SentFile).where(
        SentFile.id == sent_id, SentFile.sent_by == actor.user_id, SentFile.kind == "list"
    ).with_for_update()  # fmt: skip
    sent = db.session.scalars(mine).one_or_none()
    if sent is None:
        raise NotFound
    return sent


def _kept(about: About, choices: Choices | None = None) -> dict[str, Any]:
    day, choices = about.in_force_from, choices or Choices()
    columns = {str(column): name for column, name in choices.columns.items()}
    return {
        "about": asdict(about) | {"in_force_from": day.isoformat() if day else None},
        "choices": {"sheet": choices.sheet, "head_row": choices.head_row, "columns": columns},
    }


def _said(kept: Mapping[str, Any]) -> tuple[About, Choices]:
    day = kept["about"]["in_force_from"]
    about = About(**{**kept["about"], "in_force_from": date.fromisoformat(day) if day else None})
    columns = {int(column): name for column, name in kept["choices"]["columns"].items()}
    return about, Choices(kept["choices"]["sheet"], kept["choices"]["head_row"], columns)
