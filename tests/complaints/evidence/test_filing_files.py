"""Files while filing, without script: one at a time, kept through errors, Back, a stale form; refused with a remedy."""

import io
import re
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from complaints.models.cases import Complaint
from complaints.models.evidence import Evidence
from complaints.services import drafting
from core.db import db, transaction
from core.files import store
from core.files.store import StoredFile
from tests.complaints.web.steps import Report
from tests.core.files.hostile import CANARY, exif, picture
from tests.visiting import Visitor

RECEIPT = "收据一张，六百元".encode()


def at_facts(visitor: Visitor) -> Report:
    return Report(visitor).go(matters__0__kind="own_made_item", matters__0__story="窗口让我们另交一笔钱")


def send(report: Report, content: bytes = RECEIPT, name: str = "收据.txt", go: str = "upload", **typed: str) -> Report:
    """Choose a file and press a button of the page, as a browser without script does."""
    named = {field.replace("__", "."): value for field, value in typed.items()}
    data = report.values | named | {"go": go, "file": (io.BytesIO(content), name)}
    report.answer = report.visitor.http.post("/complaints/new", data=data, content_type="multipart/form-data")
    return report


def to_the_end(report: Report) -> Report:
    report.go().go(matters__0__body="广州市番禺区示例不动产登记中心").go(mode="anonymous")
    return report.go("submit")


