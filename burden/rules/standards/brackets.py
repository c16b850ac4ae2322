"""Brackets of a scale: rows with rising thresholds, each with an amount or a rate (or both ends of a range)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Self

from burden.rules.standards.kind import Line, Number, percent, yuan
from burden.rules.standards.reading import Reader
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Bracket:
    """From `threshold` on: a fixed `amount` for the whole bracket, or a `rate` of what lies in it."""

    threshold: Number
    amount: Number | None = None
    rate: Number | None = None


def read_brackets(
    reader: Reader, *, columns: tuple[str, str] | tuple[str] = ("amount", "rate"), starts_at_zero: bool = True
) -> tuple[Bracket, ...]:
    """Brackets with either of `columns`; not rising, gapped at the bottom, empty or double rows are noted.

    An amount is only allowed in the first bracket of a scale that adds up (two columns).
    """
    rows = reader.get("brackets")
    if not isinstance(rows, list) or not rows:
        reader.note("brackets", Text("至少要有一档", "At least one bracket is needed"))
        return ()
    brackets = tuple(_bracket(reader.part(row, "brackets", at), columns, at) for at, row in enumerate(rows))
    _check_order(reader, brackets, starts_at_zero)
    return brackets


def _bracket(row: Reader, columns: Sequence[str], at: int) -> Bracket:
    given = [column for column in columns if row.get(column) is not None]
    if len(given) != 1:
        listed = "、".join(columns)
        row.note("", Text(f"每档恰好要有一个：{listed}", f"Each bracket needs exactly one of {', '.join(columns)}"))
    values = {column: row.number(column) for column in given}
    amount, rate = values.get(columns[0]), values.get(columns[-1]) if len(columns) > 1 else None
    if len(columns) > 1 and amount is not None and at > 0:
        row.note(columns[0], Text("只有第一档可以是定额", "Only the first bracket may be a fixed amount"))
    return Bracket(row.number("threshold"), amount, rate if rate is not None or amount is not None else 0)


def _check_order(reader: Reader, brackets: Sequence[Bracket], starts_at_zero: bool) -> None:
    if starts_at_zero and brackets[0].threshold != 0:
        reader.note(
            "brackets.0.threshold",
            Text(
                "第一档要从 0 起，否则下面有一段没有标准", "The first bracket must start at 0, or a gap is left below"
            ),
        )
    for at in range(1, len(brackets)):
        if brackets[at].threshold <= brackets[at - 1].threshold:
            message = Text("档的下限要逐档升高，这两档重叠了", "Thresholds must rise; these two brackets overlap")
            reader.note(f"brackets.{at}.threshold", message)


@dataclass(frozen=True, slots=True)
class Scale:
    """Brackets that add up. What a full bracket comes to, and its line of the working, is worked out once."""

    steps: tuple["_Step", ...]
    thresholds: tuple[Number, ...]
    below: tuple[Number, ...]
    """For each bracket, what all brackets below it come to."""
    full: tuple[Line, ...]
    """The line of each bracket but the last, which is never full."""

    @classmethod
    def of(cls, brackets: Sequence[Bracket]) -> Self:
        """The scale of `brackets`."""
        tops = (bracket.threshold for bracket in brackets[1:])
        steps = tuple(_Step.of(bracket, top) for bracket, top in zip_longest(brackets, tops))
        below: list[Number] = [0]
        full: list[Line] = []
        for step, above in pairwise(steps):
            part, line = step.reached_by(above.start)
            below.append(below[-1] + part)
            full.append(line)
        return cls(steps, tuple(step.start for step in steps), tuple(below), tuple(full))

    def added_up(self, base: Number) -> tuple[Number, list[Line]]:
        """The sum over all brackets `base` reaches, bracket by bracket (“the part above X”: X itself lies below)."""
        last = max(0, bisect_left(self.thresholds, base) - 1)
        part, line = self.steps[last].reached_by(base)
        return self.below[last] + part, [*self.full[:last], line]


@dataclass(frozen=True, slots=True)
class _Step:
    """One bracket of a scale, with the words of its line that never change."""

    start: Number
    rate: Number
    fixed: Line | None
    above: str
    share: str

    @classmethod
    def of(cls, bracket: Bracket, top: Number | None) -> Self:
        start, rate = bracket.threshold, bracket.rate or 0
        fixed = None if bracket.amount is None else _fixed_line(bracket.amount, top)
        return cls(start, rate, fixed, yuan(start) if start else "", percent(rate))

    def reached_by(self, base: Number) -> tuple[Number, Line]:
        """What the part of `base` in this bracket comes to; a fixed amount holds however little of it is reached."""
        if self.fixed is not None:
            return self.fixed.amount or 0, self.fixed
        inside = base - self.start
        part = inside * self.rate
        top, sum_ = yuan(base), f"{yuan(inside)} × {self.share} = {yuan(part)}"
        if not self.above:
            return part, Line(Text(f"{top} 以内：{sum_}", f"Up to {top}: {sum_}"), part)
        zh = f"超过 {self.above} 至 {top} 的部分：{sum_}"
        return part, Line(Text(zh, f"Above {self.above} up to {top}: {sum_}"), part)


def _fixed_line(amount: Number, end: Number | None) -> Line:
    sum_ = yuan(amount)
    if end is None:
        return Line(Text(f"定额 {sum_}", f"Fixed amount {sum_}"), amount)
    top = yuan(end)
    return Line(Text(f"{top} 以内，定额 {sum_}", f"Up to {top}: fixed amount {sum_}"), amount)
