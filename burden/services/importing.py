"""A department's list, as sent, read into entries: nothing dropped unsaid, every doubtful cell with its address."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from burden.models.editions import COLUMNS
from burden.services import import_words as words
from burden.services.cell_checks import LENGTHS, amount_doubt, cell_problems, nature_in_full, said_yes
from burden.services.headings import HEADINGS, LOOKED_THROUGH, SEVEN, Column, Head, bare, find_head, with_choices
from burden.services.import_cells import joined, parts, spans, tidy
from core.tables.cells import Problem, Row, read_day
from core.tables.reading import Table, open_table
from core.values.text import Text

Pair = tuple[Text, Text]
FIELDS = tuple(COLUMNS.values())
_BLANK = dict.fromkeys(FIELDS, "")
_IDENTITY = ("department", "collecting_body", "item_name", "payers", "standard_words")
_NUMBER = re.compile(r"[\d(（)）.、\-]+")
_SUMS = ("合计", "总计", "小计", "共计")
_FOOTING = ("注", "备注", "说明", "合计", "总计", "填表", "填报", "联系", "制表", "审核", "单位")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the publisher says of a file instead of what would be taken: sheet, row of the head, columns."""

    sheet: str | None = None
    head_row: int | None = None
    columns: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One entry as it would be drafted; `words` has every column of the form."""

    row: int
    words: Mapping[str, str]
    sent_row: int = 0
    """Its row in the file that was sent."""


@dataclass(frozen=True)
class Reading:
    """What was made of a file."""

    rows: tuple[ListedRow, ...]
    problems: tuple[Problem, ...]
    head: Head | None
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    title: str = ""
    """What stands above the head and reads like the title of a list."""

    @property
    def unread(self) -> tuple[Problem, ...]:
        """Cells and rows that could not be taken at all."""
        return tuple(problem for problem in self.problems if problem.blocking)


def read_list(file: BinaryIO, choices: Choices | None = None, *, list_type: str = "") -> Reading:
    """Read a sent list.

    :param list_type: the nature of the whole list, for rows that name none.
    :raises Invalid: (field ``file``) when the file is no readable table.
    """
    choices = choices or Choices()
    table = open_table(file, sheet=choices.sheet)
    rows = table.rows()
    top = list(itertools.islice(rows, LOOKED_THROUGH + 2))
    head = find_head(top, choices.head_row)
    if head is None:
        _exhaust(rows)
        return _answer(table, (), [*table.problems, _no_head(top)], None)
    head = with_choices(head, choices.columns)
    taker = _Taker(head, list_type)
    above = [row for row in top if row.number < head.first_row]
    taker.note_above(above)
    body = [row for row in top if row.number > head.last_row]
    for row in itertools.chain(body, rows):
        taker.take(row)
    problems = [_with_heading(problem, head) for problem in table.problems] + taker.finish()
    problems.sort(key=lambda problem: (problem.row or 0, problem.column or ""))
    return replace(_answer(table, tuple(taker.taken), problems, head), title=_title(above))


def _title(above: Sequence[Row]) -> str:
    """The first line above the head that calls itself a list."""
    cells = (tidy(cell) for row in above for cell in row.cells)
    return next((cell for cell in cells if re.search(r"清单|目录|一览|收费表|标准表", cell) and len(cell) <= 100), "")


def _answer(table: Table, rows: tuple[ListedRow, ...], problems: list[Problem], head: Head | None) -> Reading:
    return Reading(rows, tuple(problems), head, table.sheets, table.sheet, table.encoding)


def _exhaust(rows: Iterator[Row]) -> None:
    for _ in rows:
        pass


def _no_head(top: Sequence[Row]) -> Problem:
    return Problem(*words.NO_HEAD, row=top[0].number if top else None, blocking=True)


def _with_heading(problem: Problem, head: Head) -> Problem:
    heading = next((column.heading for column in head.columns if column.letter == problem.column), "")
    return Problem(
        problem.what, problem.remedy, problem.row, problem.column, heading, problem.line, problem.blocking
    )  # fmt: skip


class _Taker:
    """Takes the rows below the head one by one, remembering what blanks repeat."""

    def __init__(self, head: Head, list_type: str) -> None:
        self.head = head
        self.list_type = list_type
        self.taken: list[ListedRow] = []
        self.problems: list[Problem] = []
        self._by_field = {name: columns for name in FIELDS if (columns := head.columns_of(name))}
        self._single = [(name, columns[0].index) for name, columns in self._by_field.items() if len(columns) == 1]
        self._several = [(name, columns) for name, columns in self._by_field.items() if len(columns) > 1]
        self._width = 1 + max((column.index for column in head.columns), default=0)
        self._item = self._index("item_name")
        self._own_form = head.own_form
        self._heads = [(column.index, parts(column.heading)) for column in head.columns if column.heading]
        self._unmapped = [column for column in head.columns if column.field is None]
        self._before: dict[str, str] = {}
        self._section = ""
        self._filled: dict[str, list[int]] = {}
        self._lost: dict[int, list[int]] = {}
        self._seen: dict[tuple[str, ...], int] = {}

    def note_above(self, rows: Sequence[Row]) -> None:
        """Titles above the head are no entries; say so."""
        if rows:
            titles = "；".join(dict.fromkeys(cell for row in rows for cell in row.cells if cell.strip()))[:120]
            self._note(rows[0], words.ABOVE_HEAD, words_=titles)

    def take(self, row: Row) -> None:
        """One row: an entry, a heading between rows, a footnote, or the head again."""
        few = len(set(row.cells)) < 3
        present = [cell.strip() for cell in row.cells if cell.strip()] if few else []
        if self._is_head_again(row):
            self._note(row, words.HEAD_AGAIN)
        elif row.cell(self._item).strip() in _SUMS:
            self._note(row, words.FOOTNOTE, words_="、".join(filter(None, row.cells))[:80])
        elif len(set(present)) == 1 and self._is_between(row, present):
            self._take_single(row, present[0])
        else:
            self._take_entry(row)

    def _take_single(self, row: Row, said: str) -> None:
        if said.startswith(_FOOTING):
            return self._note(row, words.FOOTNOTE, words_=said[:80])
        self._section = said.lstrip("一二三四五六七八九十（）()、.．0123456789 ").strip() or said
        self._before = {}
        return self._note(row, words.SECTION, words_=said[:80])

    def _is_between(self, row: Row, present: Sequence[str]) -> bool:
        """Whether a row that says one thing only stands between entries: merged over, or in a first column."""
        if len(present) > 1:
            return True
        column = next(index for index, cell in enumerate(row.cells) if cell.strip())
        first = {self._index(name) for name in ("serial", "department", "collecting_body")} | {0}
        return column in first and column != self._item and not _NUMBER.fullmatch(present[0])

    def _is_head_again(self, row: Row) -> bool:
        """Whether a row repeats the head, or one of its two rows."""
        repeated = 0
        for index, known in self._heads:
            cell = row.cell(index)
            if cell and (len(cell) > 40 or bare(cell) not in known):
                return False
            repeated += bool(cell)
        return repeated > 1

    def _index(self, name: str) -> int:
        columns = self._by_field.get(name)
        return columns[0].index if columns else -1

    def _take_entry(self, row: Row) -> None:
        cells, whole = row.cells, "".join(row.cells)
        if len(cells) < self._width or "\r" in whole or "\xa0" in whole:
            told = {name: tidy(row.cell(index)) for name, index in self._single}
        else:
            told = {name: cells[index].strip() for name, index in self._single}
        for name, columns in self._several:
            told[name] = self._value(row, name, columns)
        for column in self._unmapped:
            if row.cell(column.index).strip():
                self._lost.setdefault(column.index, []).append(row.number)
        if not self._own_form:
            self._fill_down(row, told)
        if not told.get("item_name"):
            return self._problem(row, "item_name", words.NO_NAME, blocking=True)
        self._mend(row, told)
        long = [name for name, most in LENGTHS.items() if len(told.get(name, "")) > most]
        for name in long:
            self._problem(row, name, words.TOO_LONG, blocking=True, n=len(told[name]), most=LENGTHS[name])
        if long:
            return None
        self._note_double(row, told)
        self.taken.append(ListedRow(len(self.taken) + 1, {**_BLANK, **told}, row.number))
        return None

    def _value(self, row: Row, name: str, columns: list[Column]) -> str:
        values = [(column, tidy(row.cell(column.index))) for column in columns]
        values = [(column, value) for column, value in values if value]
        if len(values) <= 1:
            return values[0][1] if values else ""
        for column, value in values if name == "standard_words" else ():
            if doubt := amount_doubt(value):
                self._note_cell(row, column, doubt)
        return joined(name, [(column.heading.rpartition("·")[2], value) for column, value in values])

    def _fill_down(self, row: Row, told: dict[str, str]) -> None:
        """Cells left blank because they repeat the row above: group first, then who charges, then the charge itself."""
        if not told.get("department") and (above := self._before.get("department") or self._section):
            self._fill(row, told, "department", above)
        same_group = told.get("department", "") == self._before.get("department", "")
        if not told.get("collecting_body") and same_group and self._before.get("collecting_body"):
            self._fill(row, told, "collecting_body", self._before["collecting_body"])
        continues = any(told.get(name) for name in ("standard_words", "payers", "basis_words"))
        if not told.get("item_name") and self._before.get("item_name") and continues:
            self._fill(row, told, "item_name", self._before["item_name"])
        self._before = {name: told.get(name, "") for name in ("department", "collecting_body", "item_name")}

    def _fill(self, row: Row, told: dict[str, str], name: str, above: str) -> None:
        told[name] = above
        if name in self._by_field:
            self._filled.setdefault(name, []).append(row.number)

    def _mend(self, row: Row, told: dict[str, str]) -> None:
        """Bring cells into the form of the list, saying what is doubtful about them."""
        serial = told.get("serial", "")
        if "-" in serial and (day := read_day(serial)):
            told["serial"] = f"{day.month}-{day.day}"
            self._problem(row, "serial", words.SERIAL_A_DAY, day=serial, meant=told["serial"])
        told["list_nature"] = nature_in_full(told.get("list_nature", "")) or self.list_type
        for name, what, remedy in cell_problems(told, own_form=self._own_form):
            if name in self._by_field or name == "item_name":
                self._problem(row, name, (what, remedy))
        for name in ("on_enterprises", "confirmed"):
            told[name] = said_yes(told.get(name, ""))

    def _note_double(self, row: Row, told: dict[str, str]) -> None:
        if self._own_form:
            return
        identity = tuple(told.get(name, "") for name in _IDENTITY)
        if self._seen.setdefault(identity, row.number) != row.number:
            self._problem(row, "item_name", words.DOUBLE, row_=self._seen[identity])

    def finish(self) -> list[Problem]:
        """All problems, with what is said once for a whole column."""
        for name, numbers in self._filled.items():
            self._of_column(self._by_field[name][0], words.FILLED, numbers)
        for column in self._unmapped:
            if column.index in self._lost:
                self._of_column(column, words.UNKNOWN_COLUMN, self._lost[column.index])
        for name in SEVEN if not self._own_form else ():
            if name not in self._by_field and not (name == "list_nature" and self.list_type):
                what, remedy = words.NO_COLUMN
                self.problems.append(Problem(what.fill(name=HEADINGS[name]), remedy, row=self.head.first_row))
        return self.problems

    def _of_column(self, column: Column, pair: Pair, numbers: Sequence[int]) -> None:
        what = pair[0].fill(n=len(numbers), rows=spans(numbers))
        self.problems.append(Problem(what, pair[1], row=numbers[0], column=column.letter, header=column.heading))

    def _note(self, row: Row, pair: Pair, words_: str = "") -> None:
        what = pair[0].fill(words=words_) if words_ else pair[0]
        self.problems.append(Problem(what, pair[1], row=row.number, line=row.line))

    def _note_cell(self, row: Row, column: Column, pair: Pair) -> None:
        self.problems.append(Problem(*pair, row.number, column.letter, column.heading, row.line))

    def _problem(self, row: Row, name: str, pair: Pair, *, blocking: bool = False, **values: object) -> None:
        columns = self._by_field.get(name)
        letter, heading = (columns[0].letter, columns[0].heading) if columns else (None, "")
        what = pair[0].fill(**{key.rstrip("_"): value for key, value in values.items()}) if values else pair[0]
        self.problems.append(Problem(what, pair[1], row.number, letter, heading, row.line, blocking))
