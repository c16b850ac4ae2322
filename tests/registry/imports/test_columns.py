"""Columns told by their headings: exactly, else by likeness, which is said; two head rows; what stands above."""

import io

import pytest

from core.tables.reading import open_table
from registry.rules.columns import Field, field_of
from registry.rules.columns_names import Names, role_of, split_unit
from registry.rules.layouts import Layout, corrected, find_layout
from tests.registry.imports.test_cells import PARAMETERS

NAMES = Names(PARAMETERS)


def layout(text: str) -> Layout:
    table = open_table(io.BytesIO(text.encode()))
    found = find_layout(list(table.rows()), NAMES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("报告编号", Field.number), ("报 告 号", Field.number), ("统一社会信用代码（必填）", Field.client_code),
        ("检测\n日期", Field.tested_on), ("下次检验日期", Field.valid_until), ("怎么改", Field.known), ("天气", None),
    ],
)  # fmt: skip
def test_a_heading_is_known_under_its_many_names(heading: str, field: Field | None) -> None:
    assert field_of(heading)[0] == field


@pytest.mark.parametrize(
    ("words", "near", "key", "sure"),
    [
        ("颗粒物(mg/m³)", "", "stack_particulate", True), ("SO2", "", "stack_so2", True),
        ("CODCr", "", "ww_cod", True), ("厂界噪声（昼间）", "", "noise_boundary_day", True),
        ("外部检验", "", "boiler_external_inspection", False), ("定期检验", "", "", False),
        ("定期检验", "5t桥式起重机", "crane_periodic_inspection", False), ("甲醛", "", "", False),
    ],
)  # fmt: skip
def test_a_parameter_is_found_by_its_names_and_guesses_are_said(words: str, near: str, key: str, sure: bool) -> None:
    assert NAMES.find(words, near) == (key, sure)


def test_a_word_taught_by_the_laboratory_is_sure() -> None:
    assert Names(PARAMETERS, {"防雷装置综合": "lps_overall"}).find("防雷装置综合") == ("lps_overall", True)


def test_units_and_roles_are_taken_off_headings() -> None:
    assert split_unit("LEX,8h [dB(A)]") == ("LEX,8h", "dB(A)")
    assert split_unit("厂界噪声（昼间）") == ("厂界噪声（昼间）", "")
    assert role_of("颗粒物限值")[0] is Field.limit and role_of("苯判定")[0] is Field.conclusion


def test_titles_above_the_head_say_what_holds_for_all() -> None:
    found = layout(
        "某某公司（报告编号：K-1）\n委托单位：甲厂  签发：45363\n检测项目,检测结果,检测日期\nSO2,3,2024-03-05\n"
    )
    assert (found.first_row, found.tall) == (3, True)
    assert found.facts == {Field.number: "K-1", Field.client: "甲厂", Field.issued_on: "45363"}


def test_the_same_export_is_known_again_with_what_we_wrote_into_it() -> None:
    plain = layout("报告编号,检测项目,检测结果\nA,SO2,3\n")
    back = layout("报告编号,检测项目,检测结果,问题,怎么改\nA,SO2,3,x,y\n")
    other = layout("报告编号,检测项目,结果\nA,SO2,3\n")
    assert plain.fingerprint == back.fingerprint != other.fingerprint


def test_a_person_corrects_columns_and_says_what_holds_for_all() -> None:
    found = corrected(
        layout("编号,项目A,SO2,签发日期\nR,1,3,\n"), {1: ("value", "ww_cod"), 2: ("", "")}, {"tested_on": "2024-03-05"}
    )
    assert [(column.field, column.parameter) for column in found.columns[:3]] == [
        (Field.number, ""), (Field.value, "ww_cod"), (None, ""),
    ]  # fmt: skip
    assert found.facts[Field.tested_on] == "2024-03-05"


def test_a_list_without_a_head_has_no_layout() -> None:
    assert find_layout(list(open_table(io.BytesIO(b"a,b\n1,2\n")).rows()), NAMES) is None
