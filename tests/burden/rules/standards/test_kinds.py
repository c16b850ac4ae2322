"""Conformance: every kind of standard, from its own fields and worked examples. A new kind is tested without a word."""

from fractions import Fraction
from typing import Any

import pytest

from burden.rules.items import Input, InputType
from burden.rules.standards.kind import Example, FieldType, Kind
from burden.rules.standards.reading import Reader
from burden.rules.standards.registry import KINDS
from core.values.money import Money
from core.values.text import Text

CASES = [(kind, example) for kind in KINDS.values() for example in kind.EXAMPLES]
INPUTS = {name: Input(name, InputType.number, Text("几个？", "How many?"), unit="个") for name in ("n", "m")}


def _read(kind: type[Kind], document: Any) -> tuple[Kind, Reader]:
    reader = Reader(document, inputs=INPUTS)
    return kind.read(reader), reader


def test_the_eight_kinds_are_found() -> None:
    assert list(KINDS) == [
        "fixed",
        "formula",
        "marginal_rate_range_scale",
        "marginal_rate_scale",
        "per_unit",
        "percentage",
        "range",
        "single_amount_scale",
    ]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.NAME)
def test_a_kind_says_what_it_is_in_both_languages(kind: type[Kind]) -> None:
    for text in (kind.LABEL, kind.MEANING, *(field.label for field in kind.FIELDS)):
        assert text.zh and text.en
    assert kind.EXAMPLES and all(isinstance(field.type, FieldType) for field in kind.FIELDS)


@pytest.mark.parametrize(("kind", "example"), CASES, ids=lambda value: getattr(value, "NAME", ""))
def test_a_worked_example_comes_out(kind: type[Kind], example: Example) -> None:
    standard, reader = _read(kind, example.document)
    reckoned = standard.maximum(example.facts)
    assert reader.errors == []
    assert str(Money.rounded(reckoned.maximum)) == example.maximum
    assert example.minimum is None or str(Money.rounded(reckoned.minimum or 0)) == example.minimum


@pytest.mark.parametrize(("kind", "example"), CASES, ids=lambda value: getattr(value, "NAME", ""))
def test_the_working_ends_at_the_maximum(kind: type[Kind], example: Example) -> None:
    reckoned = _read(kind, example.document)[0].maximum(example.facts)
    assert [line.amount for line in reckoned.lines if line.amount is not None][-1] == reckoned.maximum
    assert all(line.text.zh and line.text.en for line in reckoned.lines)


@pytest.mark.parametrize(("kind", "example"), CASES, ids=lambda value: getattr(value, "NAME", ""))
def test_the_bases_are_what_it_needs(kind: type[Kind], example: Example) -> None:
    standard = _read(kind, example.document)[0]
    assert set(standard.bases) <= set(example.facts)
    assert standard.settled(example.facts) == standard.maximum(example.facts).maximum


@pytest.mark.parametrize(("kind", "example"), CASES, ids=lambda value: getattr(value, "NAME", ""))
def test_every_field_an_example_uses_is_declared(kind: type[Kind], example: Example) -> None:
    assert set(example.document) <= {field.name for field in kind.FIELDS}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.NAME)
def test_an_empty_document_is_refused_and_not_guessed(kind: type[Kind]) -> None:
    assert _read(kind, {})[1].errors


@pytest.mark.parametrize(("kind", "example"), CASES, ids=lambda value: getattr(value, "NAME", ""))
def test_a_kind_that_rises_never_falls(kind: type[Kind], example: Example) -> None:
    standard = _read(kind, example.document)[0]
    if not kind.RISES or not standard.bases:
        return
    sums = [standard.maximum({standard.bases[0]: Fraction(n)}).maximum for n in range(0, 200_000, 997)]
    assert sums == sorted(sums)
