"""From a draft to the catalogue: one publisher submits, another publishes from a day or sends it back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from burden.models.drafts import Draft, EditionChange
from burden.models.editions import Edition, Entry
from burden.models.states import State
from burden.rules.differences import Change
from burden.services import drafting, two_persons
from burden.services.describing import start_of
from burden.services.headings import FIELD_WORDS
from core import clock
from core.db import db
from core.errors import Invalid
from core.policy import Action, Actor, require
from core.values.text import Text

NO_ROWS = Text("一行也没有，不能提交", "It has no rows and cannot be submitted")
NO_REASON = Text(
    "有 {n} 行改了或停了还没写原因和文号：{names}",
    "{n} changed or ended rows still lack a reason and document: {names}",
)
NO_DAY = Text("没有起日，请填从哪一天起有效", "Give the day of effect")
TOO_EARLY = Text(
    "起日不能早于它所接替的那一版（{day}）；要改正那一版，请在起草时选“改正”",
    "It cannot take effect before the edition it follows ({day}); to put that one right, draft a correction",
)


def submit(key: str, version: int, actor: Actor) -> None:
    """Hand a draft to the second publisher. Done already: nothing happens.

    :raises Invalid: when it has no rows, or a changed or ended row lacks reason or document number.
    :raises Conflict: when somebody changed it meanwhile.
    """
    edition, draft = drafting.find(key, actor, Action.draft_edition, hold=True)
    if edition.state == State.submitted:
        return
    two_persons.check_unchanged(edition, draft, version)
    _number_rows(edition)
    written = drafting.write_changes(edition, draft, {})
    missing = [change.item_name for change in written if not (change.reason and change.document_number)]
    if missing:
        named = "、".join(missing[:5]) + ("……" if len(missing) > 5 else "")
        raise Invalid({"reasons": [NO_REASON.fill(n=len(missing), names=named)]})
    two_persons.submit(edition, draft, version, actor)


def _number_rows(edition: Edition) -> None:
    """Rows count from 1 without gaps, in their order."""
    rows = list(db.session.scalars(select(Entry).where(Entry.edition_id == edition.id).order_by(Entry.row)))
    if not rows:
        raise Invalid({"rows": [NO_ROWS]})
    if rows[-1].row == len(rows):
        return
    for number, row in enumerate(rows, start=1):
        if row.row != number:
            row.row = number
            db.session.flush()


def take_back(key: str, actor: Actor) -> None:
    """Who wrote a submitted draft takes it back to go on with it."""
    two_persons.take_back(*drafting.find(key, actor, Action.draft_edition, hold=True), actor)


def send_back(key: str, why: str, actor: Actor) -> None:
    """Give a submitted draft back to who wrote it, saying why."""
    edition, draft = drafting.find(key, actor, Action.publish_edition, hold=True)
    two_persons.send_back(edition, draft, why, actor)


def publish(key: str, day: date | None, version: int, actor: Actor) -> None:
    """Put a submitted draft into the catalogue from `day`, which may lie ahead. Done already: nothing happens.

    :raises NotAllowed: to anybody who wrote any of it.
    :raises Conflict: when it was changed, sent back or published meanwhile.
    :raises Invalid: when `day` is missing or before the edition it follows.
    """
    require(Action.publish_edition, actor)
    edition, draft = drafting.find(key, actor, hold=True)
    if two_persons.is_done(edition, draft, version, actor):
        return
    with db.session.no_autoflush:  # the database takes one step: submitted → published, with all that goes along
        _put_in_force(edition, draft, day)
        two_persons.seal(edition, actor)
    said = {"digest": edition.digest, "in_force_from": edition.in_force_from, "rows": len(edition.entries)}
    two_persons.record(edition, "published", said, actor)


def _put_in_force(edition: Edition, draft: Draft, day: date | None) -> None:
    if day is None:
        raise Invalid({"in_force_from": [NO_DAY]})
    base = db.session.get(Edition, draft.base_id) if draft.base_id else None
    before = (base.in_force_from or base.published_on) if base is not None else None
    if base is not None and before and edition.corrects_id is None and day.isoformat() <= start_of(base):
        raise Invalid({"in_force_from": [TOO_EARLY.fill(day=before)]})
    edition.in_force_from, edition.precision = day.isoformat(), "day"
    edition.published_on = edition.as_of = clock.today().isoformat()


@dataclass(frozen=True, slots=True)
class ReasonedChange:
    """A row that a published edition changed or ended: what, why, and by which document."""

    ended: bool
    item_name: str
    item_key: str | None
    cells: tuple[tuple[Text, str, str], ...]
    """(what the column is called, before, after)."""
    reason: str
    document_number: str


def reasons_of(edition_key: str) -> list[ReasonedChange]:
    """Why a published edition changed or ended rows of the one before, in the order of that one."""
    asked = select(EditionChange).join(Edition).where(Edition.key == edition_key, Edition.state == State.published)
    return [
        ReasonedChange(
            change.kind == Change.ended,
            change.item_name,
            change.item_key,
            tuple((FIELD_WORDS[cell["field"]], cell["old"], cell["new"]) for cell in change.cells),
            change.reason,
            change.document_number,
        )
        for change in db.session.scalars(asked.order_by(EditionChange.base_row))
    ]
