"""A department's list read into entries: heads under many names, repeated blanks, misfiled natures, nothing unsaid."""

import io
from typing import Any

import pytest
import xlsxwriter

from burden.services.headings import ALIASES, HEADINGS, field_of
from burden.services.importing import Choices, Reading, read_list


def read(text: str, choices: Choices | None = None, list_type: str = "") -> Reading:
    return read_list(io.BytesIO(text.encode("gb18030")), choices, list_type=list_type)


def told(reading: Reading) -> dict[str, str]:
    """Address → what is said of it, in English."""
    return {f"{one.column or ''}{one.row or ''}": one.what.en for one in reading.problems}


PUBLISHED = """附件,,,,,,,
湛江市涉企行政事业性收费目录清单,,,,,,,
序号,部门,执收单位,收费项目,收费标准,,征收对象,政策依据
,,,,计费单位,标准(元),,
一、公安,,,,,,,
1-1,,市公安局,机动车号牌工本费,元/副,100,机动车所有人,发改价格〔2004〕2831号
1(2),,,,元/副,50,挂车,
2,,市公安局,证件费,元/证,80O,个人,粤价函〔2007〕382号
三、自然资源,,,,,,,
3,,市自然资源局,土地出让金,宗,######,受让人,国土
4,,,罚没收入,宗,-50,,
,,,合计,,130,,
序号,部门,执收单位,收费项目,收费标准,,征收对象,政策依据
注：自2026年1月1日起执行,,,,,,,
"""


@pytest.fixture(scope="module")
def published() -> Reading:
    return read(PUBLISHED, list_type="行政事业性收费")


def test_two_head_rows_are_one_head(published: Reading) -> None:
    assert published.head is not None
    assert (published.head.first_row, published.head.last_row) == (3, 4)
    assert [row.words["standard_words"] for row in published.rows[:2]] == ["100元/副", "50元/副"]


def test_blank_cells_repeat_the_row_above_within_their_group(published: Reading) -> None:
    second, fifth = published.rows[1].words, published.rows[4].words
    assert (second["department"], second["collecting_body"], second["item_name"]) == (
        "公安", "市公安局", "机动车号牌工本费")  # fmt: skip
    assert (fifth["department"], fifth["collecting_body"]) == ("自然资源", "市自然资源局")
    assert "filled from the row above" in told(published)["C7"]


def test_titles_headings_sums_footnotes_and_repeated_heads_are_no_entries_and_said_so(published: Reading) -> None:
    assert len(published.rows) == 5
    said = told(published)
    assert "Above the head" in said["1"]
    assert "Taken as a heading" in said["5"]
    assert "Not a charge" in said["12"] and "The head again" in said["13"] and "Not a charge" in said["14"]
    assert published.title == "湛江市涉企行政事业性收费目录清单"


def test_cells_that_hold_no_amount_are_named_with_a_remedy(published: Reading) -> None:
    said = told(published)
    assert "letters" in said["F8"] and "####" in said["F10"] and "negative" in said["F11"]
    assert all(problem.remedy.zh and problem.remedy.en for problem in published.problems)


def test_what_is_no_charge_is_taken_with_a_warning(published: Reading) -> None:
    said = told(published)
    assert "granting" in said["D10"] or "land or mining" in said["D10"]
    assert "Fines" in said["D11"]


def test_a_serial_that_became_a_day_is_put_right() -> None:
    reading = read("序号,收费单位,收费项目\n2024-01-02,甲,乙费\n1(1),甲,丙费\n")
    assert [row.words["serial"] for row in reading.rows] == ["1-2", "1(1)"]
    assert "became a date" in told(reading)["A2"]


def test_every_known_heading_is_known() -> None:
    for name, said in ALIASES.items():
        assert {field_of(alias) for alias in said.split()} == {(name, True)}


@pytest.mark.parametrize(
    ("heading", "field"),
    [("收费\n标准", "standard_words"), ("政策依据（文号）", "basis_words"), ("执收单位（部门）", "collecting_body"),
     ("具体收费项目名称", "item_name"), ("征收对象及范围（元）", "payers"), ("收费依椐", "basis_words"), ("天气", None),
     ("", None)],
)  # fmt: skip
def test_headings_in_other_words_are_taken_by_likeness(heading: str, field: str | None) -> None:
    assert field_of(heading)[0] == field


