"""Formulas of the data: numbers, input names, coefficients.names, + − * / ( ), min(), max(). Nothing else is read.

Parsed once when a document is read; no text of a document is ever executed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from burden.rules.conditions import Facts
from burden.rules.standards.kind import Number
from core.values.text import Text

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w.]*)|(?P<sign>[-+*/(),−×÷]))", re.ASCII)
_SIGNS = {"−": "-", "×": "*", "÷": "/"}
_DEEPEST = 40

Term = Callable[[Facts], Number | None]
"""A part of a formula: its value, or None where a missing fact leaves it open."""


class BadExpression(ValueError):
    """A formula that cannot be read; `at` is the character, from 1."""

    def __init__(self, message: Text, at: int) -> None:
        super().__init__(message.en)
        self.message = message
        self.at = at


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed formula: what it needs, what it comes to, and the formula with the facts filled in."""

    text: str
    names: tuple[str, ...]
    evaluate: Term
    template: str
    """The formula for ``str.format``, a field for each name."""
    coefficients: tuple[str, ...]


@dataclass(slots=True)
class _Parser:
    tokens: list[tuple[str, str, int]]
    numbers: frozenset[str]
    """Names that may be reckoned with."""
    tables: Mapping[str, Mapping[object, Number]]
    at: int = 0
    names: dict[str, None] | None = None
    used: dict[str, None] | None = None

    def peek(self) -> tuple[str, str, int]:
        return self.tokens[self.at]

    def take(self) -> tuple[str, str, int]:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        kind, text, place = self.take()
        if text != sign or kind != "sign":
            raise BadExpression(Text(f"第 {place} 个字符处应是“{sign}”", f"“{sign}” is expected at {place}"), place)

    def sum(self, depth: int) -> Term:
        left = self.product(depth)
        while self.peek()[1] in ("+", "-"):
            sign = self.take()[1]
            left = _plus(left, self.product(depth)) if sign == "+" else _minus(left, self.product(depth))
        return left

    def product(self, depth: int) -> Term:
        left = self.factor(depth)
        while self.peek()[1] in ("*", "/"):
            sign = self.take()[1]
            left = _times(left, self.factor(depth)) if sign == "*" else _over(left, self.factor(depth))
        return left

    def factor(self, depth: int) -> Term:
        kind, text, place = self.take()
        if depth > _DEEPEST:
            raise BadExpression(Text("括号套得太深", "Too many nested brackets"), place)
        if kind == "number":
            return _constant(text)
        if kind == "name":
            return self.call(text, place, depth) if text in ("min", "max") else self.name(text, place)
        if text == "(":
            inner = self.sum(depth + 1)
            self.expect(")")
            return inner
        if text == "-":
            return _minus(_constant("0"), self.factor(depth + 1))
        raise BadExpression(Text(f"第 {place} 个字符处读不懂“{text}”", f"“{text}” at {place} cannot be read"), place)

    def call(self, name: str, place: int, depth: int) -> Term:
        self.expect("(")
        terms = [self.sum(depth + 1)]
        while self.peek()[1] == ",":
            self.take()
            terms.append(self.sum(depth + 1))
        self.expect(")")
        return _least(terms) if name == "min" else _most(terms)

    def name(self, text: str, place: int) -> Term:
        assert self.names is not None and self.used is not None
        table = text.removeprefix("coefficients.")
        if table != text:
            if table not in self.tables:
                raise BadExpression(Text(f"没有“{table}”系数表", f"There is no table “{table}”"), place)
            self.names[table] = self.used[table] = None
            return _looked_up(table, self.tables[table])
        if text not in self.numbers:
            raise BadExpression(Text(f"没有“{text}”这个数值输入", f"There is no numeric input “{text}”"), place)
        self.names[text] = None
        return lambda facts: facts.get(text)  # type: ignore[return-value]  # numeric by domain


def parse(text: str, numbers: frozenset[str], tables: Mapping[str, Mapping[object, Number]]) -> Expression:
    """Read a formula; raises BadExpression with the place of the first mistake."""
    parser = _Parser(_tokens(text), numbers, tables, names={}, used={})
    term = parser.sum(0)
    kind, rest, place = parser.peek()
    if kind != "end":
        raise BadExpression(Text(f"第 {place} 个字符起多出“{rest}”", f"“{rest}” at {place} is too much"), place)
    names, used = tuple(parser.names or ()), tuple(parser.used or ())
    return Expression(text, names, term, _template(text), used)


def _tokens(text: str) -> list[tuple[str, str, int]]:
    tokens: list[tuple[str, str, int]] = []
    at = 0
    if len(text) > 1000:
        raise BadExpression(Text("公式太长", "The formula is too long"), 1000)
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            place = at + len(text[at:]) - len(text[at:].lstrip()) + 1
            raise BadExpression(Text(f"第 {place} 个字符不能用在公式里", f"Character {place} has no place here"), place)
        kind = found.lastgroup or ""
        tokens.append((kind, _SIGNS.get(found[kind], found[kind]), found.start(kind) + 1))
        at = found.end()
    return [*tokens, ("end", "", len(text) + 1)]


def _template(text: str) -> str:
    shown = re.sub(r"\b(?!min\b|max\b)(?:coefficients\.)?([A-Za-z_]\w*)", r"{\1}", text, flags=re.ASCII)
    shown = re.sub(r"coefficients\.(\{\w+\})", r"\1", shown)
    return re.sub(r"\s*([-+*−])\s*", lambda sign: f" {({'*': '×', '-': '−'}).get(sign[1], sign[1])} ", shown)


def _constant(text: str) -> Term:
    exact = Fraction(Decimal(text))
    value: Number = int(exact) if exact.denominator == 1 else exact
    return lambda facts: value


def _looked_up(name: str, table: Mapping[object, Number]) -> Term:
    return lambda facts: table.get(facts[name]) if name in facts else None


def _plus(left: Term, right: Term) -> Term:
    def value(facts: Facts) -> Number | None:
        one, two = left(facts), right(facts)
        return None if one is None or two is None else one + two

    return value


def _minus(left: Term, right: Term) -> Term:
    def value(facts: Facts) -> Number | None:
        one, two = left(facts), right(facts)
        return None if one is None or two is None else one - two

    return value


def _times(left: Term, right: Term) -> Term:
    def value(facts: Facts) -> Number | None:
        one, two = left(facts), right(facts)
        if one == 0 or two == 0:
            return 0
        return None if one is None or two is None else one * two

    return value


def _over(left: Term, right: Term) -> Term:
    def value(facts: Facts) -> Number | None:
        one, two = left(facts), right(facts)
        return None if one is None or not two else Fraction(one) / two

    return value


def _least(terms: list[Term]) -> Term:
    def value(facts: Facts) -> Number | None:
        values = [term(facts) for term in terms]
        return None if None in values else min(one for one in values if one is not None)

    return value


def _most(terms: list[Term]) -> Term:
    def value(facts: Facts) -> Number | None:
        values = [term(facts) for term in terms]
        return None if None in values else max(one for one in values if one is not None)

    return value
