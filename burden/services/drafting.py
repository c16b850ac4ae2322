"""Drafts of lists: begun from a file, from the list in force, or empty; edited row by row; nothing typed is lost."""

from collections.abc import Mapping

from sqlalchemy import delete, func, select, update

from burden.models.drafts import Draft, EditionChange, SentFile
from burden.models.editions import Edition, Entry
from burden.rules.differences import Cells, Change, RowChange
from burden.services import draft_rows, two_persons
from burden.services.describing import About, describe, new_key, preceding
from core import clock
from core.db import db
from core.errors import Invalid, NotFound
from core.policy import Action, Actor, require
from core.values.text import Text

EDITION = "edition"


def begin(about: About, form_key: str, actor: Actor) -> Draft:
    """An empty draft. A form sent twice makes one draft."""
    require(Action.draft_edition, actor)
    known = db.session.scalars(select(Draft).where(Draft.form_key == form_key)).one_or_none()
    if known is not None:
        return known
    base = preceding(about)
    edition = Edition(key=new_key(about, base), drafted_by=actor.user_id, drafted_at=clock.now())
    describe(edition, about, base)
    db.session.add(edition)
    db.session.flush()
    draft = Draft(
        kind=EDITION,
        publication_id=edition.id,
        form_key=form_key,
        version=1,
        writers=[actor.user_id],
        base_id=base.id if base else None,
        problems=[],
        returned=[],
    )
    db.session.add(draft)
    db.session.flush()
    two_persons.record(edition, "drafted", {"follows": about.follows}, actor)
    return draft


def begin_from_current(about: About, form_key: str, actor: Actor) -> str:
    """A draft that begins as a copy of the edition it follows; its key."""
    draft = begin(about, form_key, actor)
    if draft.base_id is None:
        raise Invalid({"follows": [Text("请选要在哪一版的基础上改", "Choose the edition to start from")]})
    if not _count(draft.publication_id):
        draft_rows.add_rows(draft.publication_id, draft_rows.rows_of(draft.base_id))
    return key_of(draft.id)


def key_of(draft_id: int) -> str:
    """The key of a draft's edition."""
    return db.session.scalars(
        select(Edition.key).join(Draft, Draft.publication_id == Edition.id).where(Draft.id == draft_id)
    ).one()


def _count(edition_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Entry.edition_id == edition_id)) or 0


def find(key: str, actor: Actor, action: Action = Action.read_draft, *, hold: bool = False) -> tuple[Edition, Draft]:
    """A draft and its edition. `hold`: until the transaction ends nobody else changes it.

    :raises NotFound: if there is none, or not for this actor.
    """
    asked = select(Edition, Draft).join(Draft, (Draft.kind == EDITION) & (Draft.publication_id == Edition.id))
    return two_persons.held(asked.where(Edition.key == key), actor, action, hold=hold)


def row_of(edition: Edition, row: int) -> Entry:
    """One row of an edition.

    :raises NotFound: if it has none of that number.
    """
    found = db.session.scalars(select(Entry).where(Entry.edition_id == edition.id, Entry.row == row)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _to_write(key: str, version: int, actor: Actor) -> tuple[Edition, Draft]:
    """The draft, held, if it is still one and nobody changed it since `version`; counted as changed by the actor."""
    edition, draft = find(key, actor, Action.draft_edition, hold=True)
    two_persons.check_writable(edition, draft, version, actor)
    return edition, draft


def change_about(key: str, about: About, version: int, actor: Actor) -> None:
    """Change what a draft says of itself; its key stays."""
    edition, draft = _to_write(key, version, actor)
    base = preceding(about)
    if (base.id if base else None) != draft.base_id:
        db.session.execute(delete(EditionChange).where(EditionChange.edition_id == edition.id))
        draft.base_id = base.id if base else None
    describe(edition, about, base)


def change_entry(key: str, row: int, cells: Cells, version: int, actor: Actor) -> None:
    """Replace the words of one row."""
    edition, draft = _to_write(key, version, actor)
    found = row_of(edition, row)
    for name, value in draft_rows.columns_of(_keyed(edition, draft, cells)).items():
        setattr(found, name, value)


def add_entry(key: str, cells: Cells, version: int, actor: Actor) -> int:
    """Add a row at the end; its number."""
    edition, draft = _to_write(key, version, actor)
    last = db.session.scalar(select(func.max(Entry.row)).where(Entry.edition_id == edition.id)) or 0
    draft_rows.add_rows(edition.id, [(last + 1, _keyed(edition, draft, cells))])
    return last + 1


def _keyed(edition: Edition, draft: Draft, cells: Cells) -> Cells:
    if cells.get("item_key"):
        return cells
    base = db.session.get(Edition, draft.base_id) if draft.base_id else None
    known = draft_rows.keys_on_record(edition.region, base)
    return {**cells, "item_key": draft_rows.key_for(cells, edition.region, known)}


def remove_entry(key: str, row: int, version: int, actor: Actor) -> None:
    """Take a row out of a draft."""
    edition, _ = _to_write(key, version, actor)
    db.session.delete(row_of(edition, row))


Reason = tuple[str, str]
"""(reason, document number)."""


def give_reasons(
    key: str, reasons: Mapping[int, Reason], version: int, actor: Actor, *, common: Reason = ("", "")
) -> None:
    """Note why rows change or end, by the number of the row in the edition before; `common` fills what is blank."""
    edition, draft = _to_write(key, version, actor)
    write_changes(edition, draft, reasons, common)


def write_changes(
    edition: Edition, draft: Draft, reasons: Mapping[int, Reason], common: Reason = ("", "")
) -> list[EditionChange]:
    """Write the changes of the draft as they are now, with the reasons known and those given."""
    kept = {
        change.base_row: (change.reason, change.document_number)
        for change in db.session.scalars(select(EditionChange).where(EditionChange.edition_id == edition.id))
    } | dict(reasons)
    db.session.execute(delete(EditionChange).where(EditionChange.edition_id == edition.id))
    made = []
    for row in draft_rows.changes(draft.base_id, draft_rows.rows_of(edition.id)):
        if row.change in (Change.changed, Change.ended) and row.old_row is not None:
            reason, number = kept.get(row.old_row, ("", ""))
            made.append(_change(edition.id, row, (reason or common[0], number or common[1])))
    db.session.add_all(made)
    db.session.flush()
    return made


def _change(edition_id: int, row: RowChange, said: tuple[str, str]) -> EditionChange:
    cells = row.new or row.old or {}
    return EditionChange(
        edition_id=edition_id,
        base_row=row.old_row,
        kind=row.change.value,
        item_name=row.name,
        item_key=cells.get("item_key") or None,
        cells=[{"field": cell.field, "old": cell.old, "new": cell.new} for cell in row.cells],
        reason=said[0],
        document_number=said[1],
    )


def discard(key: str, version: int, actor: Actor) -> None:
    """Throw a draft away, with its rows; what it was made of is forgotten too."""
    edition, draft = _to_write(key, version, actor)
    db.session.execute(update(SentFile).where(SentFile.draft_id == draft.id).values(draft_id=None))
    for table in (EditionChange, Entry):
        db.session.execute(delete(table).where(table.edition_id == edition.id))
    two_persons.record(edition, "discarded", {}, actor)
    db.session.delete(draft)
    db.session.delete(edition)
