"""Rows put together into reports by their numbers; a report of several subjects or terms in parts, one for each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.tables.cells import Problem, Row
from core.values.text import Text
from registry.rules.cells import Doubt, folded, is_blank
from registry.rules.cells_codes import corrected, odd_ones, read_credit, read_device, read_number
from registry.rules.cells_days import read_day, read_last_day
from registry.rules.cells_words import kind_named
from registry.rules.columns import WORDS, Column, Field
from registry.rules.layouts import Layout
from registry.services.importing import wording
from registry.services.importing.taking import SAMPLING, Memo, Said, Taken, Taker, doubt, picker

_OF_REPORT = (
    Field.number, Field.client, Field.client_code, Field.subject, Field.subject_code, Field.subject_kind, Field.batch,
    Field.sampled_on, Field.issued_on, Field.valid_until, Field.sampling, Field.supersedes, Field.laboratory,
    Field.overall, Field.remark,
)  # fmt: skip
_ONE_IN_A_REPORT = (Field.client_code, Field.issued_on, Field.supersedes, Field.sampling)


@dataclass(frozen=True, slots=True)
class Thing:
    """A subject as a row names it; `kind` empty: not said."""

    name: str
    code: str
    kind: str
    heading: str = ""
    """Of the column that names it: 排放口 says what it is."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a row says of its report."""

    number: str
    client: str
    client_code: str
    thing: Thing
    batch: str
    sampled_on: date | None
    issued_on: date | None
    valid_until: date | None
    sampling: str
    supersedes: str
    laboratory: str
    notes: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(slots=True)
class Line:
    """A row of a report."""

    row: int
    line: int | None
    header: Header
    taken: list[Taken]