def test_a_column_that_is_not_known_is_said_and_can_be_named() -> None:
    text = "执收单位,收费项目,天气\n甲,乙费,100元/次\n"
    assert "unknown" in told(read(text))["C2"]
    again = read(text, Choices(columns={2: "standard_words"}))
    assert again.rows[0].words["standard_words"] == "100元/次"


def test_the_head_row_can_be_named() -> None:
    reading = read("甲,乙\n丙,丁费\n", Choices(head_row=1, columns={0: "department", 1: "item_name"}))
    assert [row.words["item_name"] for row in reading.rows] == ["丁费"]


def test_a_file_without_a_head_says_so_and_takes_nothing() -> None:
    reading = read("只有一句话\n还有一句\n")
    assert reading.rows == () and reading.head is None
    assert [problem.blocking for problem in reading.problems] == [True]


def test_a_row_without_a_name_or_with_too_long_a_cell_is_left_out_and_named() -> None:
    reading = read(f"序号,收费项目,收费标准\n1,,\n2,乙费,5元\n{'9' * 50},丙费,5元\n,,6元\n")
    assert [row.words["item_name"] for row in reading.rows] == ["乙费", "丙费"]
    assert [one.row for one in reading.unread] == [2, 4]


def test_natures_in_short_forms_are_written_in_full() -> None:
    reading = read("收费单位,收费项目,收费性质\n甲,乙费,行政性收费\n甲,丙费,政府指导价\n甲,丁费,奇怪\n")
    assert [row.words["list_nature"] for row in reading.rows] == [
        "行政事业性收费", "政府定价的经营服务性收费", "奇怪"]  # fmt: skip
    assert "Unknown nature" in told(reading)["C4"]


def test_missing_statutory_columns_and_blank_cells_are_named() -> None:
    reading = read("收费单位,收费项目,收费标准,政策依据\n甲,乙费,,粤价〔2020〕1号\n", list_type="行政事业性收费")
    said = [one.what.en for one in reading.problems]
    assert any("no column “征收对象或服务内容”" in one for one in said)
    assert "is blank" in told(reading)["C2"]


def test_merged_and_repeated_cells_of_a_workbook() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    heads = ["部门", "执收单位", "收费项目"]
    for column, heading in enumerate(heads):
        sheet.merge_range(0, column, 1, column, heading)
    sheet.merge_range(0, 3, 0, 4, "收费标准")
    sheet.write_row(1, 3, ["计费单位", "金额"])
    sheet.merge_range("F1:F2", "政策依据")
    sheet.merge_range("A3:A5", "公安")
    sheet.merge_range("F3:F5", "发改价格〔2004〕2831号")
    rows: list[list[Any]] = [["市公安局", "甲费", "元/副", 100], ["", "乙费", "元/证", 10.5], ["", "丙费", "元/次", 3]]
    for at, row in enumerate(rows, start=2):
        sheet.write_row(at, 1, row)
    book.close()
    reading = read_list(io.BytesIO(file.getvalue()))
    assert [row.words["standard_words"] for row in reading.rows] == ["100元/副", "10.5元/证", "3元/次"]
    assert {row.words["basis_words"] for row in reading.rows} == {"发改价格〔2004〕2831号"}
    assert {row.words["department"] for row in reading.rows} == {"公安"}
    assert {row.words["collecting_body"] for row in reading.rows} == {"市公安局"}


def test_blanks_of_our_own_form_are_meant() -> None:
    head = ",".join(HEADINGS.values())
    rows = (
        "1,公安部门,市公安局,政府部门,甲费,行政事业性收费,,,,,,,是,,,是,A\n2,,,,乙费,行政事业性收费,,,,,,,是,,,否,B\n"
    )
    reading = read(f"{head}\n{rows}")
    assert reading.problems == ()
    assert [row.words["department"] for row in reading.rows] == ["公安部门", ""]


@pytest.mark.parametrize("columns", [1, 3])
def test_a_thousand_rows_of_rubbish_break_nothing(columns: int) -> None:
    text = "收费项目,收费标准,政策依据\n" + "\n".join(",".join('"=\0\t#' for _ in range(columns)) for _ in range(1000))
    reading = read(text)
    assert len(reading.problems) >= 1000
