"""Cells, rows, their addresses, and what is said of a cell that cannot be read."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from core.errors import Invalid
from core.values.text import Text

EXCEL_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of Excel's serial days, with the 29 February 1900 that never was already allowed for."""


@dataclass(frozen=True)
class Limits:
    """What a sent table may measure."""

    size: int = 20 * 1024 * 1024
    """Bytes of the file as sent."""
    unpacked: int = 200 * 1024 * 1024
    """Bytes of a workbook's parts once unpacked: a small file can hide a very large one."""
    words: int = 32 * 1024 * 1024
    """Bytes of a workbook's table of texts once unpacked; the reader keeps all of it in memory, and twice."""
    rows: int = 200_000
    """Rows that hold anything; blank ones are not counted."""
    columns: int = 256
    area: int = 8_000_000
    """Cells of the rectangle from the first used cell to the last."""
    text: int = 20_000
    """Characters of one cell."""


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a table that could not be read as it stands: where, what, and how to mend it."""

    what: Text
    remedy: Text
    row: int | None = None
    """Row number as a spreadsheet program shows it; None for the whole file."""
    column: str | None = None
    """Column letter."""
    header: str = ""
    """The column's own heading, as sent."""
    line: int | None = None
    """Line of a text file, where it differs from the row (cells may hold line breaks)."""
    blocking: bool = False
    """True: the row is left out until it is mended; False: the row is taken as described."""

    @property
    def where(self) -> Text:
        """第 12 行“收费标准”（I12） · row 12, “收费标准” (I12)."""
        if self.row is None:
            return Text("整个文件", "whole file")
        zh, en = f"第 {self.row} 行", f"row {self.row}"
        if self.line is not None and self.line != self.row:
            zh, en = f"{zh}（文件第 {self.line} 行）", f"{en} (line {self.line} of the file)"
        if self.column:
            named = f"“{self.header}”" if self.header else ""
            zh, en = f"{zh}{named}（{self.column}{self.row}）", f"{en} {named}({self.column}{self.row})"
        return Text(zh, en)

    def as_dict(self) -> dict[str, object]:
        """Plain data, to be kept beside a draft."""
        return {
            "what": self.what.as_dict(),
            "remedy": self.remedy.as_dict(),
            "row": self.row,
            "column": self.column,
            "header": self.header,
            "line": self.line,
            "blocking": self.blocking,
        }

    @classmethod
    def from_dict(cls, kept: dict[str, object]) -> "Problem":
        """The problem that `as_dict` kept."""
        plain = {key: value for key, value in kept.items() if key not in ("what", "remedy")}
        return cls(Text(**kept["what"]), Text(**kept["remedy"]), **plain)  # type: ignore[arg-type] # our own JSON


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something."""

    number: int
    """As a spreadsheet program shows it, from 1; blank rows are counted though not given."""
    cells: tuple[str, ...]
    line: int | None = None
    merged: frozenset[int] = frozenset()
    """Columns whose value was filled in from a merged range."""

    def cell(self, column: int) -> str:
        """The cell of a column counted from 0; blank beyond the end."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


def column_letter(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """0 for A; the inverse of `column_letter`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def written(value: object) -> str:
    """A cell's value as text: whole numbers without ``.0``, days as ISO dates, fifteen digits as spreadsheets show."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ")
    return str(value)


_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")


def read_day(cell: str) -> date | None:
    """The day a cell names: ``2024-07-16``, ``2024年7月16日``, ``20240716`` or a serial day; None if none.

    Serial days are taken from 1 January 1950 on (18264), so that a stray small number is not made a date.
    """
    text = cell.strip()
    if found := _DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif len(text) == 8 and text.isdecimal():
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    elif text.isdecimal() and 18264 <= int(text) <= 80000:
        return EXCEL_DAY_ZERO + timedelta(days=int(text))
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def refuse(zh: str, en: str, **values: object) -> Invalid:
    """The error for a file that cannot be taken at all."""
    return Invalid({"file": [Text(zh, en).fill(**values) if values else Text(zh, en)]})
