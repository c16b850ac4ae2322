"""A formula over the inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from burden.rules.conditions import Facts, Value
from burden.rules.standards.expressions import BadExpression, Expression, parse
from burden.rules.standards.kind import Example, Field, FieldType, Kind, Line, Number, Reckoned, as_number, shown, yuan
from burden.rules.standards.reading import NUMERIC, Reader
from core.values.text import Text

_NOTHING = parse("0", frozenset(), {})


@dataclass(frozen=True, slots=True)
class Formula(Kind):
    """只含数字、输入名、coefficients.名、+ − * / ( ) min() max()；小于 0 的按 0."""

    NAME: ClassVar[str] = "formula"
    LABEL: ClassVar[Text] = Text("公式", "Formula")
    MEANING: ClassVar[Text] = Text(
        "只含数字、输入名、coefficients.名、+ − * / ( ) min() max()",
        "Numbers, input names, coefficients.name, + − * / ( ) min() max() only",
    )
    FIELDS: ClassVar[tuple[Field, ...]] = (Field("expression", FieldType.expression, Text("公式", "Formula")),)
    EXAMPLES: ClassVar[tuple[Example, ...]] = (
        Example({"expression": "n*300 + m*30"}, {"n": 2, "m": 3}, "690.00"),
        Example({"expression": "183600*(1+0.2*n)"}, {"n": 2}, "257040.00"),
        Example({"expression": "max(0, n-10)*150"}, {"n": 8}, "0.00"),
        Example({"expression": "max(0, n-10)*150"}, {"n": 11}, "150.00"),
        Example({"expression": "n - 10"}, {"n": 3}, "0.00"),
        Example({"expression": "min(500, 100 + max(0, n-3)*100)"}, {"n": 20}, "500.00"),
    )
    RISES: ClassVar[bool] = False

    expression: Expression
    units: tuple[tuple[str, str], ...] = ()
    tables: Mapping[str, Mapping[object, Number]] = field(default_factory=dict)

    @classmethod
    def read(cls, reader: Reader) -> Self:
        numbers = frozenset(name for name, one in reader.inputs.items() if one.type in NUMERIC)
        choices = frozenset(name for name, one in reader.inputs.items() if all(_is_number(v) for v in one.values))
        text = reader.words("expression")
        if not text:
            return cls(_NOTHING)
        try:
            expression = parse(text, numbers | choices, reader.coefficients)
        except BadExpression as bad:
            reader.note("expression", bad.message)
            return cls(_NOTHING)
        units = tuple(
            (name, reader.inputs[name].unit or "")
            for name in expression.names
            if name in reader.inputs and name not in expression.coefficients
        )
        return cls(expression, units, {name: reader.coefficients[name] for name in expression.coefficients})

    @property
    def bases(self) -> tuple[str, ...]:
        return self.expression.names

    @property
    def measure(self) -> tuple[str, ...]:
        return (self.NAME, self.expression.text)

    def maximum(self, facts: Facts) -> Reckoned:
        total: Number = max(0, self.expression.evaluate(facts) or 0)
        numbers = {name: self._filled(name, facts[name]) for name in self.expression.names}
        units = {**numbers, **{name: f"{numbers[name]}{unit}" for name, unit in self.units}}
        template = self.expression.template
        text = Text(f"{template.format_map(units)} = {yuan(total)}", f"{template.format_map(numbers)} = {yuan(total)}")
        return Reckoned(total, (Line(text, total),))

    def settled(self, facts: Facts) -> Number | None:
        value = self.expression.evaluate(facts)
        return None if value is None else max(0, value)

    def _filled(self, name: str, value: Value) -> str:
        """The number a name stands for: a coefficient, or the fact itself."""
        table = self.tables.get(name)
        return shown(table[value]) if table else shown(as_number(value))


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
