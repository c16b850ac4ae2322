"""Money: exact fen, read as people type it, rounded once and half up."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.money import Money, NotMoney


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("600", 60000),
        ("600.00", 60000),
        ("600.5", 60050),
        ("１，２３４．５６", 123456),
        ("1,234.56元", 123456),
        ("¥1 234.56", 123456),
        ("￥600", 60000),
        ("12万元", 12000000),
        ("1.2345万", 1234500),
        ("0", 0),
    ],
)
def test_what_people_type_is_read(typed: str, fen: int) -> None:
    assert Money.parse(typed).fen == fen


@pytest.mark.parametrize(
    "typed", ["", "六百", "-5", "1.005", "1e3", "1.2.3", "12 万 元 整 多", "9" * 39, "0.0000001万"]
)
def test_what_is_no_amount_is_refused_in_both_languages(typed: str) -> None:
    with pytest.raises(NotMoney) as refused:
        Money.parse(typed)
    assert refused.value.message.zh and refused.value.message.en


@pytest.mark.parametrize("plain", ["600.005", "1e3", "", "1,000", "NaN", "9" * 18])
def test_the_plain_form_is_strict(plain: str) -> None:
    with pytest.raises(NotMoney):
        Money(plain)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 201), "0.00"),
        (Fraction(2300, 3), "766.67"),
        (3, "3.00"),
        (Fraction(-1, 200), "0.00"),
    ],
)
def test_half_a_fen_goes_up(exact: Fraction | int, rounded: str) -> None:
    assert str(Money.rounded(exact)) == rounded


@given(st.integers(-(10**15), 10**15))
def test_its_text_reads_back(fen: int) -> None:
    money = Money.of_fen(fen)
    assert Money(str(money)) == money
    assert money.decimal * 100 == fen
    assert money.yuan * 100 == fen


def test_it_reckons_and_compares() -> None:
    assert Money("1.10") + Money("2.20") - Money("0.30") == Money("3.00")
    assert Money("0.99") < Money("1") and -Money("1") == Money("-1.00")
    assert not Money("0") and Money("0.01")
    assert Money("1234567.8").display() == "¥1,234,567.80"
    assert (-Money("5")).display() == "-¥5.00"
    assert repr(Money("5")) == "Money('5.00')"
