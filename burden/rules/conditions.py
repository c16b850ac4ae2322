"""Conditions of the data (``when``): three-valued, because a fact may be missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Value = Fraction | int | str | bool
"""A fact as the rules reckon with it: numbers exact, choices as listed, yes-no as bool, days as ISO text."""

Facts = Mapping[str, Value]
OPERATORS = ("lt", "lte", "gt", "gte")


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition on one fact, or on one fact divided by another (``disabled/employees``).

    Either `one_of` the listed values, or every bound that is not None.
    """

    over: tuple[str, ...]
    one_of: tuple[Value, ...] | None = None
    lt: Fraction | None = None
    lte: Fraction | None = None
    gt: Fraction | None = None
    gte: Fraction | None = None

    def test(self, facts: Facts) -> bool | None:
        """True, False, or None where a fact is missing; dividing by zero makes it False."""
        value: Value | None = facts.get(self.over[0])
        if value is None:
            return None
        if self.one_of is not None:
            return value in self.one_of
        if len(self.over) == 2:
            divisor = facts.get(self.over[1])
            if divisor is None:
                return None
            if not divisor:
                return False
            value = Fraction(value) / Fraction(divisor)
        return self._within(value)

    def _within(self, value: Value) -> bool:
        if isinstance(value, str):
            return False
        return (
            (self.lt is None or value < self.lt)
            and (self.lte is None or value <= self.lte)
            and (self.gt is None or value > self.gt)
            and (self.gte is None or value >= self.gte)
        )


@dataclass(frozen=True, slots=True)
class When:
    """Several conditions at once; none = always."""

    atoms: tuple[Atom, ...] = ()

    def test(self, facts: Facts) -> bool | None:
        """False as soon as one fails, even if others are unknown; None if only unknown ones are left."""
        answer: bool | None = True
        for atom in self.atoms:
            one = atom.test(facts)
            if one is False:
                return False
            if one is None:
                answer = None
        return answer

    def open_atom(self, facts: Facts) -> Atom | None:
        """The first condition a missing fact leaves open."""
        return next((atom for atom in self.atoms if atom.test(facts) is None), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The facts it turns on."""
        return tuple(dict.fromkeys(name for atom in self.atoms for name in atom.over))

    def joined(self, other: "When") -> "When":
        """Both at once."""
        return When((*self.atoms, *other.atoms)) if other.atoms else self


ALWAYS = When()


def names_of(conditions: Iterable[When]) -> tuple[str, ...]:
    """All facts several conditions turn on, in order, once each."""
    return tuple(dict.fromkeys(name for when in conditions for name in when.names))
