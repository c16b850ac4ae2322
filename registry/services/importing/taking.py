"""A row of a laboratory's table taken apart: what it says of the report, and its findings. Each cell is read once."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from registry.rules.cells import Doubt, folded, is_blank
from registry.rules.cells_days import read_day
from registry.rules.cells_values import NOTHING, Measured, read_value
from registry.rules.cells_words import Methods, read_conclusion
from registry.rules.columns import Column, Field
from registry.rules.columns_names import Names, split_unit
from registry.rules.layouts import Layout
from registry.rules.parameters import Parameter, Value
from registry.rules.record import Conclusion
from registry.services.composing import NewFinding
from registry.services.importing import wording
from registry.services.importing.wording import Pair

NOT_STATED, PASS_FAIL, NUMBER = Conclusion.not_stated, Value.pass_fail, Value.number
"""Named here once: asked for every finding, and an enumeration finds its members slowly."""
_UNIT_SAID = re.compile(r"单位\s*[:：为是]?\s*([A-Za-zμµΩ%℃][A-Za-z0-9μµΩ%/³²().]*)")


class Memo(dict[Any, Any]):
    """Keeps what `read` made of each different key."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: Any) -> Any:
        found = self[key] = self._read(key)
        return found


@dataclass(frozen=True, slots=True)
class Said:
    """A doubt at a column."""

    column: Column | None
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Frame:
    """What a row says of a finding beside its value."""

    parameter: Parameter | None
    conclusion: Conclusion
    tested_on: date | None
    method: str
    unit: str
    limit: str
    said: tuple[Said, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A finding read off a row, where its value stands, and what is said of it."""

    finding: NewFinding | None
    column: Column | None
    said: tuple[Said, ...] = ()
    note: str = ""


def doubt(pair: Pair, *, blocking: bool = True, **values: object) -> Doubt:
    """A doubt in the words of `wording`, filled."""
    return Doubt(pair[0].fill(**values) if values else pair[0], pair[1], blocking)


def picker(columns: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Takes those cells of a row, always as a tuple."""
    if len(columns) > 1:
        return itemgetter(*columns)
    if columns:
        only = columns[0]
        return lambda cells: (cells[only],)
    return lambda _cells: ()


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the findings of one parameter (or, in a tall table, of the one that the row names) stand in a row."""

    parameter: str
    columns: dict[Field, Column]
    pick: Callable[[Sequence[str]], tuple[str, ...]]
    fields: tuple[Field, ...]
    value: int
    """Index of the value's cell; -1: there is none."""
    column: Column | None
    """Where its value stands, else its name."""


class Taker:
    """Takes the findings of rows."""

    def __init__(self, layout: Layout, names: Names, methods: Methods) -> None:
        self.layout = layout
        self._names = names
        self._days = Memo(read_day)
        self._methods = Memo(methods.read)
        self._conclusions = Memo(read_conclusion)
        self._values = Memo(lambda key: Memo(lambda cell: read_value(cell, names.parameters[key])))
        self._tested = next(iter(layout.columns_of(Field.tested_on)), None)
        self._remark = next(iter(layout.columns_of(Field.remark)), None)
        self._subjects = [column.index for column in layout.columns_of(Field.subject)]
        self._near = " ".join(column.heading for column in layout.columns_of(Field.subject))
        self.sources = tuple(self._sources())
        self._frames = {source.parameter: Memo(self._reader(source)) for source in self.sources}
        self.names: dict[str, tuple[str, bool]] = {}
        """What parameters are called in the file → (key or "", whether that is sure)."""

    def _sources(self) -> Iterator[_Source]:
        shared = [Field.method, Field.unit, Field.limit, Field.conclusion, Field.value]
        if self.layout.tall:
            yield self._source("", [Field.parameter, *shared])
            return
        for key in dict.fromkeys(column.parameter for column in self.layout.columns if column.parameter):
            yield self._source(key, shared)

    def _source(self, key: str, wanted: Sequence[Field]) -> _Source:
        columns: dict[Field, Column] = {}
        for column in self.layout.columns:
            if column.field is not None and column.field in wanted and column.parameter == key:
                columns.setdefault(column.field, column)
        if key and Field.method not in columns and (shared := self.layout.columns_of(Field.method)):
            columns[Field.method] = shared[0]
        value = columns[Field.value].index if Field.value in columns else -1
        fields = tuple(name for name in wanted if name in columns and name is not Field.value)
        picked = [columns[name].index for name in fields]
        if self._tested:
            picked.append(self._tested.index)
        near = self._subjects if not key else []
        at = columns.get(Field.value) or columns.get(Field.parameter)
        return _Source(key, columns, picker([*picked, *near]), fields, value, at)

    def take(self, cells: Sequence[str]) -> list[Taken]:
        """The findings of one row."""
        taken = []
        for source in self.sources:
            frame = self._frames[source.parameter][source.pick(cells)]
            cell = cells[source.value] if source.value >= 0 else ""
            if (found := self._taken(source, frame, cell)) is not None:
                taken.append(found)
        if self._remark and taken and "单位" in cells[self._remark.index]:
            taken.extend(self._units_in_remark(folded(cells[self._remark.index])))
        return taken

    def _taken(self, source: _Source, frame: Frame, cell: str) -> Taken | None:
        column = source.column
        if frame.parameter is None or frame.tested_on is None:
            if source.parameter and is_blank(folded(cell)) and frame.conclusion is NOT_STATED:
                return None
            return Taken(None, column, frame.said, frame.note)
        measured, wrong = self._values[frame.parameter.key][cell] if cell else (NOTHING, None)
        conclusion = frame.conclusion
        if frame.parameter.value is PASS_FAIL and conclusion is NOT_STATED and measured.tested:
            conclusion, wrong = self._conclusions[cell]
            measured = Measured()
        if not measured.tested and not wrong:
            if conclusion is NOT_STATED:
                return self._untested(source, frame, column)
            if frame.parameter.value is NUMBER and cell.strip():
                wrong = doubt(wording.STROKE_BUT_JUDGED, shown=folded(cell))
            measured = Measured()
        said = (*frame.said, Said(column, wrong)) if wrong else frame.said
        finding = NewFinding(
            frame.parameter.key, conclusion, frame.tested_on, frame.method, measured.value, measured.qualifier,
            frame.unit, frame.limit,
        )  # fmt: skip
        note = frame.note
        if measured.note:
            note = f"{note} {frame.parameter.name.zh} {measured.note}".strip()
        return Taken(finding, column, said, note)

    def _untested(self, source: _Source, frame: Frame, column: Column | None) -> Taken | None:
        """In a wide table a blank is no finding; a row of a tall one that says nothing is named."""
        judged = source.columns.get(Field.conclusion)
        if source.parameter and not frame.said:
            return None
        if any(said.column is judged and judged for said in frame.said):
            return Taken(None, column, frame.said)
        if source.parameter:
            return None
        return Taken(None, column, (*frame.said, Said(column, doubt(wording.NOT_TESTED, blocking=False))))

    def _reader(self, source: _Source) -> Callable[[tuple[str, ...]], Frame]:
        return lambda picked: self._frame(source, picked)

    def _frame(self, source: _Source, picked: tuple[str, ...]) -> Frame:
        cells = dict(zip(source.fields, picked, strict=False))
        rest = picked[len(source.fields) :]
        said: list[Said] = []
        parameter, stated = self._parameter(source, cells, rest[1:] if self._tested else rest, said)
        conclusion, wrong = self._conclusions[cells.get(Field.conclusion, "")]
        _note(said, source.columns.get(Field.conclusion), wrong)
        method, wrong = self._methods[cells.get(Field.method, "")]
        _note(said, source.columns.get(Field.method), wrong)
        tested = rest[0] if self._tested else ""
        day = self._tested_on(tested, said)
        limit = folded(cells.get(Field.limit, ""))
        unit = folded(cells.get(Field.unit, "")) or stated or self._heading_unit(source)
        note = folded(cells[Field.method]) if wrong and not wrong.blocking and "修改单" in cells[Field.method] else ""
        return Frame(
            parameter, conclusion, day, method, "" if is_blank(unit) and unit != "无量纲" else unit,
            "" if is_blank(limit) else limit, tuple(said), note,
        )  # fmt: skip

    def _heading_unit(self, source: _Source) -> str:
        column = source.columns.get(Field.value)
        return (column.unit or split_unit(column.heading)[1]) if column else ""

    def _tested_on(self, cell: str, said: list[Said]) -> date | None:
        typed = cell if cell.strip() else self.layout.facts.get(Field.tested_on, "")
        day: date | None
        day, wrong = self._days[typed]
        if wrong is None and day is None:
            wrong = doubt(wording.NO_TEST_DAY)
        _note(said, self._tested, wrong)
        return day

    def _parameter(
        self, source: _Source, cells: dict[Field, str], near: Sequence[str], said: list[Said]
    ) -> tuple[Parameter | None, str]:
        """The parameter, and the unit that its name states."""
        if source.parameter:
            return self._names.parameters.get(source.parameter), ""
        typed = cells.get(Field.parameter, "").strip()
        column = source.columns.get(Field.parameter)
        if is_blank(folded(typed)):
            _note(said, column, doubt(wording.NO_PARAMETER))
            return None, ""
        key, sure = self._names.find(typed, f"{self._near} {' '.join(near)}")
        self.names[typed] = (key, sure)
        if not key:
            _note(said, column, doubt(wording.UNKNOWN_PARAMETER, shown=typed[:40]))
            return None, ""
        return self._names.parameters[key], split_unit(typed)[1]

    def _units_in_remark(self, remark: str) -> Iterator[Taken]:
        """A remark that states another unit than the headings': nobody can tell which holds."""
        found = _UNIT_SAID.search(remark)
        stated = {"".join(folded(column.unit).split()) for column in self.layout.columns if column.unit}
        if found and stated and "".join(found[1].split()) not in stated:
            wrong = doubt(wording.UNIT_IN_REMARK, shown=found[1], unit="、".join(sorted(stated))[:60])
            yield Taken(None, self._remark, (Said(self._remark, wrong),))


def _note(said: list[Said], column: Column | None, wrong: Doubt | None) -> None:
    if wrong is not None:
        said.append(Said(column, wrong))


SAMPLING: dict[str, str] = {
    "抽样": "official", "official": "official", "监督抽样": "official", "现场采样": "official", "采样": "official",
    "送样": "submitted", "submitted": "submitted", "送检": "submitted", "委托送检": "submitted", "来样": "submitted",
}  # fmt: skip
"""How a sample came, in the words of reports."""
