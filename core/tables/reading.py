"""Opening a sent table: what kind it is, is told by its content, never by its name."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from core.errors import Invalid
from core.tables.cells import LIMITS, Limits, Problem, Row, refuse
from core.tables.delimited import DelimitedTable
from core.tables.workbooks import WorkbookTable

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Table(Protocol):
    """A table being read."""

    kind: str
    """``csv``, ``xlsx`` or ``xls``."""
    encoding: str
    delimiter: str
    sheets: tuple[str, ...]
    """Sheets one may choose from; none in a text file."""
    sheet: str
    problems: list[Problem]
    """What could not be read; complete once `rows` is."""

    def rows(self) -> Iterator[Row]:
        """The rows that hold something, in order."""
        ...


def open_table(file: BinaryIO, *, limits: Limits = LIMITS, sheet: str | None = None) -> Table:
    """The table in `file`, which must be seekable.

    :param sheet: a workbook's sheet; by default the first visible one that holds anything.
    :raises Invalid: (field ``file``) when it is empty, too large, damaged, or no table at all; says what to do instead.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.size:
        raise refuse(
            "文件有 {size} MB，单个最大 {most} MB。请拆成几份再传",
            "The file is {size} MB; the limit is {most} MB. Please split it",
            size=f"{size / 1048576:.1f}",
            most=limits.size // 1048576,
        )
    head = file.read(4096)
    file.seek(0)
    if not head.strip():
        if size <= len(head):
            raise refuse("文件是空的", "The file is empty")
        return DelimitedTable(file, limits)
    if head.startswith(_ZIP):
        return WorkbookTable(file, "xlsx", limits, sheet)
    if head.startswith(_OLE):
        return WorkbookTable(file, "xls", limits, sheet)
    if refusal := _not_a_table(head):
        raise refusal
    return DelimitedTable(file, limits)


def _not_a_table(head: bytes) -> Invalid | None:
    """Why a file that begins with `head` is no table, if that can be told."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"mime-version")):
        return refuse(
            "这是网页，不是表格（有的系统导出的 .xls 其实是网页）。请用表格软件打开，另存为 XLSX 或 CSV 再传",
            "This is a web page, not a table (some systems export pages as .xls). Open it, save it as XLSX or CSV",
        )
    if start.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"{\\rtf", b"gif8")):
        return refuse(
            "这是 PDF、图片或文稿，不是表格。请把清单做成 XLSX 或 CSV 再传",
            "This is a PDF, a picture or a document, not a table. Put the list into XLSX or CSV",
        )
    if head.count(0) * 4 > len(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return refuse(
            "文件里多是二进制内容，认不出表格。请另存为 XLSX 或“CSV UTF-8”再传",
            "The file is mostly binary and no table can be made out. Save it as XLSX or “CSV UTF-8”",
        )
    return None
