"""By when: worked terms of each regime, versions, pauses, extensions, promises (deadlines.yaml, law.md §3.1)."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.clocks import Deadline, Regimes, Running, due, extension_start
from complaints.rules.reading import RulebookError
from complaints.services import rulebooks
from core.values.calendar import Pause
from tests.complaints.law import BOOK, TODAY, day

HANDLING = ["petition", "market_report_2026", "burden_office", "enforcement_supervision"]
WORKED = [
    ("petition", "accept", "2026-11-20", "2026-12-07"),  # 5 December is a Saturday
    ("petition", "object", "2026-09-24", "2026-10-09"),  # Mid-Autumn and the National Day between
    ("petition", "decide", "2026-08-05", "2026-10-08"),  # 4 October lies in the holiday
    ("petition", "review_request", "2026-03-01", "2026-03-31"),
    ("market_report_2026", "accept", "2026-04-15", "2026-05-09"),  # Labour Day; Saturday 9 May is worked
    (
        "market_report_2026",
        "notify",
        "2026-02-13",
        "2026-02-27",
    ),  # Saturday 14 is worked, then nine days of Spring Festival
    ("market_report_2020", "decide", "2026-03-02", "2026-06-01"),  # 31 May is a Sunday
    ("burden_office", "decide", "2026-05-06", "2026-05-26"),  # Saturday 9 May counts
    ("enforcement_supervision", "decide", "2026-06-08", "2026-07-08"),
    ("sme_payment", "extend", "2026-03-10", "2026-06-08"),  # ninety days in all, not ninety more
    ("reconsideration", "request", "2026-05-20", "2026-07-20"),  # 19 July is a Sunday
    ("litigation", "request", "2026-02-28", "2026-08-28"),
    ("tax_refund", "request", "2023-11-22", "2026-11-23"),  # 22 November 2026 is a Sunday
    ("refund", "refund", "2026-11-20", "2027-01-04"),
    ("hotline_12345_gd", "answer_consult", "2026-09-18", "2026-09-21"),  # Sunday 20 September is worked
]


def ends(regime: str, stage: str, start: str, *pauses: Pause, today: date = TODAY) -> Any:
    clock = BOOK.regimes.by_id[regime].clock(stage)
    assert clock is not None
    return due(clock, day(start), pauses, BOOK.calendar, today, BOOK.regimes.most_paused)


@pytest.mark.parametrize(("regime", "stage", "start", "last"), WORKED)
def test_a_term_ends_on(regime: str, stage: str, start: str, last: str) -> None:
    term = ends(regime, stage, start)
    assert (term.due.isoformat(), term.provisional) == (last, last.startswith("2027"))


def test_an_extension_counts_from_the_end_that_was_not_moved() -> None:
    original = ends("petition", "decide", "2026-08-05")
    assert (original.unrolled, original.due) == (day("2026-10-04"), day("2026-10-08"))
    assert ends("petition", "extend", extension_start(original).isoformat()).due == day("2026-11-03")


def test_a_wait_is_put_on_before_the_last_day_is_moved() -> None:
    wait = Pause(day("2026-08-10"), day("2026-08-14"))
    term = ends("petition", "decide", "2026-08-05", wait)
    assert (term.unrolled, term.due) == (day("2026-10-08"), day("2026-10-08"))


def test_a_wait_without_an_answer_counts_to_the_present_day_and_ends_with_the_cap() -> None:
    wait = Pause(day("2026-06-01"))
    assert ends("burden_office", "decide", "2026-05-29", wait, today=day("2026-06-03")).due == day("2026-06-24")
    assert ends("burden_office", "decide", "2026-05-29", wait, today=day("2026-12-01")).due == day("2026-07-13")


def test_what_has_not_started_has_no_day() -> None:
    petition = BOOK.regimes.by_id["petition"]
    found = BOOK.deadlines(petition, Running({"received": day("2026-11-20"), "accepted": day("2026-11-25")}), TODAY)
    assert {stage for stage, deadline in found.items() if deadline.due} == {"screen", "accept", "decide"}
    assert found["decide"].as_dict() == {
        "days": 60, "unit": "calendar", "from": "accepted", "statutory": True, "due": "2027-01-25", "provisional": True,
    }  # fmt: skip
    assert found["review_request"].as_dict()["due"] is None


@pytest.mark.parametrize(
    ("name", "on", "version"),
    [
        ("market_report", "2020-01-01", "market_report_2020"),
        ("market_report", "2026-04-14", "market_report_2020"),
        ("market_report", "2026-04-15", "market_report_2026"),
        ("market_report", "2019-12-31", None),
        ("petition", "2022-05-01", "petition"),
        ("petition", "2022-04-30", None),
        ("enforcement_supervision", "2026-01-31", "enforcement_supervision"),
        ("enforcement_supervision", "2026-02-01", "enforcement_supervision"),
    ],
)
def test_the_version_is_that_of_the_day_of_receipt(name: str, on: str, version: str | None) -> None:
    found = BOOK.regimes.version(name, day(on))
    assert (found.id if found else None) == version


def as_law(regime: str, stage: str) -> bool:
    found = BOOK.regimes.by_id[regime]
    clock = found.clock(stage)
    assert clock is not None
    return Deadline(clock, found.statutory, None).as_law


@pytest.mark.parametrize(
    ("regime", "stage", "law"),
    [
        ("petition", "decide", True),
        ("burden_office", "decide", False),  # a promise after another place's model
        ("market_report_2020", "extend", False),  # law, but its text was not seen
        ("discipline", "transfer", False),  # a promise of ours inside a regime of law
        ("refund", "refund", False),
    ],
)
def test_a_promise_or_a_text_not_seen_is_never_shown_as_law(regime: str, stage: str, law: bool) -> None:
    assert as_law(regime, stage) is law


def test_no_promise_anywhere_is_shown_as_law() -> None:
    shown = [(r.id, c.stage) for r in BOOK.regimes.regimes for c in r.clocks if as_law(r.id, c.stage) and c.promise]
    assert shown == []


STARTS = st.dates(date(2022, 5, 1), date(2027, 12, 31))


@given(STARTS, st.sampled_from(HANDLING), st.integers(0, 60), st.integers(0, 60))
def test_terms_grow_with_start_and_wait_and_a_wait_never_loses_a_day(
    start: date, regime: str, asked_after: int, waited: int
) -> None:
    asked = start + timedelta(days=asked_after)
    waits = [Pause(asked, asked + timedelta(days=waited + more)) for more in (0, 1)]
    for clock in BOOK.regimes.by_id[regime].clocks:
        plain, short, longer = (
            due(clock, start, pauses, BOOK.calendar, TODAY, 15) for pauses in ((), waits[:1], waits[1:])
        )
        assert start < plain.unrolled <= short.unrolled <= longer.unrolled
        assert plain.due <= short.due <= longer.due
        assert BOOK.calendar.is_working(short.due)
        assert due(clock, start + timedelta(days=1), (), BOOK.calendar, TODAY, 15).due >= plain.due


@pytest.mark.parametrize("change", ["unit", "stage", "days", "cap", "id"])
def test_a_file_that_says_what_nobody_knows_is_refused(change: str) -> None:
    document = deepcopy(rulebooks.document("deadlines"))
    clock = document["regimes"][0]["clocks"][0]
    if change == "unit":
        clock["unit"] = "fortnights"
    elif change == "stage":
        clock["stage"] = "accept"
    elif change == "days":
        clock["days"] = None
    elif change == "cap":
        del document["computation"]["pause_cap_working_days"]
    else:
        document["regimes"][1]["id"] = "petition"
    with pytest.raises(RulebookError):
        Regimes.read(document)
