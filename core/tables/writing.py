"""Writing tables: CSV for spreadsheet programs, XLSX streamed; neither can carry a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from core.tables.formulas import guard
from core.tables.heavy import xlsxwriter

_FLUSH_AT = 1 << 16


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A CSV file in pieces of some 64 KB: UTF-8 with its mark (so that Excel reads it), CRLF, formulas disarmed."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow([guard(cell) for cell in header])
    for row in rows:
        writer.writerow([guard(cell) for cell in row])
        if buffer.tell() >= _FLUSH_AT:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def write_xlsx(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]], *, sheet: str = "清单") -> None:
    """Write one sheet into `file`, row by row in flat memory. Every cell is text: nothing is taken for a formula."""
    workbook = xlsxwriter().Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = workbook.add_worksheet(sheet[:31])
    bold, wrapped = (
        workbook.add_format({"bold": True, "bottom": 1}),
        workbook.add_format({"text_wrap": True, "valign": "top"}),
    )
    page.freeze_panes(1, 0)
    page.set_column(0, max(len(header) - 1, 0), 18)
    for column, cell in enumerate(header):
        page.write_string(0, column, cell, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell:
                page.write_string(number, column, cell, wrapped)
    workbook.close()
