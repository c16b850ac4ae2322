"""Tables as people send them: encodings, delimiters, broken quotes, merged cells, bombs; cells with their address."""

import io
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import Invalid
from core.tables.cells import Limits, Problem, column_letter, column_number, read_day, written
from core.tables.formulas import guard, unguard
from core.tables.reading import Table, open_table
from core.tables.writing import csv_chunks, write_xlsx

DATA = Path(__file__).parent / "data"
SMALL = Limits(size=4000, unpacked=2_000_000, rows=50, columns=20, area=10_000, text=200)


def read(content: bytes, **more: Any) -> tuple[list[tuple[str, ...]], Table]:
    table = open_table(io.BytesIO(content), **more)
    return [row.cells for row in table.rows()], table


def refused(content: bytes, **more: Any) -> str:
    with pytest.raises(Invalid) as told:
        read(content, **more)
    (text,) = told.value.fields["file"]
    assert text.zh and text.en
    return text.en


def workbook(fill: Any, *more_sheets: str) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    fill(book.add_worksheet("清单"), book)
    for name in more_sheets:
        book.add_worksheet(name)
    book.close()
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    rows, _ = read("项目,标准\n号牌费,100元\n".encode(encoding))
    assert rows == [("项目", "标准"), ("号牌费", "100元")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
def test_the_usual_delimiters_are_told(delimiter: str) -> None:
    rows, table = read(f"项目{delimiter}标准{delimiter}依据\n甲{delimiter}1.5{delimiter}乙\n".encode())
    assert rows[1] == ("甲", "1.5", "乙")
    assert table.delimiter == delimiter


def test_what_is_neither_utf8_nor_gb18030_names_its_line() -> None:
    assert "Line 3" in refused(b"a,b\nc,d\n\xff\xff,e\n")


def test_a_broken_quote_is_named_by_its_line_and_the_rest_is_read() -> None:
    rows, table = read('项目,标准\n"甲,1\n乙,2\n"丙"丁,3\n"多\n行",4\n'.encode())
    assert rows[2] == ("乙", "2")
    assert rows[-1] == ("多\n行", "4")
    assert [problem.line for problem in table.problems] == [2, 4]
    assert all("line" in problem.what.en for problem in table.problems)


def test_a_quote_that_never_closes_costs_one_line() -> None:
    rows, table = read(('a,b\n"x,1\n' + "y,2\n" * 50_000).encode())
    assert len(rows) == 50_002
    assert [problem.line for problem in table.problems] == [2]


def test_nul_bytes_are_taken_out_and_said() -> None:
    rows, table = read(b"a,b\nx\0y,2\n")
    assert rows[1] == ("xy", "2")
    assert table.problems[0].where.en == "row 2 (A2)"


def test_a_million_blank_lines_are_counted_and_passed_over() -> None:
    content = b"a,b\n" + b"\n" * 500_000 + b" , \n" * 500_000 + b"1,2\n"
    assert [row.number for row in open_table(io.BytesIO(content)).rows()] == [1, 1_000_002]


def test_blank_lines_cost_no_memory() -> None:
    file = io.BytesIO(b"a,b\n" + b"\n , \n" * 40_000 + b"1,2\n")
    tracemalloc.start()
    assert sum(1 for _ in open_table(file).rows()) == 2
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_blank_rows_of_a_workbook_are_passed_over() -> None:
    def fill(sheet: Any, book: Any) -> None:
        grey = book.add_format({"bg_color": "#eeeeee"})
        sheet.write_row("A1", ["项目", "标准"])
        for row in range(1, 20_000):
            sheet.write_blank(row, 0, None, grey)
        sheet.write_row(20_000, 0, ["甲", "5元"])

    assert [row.number for row in open_table(io.BytesIO(workbook(fill))).rows()] == [1, 20_001]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "empty"), (b" \n \r\n", "empty"), (b"<html><body>", "web page"), (b"%PDF-1.7 ...", "PDF"),
     (b"\x89PNG\r\n", "PDF"), (bytes(600), "binary"), (b"PK\x03\x04broken", "cannot be opened"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", "cannot be opened"), (b"a,b\n" * 60, "50 rows"),
     (b",".join([b"x"] * 30), "20 columns"), (b"a," + b"x" * 300, "200 characters"), (b"a,b\n" * 2000, "limit is")],
)  # fmt: skip
def test_what_cannot_be_taken_says_why(content: bytes, told: str) -> None:
    assert told in refused(content, limits=SMALL)


def test_merged_cells_are_filled_inside_their_range_only() -> None:
    def fill(sheet: Any, _book: Any) -> None:
        sheet.merge_range("A1:C1", "标题")
        sheet.write_row("A2", ["部门", "项目", "标准"])
        sheet.merge_range("A3:A4", "公安")
        sheet.write_column("B3", ["甲", "乙", "丙"])

    rows, table = read(workbook(fill))
    assert [row[0] for row in rows] == ["标题", "部门", "公安", "公安", ""]
    assert rows[0] == ("标题", "标题", "标题")
    assert [row.merged for row in open_table(io.BytesIO(workbook(fill))).rows()][3] == {0}
    assert table.problems == []


