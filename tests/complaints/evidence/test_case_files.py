"""Files of a case on record: handed out, shown as pictures, added later; to the body complained of there are none."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from complaints.services import following, trees
from complaints.services.receipts import Receipt
from core import clock
from core.db import transaction
from core.files import store
from core.people.services import employing, organising, samples
from core.policy import SYSTEM, Role
from tests.complaints.evidence.test_service import by_code
from tests.complaints.services.cases import ACCUSED, Days, complaint_id, file, matter, told
from tests.complaints.web.steps import Fields
from tests.core.files.hostile import CANARY, PAGE, exif, picture
from tests.people import Staff
from tests.visiting import Visitor

__all__ = ["days"]
from tests.complaints.services.conftest import days


def opened(visitor: Visitor, receipt: Receipt) -> Visitor:
    assert visitor.post("/complaints", {"code": str(receipt.code)}).status_code == 303
    return visitor


def send(person: Visitor, address: str, page: str, content: bytes, name: str, **more: str) -> Any:
    data = {"csrf_token": person.token(page), "file": (io.BytesIO(content), name), **more}
    return person.http.post(address, data=data, content_type="multipart/form-data")


def officer_of(number: str, app: Flask, name: str = "officer-a") -> Visitor:
    return person_at(trees.code_of(matter(number).handler_id), app, name)


def person_at(code: str, app: Flask, name: str, role: Role = Role.handler) -> Visitor:
    with transaction():
        user_id, _ = employing.add_person(SYSTEM, name, name, password=samples.PASSWORD, sample=True)
        body = organising.find_body(code, matter_day())
        assert body is not None
        employing.give_membership(SYSTEM, user_id, body.id, role, matter_day())
    return Staff(app).visitor(name)


def matter_day() -> date:
    return clock.today()


def same(there: Any, absent: Any, *codes: str) -> bool:
    """Whether two answers are one and the same absent page, but for the address that was asked."""
    pages = [answer.get_data(as_text=True) for answer in (there, absent)]
    for code in codes:
        pages = [page.replace(code, "×") for page in pages]
    return (there.status_code, absent.status_code) == (404, 404) and pages[0] == pages[1]


def test_a_file_comes_back_byte_for_byte_as_an_attachment(visitor: Visitor) -> None:
    receipt = file()
    content = picture() + PAGE
    item = by_code(complaint_id(receipt), content)
    opened(visitor, receipt)
    answer = visitor.get(f"/complaints/case/evidence/{item.code}")
    assert answer.data == content
    headers = answer.headers
    assert headers["Content-Disposition"].startswith('attachment; filename="evidence-SX')
    assert headers["Content-Disposition"].endswith("filename*=UTF-8''%E6%94%B6%E6%8D%AE.txt.jpg")
    assert headers["Content-Type"] == "application/octet-stream" and headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"] and headers["Cache-Control"] == "no-store"


def test_a_picture_is_shown_without_what_it_told(visitor: Visitor) -> None:
    receipt = file()
    item = by_code(complaint_id(receipt), exif())
    words = by_code(complaint_id(receipt), b"words")
    opened(visitor, receipt)
    answer = visitor.get(f"/complaints/case/evidence/{item.code}/picture")
    assert answer.headers["Content-Type"] == "image/jpeg" and "sandbox" in answer.headers["Content-Security-Policy"]
    assert CANARY not in answer.data and b"Exif" not in answer.data
    assert visitor.get(f"/complaints/case/evidence/{words.code}/picture").status_code == 404
    page = visitor.get("/complaints/case").get_data(as_text=True)
    assert f"/complaints/case/evidence/{item.code}/picture" in page and item.digest in page
    assert f"{words.code}/picture" not in page


def test_without_the_code_there_is_no_file(visitor: Visitor) -> None:
    receipt = file()
    item = by_code(complaint_id(receipt))
    assert visitor.get(f"/complaints/case/evidence/{item.code}").status_code == 404
    opened(visitor, file())
    for end in ("", "/picture"):
        there = visitor.get(f"/complaints/case/evidence/{item.code}{end}")
        absent = visitor.get(f"/complaints/case/evidence/0000000000000000{end}")
        assert same(there, absent, item.code, "0000000000000000")


def test_a_file_is_added_later_and_refused_with_the_remedy(visitor: Visitor) -> None:
    receipt = file()
    number = receipt.matters[0].number
    opened(visitor, receipt)
    at = ("/complaints/case/evidence", "/complaints/case")
    wrong = send(visitor, *at, b"MZ" + bytes(60), "a.jpg", number=number)
    assert wrong.status_code == 422 and "这是程序或脚本" in wrong.get_data(as_text=True)
    none = send(visitor, *at, b"", "", number=number)
    assert none.status_code == 422 and "请先选一个文件" in none.get_data(as_text=True)
    assert send(visitor, *at, b"words", "补充.txt", number=number).status_code == 303
    assert "补充.txt" in visitor.get("/complaints/case").get_data(as_text=True)
    assert send(visitor, *at, b"words", "x.txt", number="SX26-AAAA-AAAA").status_code == 404


def test_away_too_long_the_file_is_kept_until_the_code_is_typed(visitor: Visitor, days: Days) -> None:
    receipt = file()
    number = receipt.matters[0].number
    opened(visitor, receipt)
    token = visitor.token("/complaints/case")
    days.at += timedelta(hours=1)
    data = {"csrf_token": token, "number": number, "file": (io.BytesIO(b"late"), "迟到.txt")}
    answer = visitor.http.post("/complaints/case/evidence", data=data, content_type="multipart/form-data")
    assert answer.status_code == 401
    again = Fields(answer.get_data(as_text=True)).values | {"code": str(receipt.code)}
    page = visitor.http.post("/complaints", data=again).get_data(as_text=True)
    assert "迟到.txt" in page and "点“交上”就行" in page
    kept = [value for name, value in again.items() if name == "typed.kept"]
    done = visitor.post("/complaints/case/evidence", {"number": number, "kept": kept[0]}, page="/complaints/case")
    assert done.status_code == 303
    (one,) = following.open_case(complaint_id(receipt)).matters[0].files
    assert one.name == "迟到.txt" and b"".join(store.read(one.key)) == b"late"


def test_the_desk_sees_downloads_and_keeps_files_of_its_own(app: Flask) -> None:
    receipt = file()
    number = receipt.matters[0].number
    item = by_code(complaint_id(receipt), exif())
    officer = officer_of(number, app)
    address = f"/desk/matters/{number}"
    page = officer.get(address).get_data(as_text=True)
    assert "收据.txt" in page and f"{address}/evidence/{item.code}/picture" in page
    assert officer.get(f"{address}/evidence/{item.code}").data == exif()
    assert officer.get(f"{address}/evidence/{item.code}/picture").status_code == 200
    assert send(officer, f"{address}/evidence", address, b"books", "台账.txt").status_code == 303
    assert "台账.txt" in officer.get(address).get_data(as_text=True)
    wrong = send(officer, f"{address}/evidence", address, b"", "空.txt")
    assert wrong.status_code == 422 and "空的" in wrong.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.handler, Role.supervisor, Role.system_administrator])
def test_to_the_body_complained_of_files_are_as_absent_ones(app: Flask, role: Role) -> None:
    receipt = file()
    number = receipt.matters[0].number
    item = by_code(complaint_id(receipt), exif())
    person = person_at(ACCUSED, app, "inside", role)
    for end in ("", "/picture"):
        there = person.get(f"/desk/matters/{number}/evidence/{item.code}{end}")
        absent = person.get(f"/desk/matters/SX26-AAAA-AAAA/evidence/{item.code}{end}")
        assert same(there, absent, number, "SX26-AAAA-AAAA")
    sent = send(person, f"/desk/matters/{number}/evidence", "/language", b"x", "x.txt")
    absent = send(person, "/desk/matters/SX26-AAAA-AAAA/evidence", "/language", b"x", "x.txt")
    assert same(sent, absent, number, "SX26-AAAA-AAAA")


def test_a_file_that_was_changed_on_disk_is_not_handed_out(visitor: Visitor) -> None:
    receipt = file()
    item = by_code(complaint_id(receipt), exif())
    opened(visitor, receipt)
    path = store._path(item.key)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    answer = visitor.get(f"/complaints/case/evidence/{item.code}")
    assert answer.status_code == 410 and "和存下时不一样" in answer.get_data(as_text=True)


def test_two_matters_at_two_desks_do_not_show_each_others_files(app: Flask) -> None:
    receipt = file(told(), told(kind="no_receipt"))
    first, second = (each.number for each in receipt.matters)
    item = by_code(complaint_id(receipt), number=first)
    officer = officer_of(second, app)
    assert item.name not in officer.get(f"/desk/matters/{second}").get_data(as_text=True)
    assert officer.get(f"/desk/matters/{second}/evidence/{item.code}").status_code == 404
