"""Letters that tell of a step: what they say, of whom, when there is one, and how it looks before it is done."""

import pytest
from flask import Flask

from complaints.services import letters_notices
from core.policy import Role
from tests.complaints.services import cases
from tests.complaints.web.test_case import colleague, post
from tests.complaints.web.test_desk import filed, read
from tests.people import Staff
from tests.visiting import Visitor


@pytest.fixture
def officer(staff: Staff) -> Visitor:
    return staff.visitor(Role.handler)


def letter(person: Visitor, number: str, name: str) -> str:
    return read(person, f"/desk/matters/{number}/letters/{name}")


def test_there_is_no_letter_of_what_has_not_happened(officer: Visitor) -> None:
    number = filed()
    for name in letters_notices.LETTERS:
        assert officer.get(f"/desk/matters/{number}/letters/{name}").status_code == 404
    assert "受理告知书" not in read(officer, f"/desk/matters/{number}")


def test_acceptance_tells_by_when(officer: Visitor) -> None:
    number = filed()
    post(officer, number, "accept")
    assert f"/desk/matters/{number}/letters/acceptance" in read(officer, f"/desk/matters/{number}")
    page = letter(officer, number, "acceptance")
    for words in ("受理告知书", "广州市市场监督管理局", number, "前作出决定", "身份保密"):
        assert words in page
    assert cases.CONTACT.name not in page


def test_a_refusal_is_seen_before_it_is_made_and_names_ground_and_door(officer: Visitor) -> None:
    number, typed = filed(), {"ground": "before_a_court", "right_door": "向广州市中级人民法院提起行政诉讼"}
    before = post(officer, number, "decline", 200, **typed)
    assert "会出的文书" in before and "应当由诉讼、仲裁、复议解决" in before
    post(officer, number, "decline", **typed, sure="yes")
    page = letter(officer, number, "refusal")
    assert "不予受理告知书" in page and "应当由诉讼、仲裁、复议解决。" in page and typed["right_door"] in page


def test_an_extension_tells_why_and_until_when(app: Flask, staff: Staff, officer: Visitor) -> None:
    number = filed()
    post(officer, number, "accept")
    second = colleague(staff)
    post(second, number, "extend", 200, reason="需要调取三年台账")
    post(second, number, "extend", reason="需要调取三年台账", sure="yes")
    page = letter(officer, number, "extension")
    assert "因需要调取三年台账，不能在" in page and "期限延长到" in page


def test_what_is_passed_on_goes_to_two(staff: Staff, officer: Visitor) -> None:
    number = filed()
    before = post(officer, number, "transfer", 200, reason="收费由省级定的。")
    assert "按分办规则确定的机构" in before
    post(officer, number, "transfer", reason="收费由省级定的。", sure="yes")
    boss = staff.visitor(Role.supervisor)
    told, passed = letter(boss, number, "transfer"), letter(boss, number, "forwarding")
    for page in (told, passed):
        assert "广州市市场监督管理局" in page and "收费由省级定的。" in page and "广东省市场监督管理局" in page
    assert "不用重新提交" in told and "不得向被投诉单位透露" in passed
    assert officer.get(f"/desk/matters/{number}/letters/transfer").status_code == 404


def test_what_another_body_did_before_is_not_its_successors_letter(staff: Staff, officer: Visitor) -> None:
    number = filed()
    post(officer, number, "accept")
    post(officer, number, "transfer", reason="收费由省级定的", sure="yes")
    assert "letters/acceptance" not in read(staff.visitor(Role.supervisor), f"/desk/matters/{number}")
