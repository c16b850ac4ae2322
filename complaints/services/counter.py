"""What a counter filed for callers: where each stands and what is due next. Who called is not told here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from complaints.models.cases import NEVER, Complaint, Matter
from complaints.rules.states import State, of_complaint
from complaints.services import sight, trees, wording
from complaints.services.sight import Sight
from core.db import db
from core.errors import Invalid
from core.policy import Actor
from core.values.text import Text

PAGE = 50
_BAD_CURSOR = Text("翻页标记读不懂，请从第一页重新开始", "The cursor cannot be read; start from the first page again")


@dataclass(frozen=True, slots=True)
class FiledMatter:
    """A matter of a filing, as its counter may know it."""

    number: str
    kind: Text
    body_name: str
    handler: str
    state: State
    due: date | None
    due_stage: Text | None


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint that the counter took."""

    reference: str
    state: State
    filed_at: datetime
    due: date | None
    """The next day by which somebody owes something."""
    matters: tuple[FiledMatter, ...]


@dataclass(frozen=True, slots=True)
class FiledPage:
    """Some of them, the latest first."""

    lines: tuple[Filed, ...]
    following: str
    """The cursor of the next page; empty if there is none."""


def list_filed(actor: Actor, reference: str = "", after: str = "", limit: int = PAGE) -> FiledPage:
    """What the actor's counter filed; of that reference alone if one is given.

    :raises Invalid: for a cursor that is none.
    """
    mine = _mine(actor)
    asked = select(Complaint).where(Complaint.id.in_(select(Matter.complaint_id).where(mine)))
    if reference:
        asked = asked.where(Complaint.reference == reference.strip().upper())
    if after:
        asked = asked.where(Complaint.id < _cursor(after))
    found = list(db.session.scalars(asked.order_by(Complaint.id.desc()).limit(limit + 1)))
    shown = found[:limit]
    matters = select(Matter).where(mine, Matter.complaint_id.in_([each.id for each in shown]))
    rows = list(db.session.scalars(matters.order_by(Matter.place)))
    names = trees.names({row.handler_id for row in rows})
    lines = tuple(_filed(each, [row for row in rows if row.complaint_id == each.id], names) for each in shown)
    return FiledPage(lines, str(shown[-1].id) if len(found) > limit else "")


def _mine(actor: Actor) -> ColumnElement[bool]:
    return (Matter.counter_id != 0) & sight.visible(Sight.follow_matter, actor)


def _cursor(after: str) -> int:
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise Invalid({"after": [_BAD_CURSOR]})
    return int(after)


def _filed(complaint: Complaint, rows: Sequence[Matter], names: dict[int, str]) -> Filed:
    return Filed(
        reference=complaint.reference,
        state=of_complaint([State(row.state) for row in rows]),
        filed_at=complaint.filed_at,
        due=min((row.due for row in rows if row.due != NEVER), default=None),
        matters=tuple(
            FiledMatter(
                number=row.number,
                kind=wording.kind_name(row.kind),
                body_name=row.body_name,
                handler=names.get(row.handler_id, ""),
                state=State(row.state),
                due=None if row.due == NEVER else row.due,
                due_stage=None if row.due == NEVER else wording.stage_name(row.due_stage),
            )
            for row in rows
        ),
    )
