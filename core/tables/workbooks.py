"""Reading XLSX and XLS: sheets, merged ranges, dates, cells whose formula failed; unpacked no further than allowed."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from core.tables.cells import LIMITS, Limits, Problem, Row, column_letter, column_number, refuse, written
from core.tables.delimited import too_large, too_long
from core.tables.heavy import calamine
from core.values.text import Text

Merge = tuple[tuple[int, int], tuple[int, int]]
"""((first row, first column), (last row, last column)), all from 0."""

_CHUNK = 1 << 20
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_WORDS = "xl/sharedstrings.xml"
_FAR_CELL = re.compile(rb"\sr=[\"']([A-Z]{2,3})\d{1,7}[\"'][^<>/]{0,200}>")
"""A used cell beyond column Z."""
_LOW_CELL = re.compile(rb"\sr=[\"'][A-Z]{1,3}(\d{6,7})[\"'][^<>/]{0,200}>")
"""A used cell below row 99,999."""
_FORMULA = rb"(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)"
_ERROR_CELL = re.compile(
    rb"<c r=\"([A-Z]{1,3})(\d{1,7})\"[^<>]{0,200}?\bt=\"e\"[^<>]{0,200}>" + _FORMULA + rb"?<v>([^<]*)</v>"
)
_UNCOUNTED = re.compile(rb"<c r=\"([A-Z]{1,3})(\d{1,7})\"[^<>]*>" + _FORMULA + rb"(?:<v\s*/>|<v></v>)?</c>")
"""What stands between is bounded, or ends at the next tag: a part made to be looked through again and again is not."""


def check_archive(file: BinaryIO, limits: Limits = LIMITS) -> dict[str, list[Problem]]:
    """Unpack an XLSX once without keeping it, so that nothing larger than allowed ever reaches the reader.

    :returns: for each sheet's part, the cells whose formula failed or was never counted (the reader would show blanks).
    :raises Invalid: when it is damaged, unpacks to too much, or a lone cell far off makes a huge rectangle.
    """
    failed: dict[str, list[Problem]] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > 2_000 or sum(part.file_size for part in parts) > limits.unpacked:
                raise _bomb(limits)
            if any(part.filename.lower() == _WORDS and part.file_size > limits.words for part in parts):
                raise _wordy(limits)
            for part in parts:
                with archive.open(part) as stream:
                    failed[part.filename] = _scan(stream, limits, sheet=bool(_SHEET.fullmatch(part.filename)))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise damaged() from error
    finally:
        file.seek(0)
    return failed


def _scan(stream: Any, limits: Limits, *, sheet: bool) -> list[Problem]:
    """Read a part to its end (which checks its length and sum), looking at a sheet's cells on the way."""
    problems: list[Problem] = []
    rest, last_row, last_column = b"", 0, 26
    while chunk := stream.read(_CHUNK):
        if not sheet:
            continue
        text = rest + chunk
        whole = text.rfind(b"</c>") + 4
        text, rest = (text[:whole], text[whole:]) if whole > 3 else (text, b"")
        last_row = max([last_row, *(int(found[1]) for found in _LOW_CELL.finditer(text))])
        last_column = max([last_column, *(column_number(found[1].decode()) for found in _FAR_CELL.finditer(text))])
        if last_column >= limits.columns or last_row * last_column > limits.area:
            raise too_large(limits)
        if b't="e"' in text:
            problems += [_failed(found[1], found[2], found[3]) for found in _ERROR_CELL.finditer(text)]
        if b"</f></c>" in text or b"/></c>" in text or b"<v></v>" in text:
            problems += [_failed(found[1], found[2], b"") for found in _UNCOUNTED.finditer(text)]
    return problems


def _failed(column: bytes, row: bytes, code: bytes) -> Problem:
    shown = code.decode(errors="replace")
    what = (
        Text(f"这一格的公式出错：{shown}", f"The cell's formula failed: {shown}")
        if shown
        else Text("这一格的公式没有算出的值", "The cell's formula has no counted value")
    )
    remedy = Text("在表格软件里改好，或把结果“粘贴为数值”再传", "Mend it there, or paste its result as a value")
    return Problem(what, remedy, row=int(row), column=column.decode())


def _bomb(limits: Limits) -> Exception:
    return refuse(
        "文件解开后超过 {most} MB，没有打开。请只留清单这一张表，另存后再传",
        "The file unpacks to more than {most} MB and was not opened. Keep the list's sheet alone and save it anew",
        most=limits.unpacked // (1024 * 1024),
    )


def _wordy(limits: Limits) -> Exception:
    return refuse(
        "工作簿里的文字超过 {most} MB，没有打开。请只留清单这一张表，把它复制到新文件另存再传",
        "The workbook holds more than {most} MB of text and was not opened. Copy the list's sheet alone to a new file",
        most=limits.words // (1024 * 1024),
    )


