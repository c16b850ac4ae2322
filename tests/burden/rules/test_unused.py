"""Facts that play no part are named in the working; those that do are not."""

from dataclasses import replace
from datetime import date

from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.verdict import check
from core.values.money import Money

CHARGE = Charge(
    called_as="财产案件案件受理费",
    charged_by="广州市天河区人民法院",
    amount=Money("13800.00"),
    charged_on=date(2026, 7, 20),
    region="440106",
    facts={"claim": 1_000_000, "halved": False},
)


def said(catalogue: Catalogue, **more: object) -> list[str]:
    verdict = check(replace(CHARGE, facts={**CHARGE.facts, **more}), catalogue)
    return [line.text.zh for line in verdict.working if "没有用到" in line.text.zh]


def test_a_fact_the_item_does_not_ask_for_is_named(catalogue: Catalogue) -> None:
    assert [words.split("：")[0] for words in said(catalogue, area="3亩", claims=5)] == [
        "没有用到“area”",
        "没有用到“claims”",
    ]


def test_facts_that_play_a_part_are_not(catalogue: Catalogue) -> None:
    assert said(catalogue, payee_kind="authority", commissioned=False) == []


def test_the_verdict_is_the_same_with_or_without_them(catalogue: Catalogue) -> None:
    with_it = check(replace(CHARGE, facts={**CHARGE.facts, "area": "3亩"}), catalogue)
    without = check(CHARGE, catalogue)
    assert (with_it.verdict, with_it.lawful_maximum) == (without.verdict, without.lawful_maximum)


def test_a_flood_of_them_is_cut_short(catalogue: Catalogue) -> None:
    assert len(said(catalogue, **{f"n{number}": number for number in range(50)})) == 5
