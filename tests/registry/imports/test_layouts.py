"""Five files as five laboratories export them: what is right is taken, each trap is named at its cell."""

import pytest

from tests.registry.imports.files import LAYOUTS, Desk

ADDRESSES = {
    "1-tall-utf8-bom.csv": {"C8", "L8"},
    "2-wide-units-in-header.xlsx": {"D2", "H4", "B5", "D5", "P5"},
    "3-merged-cells.xlsx": {"D4", "G5", "C8", "A9"},
    "4-gb18030.csv": {"G3", "I4", "E5", "I5"},
    "5-two-header-rows.xlsx": {"5"},
}
COUNTS = {
    "1-tall-utf8-bom.csv": (2, 1, 1), "2-wide-units-in-header.xlsx": (4, 1, 3), "3-merged-cells.xlsx": (3, 0, 3),
    "4-gb18030.csv": (4, 1, 3), "5-two-header-rows.xlsx": (1, 0, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
def test_each_trap_is_named_at_its_cell_and_the_rest_is_taken(desk: Desk, name: str) -> None:
    reading, weighed = desk.read((LAYOUTS / name).read_bytes())
    assert {f"{one.column or ''}{one.row}" for one in reading.problems if one.blocking} == ADDRESSES[name]
    assert (weighed.reports, weighed.new, weighed.refused) == COUNTS[name]


def values(desk: Desk, name: str) -> dict[str, tuple[str, str]]:
    reading, _ = desk.read((LAYOUTS / name).read_bytes())
    return {one.parameter: (one.qualifier, one.value) for part in reading.parts for one in part.report.findings}


def test_qualified_numbers_stay_qualified_and_full_width_ones_become_numbers(desk: Desk) -> None:
    assert values(desk, "1-tall-utf8-bom.csv") == {
        "stack_particulate": ("", "4.8"), "stack_so2": ("ND", ""), "stack_nox": ("", "127"),
        "ww_nh3n": ("<", "0.05"), "ww_cod": ("ND", "4"), "ww_ph": ("", "7.2"),
    }  # fmt: skip


def test_methods_are_known_standards_once_spelled_as_the_register_does(desk: Desk) -> None:
    reading, _ = desk.read((LAYOUTS / "1-tall-utf8-bom.csv").read_bytes())
    methods = {one.method for part in reading.parts for one in part.report.findings}
    assert {"HJ 693-2014", "HJ 535-2009"} <= methods


def test_a_report_of_two_subjects_is_recorded_in_two_parts_that_name_them(desk: Desk) -> None:
    reading, _ = desk.read((LAYOUTS / "1-tall-utf8-bom.csv").read_bytes())
    assert [part.report.number for part in reading.parts] == [
        "YJHJ2024-0312 · 1号熔铸炉排气筒DA001", "YJHJ2024-0312 · 废水总排口DW001",
    ]  # fmt: skip
    assert [part.report.subject.kind for part in reading.parts] == ["outlet.air", "outlet.water"]


def test_one_conclusion_for_a_row_is_that_of_no_finding(desk: Desk) -> None:
    reading, _ = desk.read((LAYOUTS / "2-wide-units-in-header.xlsx").read_bytes())
    (part,) = reading.parts
    assert {one.conclusion.value for one in part.report.findings} == {"not_stated"}
    assert part.report.note == "整行的结论：合格"


def test_two_head_rows_with_groups_are_read_once_the_test_day_is_said(desk: Desk) -> None:
    content = (LAYOUTS / "5-two-header-rows.xlsx").read_bytes()
    reading, weighed = desk.read(content, facts={"tested_on": "2024-03-06"})
    assert (weighed.new, weighed.findings) == (1, 10)
    by_place = {part.report.subject.name: part.report for part in reading.parts}
    tuning = {one.parameter: one for one in by_place["喷漆车间 调漆"].findings}
    assert (tuning["oh_benzene"].qualifier, tuning["oh_noise_lex"].value) == ("ND", "78.5")
    assert "78.5±0.6" in by_place["喷漆车间 调漆"].note
    sanding = {one.parameter: one.conclusion.value for one in by_place["木工车间 砂光"].findings}
    assert sanding == {"oh_total_dust": "fail", "oh_benzene": "pass", "oh_noise_lex": "fail"}


def test_months_last_through_their_end_and_an_amendment_keeps_the_standards_year(desk: Desk) -> None:
    reading, _ = desk.read((LAYOUTS / "3-merged-cells.xlsx").read_bytes())
    (correction,) = (part.report for part in reading.doubtful + reading.parts if part.report.supersedes)
    assert (correction.supersedes, correction.partial) == ("TJY-GL-2024-00187", True)
    assert correction.valid_until and correction.valid_until.isoformat() == "2026-03-31"
