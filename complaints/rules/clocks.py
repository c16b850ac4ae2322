"""By when: the regimes of ``deadlines.yaml``, their versions by day of receipt, and the day each term ends.

Whether a term is law or the platform's own promise is said with it, and a term whose text was not seen is not
confirmed; neither is ever shown as law.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from complaints.rules.reading import RulebookError, day, needed, words
from core.values.calendar import Calendar, Pause, Term, Unit
from core.values.text import Text

RECEIVED = "received"
"""The event every complaint begins with: the day of receipt, nights and holidays included."""
_PROMISED = "平台"
"""How the basis of a term begins that is the platform's own (平台承诺, 平台默认)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One term of a regime."""

    stage: str
    """accept, decide, extend, review_request …"""
    days: int
    """So many of `unit`; months if that is months."""
    unit: Unit
    starts_from: str
    """The event that starts it; the day of the event is not counted."""
    who: str
    """Whom it binds: authority, complainant, payee."""
    basis: str
    confirmed: bool
    """Whether the text it rests on was seen."""
    promise: bool
    """Whether it is the platform's own, not a law's."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Regime:
    """A procedure with its terms, as it stands for what was received from one day to another, both included."""

    id: str
    name: Text
    statutory: bool
    """What the data say of the regime: its terms are a law's, not a promise of the platform."""
    valid_from: date | None
    valid_to: date | None
    family: str = ""
    """The name that kinds and routes use where there are several versions."""
    applies: str = ""
    notes: str = ""
    clocks: tuple[Clock, ...] = ()

    def holds(self, on: date) -> bool:
        """Whether it is the version for what was received on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def clock(self, stage: str) -> Clock | None:
        """The term of that stage, if the regime has one."""
        return next((clock for clock in self.clocks if clock.stage == stage), None)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term of a matter: until when, or None while what starts it has not happened."""

    clock: Clock
    statutory: bool
    term: Term | None

    @property
    def due(self) -> date | None:
        """The last day."""
        return self.term.due if self.term else None

    @property
    def provisional(self) -> bool:
        """Whether the day may move once the State Council announces the year's holidays."""
        return bool(self.term and self.term.provisional)

    @property
    def as_law(self) -> bool:
        """Whether it may be shown as law: the regime's is, this term is no promise, and its text was seen."""
        return self.statutory and not self.clock.promise and self.clock.confirmed

    def as_dict(self) -> dict[str, Any]:
        """The form of the API and the shell."""
        return {
            "days": self.clock.days,
            "unit": self.clock.unit.value,
            "from": self.clock.starts_from,
            "statutory": self.statutory,
            "due": self.due.isoformat() if self.due else None,
            "provisional": self.provisional,
        }


@dataclass(frozen=True, slots=True)
class Regimes:
    """All procedures with all their versions."""

    regimes: tuple[Regime, ...] = ()
    most_paused: int = 15
    """Working days that all pauses of a term may last together (平台约定, not law)."""
    by_id: Mapping[str, Regime] = field(default_factory=dict)

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """From ``deadlines.yaml``.

        :raises RulebookError: if a term has an unknown unit, no days, or two of a regime share a stage.
        """
        regimes = tuple(_read_regime(entry) for entry in needed(document, "regimes"))
        by_id = {regime.id: regime for regime in regimes}
        if len(by_id) != len(regimes):
            raise RulebookError("two regimes have one id")
        return cls(regimes, int(needed(document["computation"], "pause_cap_working_days")), by_id)

    def knows(self, name: str) -> bool:
        """Whether `name` is a regime's id or a family's."""
        return any(name in (regime.id, regime.family) for regime in self.regimes)

    def version(self, name: str, received: date) -> Regime | None:
        """The version of `name` (a regime's id or a family's) for what was received on that day, if there is one."""
        named = (regime for regime in self.regimes if name in (regime.id, regime.family))
        return next((regime for regime in named if regime.holds(received)), None)


def _read_regime(entry: Mapping[str, Any]) -> Regime:
    clocks = tuple(_read_clock(clock, entry["id"]) for clock in entry.get("clocks", ()))
    if len({clock.stage for clock in clocks}) != len(clocks):
        raise RulebookError(f"{entry['id']}: two terms of one stage")
    return Regime(
        id=entry["id"],
        name=words(entry),
        statutory=bool(needed(entry, "statutory")),
        valid_from=day(entry.get("valid_from")),
        valid_to=day(entry.get("valid_to")),
        family=entry.get("family", ""),
        applies=entry.get("applies", ""),
        notes=entry.get("notes", ""),
        clocks=clocks,
    )


def _read_clock(entry: Mapping[str, Any], regime: str) -> Clock:
    try:
        unit = Unit(needed(entry, "unit"))
    except ValueError as error:
        raise RulebookError(f"{regime}, {entry.get('stage')}: {error}") from error
    basis = str(entry.get("basis", ""))
    return Clock(
        stage=needed(entry, "stage"),
        days=int(needed(entry, "days")),
        unit=unit,
        starts_from=needed(entry, "from"),
        who=needed(entry, "who"),
        basis=basis,
        confirmed=bool(entry.get("confirmed", False)),
        promise=basis.startswith(_PROMISED),
        note=entry.get("note", ""),
    )


@dataclass(frozen=True, slots=True)
class Running:
    """What has happened to the terms of a matter so far."""

    started: Mapping[str, date]
    """Event → its day; the original end of a term under ``decide_due`` once it is extended (see `extension_start`)."""
    pauses: Mapping[str, tuple[Pause, ...]] = field(default_factory=dict)
    """Stage → the waits that stopped it."""


def due(clock: Clock, start: date, pauses: Iterable[Pause], calendar: Calendar, today: date, most: int) -> Term:
    """When the term of `clock` that started on `start` ends.

    Paused days are put on before the last day is moved off a day of rest; a wait without an answer counts to `today`,
    all waits together to at most `most` working days.

    :raises ValueError: if that lies beyond the years of law.
    """
    paused, guessed = calendar.paused_days(pauses, clock.unit, today, most)
    term = calendar.term(start, clock.days, clock.unit, paused)
    return Term(term.unrolled, term.due, term.provisional or guessed)


def extension_start(original: Term) -> date:
    """The day an extension of that term starts from: its end, paused days included, not moved off a day of rest."""
    return original.unrolled


def deadlines(
    regime: Regime, running: Running, calendar: Calendar, today: date, most_paused: int
) -> dict[str, Deadline]:
    """Every term of the regime by stage; due where what starts it has happened."""
    found: dict[str, Deadline] = {}
    for clock in regime.clocks:
        start = running.started.get(clock.starts_from)
        waits = running.pauses.get(clock.stage, ())
        term = due(clock, start, waits, calendar, today, most_paused) if start else None
        found[clock.stage] = Deadline(clock, regime.statutory, term)
    return found
