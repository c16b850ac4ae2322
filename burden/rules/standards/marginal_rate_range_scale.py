"""A range whose two ends are each a marginal scale."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, Self

from burden.rules.conditions import Facts
from burden.rules.standards.brackets import Bracket, Scale, read_brackets
from burden.rules.standards.kind import Example, Field, FieldType, Kind, Line, Reckoned, as_number, yuan
from burden.rules.standards.reading import Reader
from core.values.text import Text

_BRACKETS = [
    {"threshold": 0, "amount_min": 40, "amount_max": 100},
    {"threshold": 1000, "rate_min": 0.04, "rate_max": 0.05},
    {"threshold": 50000, "rate_min": 0.03, "rate_max": 0.04},
]


@dataclass(frozen=True, slots=True)
class MarginalRateRangeScale(Kind):
    """每段有 rate_min/rate_max（或 amount_min/amount_max）；两端各自分段累计，得 min..max."""

    NAME: ClassVar[str] = "marginal_rate_range_scale"
    LABEL: ClassVar[Text] = Text("分段累计的幅度", "Range of marginal rates")
    MEANING: ClassVar[Text] = Text("最低、最高各自分段累计", "The least and the most are each added up by brackets")
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("base", FieldType.quantity, Text("基数是哪个输入", "Which input is the base")),
        Field(
            "brackets",
            FieldType.brackets,
            Text("各段", "Brackets"),
            columns=("amount_min", "amount_max", "rate_min", "rate_max"),
        ),
    )
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"base": "n", "brackets": _BRACKETS}, {"n": Fraction(0)}, "100.00", "40.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": Fraction(1000)}, "100.00", "40.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": Fraction(50000)}, "2550.00", "2000.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": Fraction(60000)}, "2950.00", "2300.00"),
    )

    base: str
    least: tuple[Bracket, ...]
    most: tuple[Bracket, ...]
    scales: tuple[Scale, Scale] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scales", (Scale.of(self.least), Scale.of(self.most)))

    @classmethod
    def read(cls, reader: Reader) -> Self:
        base = reader.base("base")
        least = read_brackets(reader, columns=("amount_min", "rate_min"))
        before = len(reader.errors)
        most = read_brackets(reader, columns=("amount_max", "rate_max"))
        _drop_repeated(reader, before)
        for at, (low, high) in enumerate(zip(least, most, strict=False)):
            if (low.amount or 0) > (high.amount or 0) or (low.rate or 0) > (high.rate or 0):
                reader.note(f"brackets.{at}", Text("最低高于最高", "The least is above the most"))
        return cls(base, least, most)

    @property
    def bases(self) -> tuple[str, ...]:
        return (self.base,)

    @property
    def measure(self) -> tuple[str, ...]:
        return ("share", self.base)

    def maximum(self, facts: Facts) -> Reckoned:
        base = as_number(facts[self.base])
        (least, _), (most, lines) = (scale.added_up(base) for scale in self.scales)
        head = Line(Text("按每段的最高比例：", "At the highest rate of each bracket:"))
        words = f"{yuan(least)} — {yuan(most)}"
        return Reckoned(most, (head, *lines, Line(Text(f"幅度 {words}", f"Range {words}"), most)), least)


def _drop_repeated(reader: Reader, before: int) -> None:
    """Thresholds are read twice, once for each end; what was noted of them the first time is enough."""
    known = reader.errors[:before]
    reader.errors[before:] = [error for error in reader.errors[before:] if error not in known]
