"""What public statistics are made of: every filing, first decision and confirmed refund by place, kind and quarter."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import func, literal_column, select

from complaints.models.answers import Decision, RefundEntry
from complaints.models.cases import Complaint, Matter
from complaints.rules.kinds import Group
from complaints.rules.outcomes import UPHELD
from complaints.services import rulebooks
from core.db import db
from core.regions import gazetteer
from core.values.money import NOTHING

PROVINCE = "440000"
"""Stands, too, for what happened nobody knows where."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Matters alike in every trait that is told apart."""

    city: str
    kind: str
    field: str
    quarter: str
    counts: tuple[int, ...]
    """How many; of decisions, (upheld, not upheld)."""
    days: int = 0
    """From receipt to decision."""
    fen: int = 0


def quarter_of(day: date) -> str:
    """2026Q3."""
    return f"{day.year}Q{(day.month + 2) // 3}"


@lru_cache(maxsize=1)
def cities() -> Mapping[str, str]:
    """Code → name of the cities of the province, and of the province itself."""
    known = gazetteer().regions
    return {
        code: region.name for code, region in known.items() if region.level == "city" and code[:2] == PROVINCE[:2]
    } | {PROVINCE: known[PROVINCE].name}


def kinds() -> dict[str, str]:
    """Kind → the field it belongs to, of all kinds there are."""
    return {each.id: each.group.value for each in rulebooks.kinds().by_id.values()}


def fields() -> dict[str, None]:
    """The fields, in the order in which they are told."""
    there = set(kinds().values())
    return {group.value: None for group in Group if group.value in there}


_PLACE = func.substr(Matter.region, literal_column("1"), literal_column("4")).label("place")


def _fact(place: str, kind: str, day: date, counts: tuple[int, ...], *, days: int = 0, fen: int = 0) -> Fact:
    code = f"{place}00"
    city = code if code in cities() else PROVINCE
    found = rulebooks.kinds().get(kind)
    group = found.group if found else Group.external
    return Fact(city, kind, group.value, quarter_of(day), counts, days, fen)


def filed(until: date) -> list[Fact]:
    """Matters received before `until`."""
    asked = (
        select(_PLACE, Matter.kind, Complaint.received_on, func.count())
        .join(Complaint, Complaint.id == Matter.complaint_id)
        .where(Complaint.received_on < until)
        .group_by(_PLACE, Matter.kind, Complaint.received_on)
    )
    return [_fact(place, kind, day, (count,)) for place, kind, day, count in db.session.execute(asked)]


def decided(until: date) -> list[Fact]:
    """First decisions served before `until`."""
    traits = (_PLACE, Matter.kind, Complaint.received_on, Decision.served_on, Decision.outcome)
    asked = (
        select(*traits, func.count())
        .join(Matter, Matter.id == Decision.matter_id)
        .join(Complaint, Complaint.id == Matter.complaint_id)
        .where(Decision.state == "served", Decision.lap == 0, Decision.served_on < until)
        .group_by(*traits)
    )
    return [
        _fact(place, kind, day, (count, 0) if outcome in UPHELD else (0, count), days=(day - received).days)
        for place, kind, received, day, outcome, count in db.session.execute(asked)
    ]


def refunded(until: date) -> list[Fact]:
    """What payers confirmed before `until`, less what was taken back: each matter once in each quarter."""
    asked = (
        select(Matter.id, _PLACE, Matter.kind, RefundEntry.on, RefundEntry.confirmed)
        .join(Matter, Matter.id == RefundEntry.matter_id)
        .where(RefundEntry.on < until, RefundEntry.confirmed != NOTHING)
    )
    sums: dict[tuple[int, str, str, str], list[int]] = defaultdict(list)
    days: dict[str, date] = {}
    for matter_id, place, kind, on, confirmed in db.session.execute(asked):
        sums[matter_id, place, kind, quarter_of(on)].append(confirmed.fen)
        days.setdefault(quarter_of(on), on)
    return [_fact(place, kind, days[quarter], (1,), fen=sum(fen)) for (_, place, kind, quarter), fen in sums.items()]
