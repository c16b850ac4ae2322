"""What holds for every charge, tried over many."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from burden.rules.answer import Verdict
from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.finding import Name, Reason
from burden.rules.items import Input, InputType, Item
from burden.rules.standards.marginal_rate_scale import MarginalRateScale
from burden.rules.verdict import check
from burden.rules.worked import read_worked
from core.values.money import Money
from tests.burden.rules.conftest import DATA

WORKED = read_worked(yaml.safe_load((DATA / "worked-charges.yaml").read_text(encoding="utf-8")))
RECKONED = [one for one in WORKED if one.expect["verdict"] in ("within_standard", "above_standard")]
ONE_FEN = Money("0.01")

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.sampled_from(["1", "0", "-1", "1e9"])
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner), max_leaves=5
)
names = st.one_of(
    st.text(max_size=40),
    st.sampled_from([one.charge.called_as for one in WORKED]),
    st.sampled_from(["登记费", "\x00", "商标\x00费", "检" * 10_000, "A" * 10_000, "，。（）", " ", "🙂费"]),
)
bodies = st.one_of(st.text(max_size=30), st.sampled_from([one.charge.charged_by for one in WORKED]))
facts = st.dictionaries(
    st.one_of(st.text(max_size=10), st.sampled_from(sorted({name for one in WORKED for name in one.charge.facts}))),
    anything,
    max_size=6,
)
charges = st.builds(
    Charge,
    called_as=names,
    charged_by=bodies,
    amount=st.integers(0, 10**14).map(Money.of_fen),
    charged_on=st.dates(date(1949, 10, 1), date(2100, 1, 1)),
    region=st.one_of(st.none(), st.text(max_size=8), st.sampled_from(["440100", "445100", "000000", "999999"])),
    required_by=st.one_of(st.none(), bodies),
    facts=facts,
    payer=st.dictionaries(st.sampled_from(["size", "type", "staff", "industry", "x"]), anything),
    narrative=st.one_of(st.none(), st.text(max_size=100)),
)


@settings(max_examples=150, deadline=None)
@given(charge=charges)
def test_any_charge_gets_an_answer_and_the_same_one_twice(catalogue: Catalogue, charge: Charge) -> None:
    verdict = check(charge, catalogue)
    assert verdict == check(charge, catalogue)
    answer = verdict.as_dict()
    answer.pop("charge")
    json.dumps(answer, allow_nan=False)


@settings(max_examples=150, deadline=None)
@given(charge=charges)
def test_nothing_is_ever_negative_nor_more_than_was_paid(catalogue: Catalogue, charge: Charge) -> None:
    verdict = check(charge, catalogue)
    assert verdict.lawful_maximum is None or verdict.lawful_maximum.fen >= 0
    assert verdict.excess is None or 0 <= verdict.excess.fen <= charge.amount.fen
    assert (verdict.verdict is Name.needs_information) == (verdict.reason is not None)


@pytest.mark.parametrize("worked", [one for one in RECKONED if one.expect["lawful_maximum"]], ids=str)
def test_the_maximum_is_lawful_and_one_fen_more_is_not(catalogue: Catalogue, worked: Any) -> None:
    most = Money(worked.expect["lawful_maximum"])
    at = check(replace(worked.charge, amount=most), catalogue)
    above = check(replace(worked.charge, amount=most + ONE_FEN), catalogue)
    assert (at.verdict, at.excess) == (Name.within_standard, Money(0))
    assert (above.verdict, above.excess) == (Name.above_standard, ONE_FEN)


def _scales(catalogue: Catalogue) -> Iterator[tuple[Item, MarginalRateScale]]:
    for item in catalogue.items.values():
        for row in item.standards:
            if isinstance(row.kind, MarginalRateScale):
                yield item, row.kind


def test_a_marginal_scale_has_no_jump_at_its_thresholds(catalogue: Catalogue) -> None:
    scales = list(_scales(catalogue))
    assert len(scales) >= 7
    for _, kind in scales:
        for bracket in kind.brackets[1:]:
            at = kind.maximum({kind.base: bracket.threshold}).maximum
            after = kind.maximum({kind.base: bracket.threshold + Fraction(1, 100)}).maximum
            assert 0 <= after - at <= Fraction(1, 100) * (bracket.rate or 0)


def _ending(verdict: Verdict) -> tuple[object, ...]:
    return verdict.verdict, verdict.excess


@settings(max_examples=300, deadline=None)
@given(data=st.data(), worked=st.sampled_from([one for one in RECKONED if not one.charge.payer]))
def test_a_verdict_with_facts_missing_is_what_completing_them_gives(
    catalogue: Catalogue, data: st.DataObject, worked: Any
) -> None:
    dropped = data.draw(st.sets(st.sampled_from(sorted(worked.charge.facts) or [""])))
    left = {name: value for name, value in worked.charge.facts.items() if name not in dropped}
    partial = check(replace(worked.charge, facts=left), catalogue)
    if partial.verdict is Name.needs_information or set(partial.assumed) & dropped:
        return
    assert _ending(partial) == _ending(check(worked.charge, catalogue))


def _every_answer(one: Input) -> list[Any] | None:
    if one.type is InputType.yes_no:
        return [True, False]
    return list(one.values) if one.type is InputType.choice else None


@pytest.mark.parametrize("worked", [one for one in WORKED if one.expect.get("reason") == "facts_missing"], ids=str)
def test_what_is_asked_changes_the_answer(catalogue: Catalogue, worked: Any) -> None:
    asked = check(worked.charge, catalogue)
    assert asked.item is not None
    answers = {one.fact: _every_answer(asked.item.inputs[one.fact]) for one in asked.missing}
    if None in answers.values():
        return
    completions = product(*[[(fact, value) for value in values or ()] for fact, values in answers.items()])
    endings = {
        _ending(check(replace(worked.charge, facts={**worked.charge.facts, **dict(one)}), catalogue))
        for one in completions
    }
    assert len(endings) > 1


OUTSIDE = ["-1", "abc", "1e3", None, [], {"a": 1}, float("nan"), "９９.５个", "0x10", 10**400, True]


@settings(max_examples=300, deadline=None)
@given(
    worked=st.sampled_from([one for one in RECKONED if one.charge.facts]), raw=st.sampled_from(OUTSIDE), data=st.data()
)
def test_a_value_outside_its_domain_is_never_cut_to_fit(
    catalogue: Catalogue, worked: Any, raw: Any, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(worked.charge.facts)))
    verdict = check(replace(worked.charge, facts={**worked.charge.facts, name: raw}), catalogue)
    item = verdict.item
    if item is None or name not in item.inputs or _means_something(item.inputs[name], raw):
        return
    if verdict.verdict is Name.needs_information:
        expected = Reason.facts_missing if raw is None else Reason.out_of_domain
        assert verdict.reason in (expected, Reason.out_of_domain)
        return
    without = {key: value for key, value in worked.charge.facts.items() if key != name}
    assert raw is None or _ending(verdict) == _ending(check(replace(worked.charge, facts=without), catalogue))


def _means_something(one: Input, raw: Any) -> bool:
    return one.type is InputType.yes_no and isinstance(raw, bool)
