"""Lists of matters for programs: a desk's, by what is due first; an auditor's, by what was searched for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from complaints.schemas import auditing as asked_by_auditors
from complaints.services import auditing, handling
from complaints.services.audit_criteria import Facet, Search
from complaints.services.auditing import Found
from complaints.services.handling import DeskLine, DeskPage, Filters
from core.errors import Invalid
from core.policy import Actor, Role
from core.values.money import Money
from core.values.text import Text

AUDIT = "audit"
_NOT_HERE = Text("这一项在 part={part} 时不能用，请删去", "With part={part} there is no such filter; leave it out")
_DESK_ALONE = ("due", "number")
AUDIT_ALONE = ("q", "since", "until", "least", "most", "sort", "body", "violation", "outcome") + tuple(
    f"not_{facet}" for facet in Facet
)
_SHARED = ("state", "kind", "region")


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


def part_of(asked: Mapping[str, Any], actor: Actor) -> str:
    """Which list is asked for; if none is named, the first that the actor has.

    :raises Invalid: naming each filter that is not of that list.
    """
    roles = actor.roles
    usual = "handler" if Role.handler in roles else "supervisor" if Role.supervisor in roles else AUDIT
    part: str = asked["part"] or usual
    strange = [name for name in (_DESK_ALONE if part == AUDIT else AUDIT_ALONE) if asked[name]]
    if strange:
        raise Invalid({name: [_NOT_HERE.fill(part=part)] for name in strange})
    return part


def search_of(asked: Mapping[str, Any]) -> Search:
    """What an auditor's program asks for; several values of one filter stand between commas.

    :raises Invalid: naming each that cannot be read.
    """
    names = ("q", *AUDIT_ALONE, *_SHARED)
    lists = {name: [asked[name]] if name == "q" else asked[name].split(",") for name in names if asked[name]}
    return asked_by_auditors.read_search(lists)


def of_auditor(search: Search, actor: Actor, after: str, limit: int) -> ListDocument:
    """A page of what was searched for, among all that an auditor may see.

    :raises Invalid: for a cursor that is none.
    """
    found = auditing.search(search, actor, after=after, limit=limit)
    facets = {facet.value: {each.value: each.count for each in values} for facet, values in found.facets.items()}
    facets["month"] = {each.month: each.received for each in found.histogram}
    return ListDocument(tuple(map(_found, found.rows)), found.total, facets, found.next or None)


def _found(row: Found) -> Line:
    return Line(
        number=row.number,
        kind=row.kind,
        body=row.body_name,
        region=row.region,
        amount=row.amount,
        state=row.state.value,
        due=None,
        late=None,
        filed_at=row.filed_at,
        handler=row.handler,
    )


def of_desk(asked: Mapping[str, Any], part: str, actor: Actor) -> ListDocument:
    """A page of a desk's list.

    :raises Invalid: for a cursor that is none.
    """
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
