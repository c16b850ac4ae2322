"""The edge rules one by one, on their boundary days: which version, which batch, which method, which licence."""

import pytest

from tests.registry.law import asked, finding, ids, period, reasons, record, relation, report, scope

OTHER = "stack_nox"


def test_a_result_that_meets_everything_satisfies_and_says_until_when() -> None:
    found = asked(record(report()))
    assert (found.satisfied, ids(found), str(found.until), found.reasons) == (True, ["F1"], "2027-06-01", ())
    assert found.by_finding == {"F1": ()}


# --- rule 2


@pytest.mark.parametrize(
    ("on", "expected"), [("2025-06-02", "not_yet_issued"), ("2025-06-03", ""), ("2025-06-01", "not_yet_issued")]
)
def test_rule_2_a_report_counts_from_its_day_of_issue(on: str, expected: str) -> None:
    assert reasons(record(report()), on) == expected


@pytest.mark.parametrize(
    ("on", "expected"), [("2025-09-30", ""), ("2025-10-01", "withdrawn"), ("2025-10-02", "withdrawn")]
)
def test_rule_2_a_withdrawal_counts_on_its_day_itself(on: str, expected: str) -> None:
    assert reasons(record(report(withdrawn_on="2025-10-01")), on) == expected


@pytest.mark.parametrize(("on", "expected"), [("2025-07-31", ""), ("2025-08-01", "superseded")])
def test_rule_2_a_newer_version_that_lacks_the_parameter_leaves_the_old_one_superseded(on: str, expected: str) -> None:
    newer = report("R2", finding("F2", parameter=OTHER), issued="2025-08-01", amends="R1")
    assert reasons(record(report(), newer), on) == expected


def test_rule_2_where_the_newer_version_has_the_parameter_it_alone_speaks() -> None:
    newer = report("R2", finding("F2", conclusion="not_stated"), issued="2025-08-01", amends="R1")
    found = asked(record(report(), newer))
    assert {name: list(each) for name, each in found.by_finding.items()} == {"F2": ["not_stated"]}


def test_rule_2_before_the_newer_version_is_issued_both_are_told() -> None:
    newer = report("R2", finding("F2"), issued="2026-08-01", amends="R1")
    found = asked(record(report(), newer))
    assert (ids(found), list(found.by_finding["F2"])) == (["F1"], ["not_yet_issued"])


def test_rule_2_the_old_version_never_revives() -> None:
    newer = report("R2", finding("F2"), issued="2025-08-01", amends="R1", withdrawn_on="2025-09-01")
    assert [reasons(record(report(), newer), on) for on in ("2025-08-31", "2025-09-01")] == ["", "withdrawn"]


def test_rule_2_the_last_version_of_a_chain_speaks() -> None:
    second = report("R2", finding("F2", parameter=OTHER), issued="2025-08-01", amends="R1")
    third = report("R3", finding("F3"), issued="2025-09-01", amends="R2")
    assert list(asked(record(report(), second, third)).by_finding) == ["F3"]


def test_rule_2_a_version_that_moves_the_result_to_another_subject_does_not_speak_for_this_one() -> None:
    newer = report("R2", finding("F2"), issued="2025-08-01", amends="R1", subject="2号锅炉")
    assert reasons(record(report(), newer)) == "superseded"


# --- rule 3


@pytest.mark.parametrize(
    ("batch", "on_record", "expected"),
    [("B1", "B1", ""), ("B1", "B2", "other_batch"), ("B1", None, "other_batch"), (None, "B1", ""), (None, None, "")],
)
def test_rule_3_batches(batch: str | None, on_record: str | None, expected: str) -> None:
    assert reasons(record(report(batch=on_record)), batch=batch) == expected


# --- rule 4


