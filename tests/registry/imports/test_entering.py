"""Files entered: good reports once each, bad ones back with what is wrong; nothing twice, nothing of another's."""

import csv
import io

import pytest
from sqlalchemy import select

from core import jobs
from core.db import db, transaction
from core.errors import Invalid, NotFound, NotInThisState
from core.people.models.organisations import Organisation
from registry.models.imports import ReportImport
from registry.models.reports import Finding, Report
from registry.services.importing import receiving, returning
from registry.services.importing.choosing import Choices
from tests.registry.imports.files import GOOD, HEADS, Desk, count, csv_of, row, xlsx_of


def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    content = csv_of(row(), row(报告编号="R-2"))
    first, again = desk.bring(content), desk.bring(content)
    assert (first.created, first.findings, again.created, again.known) == (2, 2, 0, 2)
    assert count() == 2


def test_rows_of_one_number_are_one_report_with_its_client_and_subject_on_record(desk: Desk) -> None:
    desk.bring(csv_of(row(), row(检测项目="SO2", 检测方法="HJ 57-2017", 检测结果="ND", 标准限值="50")))
    report = db.session.scalars(select(Report)).one()
    assert (report.number, report.finding_count, report.client_name) == ("R-1", 2, "示例铝材厂")
    client = db.session.get_one(Organisation, report.client_id)
    assert client.credit_code == GOOD["统一社会信用代码"]
    found = {one.parameter: (one.qualifier, one.value, one.conclusion) for one in db.session.scalars(select(Finding))}
    assert found == {"stack_particulate": ("", "4.8", "pass"), "stack_so2": ("ND", "", "pass")}


WRONG: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"单位": "mg/L"}, "H2", "The unit of"),
    ({"检测日期": "2024-03-12"}, "K3", "after the day of issue"),
    ({"签发日期": "2027-01-01"}, "L4", "has not come yet"),
    ({"检测机构": "示例别家检测有限公司"}, "M5", "enters its own alone"),
    ({"检测项目": "甲醛"}, "E6", "no parameter on record"),
    ({"检测对象": ""}, "D7", "No subject"),
    ({"报告编号": ""}, "A8", "no report number"),
    ({"检测日期": ""}, "K9", "no test day"),
    ({"检测结果": "—"}, "G10", "yet a conclusion"),
    ({"检测结果": "<"}, "G11", "no number"),
    ({"委托单位": "", "统一社会信用代码": ""}, "B12", "Without a client"),
    ({"检测项目": "氨氮", "检测方法": "HJ 535-2009", "单位": "mg/L"}, "", ""),
)
"""What is changed of a good row, the cell that is then named, and what is said of it."""


def test_what_is_wrong_is_named_at_its_cell_before_anything_is_written(desk: Desk) -> None:
    rows = [row(**{"报告编号": f"R-{place}"} | changed) for place, (changed, _, _) in enumerate(WRONG)]
    told = desk.told(csv_of(*rows))
    assert set(told) == {address for _, address, _ in WRONG if address}
    assert [address for _, address, words in WRONG if address and words not in told[address]] == []
    assert count() == 0


def test_a_finding_outside_the_scope_is_taken_and_said_to_count_for_nothing(desk: Desk) -> None:
    reading, weighed = desk.read(csv_of(row(检测方法="HJ 38-2017")))
    assert weighed.new == 1
    assert any("outside the laboratory's scope" in one.what.en and not one.blocking for one in reading.problems)


def test_one_bad_cell_keeps_the_whole_report_back_and_no_other(desk: Desk) -> None:
    brought = desk.bring(csv_of(row(), row(检测项目="SO2", 检测结果="6～9"), row(报告编号="R-2")))
    assert (brought.created, brought.refused) == (1, 1)
    assert [one.number for one in db.session.scalars(select(Report))] == ["R-2"]


def test_a_number_with_other_content_goes_back_and_says_how_to_correct(desk: Desk) -> None:
    desk.bring(csv_of(row()))
    reading, weighed = desk.read(csv_of(row(检测结果="5.8")))
    (problem,) = (one for one in reading.problems if one.blocking)
    assert weighed.refused == 1 and problem.column == "A" and "supersedes R-1" in problem.what.en


def test_a_correction_is_completed_from_the_version_before_even_of_its_part(desk: Desk) -> None:
    heads = (*HEADS, "更正哪一份")
    water = {"检测对象": "总排口DW001", "检测项目": "氨氮", "检测方法": "HJ 535-2009", "单位": "mg/L"}
    so2 = {"检测项目": "SO2", "检测方法": "HJ 57-2017", "检测结果": "3"}
    desk.bring(csv_of(row(), row(**so2), row(**water)))
    mended = row(报告编号="R-1a", 检测结果="5.1", 签发日期="2024-04-01", 更正哪一份="R-1")
    brought = desk.bring(csv_of(mended, heads=heads))
    assert (brought.created, brought.refused) == (1, 0)
    new = db.session.scalars(select(Report).where(Report.number == "R-1a")).one()
    former = db.session.get_one(Report, new.supersedes_id)
    assert (new.finding_count, former.number) == (2, "R-1 · 1号排气筒DA001")


