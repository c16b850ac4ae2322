"""Who says that it reports completely: a miss is only worth what the record is (design: §5)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core import clock, events
from core.db import db
from core.errors import Invalid
from core.people.services import organising
from core.policy import Actor, Role
from core.values.text import Text
from registry.models.papers import CompletenessStatement
from registry.services import acting

STREAM = "completeness"
_FUTURE = Text("这个月还没过完", "This month is not over yet")
_OTHER = Text("这个月已经声明过，声明只增不改", "This month is stated already; statements are not changed")


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether one body reports completely."""

    organisation_id: int
    name: str
    since: date | None
    """The first day from which on every month until the last is stated complete; None: it does not say so."""


def state_complete(month: date, complete: bool, actor: Actor, *, note: str = "", organisation: int = 0) -> None:
    """A laboratory says of a month that is over whether all it issued in it is on record. Said again, nothing happens.

    :raises core.errors.Invalid: at ``month`` if it is not over, or was stated otherwise.
    """
    body = acting.organisation(Role.laboratory_member, actor, organisation)
    first = month.replace(day=1)
    if first >= clock.today().replace(day=1):
        raise Invalid({"month": [_FUTURE]})
    asked = select(CompletenessStatement).filter_by(organisation_id=body, month=first)
    there = db.session.scalars(asked).one_or_none()
    if there is not None:
        if there.complete != complete:
            raise Invalid({"month": [_OTHER]})
        return
    db.session.add(
        CompletenessStatement(
            organisation_id=body, month=first, complete=complete, note=note.strip(), said_by=actor.user_id,
            said_at=clock.now(),
        )
    )  # fmt: skip
    db.session.flush()
    said = {"month": first.isoformat(), "complete": complete}
    events.record((STREAM, str(body)), "registry.completeness_stated", said, actor)


def completeness(bodies: Collection[int], on: date) -> tuple[Completeness, ...]:
    """Of each of those bodies whether and since when it reports completely, as of `on`; the complete ones first."""
    wanted = set(bodies)
    if not wanted:
        return ()
    asked = select(CompletenessStatement.organisation_id, CompletenessStatement.month).where(
        CompletenessStatement.organisation_id.in_(wanted), CompletenessStatement.complete
    )
    months: dict[int, set[date]] = {}
    for body, month in db.session.execute(asked):
        months.setdefault(body, set()).add(month)
    names = organising.names(wanted, on)
    found = [Completeness(body, names.get(body, ""), since(months.get(body, set()), on)) for body in wanted]
    return tuple(sorted(found, key=lambda one: (one.since is None, one.since or on, one.name)))


def since(months: Collection[date], on: date) -> date | None:
    """The first of the unbroken months up to the last one that is over on `on`, or to the one before it: a statement
    is due in the month after."""
    last = _before(on.replace(day=1))
    if last not in months:
        last = _before(last)
    if last not in months:
        return None
    while _before(last) in months:
        last = _before(last)
    return last


def _before(month: date) -> date:
    return date(month.year - 1, 12, 1) if month.month == 1 else date(month.year, month.month - 1, 1)


def stated(body: int) -> Mapping[date, bool]:
    """Every month that the body has stated."""
    asked = select(CompletenessStatement.month, CompletenessStatement.complete)
    asked = asked.where(CompletenessStatement.organisation_id == body).order_by(CompletenessStatement.month.desc())
    return dict(db.session.execute(asked).all())
