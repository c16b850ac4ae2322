"""The counter: one screen, the code shown once, nothing lost on an error."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.models.cases import Complaint
from core.db import db
from core.policy import Role
from tests.complaints.services import cases
from tests.complaints.web.test_desk import now, read
from tests.people import Staff
from tests.visiting import Visitor

CALL = {
    "mode": "named", "count": "1", "contact.name": "陈示例", "contact.phone": "13800000000",
    "matters.0.kind": "own_made_item", "matters.0.story": cases.STORY, "matters.0.body": "440100-zjj",
    "matters.0.region": "440100", "matters.0.amount": "600", "matters.0.happened_on": "2026-03-02",
}  # fmt: skip


@pytest.fixture
def clerk(staff: Staff) -> Visitor:
    return staff.visitor(Role.intake_clerk)


def send(clerk: Visitor, **changed: str) -> Any:
    return clerk.post("/desk/new", {"form_key": "call-1", **CALL, **changed})


def complaints() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Complaint)) or 0


def test_a_clerk_files_for_a_caller_and_reads_out_the_code(clerk: Visitor) -> None:
    assert "只凭回执码联系" in read(clerk, "/desk/new")
    answer = send(clerk)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert "只显示这一次" in page and "广州市市场监督管理局" in page
    code = "".join(re.findall(r"<span>([0-9A-Z]{4})</span>", page.split('class="code"')[1][:400]))
    assert len(code) == 24
    made = db.session.scalars(select(Complaint)).one()
    assert made.channel == "counter"
    assert cases.following.enter(code, "10.0.0.1") == made.id


def test_sent_twice_it_is_filed_once(clerk: Visitor) -> None:
    send(clerk)
    assert send(clerk).status_code == 200 and complaints() == 1
    assert send(clerk, **{"matters.0.story": "另一件事"}).status_code == 409 and complaints() == 1


def test_nothing_typed_is_lost_where_something_is_wrong(clerk: Visitor) -> None:
    page = send(clerk, **{"matters.0.kind": "", "matters.0.amount": "六百"})
    words = page.get_data(as_text=True)
    assert page.status_code == 422 and cases.STORY in words and 'value="六百"' in words and "陈示例" in words
    absent = send(clerk, **{"matters.0.check_code": "nothing"})
    assert absent.status_code == 422 and "没有这个核对号" in absent.get_data(as_text=True)
    assert complaints() == 0


def test_an_anonymous_caller_leaves_no_identity(clerk: Visitor) -> None:
    page = send(clerk, mode="anonymous", **{"contact.name": "", "contact.phone": ""})
    assert page.status_code == 200 and "匿名" in page.get_data(as_text=True)


def test_the_matter_reaches_the_office_that_handles_it(clerk: Visitor, staff: Staff) -> None:
    page = send(clerk).get_data(as_text=True)
    assert "回执码" in page
    desk = read(staff.visitor(Role.handler), "/desk")
    found = re.search(r"/desk/matters/([0-9A-Z-]+)", desk)
    assert found and now(found[1]).counter_id


def test_only_clerks_file_at_the_counter(staff: Staff) -> None:
    person = staff.visitor(Role.handler)
    assert person.get("/desk/new").status_code == 404
    assert person.get("/desk/identities").status_code == 404
