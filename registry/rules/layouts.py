"""Where the head of a laboratory's table stands, one row of it or two, and what stands above it about all reports."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.tables.cells import Row
from registry.rules.cells import folded
from registry.rules.columns import MEASURED, Column, Field, bare, field_of
from registry.rules.columns_names import Names, role_of, split_unit

LOOKED_THROUGH = 30
"""Rows looked through for the head."""
_SUBHEAD = re.compile(r"判定|限值|结果|单位|浓度|数值|日期|标准|值|twa|stel|mac|lex|[(（\[]", re.IGNORECASE)
_FACTS = (
    (Field.number, r"(?:报告|证书)(?:编)?号"),
    (Field.client_code, r"(?:统一社会)?信用代码"),
    (Field.client, r"(?:委托|受检|使用|被检)(?:单位|方)(?:名称)?"),
    (Field.tested_on, r"(?:检测|检验|检定|分析)(?:日期|时间)"),
    (Field.sampled_on, r"(?:采样|抽样)(?:日期|时间)"),
    (Field.issued_on, r"(?:签发|报告|批准)(?:日期|时间|日)?"),
)
FACTS = tuple(name for name, _ in _FACTS) + (Field.subject,)
"""What may be the same for a whole file and stand above its head, or be typed by a person."""
_SAID = re.compile(
    "(" + "|".join(f"(?P<{name.value}>{words})" for name, words in _FACTS) + r")\s*[:：]\s*(?P<said>[^\s)）；;]+)"
)


@dataclass(frozen=True)
class Layout:
    """How a table is to be read."""

    first_row: int
    last_row: int
    columns: tuple[Column, ...]
    facts: Mapping[Field, str] = field(default_factory=dict)
    """What holds for every row that does not say otherwise."""

    @property
    def tall(self) -> bool:
        """One row a parameter; else one row a report, with parameters as columns."""
        return any(column.field is Field.parameter for column in self.columns)

    @property
    def readable(self) -> bool:
        """Whether a parameter could be found at all."""
        return self.tall or any(column.parameter for column in self.columns)

    @property
    def fingerprint(self) -> str:
        """By what a laboratory's export is known again: its headings in their order, without what we add to it."""
        heads = [bare(column.heading) for column in self.columns]
        while heads and heads[-1] in ("问题", "怎么改", "problem", "remedy", ""):
            heads.pop()
        return hashlib.sha256("\n".join(heads).encode()).hexdigest()

    def columns_of(self, name: Field) -> tuple[Column, ...]:
        """The columns that hold `name` for the whole row."""
        return tuple(column for column in self.columns if column.field is name and not column.parameter)


def find_layout(rows: Sequence[Row], names: Names, chosen: int | None = None) -> Layout | None:
    """The layout of a table that begins with `rows`; None if no row of them is a head.

    :param chosen: the row number that a person says the head is.
    """
    best, best_score = None, 2
    for place, row in enumerate(rows[:LOOKED_THROUGH]):
        if chosen is not None:
            if row.number == chosen:
                best = place
            continue
        score = _likeness(row, _second(rows, place), names)
        if score > best_score:
            best, best_score = place, score
    if best is None:
        return None
    upper = rows[best]
    lower = _second(rows, best)
    below = rows[best + (2 if lower else 1) :]
    columns = _columns(upper, lower, below, names)
    facts = _facts(rows[:best])
    return Layout(upper.number, (lower or upper).number, _settled(columns, facts), facts)


def _second(rows: Sequence[Row], place: int) -> Row | None:
    """The row below that one, if it continues the head."""
    return rows[place + 1] if place + 1 < len(rows) and _is_second(rows[place], rows[place + 1]) else None


def _likeness(row: Row, second: Row | None, names: Names) -> int:
    """How many different things the cells of a head name."""
    found = set()
    for cell in dict.fromkeys((*row.cells, *(second.cells if second else ()))):
        if not cell.strip() or len(cell) > 40:
            continue
        name, sure = field_of(cell)
        if sure and name:
            found.add(name.value)
        elif key := names.exactly(cell):
            found.add(key)
        elif name:
            found.add(name.value)
    return len(found)


def _is_second(upper: Row, lower: Row) -> bool:
    """Whether `lower` continues the head: it repeats what is merged downwards and divides what stands above it."""
    if not any(cell.strip() for cell in lower.cells) or any(len(cell) > 30 for cell in lower.cells):
        return False
    if len({cell for cell in upper.cells if cell.strip()}) < 2:  # a title
        return False
    merged = any(lower.cell(column) and lower.cell(column) == upper.cell(column) for column in lower.merged)
    divided = [
        cell for column, cell in enumerate(lower.cells)
        if cell.strip() and cell != upper.cell(column) and _spans(upper, column)
    ]  # fmt: skip
    others = [
        cell for column, cell in enumerate(lower.cells)
        if cell.strip() and cell != upper.cell(column) and not _spans(upper, column)
    ]  # fmt: skip
    signs = sum(1 for cell in divided if _SUBHEAD.search(cell))
    return bool(divided) and signs > 0 and (merged or not others)


