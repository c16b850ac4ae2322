"""What is remembered of matching is what would be found anew, whatever sum and numbers the charge has."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.matching import find, remembered
from core.values.money import Money
from tests.burden.rules.test_properties import WORKED

CHARGES = [one.charge for one in WORKED]
NUMBERS = st.one_of(st.integers(0, 10**9), st.decimals("0", "1000000", places=2).map(str))


@pytest.mark.parametrize("charge", CHARGES, ids=lambda charge: charge.called_as)
def test_twice_the_same(catalogue: Catalogue, charge: Charge) -> None:
    anew = find.find(charge, catalogue, charge.charged_on)
    for _ in range(2):
        assert remembered.find(charge, catalogue, charge.charged_on) == anew


@settings(max_examples=150, deadline=None)
@given(charge=st.sampled_from(CHARGES), sum_=st.integers(0, 10**12), data=st.data())
def test_another_sum_and_other_numbers_make_no_other_item(
    catalogue: Catalogue, charge: Charge, sum_: int, data: st.DataObject
) -> None:
    def other(value: Any) -> Any:
        return data.draw(NUMBERS) if isinstance(value, int | str) and not isinstance(value, bool) else value

    remembered.find(charge, catalogue, charge.charged_on)
    facts = {name: other(value) if data.draw(st.booleans()) else value for name, value in charge.facts.items()}
    changed = replace(charge, amount=Money.of_fen(sum_), facts=facts)
    anew = find.find(changed, catalogue, changed.charged_on)
    assert remembered.find(changed, catalogue, changed.charged_on) == anew


@settings(max_examples=100, deadline=None)
@given(charge=st.sampled_from(CHARGES), odd=st.one_of(st.lists(st.integers()), st.dictionaries(st.text(), st.none())))
def test_facts_that_are_none_are_no_trouble(catalogue: Catalogue, charge: Charge, odd: Any) -> None:
    changed = replace(charge, facts={**charge.facts, "odd": odd})
    assert remembered.find(changed, catalogue, charge.charged_on) == find.find(changed, catalogue, charge.charged_on)


def test_one_and_true_are_not_the_same_answer(catalogue: Catalogue) -> None:
    charge = CHARGES[0]
    for value in (True, 1, "1", False, 0):
        changed = replace(charge, facts={"commissioned": value})
        assert remembered.find(changed, catalogue, charge.charged_on) == find.find(
            changed, catalogue, charge.charged_on
        )
