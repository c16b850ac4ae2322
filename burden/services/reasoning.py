"""Histories with the reasons that publishers gave for each row they changed or ended, beside what the rules tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from burden.models.drafts import EditionChange
from burden.models.editions import Edition
from burden.models.states import State
from burden.rules.basis import read_bases
from burden.rules.catalogue import Catalogue
from burden.services import tracing
from burden.services.headings import FIELD_WORDS
from burden.services.shapes import CellChange, Change
from burden.services.standing import edition_ref, place
from core.db import db
from core.values.text import Text, same


def history(catalogue: Catalogue, key: str) -> tuple[Change, ...]:
    """Every change of the item on record, the newest first, with the publishers' reasons."""
    said = _said(catalogue).get(key, ())
    told = list(tracing.history(catalogue, key))
    for one in said:
        at = next((n for n, change in enumerate(told) if one.kind == "words" and _same(change, one)), None)
        if at is None:
            told.append(one)
        else:
            told[at] = replace(told[at], why=one.why, basis=one.basis or told[at].basis)
    return tuple(sorted(told, key=_newest)) if said else tuple(told)


@lru_cache(maxsize=4)
def everything(catalogue: Catalogue) -> tuple[Change, ...]:
    """Every dated change of every item that tells a reader something, the newest first, with the reasons."""
    keys = _said(catalogue).keys()
    told = [change for change in tracing.everything(catalogue) if change.item_key not in keys]
    told += [change for key in keys for change in history(catalogue, key) if tracing.is_news(change)]
    return tuple(sorted(told, key=_newest))


def _newest(change: Change) -> tuple[int, str]:
    return -(change.on or date.min).toordinal(), change.item_key


def _same(change: Change, said: Change) -> bool:
    return change.kind == "words" and change.edition is not None and change.edition == said.edition


@lru_cache(maxsize=4)
def _said(catalogue: Catalogue) -> Mapping[str, Sequence[Change]]:
    """By item, what publishers said of the rows they changed or ended. Asked once for each catalogue: what is
    published does not change."""
    asked = (
        select(EditionChange, Edition.key)
        .join(Edition, Edition.id == EditionChange.edition_id)
        .where(Edition.state == State.published)
        .order_by(EditionChange.edition_id, EditionChange.base_row)
    )
    found: dict[str, list[Change]] = {}
    for row, edition in db.session.execute(asked):
        for change in _changes(catalogue, row, edition):
            found.setdefault(change.item_key, []).append(change)
    return found


def _changes(catalogue: Catalogue, row: EditionChange, edition: str) -> Iterator[Change]:
    item = catalogue.item(row.item_key or "")
    if item is None or edition not in catalogue.editions:
        return
    published = catalogue.editions[edition]
    ended = row.kind == "ended"
    title = Text(f"《{published.title}》改了原文", f"Its words changed in “{published.title}”")
    if ended:
        title = Text(f"《{published.title}》不再列它", f"No longer on the list “{published.title}”")
    yield Change(
        kind="unlisted" if ended else "words",
        on=published.period.start,
        title=title,
        before=None,
        after=None,
        why=same(row.reason) if row.reason else None,
        basis=read_bases(row.document_number, confirmed=True),
        confirmed=True,
        item_key=item.key,
        item_name=item.name,
        place=place(catalogue, published.region),
        edition=edition_ref(catalogue, edition),
        cells=tuple(_cell(cell) for cell in row.cells),
    )


def _cell(cell: Mapping[str, str]) -> CellChange:
    field = cell["field"]
    return CellChange(field, FIELD_WORDS.get(field, same(field)), cell["old"], cell["new"])
