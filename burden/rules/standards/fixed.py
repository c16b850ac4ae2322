"""A fixed amount for each case."""

from dataclasses import dataclass
from typing import ClassVar, Self

from burden.rules.conditions import Facts
from burden.rules.standards.kind import Example, Field, FieldType, Kind, Line, Number, Reckoned, yuan
from burden.rules.standards.reading import Reader
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Fixed(Kind):
    """每件或每次定额."""

    NAME: ClassVar[str] = "fixed"
    LABEL: ClassVar[Text] = Text("定额", "Fixed amount")
    MEANING: ClassVar[Text] = Text("每件或每次收一个定额", "One amount for each case")
    FIELDS: ClassVar[tuple[Field, ...]] = (Field("amount", FieldType.amount, Text("金额（元）", "Amount in yuan")),)
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"amount": 500}, {}, "500.00"),
        Example({"amount": 0}, {}, "0.00"),
        Example({"amount": 51.5}, {}, "51.50"),
    )

    amount: Number

    @classmethod
    def read(cls, reader: Reader) -> Self:
        return cls(reader.number("amount"))

    @property
    def bases(self) -> tuple[str, ...]:
        return ()

    def maximum(self, facts: Facts) -> Reckoned:
        text = Text(f"定额 {yuan(self.amount)}", f"Fixed amount {yuan(self.amount)}")
        return Reckoned(self.amount, (Line(text, self.amount),))
