"""The desk in the browser: what an officer reads, filters, finds; what a supervisor assigns."""

import pytest
from flask import Flask

from complaints.models.cases import HUMAN_DESK, Matter
from complaints.rules.matters import Mode
from core.db import db, transaction
from core.policy import Role
from tests.complaints.services import cases
from tests.people import Staff
from tests.visiting import Visitor

CITY = {"body": "440100-zjj", "region": "440100"}
"""A body of the city: its matters come to the sample handler's office."""


def filed(mode: Mode = Mode.named, **changed: object) -> str:
    """A matter at the office of the sample handler."""
    number = cases.file(cases.told(**(CITY | changed)), mode=mode).matters[0].number
    assert cases.matter(number).state == "assigned"
    return number


def now(number: str) -> Matter:
    """The matter as it is now, not as this test has read it before."""
    db.session.rollback()
    return cases.matter(number)


@pytest.fixture
def officer(staff: Staff) -> Visitor:
    return staff.visitor(Role.handler)


def read(person: Visitor, address: str) -> str:
    answer = person.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.get_data(as_text=True))


def test_an_officer_reads_matters_by_what_is_due_first(staff: Staff, days: cases.Days) -> None:
    early = filed()
    days.pass_days(3)
    later = filed(kind="above_standard")
    officer = staff.visitor(Role.handler)
    page = read(officer, "/desk")
    assert page.index(early) < page.index(later)
    assert "个工作日" in page and "¥600.00" in page and "2 件" in page
    assert later not in read(officer, "/desk?kind=own_made_item")
    assert early in read(officer, f"/desk?number={early.lower()}")
    assert "没有符合条件的事项" in read(officer, "/desk?state=waiting")
    assert "下一件到期" in read(officer, "/desk?state=waiting")
    days.pass_days(60)
    assert "超 " in read(staff.visitor(Role.handler), "/desk?due=late")


def test_an_empty_desk_says_so(officer: Visitor) -> None:
    assert "待办清空了" in read(officer, "/desk")


def test_a_page_mark_that_is_none_is_named(officer: Visitor) -> None:
    answer = officer.get("/desk?after=here")
    assert answer.status_code == 422 and "翻页标记读不懂" in answer.get_data(as_text=True)


def test_pages_of_the_desk_lead_to_the_end(officer: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.web.desk.SIZE", 2)
    numbers, address, seen = [filed() for _ in range(5)], "/desk?kind=own_made_item", []
    while address:
        page = read(officer, address)
        seen += [number for number in numbers if number in page]
        found = page.split('rel="next"')[0].rsplit('href="', 1)[-1] if 'rel="next"' in page else ""
        address = found.split('"')[0].replace("&amp;", "&")
    assert sorted(seen) == sorted(numbers)


def test_a_supervisor_assigns_what_nobody_has(app: Flask, staff: Staff) -> None:
    number = filed()
    with transaction():
        row = cases.matter(number)
        row.handler_id, row.state = HUMAN_DESK, "filed"
    person = staff.visitor(Role.supervisor)
    assert number in read(person, "/desk?part=human_desk")
    address = f"/desk/matters/{number}/acts/assign-by-hand"
    told = {"handler": "没有这个局", "reason": "省内指定", "version": str(now(number).version)}
    wrong = person.post(address, told)
    assert wrong.status_code == 422 and "机构表里没有这个机构" in wrong.get_data(as_text=True)
    told["handler"] = CITY["body"]
    assert person.post(address, told | {"sure": "yes"}).status_code == 422
    told["handler"] = "440000-scjg"
    assert "确认要" in person.post(address, told).get_data(as_text=True)
    assert person.post(address, told | {"sure": "yes"}).status_code == 303
    assert now(number).state == "assigned"


def test_the_desk_in_english_keeps_chinese_for_official_words(officer: Visitor) -> None:
    filed()
    officer.http.set_cookie("lang", "en")
    page = read(officer, "/desk")
    assert "Mine to handle" in page and "working days left" in page