@dataclass(slots=True)
class Group:
    """The rows of one report number."""

    number: str
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether it cannot be taken: one cell that cannot be read keeps the whole report back."""
        return any(one.blocking for one in self.problems)

    @property
    def rows(self) -> list[int]:
        """Its rows in the file."""
        return [line.row for line in self.lines]


class Gatherer:
    """Takes rows one by one; what they come to is in `groups`, by number, in their order."""

    def __init__(self, layout: Layout, taker: Taker, laboratory: frozenset[str]) -> None:
        self.layout, self._taker, self._laboratory = layout, taker, laboratory
        self.groups: dict[str, Group] = {}
        self.notes: list[Problem] = []
        """What is said of rows that are no part of a report."""
        self._columns = [column for column in layout.columns if column.field in _OF_REPORT and not column.parameter]
        self._pick = picker([column.index for column in self._columns])
        self._headers = Memo(self._header)
        self._heads = {column.index: column.heading for column in layout.columns if column.heading}
        self._number = next((column.index for column in layout.columns_of(Field.number)), -1)
        self._width = 1 + max((column.index for column in layout.columns), default=0)
        self._readers = _readers()
        self.count = 0

    def take(self, row: Row) -> None:
        """One row below the head."""
        cells = row.cells
        if len(cells) < self._width:
            cells = cells + ("",) * (self._width - len(cells))
        if len(set(cells)) < 4 and self._is_aside(row, cells):
            return
        header = self._headers[self._pick(cells)]
        self.count += 1
        key = header.number or f"\0{row.number}"
        group = self.groups.get(key)
        if group is None:
            group = self.groups[key] = Group(header.number)
        group.lines.append(Line(row.number, row.line, header, self._taker.take(cells)))

    def _is_aside(self, row: Row, cells: Sequence[str]) -> bool:
        """Whether the row is no finding at all: a footnote, a sum, the head again; said so."""
        present = {cell.strip() for cell in cells if cell.strip()}
        if len(present) <= 1:
            words = next(iter(present), "")
            self._aside(row, wording.FOOTNOTE, words)
            return True
        again = sum(1 for index, heading in self._heads.items() if cells[index] and cells[index] in heading)
        if again > 2 and again >= len(present):
            self._aside(row, wording.HEAD_AGAIN, "")
            return True
        return False

    def _aside(self, row: Row, pair: wording.Pair, words: str) -> None:
        what = pair[0].fill(shown=words[:80]) if words else pair[0]
        self.notes.append(Problem(what, pair[1], row.number, line=row.line))

    def finish(self) -> None:
        """Say of every report what is doubtful in it, once all rows are taken."""
        odd = odd_ones([group.number for group in self.groups.values() if group.number])
        column = next(iter(self.layout.columns_of(Field.number)), None)
        for group in self.groups.values():
            group.problems = list(_unique(self._problems(group)))
            if group.number in odd:
                group.problems.append(self.problem(group.lines[0], Said(column, odd[group.number])))

    def _problems(self, group: Group) -> Iterator[Problem]:
        for line in group.lines:
            for said in line.header.said:
                yield self.problem(line, said)
            for taken in line.taken:
                for said in taken.said:
                    yield self.problem(line, said)
        yield from self._differences(group)

    def _differences(self, group: Group) -> Iterator[Problem]:
        first = group.lines[0].header
        if all(line.header is first for line in group.lines):
            return
        for line in group.lines[1:]:
            for name in _ONE_IN_A_REPORT:
                was, now = getattr(first, name.value), getattr(line.header, name.value)
                if was != now and not any(one.column and one.column.field is name for one in line.header.said):
                    wrong = doubt(wording.DIFFERS, name=WORDS[name], first=was or "—", shown=now or "—")
                    yield self.problem(line, Said(self._column(name), wrong))
            if first.client != line.header.client and first.client_code == line.header.client_code:
                yield self.problem(line, Said(self._column(Field.client), doubt(wording.NAME_DIFFERS, blocking=False)))

    def _column(self, name: Field) -> Column | None:
        return next(iter(self.layout.columns_of(name)), None)

    def problem(self, line: Line, said: Said) -> Problem:
        """A doubt with its address."""
        column = said.column
        return Problem(
            said.doubt.what, said.doubt.remedy, line.row, column.letter if column else None,
            column.heading if column else "", line.line, said.doubt.blocking,
        )  # fmt: skip

    def _header(self, picked: tuple[str, ...]) -> Header:
        said: list[Said] = []
        cells: dict[Field, str] = {}
        by_field: dict[Field, Column] = {}
        for column, cell in zip(self._columns, picked, strict=True):
            name = column.field
            if name is None:
                continue
            by_field.setdefault(name, column)
            if cell.strip():
                cells[name] = f"{cells[name]} {cell.strip()}" if name in cells else cell.strip()

        def read(name: Field) -> Any:
            value, wrong = self._readers[name](cells.get(name) or self.layout.facts.get(name, ""))
            if wrong is not None:
                said.append(Said(by_field.get(name), wrong))
            return value

        number, issued = read(Field.number), read(Field.issued_on)
        if not number and not said:
            said.append(Said(by_field.get(Field.number), doubt(wording.NO_NUMBER)))
        if issued is None and not any(one.column is by_field.get(Field.issued_on) for one in said):
            said.append(Said(by_field.get(Field.issued_on), doubt(wording.NO_DAY_OF_ISSUE)))
        self._own(cells.get(Field.laboratory, ""), by_field, said)
        thing = Thing(
            read(Field.subject), read(Field.subject_code), read(Field.subject_kind),
            by_field[Field.subject].heading if Field.subject in by_field else "",
        )  # fmt: skip
        if not thing.name and not thing.code:
            said.append(
                Said(by_field.get(Field.subject) or by_field.get(Field.subject_code), doubt(wording.NO_SUBJECT))
            )
        return Header(
            number, read(Field.client), read(Field.client_code), thing, read(Field.batch), read(Field.sampled_on),
            issued, read(Field.valid_until), read(Field.sampling), read(Field.supersedes) or corrected(number),
            cells.get(Field.laboratory, ""), _notes(cells, number), tuple(said),
        )  # fmt: skip

    def _own(self, named: str, columns: dict[Field, Column], said: list[Said]) -> None:
        """A laboratory enters its own reports alone."""
        if named and self._laboratory and "".join(folded(named).split()) not in self._laboratory:
            said.append(Said(columns[Field.laboratory], doubt(wording.NOT_OURS, shown=named[:60])))


def _notes(cells: dict[Field, str], number: str) -> tuple[str, ...]:
    """What is kept beside a report in its own words."""
    notes = []
    printed = cells.get(Field.number, "")
    if printed and printed != number and number:
        notes.append(f"编号原样：{printed}")
    if overall := folded(cells.get(Field.overall, "")):
        notes.append(f"整行的结论：{overall}")
    if remark := folded(cells.get(Field.remark, "")):
        notes.append(f"备注：{remark[:200]}")
    return tuple(notes)


def _plain(most: int) -> Callable[[str], tuple[str, Doubt | None]]:
    def read(cell: str) -> tuple[str, Doubt | None]:
        text = folded(cell)
        if is_blank(text):
            return "", None
        if len(text) > most:
            what = Text(f"超过 {most} 个字", f"More than {most} characters")
            return "", Doubt(what, Text("写短些", "Shorten it"))
        return text, None

    return read


def _kind(cell: str) -> tuple[str, Doubt | None]:
    text = folded(cell)
    if is_blank(text):
        return "", None
    found = kind_named(text)
    return found, None if found else doubt(wording.STRANGE_KIND, shown=text[:40])


def _sampling(cell: str) -> tuple[str, Doubt | None]:
    text = folded(cell)
    if is_blank(text) or text in SAMPLING:
        return SAMPLING.get(text, ""), None
    return "", doubt(wording.SAMPLING_UNKNOWN, blocking=False, shown=text[:40])


def _sampled(cell: str) -> tuple[date | None, Doubt | None]:
    """The day of sampling; one that cannot be read is left out and said so, for no answer rests on it."""
    day, wrong = read_day(cell)
    return day, Doubt(wrong.what, wrong.remedy, blocking=False) if wrong else None


def _readers() -> dict[Field, Callable[[str], tuple[Any, Doubt | None]]]:
    reads: dict[Field, Callable[[str], tuple[Any, Doubt | None]]] = {
        Field.number: read_number, Field.client: _plain(200), Field.client_code: read_credit,
        Field.subject: _plain(200), Field.subject_code: read_device, Field.subject_kind: _kind,
        Field.batch: _plain(80), Field.sampled_on: _sampled, Field.issued_on: read_day,
        Field.valid_until: read_last_day, Field.sampling: _sampling, Field.supersedes: read_number,
    }  # fmt: skip
    return {name: Memo(read).__getitem__ for name, read in reads.items()}


def _unique(problems: Iterator[Problem]) -> Iterator[Problem]:
    """The same thing said of the same column of a report is said once, at its first row."""
    seen = set()
    for one in problems:
        key = (one.column, one.what)
        if key not in seen:
            seen.add(key)
            yield one