def _spans(upper: Row, column: int) -> bool:
    """Whether the heading over `column` spans several columns."""
    return column in upper.merged or column + 1 in upper.merged or not upper.cell(column + 1).strip()


def _columns(upper: Row, lower: Row | None, below: Sequence[Row], names: Names) -> list[Column]:
    width = max(len(upper.cells), len(lower.cells) if lower else 0)
    found, over = [], ""
    for index in range(width):
        top, under = upper.cell(index).strip(), lower.cell(index).strip() if lower else ""
        over = top or (over if under else "")
        sample = next((row.cell(index) for row in below[:20] if row.cell(index).strip()), "")[:60]
        if under and under != over and over:
            found.append(_divided(index, over, under, sample, names))
        elif over or sample:
            found.append(_single(index, over, sample, names))
    return found


def _single(index: int, heading: str, sample: str, names: Names) -> Column:
    if not heading:
        return Column(index, "", sample=sample)
    words, unit = split_unit(heading)
    name, sure = field_of(heading)
    if sure and name:
        return Column(index, heading, name, sample=sample)
    role, rest = role_of(words)
    if key := names.exactly(heading) or names.exactly(rest):
        return Column(index, heading, role, key, unit, True, sample)
    if name:
        return Column(index, heading, name, sure=False, sample=sample)
    key, _ = names.find(rest) if unit or role is not Field.value else ("", False)
    return Column(index, heading, role if key else None, key, unit, False, sample)


def _divided(index: int, over: str, under: str, sample: str, names: Names) -> Column:
    """Of two head rows the upper one names the parameter, the lower one what of it; or the lower one the parameter."""
    heading = f"{over}·{under}"
    words, unit = split_unit(under)
    role, _ = role_of(words)
    for named in (over, words):
        if key := names.exactly(named):
            return Column(index, heading, role, key, unit, True, sample)
    name, sure = field_of(under)
    if name and name not in MEASURED:
        return Column(index, heading, name, sure=sure, sample=sample)
    key, _ = names.find(over)
    return Column(index, heading, role, key, unit, not key, sample)


def _settled(columns: Sequence[Column], facts: Mapping[Field, str]) -> tuple[Column, ...]:
    """Columns under one upper heading speak of one parameter; a field guessed gives way to one that is sure of it."""
    groups = {
        column.heading.partition("·")[0]: column for column in columns if column.parameter and "·" in column.heading
    }
    sure = {column.field for column in columns if column.sure and not column.parameter}
    tall = Field.parameter in sure
    settled = []
    for column in columns:
        upper, divided, _ = column.heading.partition("·")
        if divided and not column.parameter and upper in groups:
            column = replace(column, parameter=groups[upper].parameter, sure=groups[upper].sure)
        elif column.field in sure and not column.sure and not column.parameter:
            column = replace(column, field=None)
        settled.append(column)
    wide = not tall and any(column.parameter for column in settled)
    return tuple(_whole_row(column) if wide else column for column in settled)


def _whole_row(column: Column) -> Column:
    """Where parameters are columns, a conclusion without one is the whole row's."""
    if column.field is Field.conclusion and not column.parameter:
        return replace(column, field=Field.overall)
    return column


def _facts(above: Sequence[Row]) -> dict[Field, str]:
    """报告编号：X, 委托单位：Y, 签发：45363 in the lines above the head."""
    found: dict[Field, str] = {}
    for row in above:
        for cell in dict.fromkeys(row.cells):
            for said in _SAID.finditer(cell):
                name = next(one for one in FACTS if one is not Field.subject and said[one.value])
                found.setdefault(name, folded(said["said"]))
    return found


def corrected(layout: Layout, choices: Mapping[int, tuple[str, str]], facts: Mapping[str, str]) -> Layout:
    """The layout as a person corrected it: column → (field or "", parameter or ""), and what holds for all rows."""
    columns = tuple(_chosen(column, choices.get(column.index)) for column in layout.columns)
    said = {Field(name): words for name, words in facts.items() if name in {one.value for one in FACTS} and words}
    return replace(layout, columns=columns, facts={**layout.facts, **said})


def _chosen(column: Column, choice: tuple[str, str] | None) -> Column:
    if choice is None:
        return column
    name, parameter = choice
    taken = Field(name) if name in {one.value for one in Field} else None
    unit = column.unit or split_unit(column.heading.rpartition("·")[2])[1]
    return replace(column, field=taken, parameter=parameter if taken in MEASURED else "", unit=unit, sure=True)