def test_numbers_and_days_read_as_they_are_shown() -> None:
    def fill(sheet: Any, book: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row("A1", [1, 51.5, 0.1 + 0.2, 12345678, True])
        sheet.write_datetime("F1", date(2024, 7, 16), day)

    rows, _ = read(workbook(fill))
    assert rows[0] == ("1", "51.5", "0.3", "12345678", "TRUE", "2024-07-16")


def test_cells_whose_formula_failed_are_named() -> None:
    def fill(sheet: Any, _book: Any) -> None:
        sheet.write_row("A1", ["项目", "标准"])
        sheet.write("A2", "甲")
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")

    _, table = read(workbook(fill))
    assert [(problem.where.en, "#DIV/0!" in problem.what.zh) for problem in table.problems] == [("row 2 (B2)", True)]


def test_sheets_can_be_chosen_and_hidden_ones_are_not_offered() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write("A1", "第一张")
        second = book.add_worksheet("第二张")
        second.write("A1", "在这里")
        book.add_worksheet("藏").hide()

    content = workbook(fill)
    assert read(content)[1].sheets == ("清单", "第二张")
    assert read(content, sheet="第二张")[0] == [("在这里",)]
    assert "no sheet" in refused(content, sheet="藏").lower()


def test_xls_is_read_with_its_merged_cells_and_serial_days() -> None:
    rows, table = read((DATA / "list.xls").read_bytes())
    assert table.kind == "xls"
    assert rows[2][:2] == ("公安", "号牌费") and rows[3][:2] == ("公安", "证件费")
    assert (read_day(rows[2][4]), read_day(rows[3][4])) == (date(2024, 7, 16), date(2024, 7, 16))


def packed(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def test_a_zip_bomb_is_not_opened() -> None:
    bomb = packed(("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", b" " * 3_000_000))
    assert len(bomb) < 4000
    assert "unpacks to more" in refused(bomb, limits=SMALL)


def test_a_bomb_that_lies_about_its_size_is_not_opened() -> None:
    honest = packed(("xl/worksheets/sheet1.xml", b" " * 1_500_000))
    lying = honest.replace((1_500_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert "cannot be opened" in refused(lying, limits=SMALL)


def test_a_huge_table_of_texts_is_not_read_into_memory() -> None:
    """Of repeated texts 40 MB pack into kilobytes; the reader would hold each of them."""
    texts = b"<sst><si><t>" + b"x" * 40_000_000 + b"</t></si></sst>"
    wordy = packed(("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", texts))
    tracemalloc.start()
    assert "more than 32 MB of text" in refused(wordy)
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("cell", ["Q1048576", "XFD1", "A9999999"])
def test_a_lone_cell_far_off_makes_no_enormous_rectangle(cell: str) -> None:
    def fill(sheet: Any, _book: Any) -> None:
        sheet.write("A1", "项目")

    whole = workbook(fill)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(file, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                far = f'<row r="9"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
                content = content.replace(b"</sheetData>", far)
            target.writestr(part.filename, content)
    assert "too large" in refused(file.getvalue())


@given(st.text(max_size=30))
@example("=1+1")
@example("'=x")
@example("''@x")
@example("-5")
@example("'-5")
@example("＝1")
def test_guarding_against_formulas_is_undone_by_reading(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\tx", "＝1"])
def test_nothing_that_is_written_is_run(cell: str) -> None:
    (line,) = b"".join(csv_chunks(["x"], [[cell]])).decode("utf-8-sig").splitlines()[1:2] or [""]
    assert line.lstrip('"').startswith("'")
    file = io.BytesIO()
    write_xlsx(file, ["x"], [[cell]])
    with zipfile.ZipFile(file) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_is_written_as_csv_reads_the_same(rows: list[list[str]]) -> None:
    again, _ = read(b"".join(csv_chunks(["甲", "乙", "丙"], rows)))
    assert again[1:] == [tuple(row) for row in rows if any(cell.strip() for cell in row)]


@given(st.integers(0, 20_000))
def test_column_letters_count_as_spreadsheets_do(column: int) -> None:
    assert column_number(column_letter(column)) == column


def test_days_are_read_in_every_usual_form() -> None:
    for cell in ("2024-07-16", "2024/7/16", "2024.7.16", "2024年7月16日", "20240716", "45489", "2024-07-16 00:00:00"):
        assert read_day(cell) == date(2024, 7, 16), cell
    for cell in ("", "5", "2024-13-01", "明天", "99999999", "1-1"):
        assert read_day(cell) is None, cell


def test_a_problem_kept_is_the_problem_told() -> None:
    _, table = read(b"a,b\nx\0y,2\n")
    assert [Problem.from_dict(problem.as_dict()) for problem in table.problems] == table.problems


def test_written_values_have_no_float_noise() -> None:
    assert [written(value) for value in (None, 1.0, 1.10, 1e15, 2.5e-3, False)] == [
        "", "1", "1.1", "1000000000000000", "0.0025", "FALSE"]  # fmt: skip


@pytest.mark.parametrize("line", ["{},1\n", '"{}\n', '"{}",1\n'])
def test_a_cell_longer_than_any_list_needs_is_named(line: str) -> None:
    assert "more than 20000 characters" in refused(b"a,b\n" + line.format("x" * 140_000).encode())


def test_quotes_that_open_on_every_line_are_soon_refused() -> None:
    assert "Quotes do not pair" in refused(b"h,i\n" + b'a","b\n' * 50_000)


@pytest.mark.parametrize("content", [b"\xff\xfe" + b"a" * 5, b"\xff\xfe" + b"\x00\xd8" * 5, b"\xef\xbb\xbfa,\xff\n"])
def test_a_marked_file_that_is_not_what_its_mark_says_is_refused(content: bytes) -> None:
    assert "cannot be decoded" in refused(content)


@pytest.mark.parametrize("piece", [b' r="AA1"', b'<c r="A1" ', b'<c r="A1" t="e" ', b'<c r="A1"><f'])
def test_a_sheet_made_to_be_looked_through_again_and_again_is_not(piece: bytes) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b' t="e"</f></c>' + piece * 60_000)
    began = perf_counter()
    refused(file.getvalue())
    assert perf_counter() - began < 10
