"""Reading a standard's document: every mistake is noted with its path, in both languages, and none is guessed away."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from burden.rules.items import Input, InputType
from core.values.text import Text

_FRACTION = re.compile(r"(\d{1,6})/([1-9]\d{0,5})")
NUMERIC = (InputType.money, InputType.count, InputType.number)


@dataclass(frozen=True, slots=True)
class DocumentError:
    """What is wrong, and where: ``standards.2.brackets.1.threshold``."""

    path: str
    message: Text


class DocumentErrors(ValueError):
    """A document that cannot become law; `errors` lists everything found wrong with it."""

    def __init__(self, errors: Sequence[DocumentError]) -> None:
        super().__init__("; ".join(f"{error.path}: {error.message.en}" for error in errors))
        self.errors = list(errors)


@dataclass(slots=True)
class Reader:
    """A part of a document with its path; notes mistakes in one list shared by all parts."""

    document: Mapping[str, Any]
    path: str = ""
    inputs: Mapping[str, Input] = field(default_factory=dict)
    coefficients: Mapping[str, Mapping[Any, Fraction | int]] = field(default_factory=dict)
    errors: list[DocumentError] = field(default_factory=list)

    def part(self, document: Any, *steps: object) -> "Reader":
        """A reader of something inside; what is no mapping is noted and read as empty."""
        path = ".".join(str(step) for step in (self.path, *steps) if step != "")
        inner = Reader(
            document if isinstance(document, Mapping) else {}, path, self.inputs, self.coefficients, self.errors
        )
        if not isinstance(document, Mapping):
            inner.note("", Text("这里要一组“名称: 值”", "A set of “name: value” is needed here"))
        return inner

    def note(self, name: str, message: Text) -> None:
        """Something is wrong with the field `name`."""
        self.errors.append(DocumentError(".".join(step for step in (self.path, name) if step), message))

    def raise_errors(self) -> None:
        """Raise DocumentErrors if anything was noted."""
        if self.errors:
            raise DocumentErrors(self.errors)

    def get(self, name: str, default: Any = None) -> Any:
        """The raw value."""
        return self.document.get(name, default)

    def number(self, name: str, *, required: bool = True, fraction: bool = False) -> Fraction | int:
        """An exact number, not negative; a mistake is noted and read as 0."""
        value = self.document.get(name)
        if value is None:
            if required:
                self.note(name, Text("缺少这个数", "This number is missing"))
            return 0
        if fraction and isinstance(value, str) and (found := _FRACTION.fullmatch(value.strip())):
            return Fraction(int(found[1]), int(found[2]))
        exact = exact_number(value)
        if exact is None:
            self.note(name, Text(f"“{value}”不是数", f"“{value}” is not a number"))
        elif exact < 0:
            self.note(name, Text(f"不能是负数（{value}）", f"It cannot be negative ({value})"))
        if exact is None or exact < 0:
            return 0
        return int(exact) if exact.denominator == 1 else exact

    def optional(self, name: str, *, fraction: bool = False) -> Fraction | int | None:
        """A number that may be left out."""
        return None if self.document.get(name) is None else self.number(name, fraction=fraction)

    def words(self, name: str, *, required: bool = True) -> str:
        """Text; a missing one is noted if required."""
        value = self.document.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if required or value is not None:
            self.note(name, Text("缺少文字", "Words are missing"))
        return ""

    def one_of(self, name: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words; anything else is noted and read as the first."""
        value = self.document.get(name, default)
        if value in allowed:
            return str(value)
        listed = "、".join(allowed)
        self.note(
            name, Text(f"“{value}”不认识，可用：{listed}", f"“{value}” is unknown; use one of {', '.join(allowed)}")
        )
        return allowed[0]

    def base(self, name: str, *, required: bool = True) -> str:
        """The name of a numeric input of the item."""
        value = self.document.get(name)
        if value is None and not required:
            return ""
        known = self.inputs.get(value) if isinstance(value, str) else None
        if known is None:
            self.note(name, Text(f"没有“{value}”这个输入", f"There is no input “{value}”"))
        elif known.type not in NUMERIC:
            self.note(name, Text(f"输入“{value}”不是数，不能拿来算", f"Input “{value}” is not a number to reckon with"))
        return str(value)

    def no_others(self, allowed: Sequence[str]) -> None:
        """Notes every field that is not one of `allowed`: a slip would otherwise pass unread."""
        for name in self.document:
            if name not in allowed:
                self.note(str(name), Text(f"不认识“{name}”这一项", f"Field “{name}” is unknown here"))


def exact_number(value: Any) -> Fraction | None:
    """YAML's number or text as an exact fraction: a float through its written form, never its binary one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        exact = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return Fraction(exact) if exact.is_finite() and -30 < exact.adjusted() < 30 else None
