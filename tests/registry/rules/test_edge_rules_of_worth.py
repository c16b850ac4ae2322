"""The edge rules one by one, on their boundary days: fails, terms, changes, fresh tests, nearest reasons."""

from datetime import date

import pytest

from registry.rules.days import months_after
from registry.rules.record import Ends
from tests.registry.law import (
    INSIDE,
    asked,
    change,
    day,
    finding,
    fresh,
    ids,
    reasons,
    record,
    relation,
    report,
    scope,
)  # fmt: skip

# --- rule 6


@pytest.mark.parametrize(
    ("failed_on", "expected"), [("2025-05-31", ""), ("2025-06-01", "failed"), ("2025-06-02", "failed")]
)
def test_rule_6_a_fail_hides_the_passes_of_its_day_and_before(failed_on: str, expected: str) -> None:
    fail = report("R2", finding("F2", failed_on, "fail"), issued="2025-07-01")
    assert reasons(record(report(), fail)) == expected


def test_rule_6_a_fail_past_its_age_still_hides() -> None:
    fail = report("R2", finding("F2", "2025-06-02", "fail"), issued="2025-07-01", valid_until="2025-07-02")
    found = asked(record(report(), fail))
    assert {name: list(each) for name, each in found.by_finding.items()} == {
        "F2": ["failed", "expired"], "F1": ["failed"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "fail",
    [
        report("R2", finding("F2", "2025-06-02", "fail"), issued="2026-05-02"),
        report("R2", finding("F2", "2025-06-02", "fail"), withdrawn_on="2026-05-01"),
        report("R2", finding("F2", "2025-06-02", "fail", standard="X-1")),
        report("R2", finding("F2", "2025-06-02", "fail"), laboratory="L2"),
        report("R2", finding("F2", "2025-06-02", "not_stated")),
        report("R2", finding("F2", "2025-06-02", "fail", parameter="stack_nox")),
        report("R2", finding("F2", "2025-06-02", "fail"), subject="2号锅炉"),
    ],
)
def test_rule_6_only_a_fail_that_counts_hides(fail: object) -> None:
    assert reasons(record(report(), fail)) == ""  # type: ignore[arg-type]


def test_rule_6_a_fail_that_does_not_count_is_itself_a_fail_all_the_same() -> None:
    assert reasons(record(report("R1", finding(conclusion="fail"), laboratory="L2"))) == "not_accredited failed"


def test_rule_6_only_a_pass_that_counts_is_hidden() -> None:
    fail = report("R2", finding("F2", "2025-06-02", "fail"), issued="2025-07-01")
    found = asked(record(report("R1", finding(standard="X-1")), fail), accreditation=frozenset({"SE"}))
    assert list(found.by_finding["F1"]) == ["standard_not_accepted", "not_accredited"]
    silent = asked(record(report("R1", finding(conclusion="not_stated")), fail))
    assert list(silent.by_finding["F1"]) == ["not_stated"]


def test_rule_6_a_newer_pass_never_hides_an_older_one() -> None:
    short = report("R2", finding("F2", "2026-01-01"), issued="2026-01-02", valid_until="2026-02-01")
    found = asked(record(report(), short))
    assert (ids(found), list(found.by_finding["F2"])) == (["F1"], ["expired"])


# --- rule 7


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-08-31", 6, "2026-02-28"), ("2026-02-28", 12, "2027-02-28"), ("2024-02-29", 12, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"), ("2025-12-31", 1, "2026-01-31"), ("2025-03-31", 1, "2025-04-30"),
        ("2025-06-15", 0, "2025-06-15"), ("2025-06-15", 36, "2028-06-15"), ("2025-01-01", 99_999_999, "9999-12-31"),
    ],
)  # fmt: skip
def test_rule_7_months_are_cut_to_the_months_end(start: str, months: int, end: str) -> None:
    assert months_after(day(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(("on", "expected"), [("2027-06-01", ""), ("2027-06-02", "expired")])
def test_rule_7_the_last_day_still_counts(on: str, expected: str) -> None:
    assert reasons(record(report()), on) == expected


@pytest.mark.parametrize(
    ("months", "valid_until", "until"),
    [
        (24, "2026-12-31", "2026-12-31"), (24, "2028-12-31", "2027-06-01"), (None, "2026-12-31", "2026-12-31"),
        (None, None, "None"),
    ],
)  # fmt: skip
def test_rule_7_valid_until_only_shortens(months: int | None, valid_until: str | None, until: str) -> None:
    assert str(asked(record(report(valid_until=valid_until)), max_age_months=months).until) == until


def test_rule_7_an_age_may_end_with_the_month() -> None:
    assert str(asked(record(report()), ends=Ends.month).until) == "2027-06-30"
    assert str(asked(record(report(valid_until="2027-06-15")), ends=Ends.month).until) == "2027-06-15"


def test_rule_7_the_longest_cover_is_told_and_no_end_is_longest() -> None:
    older = report("R2", finding("F2", "2025-05-01"), issued="2025-05-02", valid_until="2026-10-01")
    newer = report(valid_until="2026-09-01")
    assert str(asked(record(older, newer), max_age_months=None).until) == "2026-10-01"
    assert asked(record(older, report()), max_age_months=None).until is None


# --- rule 8


@pytest.mark.parametrize(
    ("changed_on", "expected"),
    [("2025-06-01", ""), ("2025-06-02", "subject_changed"), ("2026-05-01", "subject_changed"), ("2026-05-02", "")],
)
def test_rule_8_a_change_counts_after_the_test_and_by_the_day_asked(changed_on: str, expected: str) -> None:
    assert reasons(record(report(), changes=(change(changed_on),))) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (change("2026-01-01", {INSIDE}), "subject_changed"),
        (change("2026-01-01", {"stack_nox"}), ""),
        (change("2026-01-01", set()), ""),
        (change("2026-01-01", subject="2号锅炉"), ""),
    ],
)
def test_rule_8_a_change_ends_what_it_touches_on_its_own_subject(one: object, expected: str) -> None:
    assert reasons(record(report(), changes=(one,))) == expected


