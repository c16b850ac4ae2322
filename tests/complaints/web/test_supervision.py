"""Supervision, public statistics and the counter's list, in the browser."""

import csv
import io
from datetime import date

import pytest
from flask import Flask

from complaints.rules import disclosure
from core.policy import Role
from tests.complaints.services import cases
from tests.complaints.web.test_desk import CITY, filed, read
from tests.people import Staff
from tests.visiting import Visitor

PAGE = "/statistics/complaints"


def table(answer: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.decode("utf-8-sig"))))


def test_a_supervisor_reads_what_is_late_and_takes_it_away(staff: Staff, days: cases.Days) -> None:
    number = filed()
    days.pass_days(90)
    boss = staff.visitor(Role.supervisor)
    page = read(boss, "/supervision")
    assert number in page and "广州市市场监督管理局" in page and "超 " in page
    assert number not in read(boss, "/supervision?region=440300")
    lines = table(boss.get("/supervision/late.csv").data)
    assert {line[0] for line in lines[1:]} == {number} and len(lines[0]) == len(lines[1])


def test_an_empty_supervision_page_says_so(staff: Staff) -> None:
    page = read(staff.visitor(Role.supervisor), "/supervision")
    for words in ("没有超期的", "没有欠着的", "这段时间没有"):
        assert words in page


def test_days_that_cannot_be_are_named(staff: Staff) -> None:
    boss = staff.visitor(Role.supervisor)
    for query, words in (("from=here", "日期请写成"), ("from=2026-12-01&to=2026-01-01", "请对调")):
        answer = boss.get(f"/supervision?{query}")
        assert answer.status_code == 422 and words in answer.get_data(as_text=True)


def test_refunds_are_told_and_taken_away(staff: Staff, people: cases.People, days: cases.Days) -> None:
    number = filed()
    cases.decided(people, number)
    days.pass_days(40)
    boss = staff.visitor(Role.supervisor)
    page = read(boss, "/supervision?from=2026-01-01&to=2027-12-31")
    assert "¥600.00" in page and "31–90 天" in page
    header, line = table(boss.get("/supervision/refunds.csv?from=2026-01-01").data)
    assert dict(zip(header, line, strict=True))["31–90 天"] == "600.00"


def test_a_supervisor_is_told_of_others_like_this(staff: Staff, days: cases.Days) -> None:
    number, _ = filed(), filed()
    assert "90 天内还有 1 件" in read(staff.visitor(Role.supervisor), f"/desk/matters/{number}")
    assert "90 天内还有" not in read(staff.visitor(Role.handler), f"/desk/matters/{number}")


def test_the_public_reads_figures_without_signing_in(
    visitor: Visitor, days: cases.Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "还没有可以公布的数" in read(visitor, PAGE)
    days.go_to(date(2026, 9, 7))
    for rule in (disclosure.blocks, disclosure.closed, disclosure.whole_rows):
        monkeypatch.setattr(rule, "__defaults__", (1,))
    for _ in range(2):
        cases.file(*[cases.told(**CITY) for _ in range(3)])
        days.pass_days(60)
    page = read(visitor, PAGE)
    assert "第四季度" in page and "<svg" in page
    assert visitor.get(f"{PAGE}?year=1999").status_code == 404
    answer = visitor.get(f"{PAGE}.csv")
    assert table(answer.data)[1][:4] == ["提交", "按季度", "2026", "2026Q3"]
    assert visitor.get(f"{PAGE}.csv", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert visitor.get(f"{PAGE}.json").json["rows"] == visitor.get(f"/api/v1{PAGE}").json["rows"]


def test_the_api_chooses_and_names_what_it_cannot_read(visitor: Visitor) -> None:
    assert visitor.get(f"/api/v1{PAGE}?year=2025&measure=filed&by=city").json["rows"] == []
    for query in ("year=25", "measure=all", "by=day", "since=2025"):
        answer = visitor.get(f"/api/v1{PAGE}?{query}")
        assert (answer.status_code, list(answer.json["errors"])) == (422, [query.partition("=")[0]])


def test_a_counter_finds_what_it_filed_without_the_caller(app: Flask, staff: Staff) -> None:
    clerk = staff.visitor(Role.intake_clerk)
    assert "还没有登记过" in read(clerk, "/desk/filings")
    told = {
        "count": "1", "form_key": "counter-list", "mode": "named", "contact.name": "来电人甲",
        "matters.0.kind": "own_made_item", "matters.0.story": cases.STORY, "matters.0.body": "广州市住房和城乡建设局",
        "matters.0.region": "广州市",
    }  # fmt: skip
    done = clerk.post("/desk/new", told).get_data(as_text=True)
    reference = done.split("编号 ")[1][:14]
    page = read(clerk, f"/desk/filings?reference={reference.lower()}")
    assert reference in page and "个工作日" in page and "来电人甲" not in page
    assert "没有这个编号" in read(clerk, "/desk/filings?reference=TS26-AAAA-AAAA")
    assert clerk.get("/desk/filings?after=x").status_code == 422
