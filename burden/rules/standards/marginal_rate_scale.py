"""Rates that change from bracket to bracket, each on its own part of the base, added up."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import ClassVar, Self

from burden.rules.conditions import Facts
from burden.rules.standards.brackets import Bracket, Scale, read_brackets
from burden.rules.standards.kind import Example, Field, FieldType, Kind, Line, Number, Reckoned, as_number, shown, yuan
from burden.rules.standards.limits import LIMIT_FIELDS, limited, read_limits
from burden.rules.standards.reading import Reader
from core.values.text import Text

_BRACKETS = [{"threshold": 0, "amount": 50}, {"threshold": 10000, "rate": 0.025}, {"threshold": 100000, "rate": 0.02}]


@dataclass(frozen=True, slots=True)
class MarginalRateScale(Kind):
    """分段累计：“超过 X 的部分”，X 本身属于下一段以下；次序：分段 → 乘数 → 最低 → 最高.

    `like` borrows the brackets of another item's standard of the day (not its reliefs, floor or cap).
    """

    NAME: ClassVar[str] = "marginal_rate_scale"
    LABEL: ClassVar[Text] = Text("分段累计", "Marginal rates")
    MEANING: ClassVar[Text] = Text(
        "基数分段，各段按各自的比例，再相加", "Each part of the base at its own rate, added up"
    )
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("base", FieldType.quantity, Text("基数是哪个输入", "Which input is the base")),
        Field("brackets", FieldType.brackets, Text("各段", "Brackets"), required=False, columns=("amount", "rate")),
        Field("like", FieldType.like, Text("借用哪个项目的各段", "Borrow the brackets of item"), required=False),
        Field("multiply", FieldType.multiplier, Text("再乘", "Then multiply by"), required=False),
        *LIMIT_FIELDS,
    )
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"base": "n", "brackets": _BRACKETS}, {"n": Fraction(0)}, "50.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": Fraction(10000)}, "50.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": Fraction("10000.01")}, "50.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": Fraction(100000)}, "2300.00"),
        Example({"base": "n", "brackets": _BRACKETS}, {"n": Fraction(150000)}, "3300.00"),
        Example({"base": "n", "brackets": _BRACKETS, "multiply": "1/3"}, {"n": Fraction(100000)}, "766.67"),
        Example({"base": "n", "brackets": _BRACKETS, "multiply": 0.5, "cap": 1000}, {"n": Fraction(100000)}, "1000.00"),
        Example(
            {"base": "n", "brackets": [{"threshold": 0, "rate": 0.003}], "floor": 200}, {"n": Fraction(50000)}, "200.00"
        ),
    )

    base: str
    brackets: tuple[Bracket, ...]
    like: str | None = None
    multiply: Number | None = None
    floor: Number | None = None
    cap: Number | None = None
    scale: Scale = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scale", Scale.of(self.brackets))

    @classmethod
    def read(cls, reader: Reader) -> Self:
        like = reader.words("like", required=False) or None
        if like and reader.get("brackets") is not None:
            reader.note("like", Text("各段和借用只能写一样", "Give brackets or an item to borrow from, not both"))
        brackets = () if like else read_brackets(reader)
        floor, cap = read_limits(reader)
        return cls(reader.base("base"), brackets, like, reader.optional("multiply", fraction=True), floor, cap)

    @property
    def bases(self) -> tuple[str, ...]:
        return (self.base,)

    @property
    def measure(self) -> tuple[str, ...]:
        return ("share", self.base)

    def borrowing(self, brackets: tuple[Bracket, ...]) -> Self:
        """The same with the brackets of the item it is like."""
        return replace(self, brackets=brackets)

    def maximum(self, facts: Facts) -> Reckoned:
        total, lines = self.scale.added_up(as_number(facts[self.base]))
        if len(lines) > 1:
            sum_ = yuan(total)
            lines.append(Line(Text(f"各段相加 {sum_}", f"Added up {sum_}"), total))
        if self.multiply is not None:
            total = total * self.multiply
            words = f"× {shown(self.multiply)} = {yuan(total)}"
            lines.append(Line(Text(words, words), total))
        total, more = limited(total, self.floor, self.cap)
        return Reckoned(total, (*lines, *more))
