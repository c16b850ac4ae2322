"""What every kind of standard is: fields, a maximum with its working, worked examples."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from burden.rules.conditions import Facts
from core.values.money import Money
from core.values.text import Text

if TYPE_CHECKING:
    from burden.rules.standards.reading import Reader

Number = Fraction | int


class FieldType(StrEnum):
    """How an editor shows a field and how a document must write it."""

    amount = "amount"
    """Yuan, not negative."""
    rate = "rate"
    """A share, not negative: 0.02 is 2 %."""
    quantity = "quantity"
    """The name of an input of type count, number or money."""
    unit = "unit"
    """The unit of the quantity, in words."""
    rounding = "rounding"
    """``ceil``: less than one unit counts as one."""
    brackets = "brackets"
    """Rows with rising thresholds."""
    multiplier = "multiplier"
    """A number, or an exact fraction as text: "1/3"."""
    like = "like"
    """The key of another item whose brackets are borrowed."""
    expression = "expression"
    """A formula over inputs and coefficients."""


class Field(NamedTuple):
    """One field of a kind."""

    name: str
    type: FieldType
    label: Text
    required: bool = True
    columns: tuple[str, ...] = ()
    """For brackets: what a row may hold beside its threshold."""


@dataclass(frozen=True)
class Line:
    """One line of the working, with the amount in yuan it arrives at, if any."""

    text: Text
    amount: Number | None = None

    @cached_property
    def document(self) -> Mapping[str, object]:
        """The form of the API, made once: all answers share the lines of full brackets."""
        amount = None if self.amount is None else str(Money.rounded(self.amount))
        return {"text": self.text.as_dict(), "amount": amount}


class Reckoned(NamedTuple):
    """What a standard comes to: the most that may be charged, the least of a range, and how."""

    maximum: Number
    lines: tuple[Line, ...]
    minimum: Number | None = None


class Example(NamedTuple):
    """A worked example of a kind: the fields of a document, the facts, the maximum in yuan as text."""

    document: Mapping[str, object]
    facts: Facts
    maximum: str
    minimum: str | None = None


class BelowFirstBracket(Exception):
    """The base is smaller than the first bracket of a scale that starts later: outside its domain."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.base = base


class Kind(ABC):
    """A kind of standard; subclasses are frozen dataclasses in a file of their own name."""

    NAME: ClassVar[str]
    LABEL: ClassVar[Text]
    MEANING: ClassVar[Text]
    FIELDS: ClassVar[tuple[Field, ...]]
    EXAMPLES: ClassVar[tuple[Example, ...]]
    RISES: ClassVar[bool] = True
    """Whether a larger base never lowers the maximum."""

    @classmethod
    @abstractmethod
    def read(cls, reader: "Reader") -> Self:
        """From a document; what is wrong is noted with the reader."""

    @property
    @abstractmethod
    def bases(self) -> tuple[str, ...]:
        """The inputs it reckons with."""

    @abstractmethod
    def maximum(self, facts: Facts) -> Reckoned:
        """The lawful maximum with its working; every one of `bases` must be known."""

    def settled(self, facts: Facts) -> Number | None:
        """The maximum if missing bases cannot change it, else None."""
        return self.maximum(facts).maximum if all(name in facts for name in self.bases) else None

    @property
    def measure(self) -> tuple[str, ...]:
        """What is counted; a ceiling only holds between standards of the same measure."""
        return (self.NAME,)


def as_number(value: object) -> Number:
    """A known base as an exact number."""
    return value if isinstance(value, int | Fraction) else Fraction(str(value))


def shown(value: Number) -> str:
    """A number for people: no needless zeros; a fraction that never ends as ``1/3``."""
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1:
        return f"{numerator:,}"
    billionths, rest = divmod(abs(numerator) * 10**9, denominator)
    if rest:
        return f"{numerator}/{denominator}"
    sign = "-" if numerator < 0 else ""
    return f"{sign}{billionths // 10**9:,}.{billionths % 10**9:09d}".rstrip("0")


def yuan(value: Number) -> str:
    """An amount for people, not rounded: ``¥1,234.50``; more than two decimals only where there are any."""
    numerator, denominator = value.as_integer_ratio()
    fen, rest = divmod(numerator * 100, denominator)
    return "¥" + shown(value) if rest else f"¥{fen // 100:,}.{fen % 100:02d}"


def percent(rate: Number) -> str:
    """A rate for people: 0.025 → ``2.5%``."""
    return shown(rate * 100) + "%"
