"""When a requirement is asked: conditions on the facts of a case, three-valued; what is not known is never guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import ge, gt, le, lt
from typing import Any

from core.values.text import Text
from registry.rules.reading import Fields, refuse

Value = str | bool | int | float | date | None
Facts = Mapping[str, Value]
"""Facts of a case by name. Absent: not known. None, of a day: known that there was no such event."""
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {"lt": lt, "lte": le, "gt": gt, "gte": ge}
_NO_FACT = Text("没有登记“{name}”这个事实", "There is no fact “{name}” among those asked about")
_OUTSIDE = Text("“{typed}”不是事实“{name}”能有的值", "The fact “{name}” cannot be “{typed}”")
_EMPTY = Text("要写明一个值，或者 in，或者 lt、lte、gt、gte", "Give a value, or in, or lt, lte, gt, gte")


class FactType(StrEnum):
    """What a fact may be."""

    boolean = "boolean"
    enum = "enum"
    number = "number"
    date = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that must be known of a case, with the question that finds it out."""

    name: str
    type: FactType
    question: Text
    values: Mapping[str, str]
    """Of an enum: each value with its label."""
    unit: str | None = None

    def takes(self, value: Value) -> bool:
        """Whether the fact can be `value`."""
        if self.type is FactType.boolean:
            return isinstance(value, bool)
        if self.type is FactType.enum:
            return isinstance(value, str) and value in self.values
        if self.type is FactType.number:
            return isinstance(value, int | float) and not isinstance(value, bool)
        return value is None or isinstance(value, date)


@dataclass(frozen=True, slots=True)
class Test:
    """One condition: the fact is among some values, or compares to numbers."""

    __test__ = False  # for pytest: it is none

    fact: str
    among: frozenset[Value] | None
    compared: tuple[tuple[str, Value], ...] = ()

    def holds(self, facts: Facts) -> bool | None:
        """True, False, or None where the fact is not known."""
        if self.fact not in facts:
            return None
        value = facts[self.fact]
        if self.among is not None:
            return value in self.among
        return all(_COMPARED[word](value, bound) for word, bound in self.compared)


@dataclass(frozen=True, slots=True)
class When:
    """All must hold; none: always."""

    tests: tuple[Test, ...] = ()

    def holds(self, facts: Facts) -> bool | None:
        """False as soon as one fails; None where it hangs on what is not known."""
        answers = [test.holds(facts) for test in self.tests]
        if False in answers:
            return False
        return None if None in answers else True

    def open(self, facts: Facts) -> tuple[str, ...]:
        """The facts it hangs on."""
        return tuple(test.fact for test in self.tests if test.holds(facts) is None)


def read_fact(value: Any, path: str) -> Fact:
    """A fact of a procedure.

    :raises registry.rules.reading.Unreadable: if it cannot be taken.
    """
    fields = Fields(value, path, ("fact", "type", "values", "unit", "zh", "en"))
    kind = FactType(fields.one_of("type", list(FactType)))
    values = fields.needed("values") if kind is FactType.enum else {}
    labels = Fields(values, fields.at("values"), list(values) if isinstance(values, Mapping) else ())
    return Fact(
        name=fields.text("fact"),
        type=kind,
        question=Text(fields.text("zh"), fields.text("en")),
        values={name: labels.text(name) for name in labels.value},
        unit=fields.optional_text("unit"),
    )


def read_when(value: Any, path: str, facts: Mapping[str, Fact]) -> When:
    """The conditions of a requirement; every fact must be among those the procedure asks about.

    :raises registry.rules.reading.Unreadable: for a fact or value nobody knows.
    """
    if value is None:
        return When()
    fields = Fields(value, path, list(value) if isinstance(value, Mapping) else ())
    return When(tuple(_read_test(name, each, fields.at(name), facts) for name, each in fields.value.items()))


def _read_test(name: str, value: Any, path: str, facts: Mapping[str, Fact]) -> Test:
    fact = facts.get(name)
    if fact is None:
        raise refuse(path, _NO_FACT, name=name)
    if not isinstance(value, Mapping):
        return Test(name, frozenset({_possible(fact, value, path)}))
    fields = Fields(value, path, ("in", *_COMPARED))
    if not fields.value:
        raise refuse(path, _EMPTY)
    if "in" in fields.value:
        among = fields.each("in", lambda one, place: _possible(fact, one, place))
        return Test(name, frozenset(among))
    return Test(name, None, tuple((word, _possible(fact, bound, fields.at(word))) for word, bound in value.items()))


def _possible(fact: Fact, value: Any, path: str) -> Value:
    if not fact.takes(value):
        raise refuse(path, _OUTSIDE, typed=value, name=fact.name)
    return value
