"""What a supervisor looks after: what is late, where and since when; what nobody has; what comes in heaps.

Every line and every count is of the matters that this supervisor may steer: one with a stake in a matter, or who
stepped back from it, does not learn of it here either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from complaints.models.cases import HUMAN_DESK, NEVER, UNKNOWN, Matter
from complaints.models.handling import Clock
from complaints.rules.states import State
from complaints.services import refunds, rulebooks, sight, terms, trees, wording
from complaints.services.refunds import AgeLine, BodyLine
from complaints.services.sight import Sight
from core import clock
from core.calendars import calendar
from core.db import db
from core.policy import Actor
from core.values.calendar import Unit
from core.values.text import Text

ALIKE_WITHIN = timedelta(days=90)
"""Complaints against one body for one kind within so many days are told together."""
MOST_LINES = 50
"""Of a list on the page; the tables to take away hold all."""
MOST_HEAPS = 20
MOST_COUNTED = 800
"""Days beyond which working days are not counted one by one; the day itself says more."""
OPEN = tuple(state.value for state in State if state is not State.closed)


@dataclass(frozen=True, slots=True)
class Among:
    """Which matters to look at: empty means all."""

    region: str = ""
    """A region or, by its first digits, all within it."""
    handler: int = 0
    body: int = 0


@dataclass(frozen=True, slots=True)
class LateLine:
    """A term that is over and not met."""

    number: str
    kind: Text
    body_name: str
    region: str
    state: State
    handler_id: int
    handler: str
    stage: Text
    due: date
    days: int
    """How much too late, in the unit its regime counts in."""
    unit: Unit
    escalated_at: datetime | None
    others: int
    """Other complaints of late against the same body for the same kind."""


@dataclass(frozen=True, slots=True)
class HandlerLine:
    """A body's open matters, and how late it is with them."""

    handler_id: int
    handler: str
    open: int
    late: int
    oldest: date | None
    """The earliest day by which it owed something and still does."""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A matter that no body has."""

    number: str
    kind: Text
    body_name: str
    region: str
    filed_at: datetime
    due: date | None


@dataclass(frozen=True, slots=True)
class Heap:
    """Several complaints against one body for one kind."""

    body_id: int
    body_name: str
    kind: Text
    complaints: int
    open: int
    latest: str
    """The number of one of them: the last that came."""


@dataclass(frozen=True, slots=True)
class Counts:
    """All open matters that are looked at, and some of them."""

    open: int
    late: int
    human_desk: int
    waiting: int
    escalated: int


def _seen(actor: Actor, among: Among) -> list[ColumnElement[bool]]:
    found = [sight.visible(Sight.steer_matter, actor)]
    if among.region:
        found.append(Matter.region.startswith(among.region.rstrip("0") or "0", autoescape=True))
    if among.handler:
        found.append(Matter.handler_id == among.handler)
    if among.body:
        found.append(Matter.body_id == among.body)
    return found


def _is_late() -> ColumnElement[bool]:
    return and_(Clock.state == "running", Clock.paused.is_(False), Clock.who.in_(terms.OWED), Clock.due < clock.today())


def counts(actor: Actor, among: Among) -> Counts:
    """How many there are."""
    late = Matter.id.in_(select(Clock.matter_id).where(_is_late()))
    escalated = Matter.id.in_(select(Clock.matter_id).where(_is_late(), Clock.escalated_at.is_not(None)))
    parts = (late, Matter.handler_id == HUMAN_DESK, Matter.state == State.waiting, escalated)
    sums = [func.coalesce(func.sum(case((part, 1), else_=0)), 0) for part in parts]
    asked = select(func.count(), *sums).select_from(Matter).where(*_seen(actor, among), Matter.state.in_(OPEN))
    return Counts(*map(int, db.session.execute(asked).one()))


def late(actor: Actor, among: Among, limit: int = MOST_LINES) -> list[LateLine]:
    """Terms that are over and not met, the longest first."""
    asked = (
        select(Clock, Matter)
        .join(Matter, Matter.id == Clock.matter_id)
        .where(*_seen(actor, among), _is_late())
        .order_by(Clock.due, Clock.id)
        .limit(limit)
    )
    rows = db.session.execute(asked).all()
    names = trees.names({matter.handler_id for _, matter in rows})
    alike = _alike(actor)
    return [_late(term, matter, names, alike) for term, matter in rows]


def _late(term: Clock, matter: Matter, names: Mapping[int, str], alike: Mapping[tuple[int, str], int]) -> LateLine:
    unit = unit_of(term)
    return LateLine(
        number=matter.number,
        kind=wording.kind_name(matter.kind),
        body_name=matter.body_name,
        region=matter.region,
        state=State(matter.state),
        handler_id=matter.handler_id,
        handler=names.get(matter.handler_id, ""),
        stage=wording.stage_name(term.stage),
        due=term.due,
        days=days_late(term.due, unit),
        unit=unit,
        escalated_at=term.escalated_at,
        others=max(alike.get((matter.body_id, matter.kind), 1) - 1, 0),
    )


def unit_of(term: Clock) -> Unit:
    """Whether a term is late by working days or by days: as its regime counts it."""
    regime = rulebooks.regimes().by_id.get(term.regime)
    known = regime.clock(term.stage) if regime else None
    return Unit.working if known and known.unit is Unit.working else Unit.calendar


def days_late(due: date, unit: Unit) -> int:
    """Days since `due`, today included; of working days those that were worked, one at least."""
    days = (clock.today() - due).days
    if unit is not Unit.working or days > MOST_COUNTED:
        return days
    return max(sum(calendar().is_working(due + timedelta(days=day)) for day in range(1, days + 1)), 1)


def handlers(actor: Actor, among: Among) -> list[HandlerLine]:
    """Bodies with open matters, those with most that is late first."""
    overdue = select(Clock.matter_id, func.min(Clock.due).label("due")).where(_is_late()).group_by(Clock.matter_id)
    oldest = overdue.subquery()
    count_late = func.count(oldest.c.due)
    asked = (
        select(Matter.handler_id, func.count(), count_late, func.min(oldest.c.due))
        .outerjoin(oldest, oldest.c.matter_id == Matter.id)
        .where(*_seen(actor, among), Matter.state.in_(OPEN), Matter.handler_id != HUMAN_DESK)
        .group_by(Matter.handler_id)
        .order_by(count_late.desc(), func.count().desc(), Matter.handler_id)
    )
    rows = db.session.execute(asked).all()
    names = trees.names([row[0] for row in rows])
    return [HandlerLine(number, names.get(number, ""), *rest) for number, *rest in rows]


def human_desk(actor: Actor, among: Among, limit: int = MOST_HEAPS) -> list[DeskLine]:
    """Open matters that no body has, the oldest first."""
    asked = (
        select(Matter)
        .where(*_seen(actor, among), Matter.handler_id == HUMAN_DESK, Matter.state.in_(OPEN))
        .order_by(Matter.filed_at, Matter.id)
        .limit(limit)
    )
    return [
        DeskLine(
            number=row.number,
            kind=wording.kind_name(row.kind),
            body_name=row.body_name,
            region=row.region,
            filed_at=row.filed_at,
            due=None if row.due == NEVER else row.due,
        )
        for row in db.session.scalars(asked)
    ]


def _heaped(actor: Actor, among: Among) -> Select[Any]:
    since = clock.now() - ALIKE_WITHIN
    return (
        select(
            Matter.body_id,
            Matter.kind,
            func.count(Matter.complaint_id.distinct()).label("complaints"),
            func.coalesce(func.sum(case((Matter.state.in_(OPEN), 1), else_=0)), 0),
            func.max(Matter.id),
        )
        .where(*_seen(actor, among), Matter.filed_at >= since, Matter.body_id != UNKNOWN)
        .group_by(Matter.body_id, Matter.kind)
        .having(func.count(Matter.complaint_id.distinct()) > 1)
    )


def _alike(actor: Actor) -> dict[tuple[int, str], int]:
    rows = db.session.execute(_heaped(actor, Among()))
    return {(body_id, kind): complaints for body_id, kind, complaints, _, _ in rows}


def heaps(actor: Actor, among: Among, limit: int = MOST_HEAPS) -> list[Heap]:
    """Several complaints of late against one body for one kind, most first."""
    asked = _heaped(actor, among)
    rows = db.session.execute(asked.order_by(func.count(Matter.complaint_id.distinct()).desc()).limit(limit)).all()
    latest = {
        each.id: each for each in db.session.scalars(select(Matter).where(Matter.id.in_([row[4] for row in rows])))
    }
    return [
        Heap(body_id, latest[last].body_name, wording.kind_name(kind), complaints, int(still), latest[last].number)
        for body_id, kind, complaints, still, last in rows
    ]


def others_like(number: str, actor: Actor) -> int:
    """How many other complaints of late there are against the same body for the same kind, of those the actor steers.

    None are told of a matter that he does not steer, or whose body is not known.
    """
    found = select(Matter).where(Matter.number == number, sight.visible(Sight.steer_matter, actor))
    matter = db.session.scalars(found).one_or_none()
    if matter is None or matter.body_id == UNKNOWN:
        return 0
    asked = select(func.count(Matter.complaint_id.distinct())).where(
        sight.visible(Sight.steer_matter, actor),
        Matter.body_id == matter.body_id,
        Matter.kind == matter.kind,
        Matter.complaint_id != matter.complaint_id,
        Matter.filed_at >= clock.now() - ALIKE_WITHIN,
    )
    return db.session.scalar(asked) or 0


def balances(actor: Actor, among: Among, since: date, until: date) -> list[BodyLine]:
    """Refunds ordered in that time against what was confirmed of them by now, per body that owes, most unpaid first."""
    lines = refunds.ordered_between(actor, since, until, *_seen(actor, among))
    return sorted(lines, key=lambda line: (-line.balance.unpaid.fen, -line.balance.ordered.fen, line.body_id))


def unpaid(actor: Actor, among: Among) -> list[AgeLine]:
    """Refunds that have not come in, per body that owes and by age, the most first."""
    return sorted(refunds.ages(actor, *_seen(actor, among)), key=lambda line: -line.unpaid.fen)


def choices(actor: Actor) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Bodies that handle, and bodies complained of, of all matters that the actor steers: (number, name) each."""
    return _named(actor, Matter.handler_id), _named(actor, Matter.body_id)


def _named(actor: Actor, column: Any) -> list[tuple[int, str]]:
    asked = select(column).where(sight.visible(Sight.steer_matter, actor), column != HUMAN_DESK).distinct()
    numbers: Sequence[int] = db.session.scalars(asked).all()
    return sorted(trees.names(numbers).items(), key=lambda pair: pair[1])
