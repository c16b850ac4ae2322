"""A laboratory's member at the page: sends a file, sees what was read, corrects it, enters it, gets the rest back."""

import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core import clock
from core.db import transaction
from core.people.services import employing
from core.people.services.samples import PASSWORD
from core.policy import SYSTEM, Role
from tests.people import Staff
from tests.registry.imports.files import LAYOUTS, Desk, count, csv_of, row
from tests.visiting import Visitor

HOME = "/registry/imports"


@pytest.fixture
def member(app: Flask, desk: Desk, staff: Staff) -> Visitor:
    with transaction():
        user, _ = employing.add_person(SYSTEM, "lab01", "检测员", password=PASSWORD)
        since = clock.today() - timedelta(days=1)
        employing.give_membership(SYSTEM, user, desk.world.laboratories["LAB01"], Role.laboratory_member, since)
    return staff.visitor("lab01")


def send(member: Visitor, content: bytes, name: str = "台账.csv") -> Any:
    return member.post(HOME, {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_a_file_is_shown_first_entered_on_agreement_and_the_rest_comes_back(member: Visitor) -> None:
    place = send(member, (LAYOUTS / "4-gb18030.csv").read_bytes(), "4-gb18030.csv").location
    shown = text(member.get(place))
    assert "1 份能登记" in shown and "3 份要改" in shown and "没有“2024.13.5”这一天" in shown
    assert count() == 0
    assert member.post(place).status_code == 303
    assert "登记了 1 份报告" in text(member.get(place)) and count() == 1
    returned = member.get(f"{place}/returned")
    assert returned.data.decode("utf-8-sig").count("\r\n") == 5 and "csv" in returned.headers["Content-Disposition"]


def test_columns_and_names_are_corrected_on_the_page(member: Visitor) -> None:
    heads = tuple("甲乙" if head == "检测结果" else head for head in row())
    place = send(member, csv_of({**row(检测项目="粉尘量"), "甲乙": "4.8"}, heads=heads)).location
    assert "不认识的检测项目“粉尘量”" in text(member.get(place))
    said = {"head_row": "1", "column.6": "value", "word.0": "粉尘量", "named.0": "stack_particulate"}
    assert member.post(f"{place}/columns", said, page=place).location == place
    assert "1 份能登记" in text(member.get(place))
    twice = member.post(f"{place}/columns", {"column.1": "value", "column.6": "value"}, page=place)
    assert twice.status_code == 422 and "只能有一列" in text(twice)
    assert member.post(f"{place}/columns", {"head_row": "x"}, page=place).status_code == 422


def test_what_cannot_be_taken_says_what_to_do_and_keeps_nothing(member: Visitor) -> None:
    for content, words in (
        (b"", "空的"), (b"%PDF-1.7 abc", "不是表格"), (b"PK\x03\x04 broken", "打不开"),
        (b"a,b\n" * 5_500_000, "20 MB"),
    ):  # fmt: skip
        answer = send(member, content)
        assert answer.status_code == 422 and words in text(answer)
    assert "请选一个文件" in text(member.post(HOME, {"form_key": "k"}))


def test_the_same_form_and_the_same_file_twice_add_nothing(member: Visitor) -> None:
    form = {"form_key": "once"}
    files = [{**form, "file": (io.BytesIO(csv_of(row())), "a.csv")} for _ in range(2)]
    places = [member.post(HOME, data, content_type="multipart/form-data").location for data in files]
    assert places[0] == places[1]
    member.post(places[0])
    again = send(member, csv_of(row())).location
    assert "登记过一模一样的文件" in text(member.get(again))
    assert "0 份能登记" in text(member.get(again)) and "1 份早有了" in text(member.get(again))


def test_a_file_put_away_is_entered_by_nobody(member: Visitor) -> None:
    place = send(member, csv_of(row())).location
    assert member.post(place, {"act": "drop"}).location == HOME
    assert member.http.post(place, data={"csrf_token": member.token(HOME)}).status_code == 409
    assert count() == 0 and "没有登记任何报告" in text(member.get(place))


def test_another_laboratory_sees_nothing_of_it(member: Visitor, staff: Staff) -> None:
    place = send(member, csv_of(row())).location
    other = staff.visitor("laboratory")
    assert {other.get(address).status_code for address in (place, f"{place}/returned")} == {404}


def test_the_shell_enters_a_file_and_writes_back_what_it_keeps(app: Flask, member: Visitor, tmp_path: Any) -> None:
    file, back = tmp_path / "a.csv", tmp_path / "back.csv"
    file.write_bytes(csv_of(row(), row(报告编号="R-2", 检测结果="≤20")))
    run = app.test_cli_runner().invoke
    dry = run(args=["registry", "import", str(file), "--by", "lab01", "--dry-run"])
    assert json.loads(dry.stdout)["new"] == 1 and count() == 0
    done = run(args=["registry", "import", str(file), "--by", "lab01", "--returned", str(back)])
    assert (done.exit_code, json.loads(done.stdout)["created"]) == (1, 1)
    assert "refused: row 3 “检测结果”(G3)" in done.stderr and "≤20" in back.read_text("utf-8-sig")
    assert "Laboratory member" in run(args=["registry", "import", str(file), "--by", "clerk"]).stderr