@pytest.mark.parametrize(
    ("standard", "one", "expected"),
    [
        ("A-1", relation("A-1", "identical"), True),
        ("A-1", relation("TSG 11-2020", "identical", "A-1"), True),
        ("A-1", relation("A-1", "covers"), True),
        ("A-1", relation("TSG 11-2020", "covers", "A-1"), False),
        ("A-1", relation("A-1", "predecessor", until="2025-06-01"), True),
        ("A-1", relation("A-1", "predecessor", until="2025-05-31"), False),
        ("A-1", relation("A-1", "predecessor", until=None), False),
        ("A-1", relation("TSG 11-2020", "predecessor", "A-1", until="2099-12-31"), False),
        ("TSG 11-2026", relation("A-1", "identical"), False),
        (None, relation("A-1", "identical"), False),
    ],
)
def test_rule_4_relations(standard: str | None, one: object, expected: bool) -> None:
    known = record(
        report("R1", finding(standard=standard)), relations=(one,), accreditations=(scope(standard=standard),)
    )
    assert reasons(known) == ("" if expected else "standard_not_accepted")


def test_rule_4_relations_do_not_chain() -> None:
    chain = (relation("A-1", "identical", "B-1"), relation("B-1", "identical"))
    known = record(report("R1", finding(standard="A-1")), relations=chain, accreditations=(scope(standard="A-1"),))
    assert reasons(known) == "standard_not_accepted"


def test_rule_4_where_no_standard_is_listed_the_method_is_not_looked_at() -> None:
    known = record(report("R1", finding(standard="X-1")), accreditations=(scope(standard="X-1"),))
    assert reasons(known, standards=frozenset()) == ""


# --- rule 5


@pytest.mark.parametrize(
    "other",
    [
        {"laboratory": "L2"}, {"kind": "CMA"}, {"parameter": OTHER}, {"standard": "TSG 11-2011"}, {"standard": None},
        {"start": "2025-06-02"}, {"end": "2025-05-31"},
    ],
)  # fmt: skip
def test_rule_5_the_licence_is_for_that_laboratory_kind_parameter_standard_and_day(other: dict[str, str]) -> None:
    assert reasons(record(report(), accreditations=(scope(**other),))) == "not_accredited"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tested", "held"),
    [
        ("2025-02-28", True), ("2025-03-01", False), ("2025-03-31", False), ("2025-04-01", True),
        ("2025-01-01", True), ("2024-12-31", False), ("2025-12-31", True), ("2026-01-01", False),
    ],
)  # fmt: skip
def test_rule_5_first_and_last_days_of_a_period_and_of_a_suspension_belong_to_it(tested: str, held: bool) -> None:
    licence = scope("2025-01-01", "2025-12-31", period("2025-03-01", "2025-03-31"))
    known = record(report("R1", finding(tested=tested), issued="2026-02-01"), accreditations=(licence,))
    assert reasons(known) == ("" if held else "not_accredited")


def test_rule_5_a_suspension_without_an_end_goes_on() -> None:
    assert reasons(record(report(), accreditations=(scope("2020-01-01", None, period("2025-05-01")),))) != ""


def test_rule_5_entries_of_one_scope_are_merged_before_they_are_asked() -> None:
    free, suspended = scope(), scope("2020-01-01", "2029-12-31", period("2025-06-01", "2025-06-30"))
    assert reasons(record(report(), accreditations=(free, suspended))) == "not_accredited"
    gap = (scope("2020-01-01", "2025-05-31"), scope("2025-06-01", None))
    assert reasons(record(report(), accreditations=gap)) == ""


def test_rule_5_a_suspended_licence_does_not_take_another_kind_along() -> None:
    licences = (scope("2020-01-01", None, period("2025-01-01"), kind="CMA"), scope(kind="CNAS"))
    assert reasons(record(report(), accreditations=licences), accreditation=frozenset({"CMA", "CNAS"})) == ""
    assert reasons(record(report(), accreditations=licences), accreditation=frozenset({"CMA"})) == "not_accredited"


def test_rule_5_an_evaluation_has_no_standard_and_empty_matches_empty() -> None:
    known = record(report("R1", finding(standard=None)), accreditations=(scope(standard=None),))
    assert reasons(known, standards=frozenset()) == ""
    assert reasons(record(report("R1", finding(standard=None))), standards=frozenset()) == "not_accredited"


def test_rule_5_what_is_lost_later_does_no_harm() -> None:
    assert reasons(record(report(), accreditations=(scope("2020-01-01", "2025-06-01"),))) == ""


def test_rule_5_no_kind_listed_none_counts() -> None:
    assert reasons(record(report()), accreditation=frozenset()) == "not_accredited"
