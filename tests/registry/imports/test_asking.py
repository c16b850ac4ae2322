"""A department asks about many subjects by file: each row answered, each look-up on record, nothing without purpose."""

import csv
import io
from typing import Any

import pytest
from sqlalchemy import func, select

from core.db import db, transaction
from core.errors import Invalid
from core.policy import Role
from registry.models.acts import LookUp
from registry.services.importing import asking
from registry.services.looking_up import MOST
from tests.people import Staff
from tests.registry.imports.files import Desk
from tests.registry.services.world import BOILER, PERIODIC, PURPOSE

HEAD = "设备注册代码,对象种类,hydro_test_needed\n"
FILE = f"{HEAD}{BOILER.identifier},锅炉,否\n1.1E+19,锅炉,否\n404,锅炉,\n{BOILER.identifier},,也许\n"


def ask(desk: Desk, content: str = FILE, purpose: str = PURPOSE) -> list[list[str]]:
    with transaction():
        return asking.look_up_file(content.encode(), PERIODIC, purpose, desk.world.department(), language="en")[1]


def test_each_row_is_answered_or_says_why_not_and_each_look_up_is_on_record(desk: Desk) -> None:
    desk.world.record()
    rows = ask(desk)
    answers = {(line[0], line[3]): (line[4], line[6]) for line in rows}
    assert answers["2", "boiler internal inspection"] == ("need not be tested", "N-1")
    assert answers["2", "boiler external inspection"] == ("left to test", "")
    assert [(line[0], line[4]) for line in rows if line[0] != "2"] == [
        ("3", "not looked up"), ("4", "not looked up"), ("5", "not looked up"),
    ]  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(LookUp)) == 1


@pytest.mark.parametrize(
    ("content", "purpose", "field"),
    [
        (FILE, " ", "purpose"), ("甲,乙\n1,2\n", PURPOSE, "file"), ("对象编号\n", PURPOSE, "file"),
        ("对象编号\n" + "7\n" * (MOST + 1), PURPOSE, "file"),
    ],
    ids=["no purpose", "no codes", "no rows", "too many"],
)  # fmt: skip
def test_what_cannot_be_asked_is_named(desk: Desk, content: str, purpose: str, field: str) -> None:
    with pytest.raises(Invalid) as raised:
        ask(desk, content, purpose)
    assert set(raised.value.fields) == {field}


def test_the_page_answers_with_the_table(desk: Desk, staff: Staff) -> None:
    clerk = staff.visitor(Role.recogniser)
    form: dict[str, Any] = {"procedure": PERIODIC, "purpose": PURPOSE, "as": "csv"}
    page = "/registry/look-up-files"
    sent = {**form, "file": (io.BytesIO(FILE.encode()), "a.csv")}
    answer = clerk.post(page, sent, content_type="multipart/form-data")
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert table[0][:2] == ["行", "对象编号"] and {line[4] for line in table[1:]} == {"要测", "没有查成"}
    assert clerk.post(page, form, content_type="multipart/form-data").status_code == 422
