"""Brackets of a scale: rows with rising thresholds, each with an amount or a rate (or both ends of a range)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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


def added_up(base: Number, brackets: Sequence[Bracket]) -> tuple[Number, list[Line]]:
    """The sum over all brackets `base` reaches, bracket by bracket (“the part above X”)."""
    total: Number = 0
    lines: list[Line] = []
    last = len(brackets) - 1
    for at, bracket in enumerate(brackets):
        start = bracket.threshold
        if at > 0 and base <= start:
            break
        if bracket.amount is not None:
            total += bracket.amount
            lines.append(_fixed_line(bracket.amount, brackets[at + 1].threshold if at < last else None))
            continue
        end = base if at == last or base <= brackets[at + 1].threshold else brackets[at + 1].threshold
        part = _part_line(start, end, bracket.rate or 0)
        total += part.amount or 0
        lines.append(part)
    return total, lines


@lru_cache(maxsize=4096)
def _fixed_line(amount: Number, end: Number | None) -> Line:
    sum_ = yuan(amount)
    if end is None:
        return Line(Text(f"定额 {sum_}", f"Fixed amount {sum_}"), amount)
    top = yuan(end)
    return Line(Text(f"{top} 以内，定额 {sum_}", f"Up to {top}: fixed amount {sum_}"), amount)


@lru_cache(maxsize=4096)
def _part_line(start: Number, end: Number, rate: Number) -> Line:
    part = (end - start) * rate
    sum_ = f"{yuan(end - start)} × {percent(rate)} = {yuan(part)}"
    top = yuan(end)
    if not start:
        return Line(Text(f"{top} 以内：{sum_}", f"Up to {top}: {sum_}"), part)
    above = yuan(start)
    return Line(Text(f"超过 {above} 至 {top} 的部分：{sum_}", f"Above {above} up to {top}: {sum_}"), part)
