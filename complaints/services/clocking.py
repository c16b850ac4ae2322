"""What the clock does of itself: warn before a term ends, escalate once when it is over, end waits, close what is done.

One round a day, safe to repeat: every mark is set in the transaction that does what it marks, on a row held by one
worker, so however many run, and however long none did, each thing happens once.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from complaints.models.cases import NEVER, Matter
from complaints.models.handling import Clock
from complaints.rules.states import State
from complaints.services import acting, offering, recording, stakes, terms, wording
from core import clock, jobs
from core.db import db, transaction
from core.values.money import NOTHING
from core.values.text import Text

WARN_BEFORE = timedelta(days=3)
BATCH = 100
_SOON = Text("{stage}最晚 {day}", "{stage}, {day} at the latest")


@jobs.handler("complaints.clocks", daily=time(0, 10), own_transactions=True)
def daily(_args: dict[str, Any]) -> None:
    """The round of a new day."""
    tick()


def tick() -> int:
    """Do everything the day asks for, in short transactions of its own; how many things there were."""
    today = clock.today()
    rounds: tuple[tuple[ColumnElement[bool], Callable[[Matter, date], bool]], ...] = (
        (_has_clock(Clock.provisional.is_(True)), _reckon),
        (Matter.wait_until < today, _go_on),
        (_has_clock(Clock.escalated_at.is_(None), Clock.who.in_(terms.OWED), Clock.due < today), _escalate),
        (_has_clock(Clock.warned_at.is_(None), Clock.who.in_(terms.OWED), Clock.due <= today + WARN_BEFORE), _warn),
        (Matter.state.in_((State.decided, State.declined)), _close),
    )
    done = sum(_each(which, do, today) for which, do in rounds)
    with transaction():
        done += stakes.refresh()
    return done


def round_of(matter: Matter, today: date) -> None:
    """The round of a day for one matter, held by the caller's transaction: how samples live through the past."""
    for do in (_reckon, _go_on, _escalate, _warn):
        do(matter, today)
    if matter.state in (State.decided, State.declined):
        _close(matter, today)


def _has_clock(*criteria: ColumnElement[bool]) -> ColumnElement[bool]:
    running = select(Clock.matter_id).where(Clock.state == "running", Clock.paused.is_(False), *criteria)
    return Matter.id.in_(running)


def _each(which: ColumnElement[bool], do: Callable[[Matter, date], bool], today: date) -> int:
    """Do it for every matter of which `which` holds, each held while it is done, some in one transaction."""
    done, last = 0, 0
    while True:
        asked = select(Matter.id).where(which, Matter.id > last).order_by(Matter.id).limit(BATCH)
        ids = db.session.scalars(asked).all()
        if not ids:
            return done
        with transaction():
            held = select(Matter).where(Matter.id.in_(ids), which).order_by(Matter.id).with_for_update()
            done += sum(do(matter, today) for matter in db.session.scalars(held))
        last = ids[-1]


def _owed(matter: Matter) -> list[Clock]:
    return [each for each in terms.running(matter) if each.who in terms.OWED and not each.paused]


def _warn(matter: Matter, today: date) -> bool:
    soon = [each for each in _owed(matter) if each.warned_at is None and each.due <= today + WARN_BEFORE]
    for each in soon:
        each.warned_at = clock.now()
        if each.due >= today:
            words = _SOON.fill(stage=wording.stage_name(each.stage), day=each.due.isoformat())
            recording.tell_desk(matter, "matter.due_soon", words)
    return bool(soon)


def _escalate(matter: Matter, today: date) -> bool:
    late = [each for each in _owed(matter) if each.escalated_at is None and each.due < today]
    for each in late:
        each.escalated_at = clock.now()
        acting.by_platform(matter, "escalate", {"stage": each.stage})
    return bool(late)


def _go_on(matter: Matter, today: date) -> bool:
    if matter.state != State.waiting or matter.wait_until >= today or matter.wait_until == NEVER:
        return False
    acting.by_platform(matter, "go_on")
    return True


def _close(matter: Matter, today: date) -> bool:
    """A declined matter once told; a decided one without money owed once no review can be asked for any more."""
    if matter.state == State.declined:
        acting.by_platform(matter, "close_declined")
        return True
    if offering.owed(matter) != NOTHING:
        return False
    if any(offering.why_no_review(matter, act, today) is None for act in offering.REVIEWS):
        return False
    acting.by_platform(matter, "close")
    return True


def _reckon(matter: Matter, today: date) -> bool:
    """Ends that rest on holidays not announced: perhaps they are by now."""
    moved = False
    for each in terms.running(matter):
        if each.provisional and not each.paused:
            before = each.due
            terms.reckon(each, today)
            moved |= each.due != before
    if moved:
        terms.note_next(matter)
    return moved