def damaged() -> Exception:
    """The workbook cannot be opened."""
    return refuse(
        "文件打不开，可能没有传完或已损坏。请用表格软件打开，另存为 XLSX 再传",
        "The file cannot be opened; it may be incomplete or damaged. Open it in a spreadsheet program, save it as XLSX",
    )


class WorkbookTable:
    """One sheet of an XLSX or XLS workbook; `problems` names the cells that could not be read."""

    encoding = ""
    delimiter = ""

    def __init__(self, file: BinaryIO, kind: str, limits: Limits = LIMITS, sheet: str | None = None) -> None:
        self.kind = kind
        self._limits = limits
        self.problems: list[Problem] = []
        parts = check_archive(file, limits) if kind == "xlsx" else {}
        library = calamine()
        try:
            book = library.CalamineWorkbook.from_filelike(file)
            self.sheets: tuple[str, ...] = _visible(book, library)
            self.sheet, self._sheet = _chosen(book, self.sheets, sheet)
        except library.PasswordError as error:
            raise refuse(
                "文件有密码，打不开。请在表格软件里去掉密码再传", "The file has a password. Remove it and send it again"
            ) from error
        except (library.CalamineError, OSError, ValueError) as error:
            raise damaged() from error
        self._failed = parts.get(_part_of(book, self.sheet, parts), [])
        if self._sheet.end and (self._sheet.end[0] + 1) * (self._sheet.end[1] + 1) > limits.area:
            raise too_large(limits)

    def rows(self) -> Iterator[Row]:
        """The rows that hold something, merged ranges filled in.

        :raises Invalid: when there are more rows or columns than `Limits` allows.
        """
        self.problems[:] = self._failed
        if self._sheet.start is None:
            return
        first_row, first_column = self._sheet.start
        merges = _Merges(self._sheet.merged_cell_ranges or [])
        padding = ("",) * first_column
        held = 0
        for number, values in enumerate(self._sheet.iter_rows(), start=first_row):
            cells = [*padding, *(value if type(value) is str else written(value) for value in values)]
            merged = merges.fill(number, cells)
            if not any(map(str.strip, cells)):
                continue
            held += 1
            if held > self._limits.rows or len(cells) > self._limits.columns:
                raise too_large(self._limits)
            if max(map(len, cells)) > self._limits.text:
                longest = max(range(len(cells)), key=lambda column: len(cells[column]))
                raise too_long(number + 1, column_letter(longest), self._limits)
            yield Row(number + 1, tuple(cells), None, merged)


class _Merges:
    """Merged ranges met while going down the rows; each spreads its first cell over itself, and no further."""

    def __init__(self, ranges: list[Merge]) -> None:
        self._ahead = sorted(ranges, reverse=True)
        self._open: list[tuple[Merge, str]] = []

    def fill(self, row: int, cells: list[str]) -> frozenset[int]:
        """Fill `cells` of `row`; the columns that were filled."""
        if not self._ahead and not self._open:
            return frozenset()
        while self._ahead and self._ahead[-1][0][0] <= row:
            merge = self._ahead.pop()
            column = merge[0][1]
            if merge[0][0] == row and column < len(cells):
                self._open.append((merge, cells[column]))
        self._open = [held for held in self._open if held[0][1][0] >= row]
        filled = set()
        for (first, last), value in self._open:
            for column in range(first[1], min(last[1] + 1, len(cells))):
                if (row, column) != first and not cells[column]:
                    cells[column] = value
                    filled.add(column)
        return frozenset(filled)


def _visible(book: Any, library: Any) -> tuple[str, ...]:
    """The worksheets a person would see, in their order."""
    return tuple(
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == library.SheetTypeEnum.WorkSheet and sheet.visible == library.SheetVisibleEnum.Visible
    )


def _chosen(book: Any, sheets: tuple[str, ...], asked: str | None) -> tuple[str, Any]:
    """The sheet asked for, else the first that holds anything."""
    if asked is not None and asked not in sheets:
        raise refuse(
            "没有名为“{name}”的工作表；有：{names}", "No sheet is called “{name}”; there are: {names}",
            name=asked, names="、".join(sheets),
        )  # fmt: skip
    for name in [asked] if asked is not None else sheets:
        page = book.get_sheet_by_name(name)
        if page.start is not None or asked is not None:
            return name, page
    raise refuse("工作簿里没有内容", "The workbook is empty")


def _part_of(book: Any, sheet: str, parts: dict[str, list[Problem]]) -> str:
    """The archive's part that holds `sheet`: the sheets' parts stand in the order of the workbook's list."""
    pages = sorted((name for name in parts if _SHEET.fullmatch(name)), key=lambda name: (len(name), name))
    names = book.sheet_names
    return pages[names.index(sheet)] if len(pages) == len(names) else ""
