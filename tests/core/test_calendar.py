"""Working days, terms and pauses, against the State Council's notices and against plain counting."""

import random
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import calendar
from core.values.calendar import Calendar, Pause, Unit

DAYS = st.dates(date(2004, 1, 1), date(2029, 12, 31))
OURS = calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


HOLIDAYS_OF_2027 = {day(f"2027-{on}") for on in ("01-01", "02-05", "02-08", "04-05", "06-09", "09-15", "10-01")}
"""Those on weekdays."""


@cache
def plainly_worked(on: date) -> bool:
    """What the library says, else our table of 2027, else Monday to Friday."""
    if on.year <= 2026:
        return bool(chinese_calendar.is_workday(on))
    return on.weekday() < 5 and on not in HOLIDAYS_OF_2027


def plainly_counted(start: date, length: int, unit: Unit) -> date:
    """The last day of a term, by walking day by day."""
    on, left = start, length
    while left:
        on += timedelta(days=1)
        left -= unit is Unit.calendar or plainly_worked(on)
    while not plainly_worked(on):
        on += timedelta(days=1)
    return on


def test_ten_thousand_terms_end_where_plain_counting_ends() -> None:
    dice = random.Random(20261125)
    for _ in range(10_000):
        start = date(2004, 1, 1) + timedelta(days=dice.randrange(9_300))
        length, unit = dice.randrange(1, 91), dice.choice([Unit.calendar, Unit.working])
        assert OURS.term(start, length, unit).due == plainly_counted(start, length, unit), (start, length, unit)


@pytest.mark.parametrize(
    ("start", "length", "unit", "due"),
    [
        ("2026-02-10", 5, "working", "2026-02-24"),  # 14 Feb is worked, Spring Festival is not
        ("2026-09-18", 1, "working", "2026-09-20"),  # a Sunday on which people work
        ("2026-09-21", 10, "calendar", "2026-10-08"),  # ends on 1 October: moves over the whole holiday
        ("2026-09-10", 10, "calendar", "2026-09-20"),  # ends on that Sunday of work: stays
        ("2026-05-29", 15, "calendar", "2026-06-15"),  # ends on a Saturday: moves to Monday
        ("2026-01-31", 1, "months", "2026-02-28"),  # a shorter month; 28 February 2026 is worked
        ("2025-08-30", 6, "months", "2026-02-28"),
        ("2023-05-06", 36, "months", "2026-05-06"),
        ("2025-11-01", 2, "months", "2026-01-04"),  # 1 January moves to Sunday the 4th, which is worked
    ],
)
def test_a_term_ends(start: str, length: int, unit: str, due: str) -> None:
    term = OURS.term(day(start), length, Unit(unit))
    assert (term.due, term.provisional) == (day(due), False)


@pytest.mark.parametrize(
    ("start", "length", "unit", "due"),
    [
        ("2026-12-28", 5, "working", "2027-01-05"),  # 1 January is in the table of 2027
        ("2026-12-10", 22, "calendar", "2027-01-04"),
        ("2027-02-04", 1, "working", "2027-02-09"),
        ("2027-12-30", 5, "working", "2028-01-06"),  # no table of 2028: Saturdays and Sundays alone
        ("2028-09-30", 1, "calendar", "2028-10-02"),
        ("1990-01-05", 1, "working", "1990-01-08"),
    ],
)
def test_a_term_in_a_year_not_announced_is_provisional(start: str, length: int, unit: str, due: str) -> None:
    term = OURS.term(day(start), length, Unit(unit))
    assert (term.due, term.provisional) == (day(due), True)


def test_a_calendar_term_that_only_passes_through_such_a_year_without_ending_there_is_not_provisional() -> None:
    assert not OURS.term(day("2026-11-01"), 60, Unit.calendar).provisional
    assert OURS.term(day("2026-11-01"), 61, Unit.calendar).provisional


@pytest.mark.parametrize(
    ("asked", "answered", "unit", "days"),
    [
        ("2026-06-01", "2026-06-01", "calendar", 0),
        ("2026-06-01", "2026-06-08", "calendar", 7),
        ("2026-06-01", "2026-06-08", "working", 5),
        ("2026-06-01", None, "calendar", 9),  # until the present day, 10 June
        ("2026-06-01", "2026-09-01", "working", 15),
        ("2026-06-01", "2026-09-01", "calendar", 22),  # 23 June is the 15th working day: 19 June is a holiday
    ],
)
def test_a_pause_lasts(asked: str, answered: str | None, unit: str, days: int) -> None:
    pause = Pause(day(asked), day(answered) if answered else None)
    assert OURS.paused_days([pause], Unit(unit), day("2026-06-10"), 15) == (days, False)


def test_pauses_share_one_cap_and_an_overlap_counts_once() -> None:
    first, second = Pause(day("2026-06-01"), day("2026-06-12")), Pause(day("2026-06-10"), day("2026-07-31"))
    assert OURS.paused_days([second, first], Unit.working, day("2026-08-01"), 15) == (15, False)
    assert OURS.paused_days([second, first], Unit.calendar, day("2026-08-01"), 15) == (22, False)


@given(DAYS, st.integers(1, 60), st.sampled_from([Unit.calendar, Unit.working]))
def test_a_longer_term_or_a_later_start_never_ends_earlier(start: date, length: int, unit: Unit) -> None:
    term = OURS.term(start, length, unit)
    assert OURS.term(start, length + 1, unit).due >= term.due >= term.unrolled > start
    assert OURS.term(start + timedelta(days=1), length, unit).due >= term.due
    assert OURS.is_working(term.due)


@given(DAYS, st.integers(0, 40), st.integers(1, 60), st.sampled_from([Unit.calendar, Unit.working]))
def test_a_pause_never_loses_days(start: date, waited: int, length: int, unit: Unit) -> None:
    pause = Pause(start, start + timedelta(days=waited))
    paused, _ = OURS.paused_days([pause], unit, start, 15)
    longer, _ = OURS.paused_days([Pause(start, start + timedelta(days=waited + 1))], unit, start, 15)
    assert longer >= paused
    term, plain = OURS.term(start, length, unit, paused), OURS.term(start, length, unit)
    assert term.unrolled >= plain.unrolled
    if unit is Unit.calendar:
        assert (term.unrolled - plain.unrolled).days == paused


def test_a_table_names_holidays_and_workdays_and_nothing_else() -> None:
    made = Calendar.read([{"date": "2031-01-04", "kind": "workday"}, {"date": "2031-01-06", "kind": "holiday"}])
    assert [made.is_working(day(f"2031-01-0{n}")) for n in (4, 5, 6)] == [True, False, False]
    with pytest.raises(ValueError, match="holiday or a workday"):
        Calendar.read([{"date": "2031-01-04", "kind": "feast"}])


@pytest.mark.parametrize(("start", "length"), [("9999-12-31", 1), ("2199-12-30", 1000), ("2026-01-01", -1)])
def test_a_day_beyond_the_years_of_law_is_refused(start: str, length: int) -> None:
    for unit in Unit:
        with pytest.raises(ValueError, match=r"years of law|at least nothing"):
            OURS.term(day(start), length, unit)
