"""What holds of every record: by generation, and against an oracle that shares no code with the law."""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from registry.schemas.rehearsal import read_questions
from registry.services import rehearsing
from tests.registry import oracle
from tests.registry.documents import days, make, questions

Document = dict[str, Any]
FEW = settings(max_examples=150)


def answers(question: Document) -> dict[str, Document]:
    """The answers of the law, without their sentences."""
    (read,) = read_questions({"questions": [question]})
    found = rehearsing.cover(read).as_dict()
    for one in found.values():
        del one["because"]
    return found


def satisfied(question: Document) -> set[str]:
    return {name for name, one in answers(question).items() if one["satisfied"]}


def changed(question: Document, change: Callable[[Document], Any]) -> Document:
    """Another question, `change` away."""
    other = copy.deepcopy(question)
    change(other)
    return other


def added_pass(tested: str, issued: str) -> Document:
    """A report of its own with a pass on parameter p by a method and a laboratory that are in order."""
    finding = {"id": "FX", "parameter": "p", "standard": "A-1", "tested_on": tested, "conclusion": "pass"}
    return {"id": "RX", "laboratory": "L1", "subject": "S", "issued_on": max(tested, issued), "findings": [finding]}


def test_every_ending_is_met() -> None:
    """The odds of the generated records: were they lost, the properties would hold of nothing."""
    told = [one for seed in range(400) for one in oracle.answers(make(seed)).values()]
    assert sum(one["satisfied"] for one in told) > len(told) / 5
    assert {reason for one in told for reason in one["reasons"]} == set(oracle.ORDER)


@settings(max_examples=500)
@given(questions)
def test_the_law_answers_as_the_words_of_the_rules_do(question: Document) -> None:
    assert answers(question) == oracle.answers(question)


@FEW
@given(questions, days, days)
def test_more_passing_results_never_mean_more_tests(question: Document, tested: str, issued: str) -> None:
    more = changed(question, lambda one: one["reports"].append(added_pass(tested, issued)))
    assert satisfied(question) <= satisfied(more)


@FEW
@given(questions, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(question: Document, random: Any) -> None:
    def shuffle(one: Document) -> None:
        for rows in (
            one["reports"],
            one["relations"],
            one["changes"],
            one["requirements"],
            *one["laboratories"].values(),
        ):
            random.shuffle(rows)
        for report in one["reports"]:
            random.shuffle(report["findings"])

    assert answers(changed(question, shuffle)) == answers(question)


@FEW
@given(questions)
def test_the_same_question_has_the_same_answer(question: Document) -> None:
    before = copy.deepcopy(question)
    assert answers(question) == answers(question)
    assert question == before


@FEW
@given(questions, st.integers(0, 40), st.integers(0, 40))
def test_a_later_day_never_revives_a_result_that_had_ended(question: Document, first: int, more: int) -> None:
    """Without fails (whose withdrawal frees what they hid) and articles that lapse, every result counts in one run."""
    assume(all(one["conclusion"] != "fail" for report in question["reports"] for one in report["findings"]))
    assume(all(not one["fresh_test"] or not one["fresh_test"]["to"] for one in question["requirements"]))

    def counting(days_later: int) -> dict[str, set[str]]:
        on = (date.fromisoformat(question["on"]) + timedelta(days=days_later)).isoformat()
        return {
            name: set(one["findings"]) for name, one in answers(changed(question, lambda q: q.update(on=on))).items()
        }

    now, then, last = counting(0), counting(first), counting(first + more)
    assert all((now[name] - then[name]).isdisjoint(last[name]) for name in now)


@FEW
@given(questions, days)
def test_a_fail_hides_every_older_pass(question: Document, tested: str) -> None:
    fail = added_pass(tested, tested)
    fail["findings"][0]["conclusion"] = "fail"
    question = changed(question, lambda one: one.update(on=max(one["on"], tested), batch=None))
    question["reports"].append(fail)
    tested_on = {one["id"]: one["tested_on"] for report in question["reports"] for one in report["findings"]}
    for required in question["requirements"]:
        if required["parameter"] == "p" and "A-1" in required["standards"] and "SE" in required["accreditation"]:
            assert all(tested_on[name] > tested for name in answers(question)[required["id"]]["findings"])


@FEW
@given(questions)
def test_residual_and_avoided_are_all_that_is_required(question: Document) -> None:
    (read,) = read_questions({"questions": [question]})
    found = rehearsing.cover(read)
    residual, avoided = ({one.requirement.id for one in part} for part in (found.residual, found.avoided))
    assert residual | avoided == {one["id"] for one in question["requirements"]}
    assert residual.isdisjoint(avoided)
    assert all(one.reasons and not one.until for one in found.residual)


@FEW
@given(questions, st.integers(0, 7))
def test_removing_a_finding_never_adds_coverage_but_for_a_fail(question: Document, place: int) -> None:
    places = [(report["id"], one["id"]) for report in question["reports"] for one in report["findings"]
              if one["conclusion"] != "fail"]  # fmt: skip
    assume(places)
    at, gone = places[place % len(places)]

    def remove(one: Document) -> None:
        (report,) = [each for each in one["reports"] if each["id"] == at]
        report["findings"] = [each for each in report["findings"] if each["id"] != gone]

    assert satisfied(changed(question, remove)) <= satisfied(question)