def count(table: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def kept_files() -> int:
    return count(StoredFile)


def test_a_file_goes_from_its_box_to_the_receipt(visitor: Visitor) -> None:
    report = send(at_facts(visitor), matters__0__evidence="一张收据")
    assert report.answer.status_code == 200 and "收据.txt" in report.page
    assert report.values["matters.0.evidence"] == "一张收据"
    token = report.values["matters.0.files"]
    report.go().go(matters__0__body="广州市番禺区示例不动产登记中心").go(mode="anonymous")
    assert report.values["matters.0.files"] == token
    assert "收据.txt" in report.page and len(report.page.encode()) < 50_000
    report.go("submit")
    row = db.session.scalars(select(Evidence)).one()
    assert report.answer.status_code == 200 and "收据.txt" in report.page and row.digest in report.page
    assert b"".join(store.read(row.file_key)) == RECEIPT


def test_a_file_chosen_is_kept_whatever_button_is_pressed(visitor: Visitor) -> None:
    report = send(at_facts(visitor), go="next")
    assert "是哪个单位" in report.page
    report.go("facts.0")
    assert "收据.txt" in report.page
    send(report, b"two", "b.txt", go="what.0")
    assert len(drafting.read(report.values["matters.0.files"])) == 2


def test_the_enter_key_goes_on_and_takes_nothing_out(visitor: Visitor) -> None:
    """A browser presses the first button of the form."""
    report = send(at_facts(visitor))
    form = report.page[report.page.index('<form action="/complaints/new"') :]
    first = re.search(r'<button[^>]* name="go" value="([^"]+)"', form)
    assert first and first[1] == "next" and "forget.0" in form


def test_twenty_files_go_through_and_the_pages_stay_small(visitor: Visitor) -> None:
    report = at_facts(visitor)
    for place in range(20):
        send(report, b"%d" % place, f"{place}.txt")
    assert "满了" in report.page and 'type="file"' not in report.page
    send(report, b"one more", "21.txt")
    assert report.answer.status_code == 422 and "最多 20 个文件" in report.page
    assert len(report.page.encode()) < 50_000
    report.go().go(matters__0__body="广州市番禺区示例不动产登记中心").go(mode="anonymous")
    assert len(report.page.encode()) < 50_000
    report.go("submit")
    assert count(Evidence) == 20


def test_one_byte_too_many_is_said_and_nothing_is_lost(visitor: Visitor) -> None:
    report = send(at_facts(visitor))
    send(report, b"a" * (store.MOST + 1), "录像.txt", matters__0__evidence="还有一段录像")
    assert report.answer.status_code == 422
    assert "“录像.txt”：这个文件超过 20 MB" in report.page
    assert "收据.txt" in report.page and report.values["matters.0.evidence"] == "还有一段录像"
    assert kept_files() == 1


def test_a_file_much_too_large_loses_nothing_either(visitor: Visitor) -> None:
    report = send(at_facts(visitor), b"a" * (40 << 20), "电影.txt", matters__0__evidence="写过的字")
    assert report.answer.status_code == 422
    assert "超过 20 MB" in report.page and report.values["matters.0.evidence"] == "写过的字"


def test_programs_pages_and_empty_files_are_refused_with_the_remedy(visitor: Visitor) -> None:
    report = at_facts(visitor)
    for content, name, words in (
        (b"MZ" + bytes(60), "photo.jpg", "这是程序或脚本，不收。请截图"),
        (b"<svg onload='x'/>", "photo.png", "里面可以藏程序，不收"),
        (b"", "空.txt", "这个文件是空的"),
        (picture(), "发票\u202egpj.exe", "“发票gpj.exe”：文件名的结尾是程序"),
    ):
        send(report, content, name)
        assert report.answer.status_code == 422 and words in report.page
        assert "\u202e" not in report.page
    assert kept_files() == 0


def test_the_same_bytes_are_kept_once_and_one_can_be_taken_out(visitor: Visitor) -> None:
    report = send(send(at_facts(visitor)), name="again.txt")
    assert kept_files() == 1 and "again.txt" not in report.page
    (one,) = drafting.read(report.values["matters.0.files"])
    report.go("forget.0")
    assert not report.values["matters.0.files"] and kept_files() == 0
    assert not store._path(one.key).exists()
    report.go("forget.7").go("forget.x")
    assert report.answer.status_code == 200


def test_what_a_photo_gives_away_is_said_beside_it(visitor: Visitor) -> None:
    report = send(at_facts(visitor), exif(), "现场.jpg")
    assert "照片里记着拍摄的地点" in report.page
    assert "拍摄的地点" not in send(at_facts(visitor), picture(), "现场.jpg").page


def test_a_file_that_waited_too_long_is_named_and_nothing_is_filed_without_it(visitor: Visitor) -> None:
    report = send(at_facts(visitor))
    report.go().go(matters__0__body="广州市番禺区示例不动产登记中心").go(mode="anonymous")
    with transaction():
        drafting.forget(drafting.read(report.values["matters.0.files"])[0])
    report.go("submit")
    assert report.answer.status_code == 422 and "“收据.txt”传上来超过两天没有提交" in report.page
    assert count(Complaint) == 0
    report.go("facts.0")
    assert "请再选一次" in report.page
    send(report, go="next").go("answers.0").go("submit")
    assert count(Evidence) == 1


def test_a_form_that_was_open_too_long_keeps_its_file(visitor: Visitor) -> None:
    report = at_facts(visitor)
    data = report.values | {"csrf_token": "old", "go": "next", "file": (io.BytesIO(RECEIPT), "收据.txt")}
    answer = visitor.http.post("/complaints/new", data=data, content_type="multipart/form-data")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400 and 'type="file"' not in page
    assert re.search(r'name="kept"[^>]*>\s*gAAAA', page)
    report.answer = answer
    assert "gAAAA" not in re.sub(r"<textarea.*?</textarea>", "", page, flags=re.DOTALL)
    report.go("next").go("facts.0")
    assert "收据.txt" in report.page


def test_files_of_several_matters_stay_with_their_own(visitor: Visitor) -> None:
    report = send(Report(visitor).to_answers().go("facts.0"), go="next")
    report.go("add").go(matters__1__kind="no_receipt", matters__1__story="不给票")
    send(report, b"second", "b.txt", go="next").go().go()
    report.go("drop.0").go("submit")
    assert [row.name for row in db.session.scalars(select(Evidence))] == ["b.txt"]


def test_an_anonymous_person_leaves_no_cookie_and_no_name_behind(visitor: Visitor, app: Flask) -> None:
    report = send(at_facts(visitor), exif(), "陈示例的照片.jpg")
    cookies = [one.split("=")[0] for one in report.answer.headers.getlist("Set-Cookie")]
    assert set(cookies) <= {"session"}
    row = db.session.scalars(select(StoredFile)).one()
    on_disk = store._path(row.key).read_bytes()
    assert CANARY not in on_disk and "陈示例".encode() not in on_disk
    assert all("陈" not in str(value) for value in vars(row).values())


def test_sent_twice_it_is_filed_once_with_its_file(visitor: Visitor) -> None:
    report = send(at_facts(visitor))
    report.go().go(matters__0__body="广州市番禺区示例不动产登记中心").go(mode="anonymous")
    typed = report.values | {"go": "submit"}
    first, second = (visitor.http.post("/complaints/new", data=typed) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert count(Evidence) == 1
    assert "收据.txt" in second.get_data(as_text=True)
