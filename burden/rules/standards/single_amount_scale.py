"""One amount, chosen by the bracket the base falls into."""

from dataclasses import dataclass
from typing import ClassVar, Self

from burden.rules.conditions import Facts
from burden.rules.standards.brackets import Bracket, read_brackets
from burden.rules.standards.kind import (
    BelowFirstBracket,
    Example,
    Field,
    FieldType,
    Kind,
    Line,
    Reckoned,
    as_number,
    shown,
    yuan,
)
from burden.rules.standards.reading import Reader
from core.values.text import Text

_BRACKETS = [{"threshold": 1, "amount": 900}, {"threshold": 4, "amount": 1200}, {"threshold": 7, "amount": 2000}]


@dataclass(frozen=True, slots=True)
class SingleAmountScale(Kind):
    """按所在档取单一定额；threshold 为该档下限（含）；小于第一档下限 = 不在取值范围内."""

    NAME: ClassVar[str] = "single_amount_scale"
    LABEL: ClassVar[Text] = Text("分档定额", "Amount by bracket")
    MEANING: ClassVar[Text] = Text("看在哪一档，收那一档的定额", "The amount of the bracket the base falls into")
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("base", FieldType.quantity, Text("按哪个输入分档", "Which input decides")),
        Field("brackets", FieldType.brackets, Text("各档", "Brackets"), columns=("amount",)),
    )
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"base": "n", "brackets": _BRACKETS}, {"n": 1}, "900.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": 3}, "900.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": 4}, "1200.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": 20}, "2000.00"),
    )
    RISES: ClassVar[bool] = False

    base: str
    brackets: tuple[Bracket, ...]

    @classmethod
    def read(cls, reader: Reader) -> Self:
        return cls(reader.base("base"), read_brackets(reader, columns=("amount",), starts_at_zero=False))

    @property
    def bases(self) -> tuple[str, ...]:
        return (self.base,)

    def maximum(self, facts: Facts) -> Reckoned:
        value = as_number(facts[self.base])
        bracket = next((one for one in reversed(self.brackets) if value >= one.threshold), None)
        if bracket is None or bracket.amount is None:
            raise BelowFirstBracket(self.base)
        start, amount = shown(bracket.threshold), yuan(bracket.amount)
        text = Text(
            f"{shown(value)} 在 {start} 起的一档，定额 {amount}", f"{shown(value)}: bracket from {start}, {amount}"
        )
        return Reckoned(bracket.amount, (Line(text, bracket.amount),))
