"""Between a least and a most, set by whoever collects; perhaps for each unit."""

from dataclasses import dataclass
from typing import ClassVar, Self

from burden.rules.conditions import Facts
from burden.rules.standards.kind import Example, Field, FieldType, Kind, Line, Number, Reckoned, as_number, shown, yuan
from burden.rules.standards.reading import Reader
from burden.rules.standards.units import english
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Range(Kind):
    """在 min 与 max 之间由执收单位定；有 quantity 时两端都乘以数量；合法上限 = max."""

    NAME: ClassVar[str] = "range"
    LABEL: ClassVar[Text] = Text("幅度", "Range")
    MEANING: ClassVar[Text] = Text("在最低与最高之间由收费单位定", "Set by the collector between a least and a most")
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("min", FieldType.amount, Text("最低（元）", "Least in yuan")),
        Field("max", FieldType.amount, Text("最高（元）", "Most in yuan")),
        Field("unit", FieldType.unit, Text("单位", "Unit"), required=False),
        Field("quantity", FieldType.quantity, Text("数量是哪个输入", "Which input is the quantity"), required=False),
    )
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"min": 0, "max": 26, "unit": "半小时", "quantity": "n"}, {"n": 4}, "104.00", "0.00"),
        Example({"min": 30000, "max": 35000}, {}, "35000.00", "30000.00"),
        Example({"min": 0.3, "max": 3.7, "unit": "床·日", "quantity": "n"}, {"n": 3}, "11.10", "0.90"),
    )

    least: Number
    most: Number
    unit: str = ""
    quantity: str = ""

    @classmethod
    def read(cls, reader: Reader) -> Self:
        least, most = reader.number("min"), reader.number("max")
        if least > most:
            reader.note("min", Text("最低高于最高", "The least is above the most"))
        return cls(least, most, reader.words("unit", required=False), reader.base("quantity", required=False))

    @property
    def bases(self) -> tuple[str, ...]:
        return (self.quantity,) if self.quantity else ()

    @property
    def measure(self) -> tuple[str, ...]:
        return ("quantity", self.quantity) if self.quantity else (self.NAME,)

    def maximum(self, facts: Facts) -> Reckoned:
        times = as_number(facts[self.quantity]) if self.quantity else 1
        least, most = self.least * times, self.most * times
        zh = en = f"{yuan(self.least)} — {yuan(self.most)}"
        if self.quantity:
            unit, total = self.unit or "", f"{yuan(least)} — {yuan(most)}"
            zh = f"{zh} × {shown(times)} {unit} = {total}"
            en = f"{en} × {shown(times)} {english(unit)} = {total}"
        return Reckoned(most, (Line(Text(f"幅度 {zh}", f"Range {en}"), most),), least)
