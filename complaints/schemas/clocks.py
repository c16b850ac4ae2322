"""A term to reckon, from the shell: which, from when, and what stopped it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.rules.clocks import Clock, Regimes
from complaints.schemas.readings import NO_OBJECT, Misread, Problems, Unread, one_of, read_day
from core.errors import Invalid
from core.values.calendar import Pause
from core.values.text import Text, same

CLOCK_FIELDS = ("regime", "stage", "from", "start", "pause")
_OTHER_START = Text("这个期限从 {right} 起算", "This term starts from {right}")
_NO_VERSION = Text("那一天没有“{typed}”的规定", "There were no rules of “{typed}” on that day")
_BEFORE = Text("答复早于提问", "The answer is earlier than the question")


@dataclass(frozen=True, slots=True)
class AskedClock:
    """A term to reckon: which, from when, and what stopped it."""

    clock: Clock
    start: date | None
    pauses: tuple[Pause, ...]


def read_clock(document: Any, regimes: Regimes, unread: Unread) -> AskedClock:
    """The term a clock of a rehearsal names.

    :raises Invalid: naming every field that cannot be taken.
    """
    if not isinstance(document, Mapping):
        raise Invalid({"clock": [NO_OBJECT]})
    unread.note(document, CLOCK_FIELDS)
    problems = Problems()
    given = document.get
    start = problems.read("start", lambda: read_day(given("start")) if given("start") else None)
    clock = _named_clock(document, start, regimes, problems)
    if clock and given("from") not in (None, "", clock.starts_from):
        problems.add("from", _OTHER_START.fill(right=same(clock.starts_from)))
    pauses = problems.read("pause", lambda: tuple(_pauses(given("pause"))))
    problems.settle()
    assert clock is not None  # or there was a problem
    return AskedClock(clock, start, pauses)


def _named_clock(document: Any, start: date | None, regimes: Regimes, problems: Problems) -> Clock | None:
    names = {name for regime in regimes.regimes for name in (regime.id, regime.family) if name}
    name = problems.read("regime", lambda: one_of(document.get("regime"), sorted(names)))
    if name is None:
        return None
    versions = [regime for regime in regimes.regimes if name in (regime.id, regime.family)]
    regime = regimes.by_id.get(name) or (regimes.version(name, start) if start else versions[-1])
    if regime is None:
        problems.add("regime", _NO_VERSION.fill(typed=same(name)))
        return None
    stages = [clock.stage for clock in regime.clocks]
    stage = problems.read("stage", lambda: one_of(document.get("stage"), stages))
    return regime.clock(stage) if stage else None


def _pauses(typed: Any) -> Iterator[Pause]:
    for one in typed if isinstance(typed, list) else [typed] if typed else []:
        if not isinstance(one, Mapping):
            raise Misread(NO_OBJECT)
        asked = read_day(one.get("asked"))
        answered = read_day(one["answered"]) if one.get("answered") else None
        if answered and answered < asked:
            raise Misread(_BEFORE)
        yield Pause(asked, answered)
