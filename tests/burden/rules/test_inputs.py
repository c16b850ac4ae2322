"""Facts as people give them; what is outside a domain counts as not given."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.inputs import NO_SIZE, OutOfDomain, known_facts, understood
from burden.rules.items import Input, InputType, Scalar
from core.values.money import Money
from core.values.text import Text

QUESTION = Text("？", "?")


def _input(kind: InputType, *values: Scalar, **limits: Any) -> Input:
    return Input("x", kind, QUESTION, values=values, **limits)


@pytest.mark.parametrize(
    ("one", "raw", "value"),
    [
        (_input(InputType.count), "3", 3),
        (_input(InputType.count), 3.0, 3),
        (_input(InputType.count), "１２", 12),
        (_input(InputType.count), "1,000", 1000),
        (_input(InputType.number), "0.1", Fraction(1, 10)),
        (_input(InputType.number), 0.1, Fraction(1, 10)),
        (_input(InputType.number), Decimal("2.50"), Fraction(5, 2)),
        (_input(InputType.money), "12万元", 120000),
        (_input(InputType.money), "￥1,234.50", Fraction(2469, 2)),
        (_input(InputType.money), 0, 0),
        (_input(InputType.choice, "a", "b"), "a", "a"),
        (_input(InputType.choice, 0, 3), "3", 3),
        (_input(InputType.choice, 0, 3), 0, 0),
        (_input(InputType.yes_no), True, True),
        (_input(InputType.yes_no), "false", False),
        (_input(InputType.yes_no), "是", True),
        (_input(InputType.day), "2020-02-29", "2020-02-29"),
    ],
)
def test_a_value_is_understood_exactly(one: Input, raw: Any, value: object) -> None:
    assert understood(one, raw) == value


@pytest.mark.parametrize(
    ("one", "raw"),
    [
        (_input(InputType.count), "1.5"),
        (_input(InputType.count), -1),
        (_input(InputType.count), True),
        (_input(InputType.count), "three"),
        (_input(InputType.count, minimum=Fraction(1)), 0),
        (_input(InputType.count, maximum=Fraction(20)), 21),
        (_input(InputType.number), "1e3"),
        (_input(InputType.number), float("inf")),
        (_input(InputType.number), "9" * 400),
        pytest.param(_input(InputType.number), 10**5000, id="huge number"),
        (_input(InputType.money), "1.005"),
        (_input(InputType.money), "-5"),
        pytest.param(_input(InputType.money), 10**5000, id="huge money"),
        (_input(InputType.choice, "a"), "c"),
        (_input(InputType.choice, 1), True),
        (_input(InputType.choice, "a"), ["a"]),
        (_input(InputType.yes_no), 1),
        (_input(InputType.yes_no), "maybe"),
        (_input(InputType.day), "2020-02-30"),
    ],
)
def test_a_value_outside_its_domain_is_refused(one: Input, raw: Any) -> None:
    with pytest.raises(OutOfDomain):
        understood(one, raw)


def _known(catalogue: Catalogue, key: str, facts: dict[str, Any], payer: dict[str, Any]) -> dict[str, Any]:
    charge = Charge("", "", Money(1), date(2024, 1, 1), facts=facts, payer=payer)
    return dict(known_facts(catalogue.items[key], charge).values)


def test_a_fact_wins_over_the_payer(catalogue: Catalogue) -> None:
    assert _known(catalogue, "REG-REALTY", {"payer_size": "large"}, {"size": "small"})["payer_size"] == "large"


@pytest.mark.parametrize("size", ["large", "medium", "small", "micro"])
def test_a_size_says_that_the_payer_is_an_enterprise(catalogue: Catalogue, size: str) -> None:
    assert _known(catalogue, "FARMLAND-RECLAIM", {}, {"size": size})["payer_is_enterprise"] is True
    assert _known(catalogue, "FUND-DISABLED", {}, {"size": size, "staff": 9})["payer_type"] == "enterprise"


def test_the_self_employed_are_not_said_to_be_an_enterprise(catalogue: Catalogue) -> None:
    payer = {"type": "self_employed"}
    assert "payer_is_enterprise" not in _known(catalogue, "FARMLAND-RECLAIM", {}, payer)
    assert _known(catalogue, "FUND-EDU", {}, payer)["six_tax_half"] is True
    assert _known(catalogue, "REG-REALTY", {}, payer)["payer_size"] == "self_employed"


def test_an_institution_has_no_size(catalogue: Catalogue) -> None:
    payer = {"type": "institution", "size": "small"}
    assert _known(catalogue, "REG-REALTY", {}, {"type": "institution"})["payer_size"] == NO_SIZE
    assert _known(catalogue, "FARMLAND-RECLAIM", {}, payer)["payer_is_enterprise"] is False


def test_a_default_is_named_and_a_refused_value_is_not_replaced_by_it(catalogue: Catalogue) -> None:
    charge = Charge("", "", Money(1), date(2024, 1, 1), facts={"goods_over_10": "x"})
    known = known_facts(catalogue.items["TM-APP"], charge)
    assert known.assumed == ("classes",)
    assert list(known.refused) == ["goods_over_10"]
