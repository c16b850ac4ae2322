"""Reading CSV and its kin: the usual encodings and delimiters, broken quotes named, blank lines for free."""

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from typing import BinaryIO

from core.tables.cells import LIMITS, Limits, Problem, Row, column_letter, refuse
from core.tables.formulas import unguard
from core.values.text import Text

DELIMITERS = ",\t;|，"
_CHUNK = 1 << 16
_MOST_LINES = 1000
"""Lines of one record: a quote that is never closed would take in the whole file, for every line anew."""
_MOST_BROKEN = 1000
"""Lines with unpaired quotes after which a file is no table."""
csv.field_size_limit(LIMITS.text * LIMITS.columns)  # longer cells are refused by `too_long`, which names them
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def find_encoding(file: BinaryIO) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else GB18030 (with GBK and GB2312 inside it).

    :raises Invalid: when no encoding fits, naming the line of the first byte that does not.
    """
    head = file.read(4)
    marked = [encoding for mark, encoding in _BOMS if head.startswith(mark)]
    broken_at: int | None = 1
    for encoding in marked or ("utf-8", "gb18030"):
        broken_at = _first_misfit(file, encoding)
        if broken_at is None:
            return encoding
    raise refuse(
        "第 {line} 行有读不出的字符：文件既不是 UTF-8 也不是 GB18030 编码。"
        "请用表格软件打开，另存为“CSV UTF-8”或 XLSX 再传",
        "Line {line} cannot be decoded: the file is neither UTF-8 nor GB18030. Open it in a spreadsheet program, "
        "save it as “CSV UTF-8” or XLSX, and send it again",
        line=broken_at,
    )


def _first_misfit(file: BinaryIO, encoding: str) -> int | None:
    """The line of the first byte that is not `encoding`; None if all is."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return line + chunk[: max(0, error.start)].count(b"\n")
            line += chunk.count(b"\n")
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return line
        return None
    finally:
        file.seek(0)


