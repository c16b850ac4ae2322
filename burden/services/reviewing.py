"""Drafts as pages show them: the list of all, one with what it changes and lacks, its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from burden.models.drafts import Draft, EditionChange
from burden.models.editions import Edition, Entry
from burden.models.states import State
from burden.rules.differences import Cells, Change, RowChange
from burden.services import draft_rows
from burden.services.describing import About, about_of
from burden.services.drafting import EDITION, find, row_of
from burden.services.two_persons import name_of
from core.db import db
from core.people.models.users import User
from core.policy import Action, Actor, require
from core.tables.cells import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """A draft in the list of drafts."""

    key: str
    title: str
    issuer: str
    region: str
    state: State
    rows: int
    drafted_by: str
    drafted_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    in_force_from: str | None
    sent_back: bool
    mine: bool


@dataclass(frozen=True)
class Opened:
    """A draft as its page shows it."""

    key: str
    state: State
    about: About
    version: int
    base_title: str | None
    file_name: str
    rows: int
    changes: tuple[RowChange, ...]
    reasons: Mapping[int, tuple[str, str]]
    """Row number of the edition before → (reason, document number)."""
    problems: tuple[Problem, ...]
    returned: tuple[tuple[str, datetime, str], ...]
    """(by whom, when, why), latest last."""
    drafted_by: str
    drafted_at: datetime
    submitted_at: datetime | None
    approved_by: str | None
    published_at: datetime | None
    in_force_from: str | None
    wrote: bool
    """Whether the reader wrote any of it, so that another has to publish it."""

    def count(self, change: str) -> int:
        return sum(row.change == change for row in self.changes)

    @property
    def to_reason(self) -> tuple[RowChange, ...]:
        """Rows that need a reason and a document number."""
        return tuple(row for row in self.changes if row.change in (Change.changed, Change.ended))

    @property
    def unreasoned(self) -> tuple[RowChange, ...]:
        """Of these, the ones that still lack either."""
        return tuple(row for row in self.to_reason if not all(self.reasons.get(row.old_row or 0, ("", ""))))


def lines(actor: Actor) -> list[Line]:
    """All lists drafted here: what waits first, then drafts, then what was published."""
    require(Action.read_draft, actor)
    count = select(func.count()).where(Entry.edition_id == Edition.id).correlate(Edition).scalar_subquery()
    found = db.session.execute(
        select(Edition, Draft, count, User.name)
        .join(Draft, (Draft.kind == EDITION) & (Draft.publication_id == Edition.id))
        .outerjoin(User, User.id == Edition.drafted_by)
    )
    order = {State.submitted: 0, State.draft: 1, State.published: 2}
    made = [_line(edition, draft, rows, name, actor) for edition, draft, rows, name in found]
    return sorted(made, key=lambda line: (order[line.state], -line.drafted_at.timestamp()))


def _line(edition: Edition, draft: Draft, rows: int, name: str | None, actor: Actor) -> Line:
    return Line(
        edition.key, edition.title, edition.issuer, edition.region, State(edition.state), rows, name or "",
        edition.drafted_at, edition.submitted_at, edition.published_at, edition.in_force_from,
        bool(draft.returned) and edition.state == State.draft, actor.user_id in draft.writers,
    )  # fmt: skip


def opened(key: str, actor: Actor) -> Opened:
    """A draft with what it changes, what could not be read, and how it stands."""
    edition, draft = find(key, actor)
    base = db.session.get(Edition, draft.base_id) if draft.base_id else None
    rows = draft_rows.rows_of(edition.id)
    kept = db.session.scalars(select(EditionChange).where(EditionChange.edition_id == edition.id))
    return Opened(
        key=edition.key,
        state=State(edition.state),
        about=about_of(edition, base),
        version=draft.version,
        base_title=base.title if base else None,
        file_name=draft.file_name,
        rows=len(rows),
        changes=tuple(draft_rows.changes(draft.base_id, rows)),
        reasons={change.base_row: (change.reason, change.document_number) for change in kept},
        problems=tuple(Problem.from_dict(problem) for problem in draft.problems),
        returned=tuple((one["by"], datetime.fromisoformat(one["at"]), one["why"]) for one in draft.returned),
        drafted_by=name_of(edition.drafted_by) or "",
        drafted_at=edition.drafted_at,
        submitted_at=edition.submitted_at,
        approved_by=name_of(edition.approved_by),
        published_at=edition.published_at,
        in_force_from=edition.in_force_from,
        wrote=actor.user_id in draft.writers,
    )


def entries(key: str, actor: Actor, *, after: int = 0, limit: int = 50) -> tuple[list[tuple[int, Cells]], bool]:
    """Rows of a draft beyond the row `after`, and whether there are more."""
    edition, _ = find(key, actor)
    asked = select(Entry).where(Entry.edition_id == edition.id, Entry.row > after).order_by(Entry.row).limit(limit + 1)
    found: list[tuple[int, Cells]] = [(entry.row, draft_rows.cells_of(entry)) for entry in db.session.scalars(asked)]
    return found[:limit], len(found) > limit


def entry(key: str, row: int, actor: Actor) -> Cells:
    """One row of a draft."""
    edition, _ = find(key, actor)
    return draft_rows.cells_of(row_of(edition, row))
