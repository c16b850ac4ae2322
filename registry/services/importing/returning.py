"""What could not be taken, as a file that can be mended and sent again: the same columns, what is wrong beside it."""

import io
from collections.abc import Iterator

from core.tables.cells import Problem
from core.tables.reading import open_table
from core.tables.writing import csv_chunks, write_xlsx
from registry.services.importing.reading import Reading

WRONG, REMEDY = "问题", "怎么改"
"""Headings of what is added; a file that comes back with them is read as if they were not there."""


def annotated(reading: Reading, content: bytes) -> tuple[str, bytes]:
    """(``csv`` or ``xlsx``, the bytes) of a table with everything above the first row, and the rows kept back.

    All rows of a report that is kept back are there, so that the mended file can be sent as it is.
    """
    rows = _rows(reading, content)
    first = next(rows, [WRONG, REMEDY])
    if reading.table.kind == "csv":
        return "csv", b"".join(csv_chunks(first, rows))
    made = io.BytesIO()
    write_xlsx(made, first, rows, sheet=reading.table.sheet or "退回")
    return "xlsx", made.getvalue()


def _rows(reading: Reading, content: bytes) -> Iterator[list[str]]:
    layout = reading.layout
    if layout is None:
        return
    said = _said(reading)
    kept_back = {row for group in reading.groups.values() if group.refused for row in group.rows}
    width = 1 + max((column.index for column in layout.columns), default=0)
    ours = [column.index for column in layout.columns if column.heading in (WRONG, REMEDY)]
    for row in open_table(io.BytesIO(content), sheet=reading.table.sheet or None).rows():
        cells = [cell for index, cell in enumerate([*row.cells, *[""] * (width - len(row.cells))]) if index not in ours]
        if row.number <= layout.last_row:
            yield [*cells, WRONG, REMEDY] if row.number == layout.first_row else cells
        elif row.number in kept_back:
            yield [*cells, *said.get(row.number, ("", ""))]


def _said(reading: Reading) -> dict[int, tuple[str, str]]:
    """Row → what is wrong with it and how to mend it, in Chinese, the language of the table."""
    by_row: dict[int, list[Problem]] = {}
    for group in reading.groups.values():
        if group.refused:
            for one in group.problems:
                by_row.setdefault(one.row or 0, []).append(one)
    return {
        row: (
            "；".join(f"【{one.header}】{one.what.zh}" if one.header else one.what.zh for one in problems),
            "；".join(dict.fromkeys(one.remedy.zh for one in problems)),
        )
        for row, problems in by_row.items()
    }
