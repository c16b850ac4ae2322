"""The terms of a matter as rows: started, met, extended, paused and dropped by acts."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from operator import attrgetter

from complaints.models.cases import NEVER, Matter
from complaints.models.handling import Clock
from complaints.rules import clocks as law
from complaints.rules.clocks import Regime
from complaints.services import rulebooks
from core.errors import NotInThisState
from core.values.calendar import Pause, Unit
from core.values.text import Text

REFUND = "refund"
"""The regime of money ordered back, beside the matter's own."""
EXTENDED_FROM = {"decide_due": "decide", "accept_due": "accept"}
OWED = ("authority", "payee")
"""Whom a term binds whose end is a day for the desk; a complainant's own only lapses."""
NOTHING_TO_EXTEND = Text(
    "没有正在计的可延长期限，或者已经延过一次", "No term is running that could be extended, or it was extended already"
)


def regime_of(matter: Matter) -> Regime | None:
    """The version of the procedure the matter is handled by; None where there was none on the day of receipt."""
    return rulebooks.regimes().by_id.get(matter.regime)


def running(matter: Matter) -> list[Clock]:
    """The terms that run, what ends first first."""
    return sorted((each for each in matter.clocks if each.state == "running"), key=attrgetter("due"))


def stop(matter: Matter, stages: Iterable[str], today: date) -> None:
    """Terms of these stages are met."""
    _end([each for each in running(matter) if each.stage in set(stages)], "met", today)


def drop(matter: Matter, today: date, *, but: Sequence[str] = ()) -> None:
    """Whatever runs, runs no more: the matter is closed, or goes by other rules."""
    _end([each for each in running(matter) if each.stage not in but], "dropped", today)


def _end(ended: Iterable[Clock], state: str, today: date) -> None:
    for each in ended:
        each.state, each.ended_on, each.paused = state, today, False


def start(matter: Matter, events: Iterable[str], today: date, reason: str = "") -> None:
    """These events happen today: every term that starts from one begins. One that has happened keeps its first day.

    :raises NotInThisState: where a term is to be extended and none can.
    """
    for event in events:
        if event in EXTENDED_FROM:
            _extend(matter, event, today, reason)
        elif event not in matter.happened:
            matter.happened = {**matter.happened, event: today.isoformat()}
            _begin(matter, regime_of(matter), event, today, today)


def start_refund(matter: Matter, event: str, today: date) -> None:
    """Money was ordered back, or its payers are sought by notice: the term of that begins, unless it runs."""
    stages = {each.stage for each in running(matter)}
    for clock in rulebooks.regimes().by_id[REFUND].clocks:
        if clock.starts_from == event and clock.stage not in stages:
            _add(matter, REFUND, clock, today, today)


def _begin(matter: Matter, regime: Regime | None, event: str, on: date, today: date) -> None:
    for clock in regime.clocks if regime else ():
        if clock.starts_from == event:
            _add(matter, matter.regime, clock, on, today)


def begin_again(matter: Matter, today: date) -> None:
    """The matter goes by another regime now: its terms begin from what has happened already."""
    drop(matter, today, but=("refund", "announce"))
    for event, day in matter.happened.items():
        _begin(matter, regime_of(matter), event, date.fromisoformat(day), today)


def _add(matter: Matter, regime: str, clock: law.Clock, on: date, today: date, reason: str = "") -> None:
    term = law.due(clock, on, (), rulebooks.current().calendar, today, rulebooks.regimes().most_paused)
    matter.clocks.append(
        Clock(
            stage=clock.stage,
            round=1 + sum(each.stage == clock.stage for each in matter.clocks),
            regime=regime,
            who=clock.who,
            started_on=on,
            pauses=[],
            due=term.due,
            unrolled=term.unrolled,
            provisional=term.provisional,
            state="running",
            paused=False,
            reason=reason,
        )
    )


def _extend(matter: Matter, event: str, today: date, reason: str) -> None:
    stage, regime = EXTENDED_FROM[event], regime_of(matter)
    extensions = [clock for clock in regime.clocks if clock.starts_from == event] if regime else []
    base = next((each for each in running(matter) if each.stage == stage and not each.paused), None)
    if base is None or not extensions:
        raise NotInThisState(NOTHING_TO_EXTEND)
    for clock in extensions:
        _add(matter, matter.regime, clock, base.unrolled, today, reason)
    _end([base], "extended", today)


def pause(matter: Matter, today: date) -> None:
    """The handling body waits for the complainant: its terms stand still, all waits together for so long at most."""
    for each in running(matter):
        if each.who == "authority":
            each.pauses, each.paused = [*each.pauses, [today.isoformat(), None]], True
    matter.wait_until = _end_of_wait(matter, today)


def resume(matter: Matter, today: date) -> None:
    """The wait is over: terms run on, later by as long as it lasted."""
    for each in running(matter):
        if each.paused:
            *before, (asked, _) = each.pauses
            each.pauses, each.paused = [*before, [asked, today.isoformat()]], False
            reckon(each, today)
    matter.wait_until = NEVER


def _end_of_wait(matter: Matter, today: date) -> date:
    """The last day of a wait that begins today, by what earlier waits have left of what is allowed."""
    book = rulebooks.current()
    waits = [(each.pauses[:-1]) for each in running(matter) if each.paused]
    earlier = max((_used(pauses, today) for pauses in waits), default=0)
    day, left = today, max(0, book.regimes.most_paused - earlier)
    while left:
        day += timedelta(days=1)
        left -= book.calendar.is_working(day)
    return day


def _used(pauses: list[list[str | None]], today: date) -> int:
    book = rulebooks.current()
    return book.calendar.paused_days(_read(pauses), Unit.working, today, book.regimes.most_paused)[0]


def _read(pauses: list[list[str | None]]) -> list[Pause]:
    return [
        Pause(date.fromisoformat(asked), date.fromisoformat(answered) if answered else None)
        for asked, answered in pauses
        if asked
    ]


def reckon(each: Clock, today: date) -> None:
    """Reckon the end of a term anew: its waits, or the year's holidays, are known better now."""
    regime = rulebooks.regimes().by_id.get(each.regime)
    clock = regime.clock(each.stage) if regime else None
    if clock is None:
        return
    book = rulebooks.current()
    term = law.due(clock, each.started_on, _read(each.pauses), book.calendar, today, book.regimes.most_paused)
    each.due, each.unrolled, each.provisional = term.due, term.unrolled, term.provisional


def note_next(matter: Matter) -> None:
    """Put on the matter itself what lists are sorted by: the next day by which the desk owes something."""
    owed = [each for each in running(matter) if each.who in OWED and not each.paused]
    matter.due, matter.due_stage = (owed[0].due, owed[0].stage) if owed else (NEVER, "")