# --- rule 9


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025-06-01", None, ""),
        ("2025-06-02", None, "fresh_test_required_by_law"),
        ("2026-05-01", None, "fresh_test_required_by_law"),
        ("2026-05-02", None, ""),
        ("2025-06-02", "2026-05-01", "fresh_test_required_by_law"),
        ("2025-06-02", "2026-04-30", ""),
        (None, None, ""),
    ],
)
def test_rule_9_a_fresh_test_is_demanded_by_an_event_within_its_dates(
    start: str | None, end: str | None, expected: str
) -> None:
    assert reasons(record(report()), fresh_test=fresh(start, end)) == expected


def test_rule_9_what_was_tested_since_the_event_satisfies_it() -> None:
    newer = report("R2", finding("F2", "2026-01-10"), issued="2026-01-11")
    found = asked(record(report(), newer), fresh_test=fresh("2026-01-10"))
    assert (ids(found), list(found.by_finding["F1"])) == (["F2"], ["fresh_test_required_by_law"])


# --- rule 10


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (None, "none_on_record"),
        ("2026-05-01", "none_on_record fresh_test_required_by_law"),
        ("2026-05-02", "none_on_record"),
    ],
)
def test_rule_10_none_on_record_stands_alone_but_for_a_fresh_test(event: str | None, expected: str) -> None:
    elsewhere = record(report(subject="2号锅炉"), report("R2", finding("F2", parameter="stack_nox")))
    assert reasons(elsewhere, fresh_test=fresh(event)) == expected


def test_rule_10_the_reasons_of_the_nearest_are_united_in_their_order() -> None:
    old = report("R1", finding("F1", "2020-06-01"), issued="2020-06-03")
    silent = report("R2", finding("F2", conclusion="not_stated"))
    far = report("R3", finding("F3", "2019-06-01", "not_stated", standard="X-1"), issued="2019-06-03")
    found = asked(record(old, silent, far))
    assert [reason.value for reason in found.reasons] == ["not_stated", "expired"]
    assert [len(each) for each in found.by_finding.values()] == [1, 1, 4]
    assert "F2、F1" in found.because.zh
    assert "F3" not in found.because.zh


def test_findings_are_told_newest_test_first_then_newest_issue() -> None:
    results = [
        report("R1", finding("F1", "2025-06-01"), issued="2025-06-03"),
        report("R2", finding("F2", "2025-06-01"), issued="2025-06-04"),
        report("R3", finding("F3", "2025-06-02"), issued="2025-06-02"),
        report("R4", finding("F4", "2025-06-01"), finding("F0", "2025-06-01"), issued="2025-06-03"),
    ]
    assert ids(asked(record(*results))) == ["F3", "F2", "F0", "F1", "F4"]


def test_every_reason_there_is_can_be_told_of_one_result() -> None:
    worst = finding("F1", "2020-01-01", "fail", standard="X-1")
    one = report("R1", worst, issued="2027-01-01", withdrawn_on="2020-01-01", laboratory="L2")
    newer = report("R2", finding("F2", parameter="stack_nox"), issued="2026-01-01", amends="R1")
    known = record(one, newer, changes=(change("2021-01-01"),), relations=(relation("X-1", "predecessor"),),
                   accreditations=(scope(),))  # fmt: skip
    assert reasons(known, batch="B", fresh_test=fresh("2021-01-01")).split() == [
        "not_yet_issued", "withdrawn", "superseded", "other_batch", "standard_not_accepted", "not_accredited",
        "failed", "expired", "subject_changed", "fresh_test_required_by_law",
    ]  # fmt: skip


def test_an_answer_is_one_sentence_in_both_languages() -> None:
    for answer in (asked(record(report())), asked(record())):
        assert answer.because.zh.index("。") == len(answer.because.zh) - 1
        assert answer.because.en.isascii()
