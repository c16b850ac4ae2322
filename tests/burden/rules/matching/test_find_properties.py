"""Whatever is typed: an answer and no error; more knowledge never turns one sure item into another."""

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.catalogue_files import catalogue_of_files
from burden.rules.matching.index import names_of, root_of
from burden.rules.matching.match import Match, Outcome
from tests.burden.rules.matching.asking import COURT, HOUSING, LAND, PATENTS, POLICE, TAXES, ask

CATALOGUE = catalogue_of_files()
WORDS = sorted({name.shown for group in names_of(CATALOGUE).exact.values() for name in group if name.own})
PAYEES = [
    "",
    COURT,
    HOUSING,
    LAND,
    PATENTS,
    POLICE,
    TAXES,
    "广州某某有限公司",
    "某某协会",
    "440100-scjg",
    "国家税务总局",
]
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.floats())
FACTS = st.sampled_from(["patent_kind", "official_part", "forced", "item", "payee_kind"])

anything = st.text(max_size=60)
about_fees = st.lists(
    st.sampled_from([*WORDS, *"费金款税证（）0123年月第号类", "代理", "滞纳金", "\x00", "2023年", "三", "ABC"]),
    max_size=4,
).map("".join)


def _root(match: Match) -> str | None:
    item = CATALOGUE.item(match.key) if match.key else None
    return root_of(CATALOGUE, item) if item else None


def _whole(match: Match) -> bool:
    """Whether the outcome carries what it must."""
    if match.outcome is Outcome.item:
        return match.key is not None and CATALOGUE.item(match.key) is not None
    if match.outcome is Outcome.ask:
        return bool(match.questions) and match.reason is not None
    if match.outcome is Outcome.candidates:
        return len(match.candidates) > 0 and bool(match.questions)
    return match.outcome is not Outcome.closed_class or match.id is not None


@settings(max_examples=150)
@given(called=st.one_of(anything, about_fees), payee=st.one_of(st.sampled_from(PAYEES), anything), story=anything)
def test_any_text_gets_a_whole_answer(called: str, payee: str, story: str) -> None:
    assert _whole(ask(CATALOGUE, called, payee, story=story))


@settings(max_examples=60)
@given(
    called=about_fees,
    facts=st.dictionaries(FACTS, SCALARS),
)
def test_any_facts_get_a_whole_answer(called: str, facts: dict[str, Any]) -> None:
    assert _whole(ask(CATALOGUE, called, "广州某某有限公司", facts=facts))


@pytest.mark.parametrize(
    "called", ["\x00", "\x00" * 50, "费" * 10_000, "（" * 10_000, "2023年" * 4_000, "a" * 10_000, "𠮷﷽🂡"]
)
def test_hostile_names_are_answered(called: str) -> None:
    assert _whole(ask(CATALOGUE, called, called, story=called))


@settings(max_examples=150)
@given(called=st.one_of(about_fees, st.sampled_from(WORDS)), payee=st.sampled_from(PAYEES))
def test_knowing_the_payee_never_turns_one_sure_item_into_another(called: str, payee: str) -> None:
    without, known = _root(ask(CATALOGUE, called, "")), _root(ask(CATALOGUE, called, payee))
    assert without is None or known is None or without == known


@settings(max_examples=100)
@given(
    word=st.sampled_from(WORDS),
    before=st.sampled_from(["", "2023年", "缴", "付：", "管理费用/"]),
    after=st.sampled_from(["", "收据", "（2022年度）", "等", "1笔"]),
)
def test_what_surrounds_a_name_on_a_receipt_does_not_change_it(word: str, before: str, after: str) -> None:
    plain, dressed = ask(CATALOGUE, word, TAXES), ask(CATALOGUE, f"{before}{word}{after}", TAXES)
    assert _root(dressed) in (_root(plain), None)


@settings(max_examples=60)
@given(called=st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=30))
def test_letters_alone_are_sure_only_where_they_spell_or_abbreviate_a_name(called: str) -> None:
    match = ask(CATALOGUE, called, TAXES)
    assert match.outcome is not Outcome.item or len(called) >= 3


def test_the_same_charge_gets_the_same_answer() -> None:
    assert ask(CATALOGUE, "商标规费", PATENTS) == ask(CATALOGUE, "商标规费", PATENTS)
