"""A price for each unit."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from burden.rules.conditions import Facts
from burden.rules.standards.kind import Example, Field, FieldType, Kind, Line, Number, Reckoned, as_number, shown, yuan
from burden.rules.standards.reading import Reader
from burden.rules.standards.units import english
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class PerUnit(Kind):
    """单价 × 数量；``ceil``：不足 1 单位按 1 单位（法规的数量进位，先于乘法）."""

    NAME: ClassVar[str] = "per_unit"
    LABEL: ClassVar[Text] = Text("按数量", "Per unit")
    MEANING: ClassVar[Text] = Text("单价乘以数量", "A price times a quantity")
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("amount", FieldType.amount, Text("单价（元）", "Price of one unit in yuan")),
        Field("unit", FieldType.unit, Text("单位", "Unit")),
        Field("quantity", FieldType.quantity, Text("数量是哪个输入", "Which input is the quantity")),
        Field("quantity_rounding", FieldType.rounding, Text("数量进位", "Rounding of the quantity"), required=False),
    )
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"amount": 100, "unit": "副", "quantity": "n"}, {"n": 3}, "300.00"),
        Example({"amount": 51.5, "unit": "项", "quantity": "n"}, {"n": 2}, "103.00"),
        Example(
            {"amount": 1.4, "unit": "平方米", "quantity": "n", "quantity_rounding": "ceil"},
            {"n": Fraction("100.01")},
            "141.40",
        ),
        Example({"amount": 1.4, "unit": "平方米", "quantity": "n"}, {"n": Fraction("100.01")}, "140.01"),
        Example({"amount": 5, "unit": "张", "quantity": "n"}, {"n": 0}, "0.00"),
    )

    amount: Number
    unit: str
    quantity: str
    rounds_up: bool = False

    @classmethod
    def read(cls, reader: Reader) -> Self:
        rounding = reader.one_of("quantity_rounding", ("none", "ceil"), "none")
        return cls(reader.number("amount"), reader.words("unit"), reader.base("quantity"), rounding == "ceil")

    @property
    def bases(self) -> tuple[str, ...]:
        return (self.quantity,)

    @property
    def measure(self) -> tuple[str, ...]:
        return ("quantity", self.quantity)

    def maximum(self, facts: Facts) -> Reckoned:
        given = as_number(facts[self.quantity])
        counted = math.ceil(given) if self.rounds_up else given
        total = self.amount * counted
        lines = [Line(self._counted_up(shown(given), shown(counted)))] if counted != given else []
        sum_ = f"{yuan(self.amount)} × {shown(counted)}"
        words = Text(f"{sum_} {self.unit} = {yuan(total)}", f"{sum_} {english(self.unit)} = {yuan(total)}")
        lines.append(Line(words, total))
        return Reckoned(total, tuple(lines))

    def _counted_up(self, given: str, counted: str) -> Text:
        unit = self.unit
        zh = f"{given} {unit}，不足 1 {unit}按 1 {unit}，算 {counted} {unit}"
        return Text(zh, f"{given} {english(unit)}: a part of a unit counts as one, so {counted}")
