"""A share of a base, perhaps with a floor and a cap."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from burden.rules.conditions import Facts
from burden.rules.standards.kind import (
    Example,
    Field,
    FieldType,
    Kind,
    Line,
    Number,
    Reckoned,
    as_number,
    percent,
    yuan,
)
from burden.rules.standards.limits import LIMIT_FIELDS, limited, read_limits
from burden.rules.standards.reading import Reader
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Percentage(Kind):
    """基数 × 比例，先比下限，再比上限."""

    NAME: ClassVar[str] = "percentage"
    LABEL: ClassVar[Text] = Text("按比例", "Percentage")
    MEANING: ClassVar[Text] = Text(
        "基数乘以一个比例，可有最低、最高额", "A share of a base, perhaps with a least and a most"
    )
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("rate", FieldType.rate, Text("比例", "Rate")),
        Field("base", FieldType.quantity, Text("基数是哪个输入", "Which input is the base")),
        *LIMIT_FIELDS,
    )
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"rate": 0.02, "base": "n"}, {"n": Fraction(1000000)}, "20000.00"),
        Example({"rate": 0.02, "base": "n", "cap": 800000}, {"n": Fraction(40000000)}, "800000.00"),
        Example({"rate": 0.02, "base": "n", "cap": 800000}, {"n": Fraction("40000000.50")}, "800000.00"),
        Example({"rate": 0.003, "base": "n", "floor": 200}, {"n": Fraction(1000)}, "200.00"),
        Example({"rate": 0.003, "base": "n"}, {"n": Fraction("33.33")}, "0.10"),
    )

    rate: Number
    base: str
    floor: Number | None = None
    cap: Number | None = None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        floor, cap = read_limits(reader)
        return cls(reader.number("rate"), reader.base("base"), floor, cap)

    @property
    def bases(self) -> tuple[str, ...]:
        return (self.base,)

    @property
    def measure(self) -> tuple[str, ...]:
        return ("share", self.base)

    def maximum(self, facts: Facts) -> Reckoned:
        base = as_number(facts[self.base])
        share = base * self.rate
        words = f"{yuan(base)} × {percent(self.rate)} = {yuan(share)}"
        total, more = limited(share, self.floor, self.cap)
        return Reckoned(total, (Line(Text(words, words), share), *more))
