"""Acts and filings as they are typed: what is wrong is named by its field, in both languages."""

from typing import Any

import pytest

from complaints.rules.lifecycle import ACTS
from complaints.rules.outcomes import Outcome
from complaints.schemas.acts import fields, read_facts, read_version, row_of
from complaints.schemas.filing import read_filing
from complaints.services import rulebooks
from core.errors import Invalid, NotFound
from core.values.money import Money

FILED: dict[str, Any] = {
    "mode": "named",
    "contact": {"name": "陈示例"},
    "matters": [{"kind": "own_made_item", "story": "多收了六百元", "body": "440113-bdc", "amount": "６００元"}],
}


def problems(document: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        read_filing(document, rulebooks.kinds())
    assert all(text.zh and text.en for texts in refused.value.fields.values() for text in texts)
    return set(refused.value.fields)


def with_matter(**changed: Any) -> dict[str, Any]:
    return FILED | {"matters": [FILED["matters"][0] | changed]}


def test_a_complaint_is_read_as_a_person_types_it() -> None:
    filing = read_filing(FILED, rulebooks.kinds())
    assert filing.matters[0].amount == Money("600.00")
    assert filing.contact.name == "陈示例"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "nonsense"}, "matters.0.kind"),
        ({"story": " "}, "matters.0.story"),
        ({"story": "长" * 10_001}, "matters.0.story"),
        ({"story": "含\x00空"}, "matters.0.story"),
        ({"amount": "很多"}, "matters.0.amount"),
        ({"happened_on": "2199-01-01"}, "matters.0.happened_on"),
        ({"region": "火星"}, "matters.0.region"),
        ({"body": "", "region": ""}, "matters.0.region"),
        ({"nonsense": 1}, "matters.0.nonsense"),
    ],
)
def test_what_cannot_be_taken_is_named(changed: dict[str, Any], field: str) -> None:
    assert field in problems(with_matter(**changed))


@pytest.mark.parametrize("document", [None, [], "x", {}, {"matters": {}}, {"mode": "named", "matters": [1]}])
def test_no_document_is_too_odd_to_be_refused_in_words(document: Any) -> None:
    assert problems(document)


def test_too_many_matters_at_once_are_refused() -> None:
    assert "matters" in problems(FILED | {"matters": FILED["matters"] * 21})


def test_the_facts_of_an_act_are_those_of_the_table() -> None:
    typed = {"outcome": "substantiated", "findings": " 属实 ", "remedies": ["refund"], "refund": "600"}
    read = read_facts("draft", typed)
    assert (read["outcome"], read["findings"], read["refund"]) == (Outcome.substantiated, "属实", Money("600.00"))
    for row in ACTS.values():
        assert not {"decision", "review_decision", "route"} & set(fields(row))


@pytest.mark.parametrize(
    ("act", "typed", "field"),
    [
        ("rate", {"score": "6"}, "score"),
        ("draft", {"outcome": "guilty"}, "outcome"),
        ("draft", {"remedies": ["prison"]}, "remedies"),
        ("decide", {"draft": "1; DROP TABLE matter"}, "draft"),
        ("report_refund", {"amount": "-1"}, "amount"),
        ("accept", {"state": "closed"}, "state"),
    ],
)
def test_a_fact_that_cannot_be_is_named(act: str, typed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_facts(act, typed)
    assert set(refused.value.fields) == {field}


def test_there_is_no_act_but_those_of_the_table() -> None:
    for name in ("file", "delete"):
        with pytest.raises(NotFound):
            row_of(name)


def test_a_version_is_a_number_or_nothing() -> None:
    assert (read_version("3"), read_version(""), read_version(None)) == (3, None, None)
    with pytest.raises(Invalid):
        read_version("三")