def test_every_works_has_a_first_chimney(desk: Desk) -> None:
    other = row(报告编号="R-2", 委托单位="示例瓷厂", 统一社会信用代码="91445100MA0P00000G")
    desk.bring(csv_of(row(), other))
    assert len(set(db.session.scalars(select(Report.subject_id)))) == 2


def test_encodings_make_no_difference(desk: Desk) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert desk.read(csv_of(row(委托单位="示例㙟𠮷厂"), encoding=encoding))[1].new == 1


def test_merged_cells_fill_their_own_rows_alone(desk: Desk) -> None:
    cells = {f"{chr(65 + index)}1": head for index, head in enumerate(HEADS)}
    for number in (2, 3, 4):
        cells |= {f"{chr(65 + index)}{number}": GOOD[head] for index, head in enumerate(HEADS) if index}
    cells["E3"], cells["F3"] = "SO2", "HJ 57-2017"
    told = desk.told(xlsx_of(cells, {"A2:A3": "R-1"}))
    assert list(told) == ["A4"]


def test_a_formula_that_was_never_counted_keeps_its_report_back(desk: Desk) -> None:
    cells = {f"{chr(65 + index)}2": GOOD[head] for index, head in enumerate(HEADS)}
    cells |= {f"{chr(65 + index)}1": head for index, head in enumerate(HEADS)} | {"G2": "=A9*2"}
    told = desk.told(xlsx_of(cells))
    assert "no counted value" in told["G2"]


def test_what_goes_back_says_what_is_wrong_and_comes_in_again_once_mended(desk: Desk) -> None:
    number = desk.send(csv_of(row(), row(报告编号="R-2", 检测结果="6～9"), row(报告编号="R-2", 检测项目="SO2")))
    with transaction():
        receiving.enter(number, desk.actor)
    reading, _, content = receiving.returned(number, desk.actor)
    kind, made = returning.annotated(reading, content)
    table = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert (kind, table[0][-2:], len(table)) == ("csv", ["问题", "怎么改"], 3)
    assert "【检测结果】“6~9”是一个范围" in table[1][-2] and table[1][-1]
    mended = made.decode("utf-8-sig").replace("6～9", "6.9").encode()
    assert (desk.bring(mended).created, count()) == (1, 2)


def test_columns_are_corrected_once_and_remembered_for_the_laboratory(desk: Desk) -> None:
    heads = tuple("甲乙" if head == "检测结果" else head for head in HEADS)
    content = csv_of({**row(检测项目="粉尘量"), "甲乙": "4.8"}, heads=heads)
    number = desk.send(content)
    assert desk.show(number).summary["counts"]["refused"] == 1
    with transaction():
        said = Choices(head_row=1, columns={6: ("value", "")}, names={"粉尘量": "stack_particulate"})
        receiving.correct(number, said, desk.actor)
        receiving.enter(number, desk.actor)
    later = desk.show(desk.send(content.replace(b"R-1", b"R-7")))
    assert later.summary["counts"]["new"] == 1 and later.summary["names"] == []
    other = Desk(desk.world, "LAB02")
    assert other.show(other.send(content.replace("示例粤检环境检测有限公司".encode(), b""))).summary["names"]


def test_a_file_is_its_laboratorys_own_and_entered_once(desk: Desk) -> None:
    number = desk.send(csv_of(row()))
    with pytest.raises(NotFound):
        receiving.show(number, desk.world.laboratory("LAB02"))
    with transaction():
        receiving.enter(number, desk.actor)
    with pytest.raises(NotInThisState), transaction():
        receiving.enter(number, desk.actor)


def test_a_large_file_is_read_and_entered_by_the_worker_and_goes_on_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGE", 100)
    monkeypatch.setattr("registry.services.importing.entering.AT_ONCE", 2)
    number = desk.send(csv_of(*(row(报告编号=f"R-{n}") for n in range(5)), row(报告编号="R-9", 检测结果="6～9")))
    assert desk.show(number).state == "reading"
    jobs.run_due()
    with transaction():
        receiving.enter(number, desk.actor)
    stopped = _stop_after(2, monkeypatch)
    jobs.run_due()
    assert (stopped, desk.show(number).done, count()) == ([1, 2, 3], 4, 4)
    monkeypatch.undo()
    monkeypatch.setattr(receiving, "LARGE", 100)
    receiving.enter_later({"id": number, "user": 911, "name": "", "key": 0})
    shown = desk.show(number)
    assert (shown.state, shown.outcome["created"], shown.outcome["refused"], count()) == ("done", 5, 1, 5)
    assert shown.outcome["findings"] == 5 and shown.outcome["known"] == 0


def _stop_after(most: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The worker's machine goes down in its third transaction."""
    calls: list[int] = []
    record = receiving.entering.record

    def recorded(*given: object) -> object:
        calls.append(len(calls) + 1)
        if len(calls) > most:
            raise RuntimeError("power cut")
        return record(*given)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(receiving.entering, "record", recorded)
    return calls


def test_what_is_no_table_or_too_large_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    for content in (b"", b"%PDF-1.7", b"a" * (20 * 1024 * 1024 + 1)):
        with pytest.raises(Invalid):
            desk.send(content)
    assert db.session.scalars(select(ReportImport)).all() == []
