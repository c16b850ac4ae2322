"""The kinds: all 33, each with questions in both languages, and the kind a verdict leads to."""

from copy import deepcopy

import pytest

from complaints.rules.kinds import REMEDIES, Group, Kinds
from complaints.rules.reading import RulebookError
from complaints.rules.rulebook import Rulebook
from complaints.services import rulebooks
from tests.complaints.law import BOOK

KINDS = BOOK.kinds


def test_there_are_thirty_three_and_every_one_asks_in_both_languages() -> None:
    assert len(KINDS.by_id) == 33
    assert {kind.group for kind in KINDS.by_id.values()} == set(Group)
    asked = [fact.question for kind in KINDS.by_id.values() for fact in kind.ask]
    assert all(question.zh and question.en for question in asked)
    assert all(kind.ask and kind.evidence and kind.sources for kind in KINDS.by_id.values())


def test_no_question_is_left_that_no_kind_asks() -> None:
    assert set(rulebooks.document("facts")["facts"]) == {f.name for kind in KINDS.by_id.values() for f in kind.ask}


def test_every_kind_handled_here_has_remedies_and_a_regime() -> None:
    for kind in KINDS.by_id.values():
        assert bool(kind.remedies) == (kind.group is not Group.external)
        assert all(remedy in REMEDIES for remedy in kind.remedies)
        assert BOOK.regimes.knows(kind.regime)


@pytest.mark.parametrize(
    ("verdict", "classes", "first"),
    [
        ("not_on_list", (), "own_made_item"),
        ("not_on_list", ("deposit",), "unlawful_deposit"),
        ("not_on_list", ("cost_of_body",), "cost_passed_on"),
        ("not_on_list", ("apportionment",), "apportionment"),
        ("not_on_list", ("membership",), "forced_membership"),
        ("not_on_list", ("subscription",), "forced_subscription"),
        ("above_standard", (), "above_standard"),
        ("discontinued", (), "charged_after_end"),
        ("exempt", (), "relief_not_granted"),
        ("wrong_body", (), "beyond_scope"),
        ("conditions_not_met", (), "beyond_scope"),
        ("not_a_fee", ("fine",), "fine_matter"),
        ("not_a_fee", (), "tax_matter"),
        ("market_priced", (), "forced_service"),
        ("market_priced", ("test",), "designated_lab"),
        ("market_priced", ("no_coercion",), "market_price_dispute"),
    ],
)
def test_a_verdict_leads_first_to(verdict: str, classes: tuple[str, ...], first: str) -> None:
    found = KINDS.suggested(verdict, classes)
    assert (found[0].kind.id, [each.default for each in found].count(True)) == (first, 1)


def test_a_verdict_that_says_little_only_asks() -> None:
    assert all(each.as_question for each in KINDS.suggested("no_list_known"))
    assert KINDS.suggested("market_priced")[0].as_question


def test_within_the_standard_and_of_resource_income_the_complainant_chooses() -> None:
    within, income = KINDS.suggested("within_standard"), KINDS.suggested("not_a_fee", ("resource_income",))
    assert not any(each.default for each in (*within, *income))
    assert [each.kind.id for each in within][:2] == ["duplicate_charge", "split_charge"]
    assert [each.kind.id for each in income] == ["own_made_item", "beyond_scope"]


@pytest.mark.parametrize(("key", "value"), [("group", "other"), ("remedies", ["jail"]), ("ask", ["colour"]), ("x", 1)])
def test_a_kind_that_says_what_nobody_knows_is_refused(key: str, value: object) -> None:
    document = deepcopy(rulebooks.document("kinds"))
    document["kinds"][0][key] = value
    with pytest.raises(RulebookError, match="own_made_item"):
        Kinds.read(document, rulebooks.document("facts"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", ["own_made_item"]), ("kinds", ["made_up"]), ("role", "hotline"), ("level", "sideways"),
        ("regime", "made_up"), ("external", "tax"), ("en", None),
    ],
)  # fmt: skip
def test_a_rule_that_says_what_nobody_knows_is_refused(key: str, value: object) -> None:
    document = deepcopy(rulebooks.document("routing"))
    rule = next(rule for rule in document["rules"] if rule["id"] == "R22")
    rule[key] = value
    if value is None:
        del rule[key]
    with pytest.raises(RulebookError, match="R22"):
        Rulebook.read(document, KINDS, BOOK.regimes, BOOK.calendar)


def test_rules_that_could_lose_a_matter_are_refused() -> None:
    document = deepcopy(rulebooks.document("routing"))
    document["rules"].pop()
    with pytest.raises(RulebookError, match="lost"):
        Rulebook.read(document, KINDS, BOOK.regimes, BOOK.calendar)


def test_an_exclusion_of_nobody_known_is_refused() -> None:
    document = deepcopy(rulebooks.document("routing"))
    document["exclusions"][0]["who"] = "friends"
    with pytest.raises(RulebookError, match="E1"):
        Rulebook.read(document, KINDS, BOOK.regimes, BOOK.calendar)
