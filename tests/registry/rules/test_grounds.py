"""Grounds of refusal: the controlled list, what each takes, what is none."""

import copy
from typing import Any

import pytest

from registry.rules.grounds import Nature, Refusal, Scope, problems, read_grounds
from registry.rules.reading import Unreadable
from registry.rules.reasons import Reason
from registry.services import lawbook
from tests.registry.law import asked, change, finding, record, report

GROUNDS = lawbook.grounds()
OLD = record(report("R1", finding("F1", "2020-06-01"), issued="2020-06-03"))


def refusal(ground: str = "expired", article: str = "特种设备安全法第四十条", **more: Any) -> Refusal:
    one = GROUNDS.by_id[ground]
    return Refusal(one, article, **({"proof": frozenset(one.proof)} | more))


def against(one: Refusal, *answers: Any) -> str:
    return " | ".join(text.en for text in problems(one, answers))


def test_there_are_thirteen_grounds_each_with_words_proof_and_basis() -> None:
    assert len(GROUNDS.by_id) == 13
    for one in GROUNDS.by_id.values():
        assert one.words.zh
        assert one.words.en
        assert one.coverage
        assert one.proof
        assert one.basis
    assert {one.scope for one in GROUNDS.by_id.values()} == set(Scope)


def test_every_reason_but_one_bears_out_some_ground() -> None:
    without = [reason for reason in Reason if not GROUNDS.open([reason])]
    assert without == [Reason.not_yet_issued] == list(GROUNDS.no_ground_needed)


def test_a_result_that_counts_leaves_no_ground() -> None:
    found = asked(record(report()))
    assert GROUNDS.open(found.reasons) == ()
    assert "does not bear out" in against(refusal(), found)


def test_a_refusal_with_everything_may_take_effect() -> None:
    assert against(refusal(), asked(OLD)) == ""
    assert [one.id for one in GROUNDS.open(asked(OLD).reasons)] == ["expired"]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (refusal(article=" "), "names the article"),
        (refusal(proof=frozenset()), "Proof is missing"),
        (refusal("withdrawn"), "does not bear out"),
        (refusal("authenticity_doubt"), "does not bear out"),
    ],
)
def test_a_refusal_that_lacks_something_is_told_what(one: Refusal, words: str) -> None:
    assert words in against(one, asked(OLD))


def test_a_refusal_names_the_parameters_it_affects() -> None:
    assert "Name the parameters" in against(refusal())


def test_nothing_is_refused_and_no_test_ordered_for_a_report_not_yet_issued() -> None:
    later = asked(record(report(issued="2026-06-01")))
    assert all("there is no result to refuse" in against(refusal(one), later) for one in GROUNDS.by_id)


def test_the_finding_refused_is_looked_at_and_not_its_neighbours() -> None:
    both = asked(record(report("R1", finding("F1", "2020-06-01"), issued="2020-06-03"), report("R2", finding("F2"))))
    assert both.satisfied
    assert against(refusal(finding="F1"), both) == ""
    assert "does not bear out" in against(refusal(finding="F2"), both)


def test_a_ground_bears_only_on_its_own_reason() -> None:
    changed = asked(record(report(), changes=(change("2026-01-01"),)))
    assert [one.id for one in GROUNDS.open(changed.reasons)] == ["subject_changed"]


def test_only_an_event_demands_a_new_test_and_no_enterprise_pays_for_an_authoritys() -> None:
    by_id = {one.id: one for one in GROUNDS.tests_by_law}
    assert len(by_id) == 14
    assert {one.nature for one in by_id.values() if one.demands_fresh_test} == {Nature.event}
    assert not by_id["se_periodic"].demands_fresh_test
    assert not by_id["food_sampling"].enterprise_may_pay
    assert by_id["se_periodic"].enterprise_may_pay


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("这是外省、外市机构出具的报告", True), ("电子报告，没有纸质原件", True),
        ("没有在本地备案", True), ("有 CMA 而没有 CNAS", True),
        ("报告已经过期", False), ("", False), ("报告", False),
    ],
)  # fmt: skip
def test_what_is_often_said_and_is_no_ground_is_known(said: str, found: bool) -> None:
    assert (GROUNDS.non_ground(said) is not None) is found


def test_what_follows_a_repeat_without_a_ground_is_told_with_its_article() -> None:
    assert [one.id for one in GROUNDS.consequences] == ["correct", "refund_fee", "refund_unlawful", "record"]
    assert GROUNDS.consequences[0].basis.article == "94(七)"


@pytest.mark.parametrize(
    ("change_to", "place"),
    [
        ({"coverage": ["too_old"]}, "grounds.0.coverage.0"), ({"scope": "all"}, "grounds.0.scope"),
        ({"proof": None}, "grounds.0.proof"), ({"fee": None}, "grounds.0.fee"),
        ({"id": "outside_scope"}, "grounds.1.id"),
        ({"basis": [{"law": "x", "art": "1"}]}, "grounds.0.basis.0.confirmed"), ({"shade": 1}, "grounds.0.shade"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_list_is_told_with_its_place(change_to: dict[str, Any], place: str) -> None:
    document = copy.deepcopy(lawbook.document("refusal-grounds"))
    document["grounds"][0].update(change_to)
    with pytest.raises(Unreadable) as caught:
        read_grounds(document)
    assert [one.path for one in caught.value.problems] == [place]