def find_delimiter(sample: list[str]) -> str:
    """The delimiter that cuts the sample's lines into the most columns, most evenly; a comma when nothing does."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if any(row))
        if not widths:
            continue
        width, rows = widths.most_common(1)[0]
        score = (width - 1) * rows / sum(widths.values())
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


class _Lines:
    """Lines of a file that can be given back: after a broken quote the following lines are read afresh."""

    def __init__(self, file: io.TextIOWrapper, most: int) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._most = most
        self.taken: list[str] = []
        """Lines of the record now being read."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _MOST_LINES:
            raise csv.Error
        line = self._again.popleft() if self._again else self._file.readline(self._most)
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def give_back(self) -> str:
        """Keep the record's first line, which is returned; the others will be read again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        return first


class DelimitedTable:
    """A CSV file, read row by row in flat memory; `problems` grows while `rows()` is consumed."""

    kind = "csv"
    sheets: tuple[str, ...] = ()
    sheet = ""

    def __init__(self, file: BinaryIO, limits: Limits = LIMITS) -> None:
        self.encoding = find_encoding(file)
        self._limits = limits
        self._file = file
        self.problems: list[Problem] = []
        text = io.TextIOWrapper(file, encoding=self.encoding, newline="")
        self.delimiter = find_delimiter(_sample(text, limits.text))
        text.detach()

    def rows(self) -> Iterator[Row]:
        """The rows that hold something.

        :raises Invalid: when there are more rows or columns than `Limits` allows.
        """
        self._file.seek(0)
        self.problems.clear()
        text = io.TextIOWrapper(self._file, encoding=self.encoding, newline="")
        try:
            yield from self._records(_Lines(text, self._limits.text * self._limits.columns))
        finally:
            text.detach()

    def _records(self, lines: _Lines) -> Iterator[Row]:
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        number, line, held, broken = 0, 1, 0, 0
        while True:
            lines.taken.clear()
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                first = lines.give_back()
                lines.taken[:] = [first]
                cells = next(csv.reader([_loose(first, self.delimiter)], delimiter=self.delimiter), [])
                reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
                self._note_broken_quote(number, line)
                broken += 1
                if broken > _MOST_BROKEN:
                    raise too_broken() from error
            used = len(lines.taken)
            if any(cells) and any(cell.strip() for cell in cells):
                held += 1
                if held > self._limits.rows or len(cells) > self._limits.columns:
                    raise too_large(self._limits)
                yield self._row(number, line, cells)
            line += used

    def _row(self, number: int, line: int, cells: list[str]) -> Row:
        whole = "".join(cells)
        if "\0" not in whole and "'" not in whole and len(whole) <= self._limits.text:
            return Row(number, tuple(cells), line)
        taken = []
        for column, cell in enumerate(cells):
            if "\0" in cell:
                cell = cell.replace("\0", "")
                self.problems.append(
                    Problem(
                        Text(
                            "格里有看不见的 NUL 字符，已去掉",
                            "Invisible NUL characters were removed",
                        ),
                        Text("核对这一格的内容；不对就改好再传", "Check this cell; if it is wrong, mend and resend"),
                        row=number,
                        column=column_letter(column),
                        line=line,
                    )
                )
            if len(cell) > self._limits.text:
                raise too_long(number, column_letter(column), self._limits)
            taken.append(unguard(cell))
        return Row(number, tuple(taken), line)

    def _note_broken_quote(self, number: int, line: int) -> None:
        self.problems.append(
            Problem(
                Text(
                    f"第 {line} 行的引号不成对，这一行按字面读",
                    f"Quotes do not pair on line {line}; the line was read literally",
                ),
                Text(
                    '核对这一行；内容里的引号要写成两个（""），整格再用一对引号包住',
                    'Check this row; write a quote inside a cell twice ("") and put the cell in quotes',
                ),
                row=number,
                line=line,
            )
        )


def _loose(line: str, delimiter: str) -> str:
    """A line whose quotes do not pair, made readable: quotes that open or close no cell are doubled, the rest kept."""
    body = line.rstrip("\r\n")
    pieces = body.split(delimiter)
    cells: list[str] = []
    held: list[str] = []
    for piece in pieces:
        if held:
            held.append(piece)
            if piece.endswith('"') and not piece.endswith('""'):
                cells.append(delimiter.join(held)[1:-1])
                held = []
        elif piece.startswith('"') and not (len(piece) > 1 and piece.endswith('"')):
            held = [piece]
        else:
            cells.append(piece[1:-1] if len(piece) > 1 and piece[0] == piece[-1] == '"' else piece)
    cells += held
    kept = [cell.replace('""', '"') for cell in cells]
    return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in kept)


def _sample(text: io.TextIOWrapper, most: int) -> list[str]:
    """The first lines that hold something, for guessing the delimiter."""
    found: list[str] = []
    while len(found) < 30 and (line := text.readline(most)):
        if line.strip():
            found.append(line)
    return found


def too_broken() -> Exception:
    """So many quotes do not pair that the cells cannot be told apart."""
    return refuse(
        "有 {most} 行以上的引号不成对，分不清各格。请用表格软件打开，另存为 XLSX 再传",
        "Quotes do not pair on more than {most} lines, so cells cannot be told apart. Save it as XLSX and send that",
        most=_MOST_BROKEN,
    )


def too_large(limits: Limits) -> Exception:
    """The table has more rows or columns than may be sent at once."""
    return refuse(
        "表太大：最多 {rows} 行、{columns} 列。请拆成几份，或删去表外的空格再传",
        "The table is too large: at most {rows} rows and {columns} columns. Split it, or delete stray cells outside it",
        rows=limits.rows,
        columns=limits.columns,
    )


def too_long(row: int, column: str, limits: Limits) -> Exception:
    """One cell holds more text than any list needs."""
    return refuse(
        "{column}{row} 这一格超过 {most} 字，请检查是不是贴错了内容",
        "Cell {column}{row} holds more than {most} characters; check whether something was pasted there by mistake",
        column=column,
        row=row,
        most=limits.text,
    )
