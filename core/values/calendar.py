"""Days of law: Chinese working days with adjusted weekends, and when a term ends.

The rules are those of ``computation`` in ``complaints/data/deadlines.yaml``: the day a term starts is not counted
(民事诉讼法 85); a term in calendar days or months whose last day is a day of rest ends on the next working day; a
term in working days counts Saturdays and Sundays on which people work. Nothing here asks the time or reads a file.

``chinesecalendar`` is imported here alone and only when the first day is asked about: nothing else needs its tables.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self

SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 1949, 2199
"""Years that a legal day can fall into; beyond them somebody slipped on the keyboard."""
LONGEST = 100_000
"""Longest term or pause in days (or months) that is reckoned."""
_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a term is counted in."""

    calendar = "calendar"
    """Every day."""
    working = "working"
    """Working days of the State Council's calendar."""
    months = "months"
    """To the day of the same number, or the last of a shorter month."""


@dataclass(frozen=True, slots=True)
class Term:
    """When a term ends."""

    unrolled: date
    """The last day before it is moved off a day of rest; an extension counts from here."""
    due: date
    """The last day; the term runs until it is over (23:59:59 in Asia/Shanghai)."""
    provisional: bool
    """Some day that decided it lies in a year whose holidays are not announced, or not known to us."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait for somebody: what was asked on one day was answered on another, or not yet."""

    asked: date
    answered: date | None = None


@lru_cache(maxsize=1)
def _announced() -> tuple[Mapping[date, object], Mapping[date, object], range]:
    """Days of rest, days of work at weekends, and the years that the library knows."""
    from chinese_calendar import constants  # noqa: PLC0415 -- its tables, see the head of this file

    years = range(min(constants.holidays).year, max(constants.holidays).year + 1)
    return constants.holidays, constants.workdays, years


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days. `expected` holds years that the library does not know: day → whether it is worked.

    Days of such a year that are not in the table are worked from Monday to Friday; so are all days of years without
    any table. Both are provisional.
    """

    expected: Mapping[date, bool] = field(default_factory=dict)

    @classmethod
    def read(cls, rows: Iterable[Mapping[str, str]]) -> Self:
        """From rows of ``date, kind``, kind being holiday or workday.

        :raises ValueError: for another kind or for what is no day.
        """
        worked = {"holiday": False, "workday": True}
        try:
            return cls({date.fromisoformat(row["date"]): worked[row["kind"]] for row in rows})
        except KeyError as error:
            raise ValueError(f"a day is a holiday or a workday, not {error}") from error

    def is_announced(self, day: date) -> bool:
        """Whether the State Council's notice for that year is known, so that what is said of `day` stands."""
        return day.year in _announced()[2]

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`, adjusted weekends included."""
        rests, works, years = _announced()
        weekday = day.weekday() < SATURDAY
        if day.year in years:
            return day in works or (weekday and day not in rests)
        return self.expected.get(day, weekday)

    def term(self, start: date, length: int, unit: Unit, paused: int = 0) -> Term:
        """The end of a term of `length` that `start` sets going, `paused` days of its unit not counted.

        Months are paused in calendar days.

        :raises ValueError: if the length is negative, or the end lies beyond the years of law.
        """
        if not 0 <= length <= LONGEST or not 0 <= paused <= LONGEST:
            raise ValueError("a term is at least nothing and at most what a life can see")
        if unit is Unit.working:
            return self._working_term(start, length + paused)
        last = _months_later(start, length) if unit is Unit.months else _within(start, length)
        return self._rolled(_within(last, paused))

    def paused_days(self, pauses: Iterable[Pause], unit: Unit, until: date, most_working_days: int) -> tuple[int, bool]:
        """Days of `unit` (months: calendar days) that `pauses` take out of a term; whether that is provisional.

        Counted are the days after it was asked up to the day of the answer, or to `until` while there is none. All
        pauses together last at most so many working days; then they are over for a term in calendar days too. A day
        on which two waits overlap counts once.
        """
        left, counted, provisional, last = most_working_days, 0, False, date.min
        for pause in sorted(pauses, key=lambda each: each.asked):
            end = pause.answered or until
            day = max(pause.asked, last)
            while left and day < end:
                day += _DAY
                works = self.is_working(day)
                provisional |= not self.is_announced(day)
                counted += works or unit is not Unit.working
                left -= works
            last = max(last, day)
        return counted, provisional

    def _working_term(self, start: date, length: int) -> Term:
        day, left, provisional = start, length, not length and not self.is_announced(start)
        while left:
            day = _within(day, 1)
            left -= self.is_working(day)
            provisional |= not self.is_announced(day)
        return Term(day, day, provisional)

    def _rolled(self, last: date) -> Term:
        day, provisional = last, not self.is_announced(last)
        while not self.is_working(day):
            day = _within(day, 1)
            provisional |= not self.is_announced(day)
        return Term(last, day, provisional)


def _within(day: date, days: int) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day} lies beyond the years of law")
    return day + timedelta(days=days)


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("the term ends beyond the years of law")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
