"""Lists of matters for programs: a desk's, by what is due first; an auditor's, by what was searched for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from complaints.services import handling
from complaints.services.handling import DeskLine, DeskPage, Filters
from core.errors import Invalid
from core.policy import Actor, Role
from core.values.money import Money
from core.values.text import Text

_NOT_HERE = Text("这一项只在 part=audit 时可用", "This is for part=audit alone")
AUDIT_ONLY = ("q",)


@dataclass(frozen=True, slots=True)
class Line:
    """A matter in a list."""

    number: str
    kind: Text
    body: str
    region: str
    amount: Money
    state: str
    due: date | None
    late: bool | None
    filed_at: datetime
    handler: str


@dataclass(frozen=True, slots=True)
class ListDocument:
    """Some matters, how many there are, and counts by what they can be told apart by."""

    rows: tuple[Line, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    next: str | None


def page(asked: Mapping[str, Any], actor: Actor) -> ListDocument:
    """The page that was asked for.

    :raises Invalid: for a cursor that is none, or a filter that is not of this list.
    """
    part = asked["part"] or ("handler" if Role.handler in actor.roles else "supervisor")
    if wrong := [name for name in AUDIT_ONLY if asked[name]]:
        raise Invalid({name: [_NOT_HERE] for name in wrong})
    return _desk(asked, part, actor)


def _desk(asked: Mapping[str, Any], part: str, actor: Actor) -> ListDocument:
    filters = Filters(part, asked["state"], asked["kind"], asked["region"], asked["due"], asked["number"])
    found: DeskPage = handling.list_desk(actor, filters, asked["after"], asked["limit"])
    facets = {"state": found.states, "due": {"late": found.late, "soon": found.soon}}
    return ListDocument(tuple(map(_line, found.lines)), found.total, facets, found.following or None)


def _line(row: DeskLine) -> Line:
    return Line(
        number=row.number,
        kind=row.kind,
        body=row.body_name,
        region=row.region,
        amount=row.amount,
        state=row.state.value,
        due=row.due,
        late=row.late,
        filed_at=row.filed_at,
        handler=row.handler,
    )
