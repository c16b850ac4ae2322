"""Formulas: what they mean, and that nothing but arithmetic is read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burden.rules.standards.expressions import BadExpression, parse

NAMES = frozenset({"a", "b"})
TABLES = {"car": {"small": Fraction(1), "large": Fraction(7, 2)}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1+2*3", 7),
        ("(1+2)*3", 9),
        ("10-4-3", 3),
        ("12/4/3", 1),
        ("1/3", Fraction(1, 3)),
        ("-a + 5", 3),
        ("max(0, a-10)*150", 0),
        ("min(a, b, 1)", 1),
        ("0.6*coefficients.car*b", Fraction(63, 10)),
        ("a × b − 1", 5),
    ],
)
def test_a_formula_is_arithmetic_as_at_school(text: str, value: object) -> None:
    assert parse(text, NAMES, TABLES).evaluate({"a": 2, "b": 3, "car": "large"}) == value


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a+", 3),
        ("(a", 3),
        ("a b", 3),
        ("c*2", 1),
        ("a**2", 3),
        ("__import__('os')", 12),
        ("a;b", 2),
        ("coefficients.bus*2", 1),
        ("min()", 5),
        ("1.2.3", 4),
        ("", 1),
        ("=1", 1),
        ("a" * 1001, 1000),
        ("(" * 60 + "a" + ")" * 60, 42),
    ],
)
def test_a_mistake_is_found_at_its_place(text: str, at: int) -> None:
    with pytest.raises(BadExpression) as bad:
        parse(text, NAMES, TABLES)
    assert bad.value.at == at
    assert bad.value.message.zh


def test_a_missing_fact_leaves_it_open_unless_nothing_times_it() -> None:
    expression = parse("a*b", NAMES, {})
    assert expression.evaluate({"a": 2}) is None
    assert expression.evaluate({"a": 0}) == 0


def test_dividing_by_nothing_is_no_number() -> None:
    assert parse("a/b", NAMES, {}).evaluate({"a": 1, "b": 0}) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        parse(text, NAMES, TABLES).evaluate({})
    except BadExpression as bad:
        assert bad.message.en


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_decimals_are_exact(a: int, b: int) -> None:
    assert parse("0.1*a + 0.2*b", NAMES, {}).evaluate({"a": a, "b": b}) == Fraction(a, 10) + Fraction(b, 5)
