"""What an auditor can ask for, and what must then be true of a matter; nothing here knows who asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, cast, false, func, not_, or_

from complaints import search
from complaints.models.cases import UNKNOWN, Matter
from complaints.services import choosing, trees
from core import clock
from core.db import db
from core.search.query import parse
from core.values.money import Money
from core.values.text import Text

NONE = "none"
"""Stands in an address for what is empty: no body on record, no verdict, no outcome yet."""

ENDS = {
    "declined": Text("不予受理", "declined"),
    "referred": Text("转到平台外", "referred elsewhere"),
    "withdrawn": Text("投诉人撤回", "withdrawn"),
}
"""How a matter ends without a decision."""


class Facet(StrEnum):
    """What matters are told apart by."""

    body = "body"
    """Who is complained of, by the code of the organisation."""
    kind = "kind"
    violation = "violation"
    """The verdict on the charge, as it was when it was filed."""
    region = "region"
    """A region with everything below it."""
    state = "state"
    outcome = "outcome"


class Sort(StrEnum):
    """In which order matters are listed."""

    newest = "newest"
    oldest = "oldest"
    largest = "largest"
    smallest = "smallest"


Chosen = Mapping[Facet, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for. Values of one facet are alternatives; what is excluded is left out whatever else holds."""

    q: str = ""
    include: Chosen = field(default_factory=dict)
    exclude: Chosen = field(default_factory=dict)
    since: date | None = None
    """First day of receipt, in China."""
    until: date | None = None
    """Last day of receipt; that day too."""
    least: Money | None = None
    most: Money | None = None
    sort: Sort = Sort.newest


_COLUMNS: dict[Facet, Any] = {
    Facet.kind: Matter.kind,
    Facet.violation: Matter.violation,
    Facet.region: Matter.region,
    Facet.state: Matter.state,
    Facet.outcome: Matter.outcome,
}
MONTH = 7
"""Characters of 2026-07."""


def column(facet: Facet) -> ColumnElement[str]:
    """What a matter is counted under; regions are counted as they are and summed up afterwards."""
    if facet is Facet.body:
        return cast(Matter.body_id, String)
    found: ColumnElement[str] = _COLUMNS[facet]
    return found


def month() -> ColumnElement[str]:
    """The month of receipt in China, as 2026-07."""
    if db.engine.dialect.name == "sqlite":
        return func.strftime("%Y-%m", Matter.filed_at, "+8 hours")
    return func.to_char(func.timezone(str(clock.LEGAL_ZONE), Matter.filed_at), "YYYY-MM")


def general(asked: Search) -> list[ColumnElement[bool]]:
    """What no facet asks: words, days, sums.

    :raises Invalid: field ``q``, if it is too long.
    """
    found: list[ColumnElement[bool]] = []
    if query := parse(asked.q):
        found.append(search.matching(query))
    if asked.since is not None:
        found.append(Matter.filed_at >= _begin(asked.since))
    if asked.until is not None:
        found.append(Matter.filed_at < _begin(asked.until + timedelta(days=1)))
    if asked.least is not None:
        found.append(Matter.amount >= asked.least)
    if asked.most is not None:
        found.append(Matter.amount <= asked.most)
    return found


def by_number(selected: Any, query: str) -> Any:
    """The same, where `query` has words that name the matters: each is then looked up in the index that holds all
    that is counted and sorted by, so that no row need be read. SQLite would take the one of the numbers alone."""
    if not parse(query).include:
        return selected
    return selected.with_hint(Matter, "INDEXED BY ix_matter_counted", "sqlite")


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LEGAL_ZONE)


def by_facet(asked: Search) -> dict[Facet, ColumnElement[bool]]:
    """What each facet asks, for those that ask anything."""
    found: dict[Facet, ColumnElement[bool]] = {}
    for facet in Facet:
        wanted, unwanted = asked.include.get(facet, ()), asked.exclude.get(facet, ())
        if wanted and unwanted:
            found[facet] = _any_of(facet, wanted) & not_(_any_of(facet, unwanted))
        elif wanted or unwanted:
            found[facet] = _any_of(facet, wanted) if wanted else not_(_any_of(facet, unwanted))
    return found


def _any_of(facet: Facet, values: Sequence[str]) -> ColumnElement[bool]:
    if facet is Facet.region:
        return or_(false(), *map(_within, values))
    if facet is Facet.body:
        known = set(trees.ids(values).values())
        return Matter.body_id.in_(known | {UNKNOWN} if NONE in values else known)
    return _COLUMNS[facet].in_(["" if value == NONE else value for value in values])


def _within(code: str) -> ColumnElement[bool]:
    """That the matter is of this region or of one below it: codes of GB/T 2260 begin with those above them."""
    if code == NONE:
        return Matter.region == ""
    if code.strip("0") == "":
        return Matter.region != ""
    start = stem(code)
    return (Matter.region >= start) & (Matter.region < start[:-1] + chr(ord(start[-1]) + 1))


def body_code(typed: str) -> str:
    """The code of the organisation, of today or of once, that `typed` names; empty if there is none."""
    if trees.ids([typed]):
        return typed
    found = choosing.body(typed)
    return found.code if found else ""


def stem(code: str) -> str:
    """The digits that all codes below `code`, and it, begin with."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
