"""Following in the browser: the code opens the case, and nothing but the code does."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from complaints.rules import codes
from complaints.rules.matters import Mode
from complaints.services import identity
from core import clock
from core.db import transaction
from core.policy import Role
from tests.complaints.services import cases
from tests.complaints.services.cases import People
from tests.complaints.web.steps import Fields, Report
from tests.guards.test_words import Untranslated
from tests.people import Staff
from tests.visiting import Visitor

CASE = "/complaints/case"


def opened(visitor: Visitor, code: str) -> str:
    answer = visitor.post("/complaints", {"code": code})
    assert (answer.status_code, answer.headers["Location"]) == (303, CASE)
    return page(visitor)


def page(visitor: Visitor) -> str:
    text: str = visitor.get(CASE).get_data(as_text=True)
    return text


def named(number: str, act: str, **facts: str) -> dict[str, str]:
    """Facts as the fields of the page call them."""
    return {f"{number}.{act}.{name}": value for name, value in facts.items()}


def do(visitor: Visitor, number: str, act: str, **facts: str) -> int:
    """Send the form of an act as it stands on the page."""
    version = re.search(rf'value="{number}"><input type="hidden" name="version" value="(\d+)"', page(visitor))
    assert version
    told = {"act": act, "number": number, "version": version[1]} | named(number, act, **facts)
    status: int = visitor.post(CASE, told).status_code
    return status


def test_the_code_opens_the_case_however_it_is_typed(visitor: Visitor) -> None:
    receipt = cases.file()
    groups = receipt.code.groups if receipt.code else ()
    text = opened(visitor, " " + "－".join(groups).lower() + "。".removesuffix("。"))
    assert receipt.reference in text and "广州市市场监督管理局" in text and cases.STORY in text
    assert "答复受理不受理" in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda code: code[:-1], "少了 1 位"),
        (lambda code: code + "7", "多了 1 位"),
        (lambda code: "U" + code[1:], "不会出现在回执码里"),
        (lambda code: code[:-1] + ("8" if code[-1] != "8" else "9"), "有一位不对"),
        (lambda code: "", "少了 24 位"),
    ],
)
def test_a_wrong_code_says_what_is_wrong_and_stays_to_be_compared(
    visitor: Visitor, change: Callable[[str], str], told: str
) -> None:
    typed = change(str(cases.file().code))
    answer = visitor.post("/complaints", {"code": typed})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert text.count(told) >= 2
    assert Fields(text).values["code"] == typed
    assert visitor.get(CASE).status_code == 303


def test_guessing_is_slowed_and_a_right_code_still_opens(visitor: Visitor) -> None:
    right = cases.file().code
    statuses = [visitor.post("/complaints", {"code": str(codes.draw())}).status_code for _ in range(40)]
    assert statuses[0] == 404 and statuses[-1] == 429
    assert visitor.post("/complaints", {"code": str(right)}).status_code == 303


def test_the_code_is_in_no_address_no_cookie_and_no_log(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    receipt = cases.file()
    answer = visitor.post("/complaints", {"code": str(receipt.code)})
    cookie = "; ".join(answer.headers.getlist("Set-Cookie"))
    assert "Path=/complaints" in cookie and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert str(receipt.code) not in str(answer.headers) and receipt.reference not in cookie
    text = page(visitor)
    assert str(receipt.code) not in text and "".join(text.split()).count(str(receipt.code)) == 0
    assert str(receipt.code) not in caplog.text


def test_half_an_hour_later_or_once_closed_the_code_is_asked_again(visitor: Visitor) -> None:
    receipt = cases.file()
    opened(visitor, str(receipt.code))
    later = datetime.now(UTC) + timedelta(minutes=31)
    clock.set_clock(lambda: later)
    assert visitor.get(CASE).headers["Location"] == "/complaints"
    opened(visitor, str(receipt.code))
    assert visitor.post(CASE + "/end", page="/complaints").status_code == 303
    assert visitor.get(CASE).headers["Location"] == "/complaints"
    assert visitor.get(CASE + "/receipt").status_code == 404


def test_another_cookie_opens_nothing(visitor: Visitor) -> None:
    for odd in ("x", "gAAAAAB" + "x" * 100, ""):
        visitor.http.set_cookie("complaint", odd, path="/complaints")
        assert visitor.get(CASE).status_code == 303


def test_a_message_written_too_long_ago_is_carried_past_the_code(visitor: Visitor) -> None:
    receipt = cases.file()
    opened(visitor, str(receipt.code))
    later = datetime.now(UTC) + timedelta(minutes=31)
    clock.set_clock(lambda: later)
    number = receipt.matters[0].number
    told = {"act": "say", "number": number, "version": "1"} | named(number, "say", text="还有一张票\n找到了")
    answer = visitor.post(CASE, told, page="/complaints")
    assert answer.status_code == 401
    carried = Fields(answer.get_data(as_text=True)).values
    answer = visitor.http.post("/complaints", data=carried | {"code": str(receipt.code)})
    assert "还有一张票\n找到了" in answer.get_data(as_text=True)


def test_messages_questions_and_answers_are_read_and_written(visitor: Visitor, people: People) -> None:
    receipt = cases.file()
    number = receipt.matters[0].number
    opened(visitor, str(receipt.code))
    assert do(visitor, number, "say", text="补充：收据号 0716") == 303
    assert "补充：收据号 0716" in page(visitor)
    first, _ = people.officers(number)
    cases.do(number, "accept", first)
    cases.do(number, "ask", first, question="票据还在吗？")
    text = page(visitor)
    assert "办理机构在等您回答" in text and "票据还在吗？" in text
    assert do(visitor, number, "answer", text=" ") == 422
    empty = visitor.post(CASE, {"act": "answer", "number": number, "version": ""}).get_data(as_text=True)
    assert empty.count("请填写这一项") == 2 and f'href="#f-{number}-answer-text"' in empty
    assert do(visitor, number, "answer", text="还在") == 303
    assert "办理机构在等您回答" not in page(visitor)


def test_a_refund_is_confirmed_in_part_in_full_and_taken_back(visitor: Visitor, people: People) -> None:
    receipt = cases.file()
    number = receipt.matters[0].number
    cases.decided(people, number)
    text = opened(visitor, str(receipt.code))
    assert "退款 ¥600.00：到账了吗？" in text and "属实" in text and "经查属实" in text
    assert do(visitor, number, "report_refund", amount="600") == 422
    assert do(visitor, number, "report_refund", amount="２００元") == 303
    assert "您确认过到账 ¥200.00，还差 ¥400.00。" in page(visitor)
    assert do(visitor, number, "confirm_refund") == 303
    assert "归档" in page(visitor)
    assert do(visitor, number, "take_back", amount="100", text="说是退错了") == 303
    assert "退款中" in page(visitor)


def test_rating_review_and_withdrawal(visitor: Visitor, people: People) -> None:
    receipt = cases.file(cases.told(), cases.told(kind="no_receipt"))
    first, second = (one.number for one in receipt.matters)
    cases.decided(people, first)
    opened(visitor, str(receipt.code))
    assert do(visitor, first, "rate") == 422
    assert do(visitor, first, "rate", score="9") == 422
    assert do(visitor, first, "rate", score="2") == 303
    assert do(visitor, first, "review", text="没有查开票的事") == 303
    assert "复查" in page(visitor)
    assert do(visitor, second, "withdraw") == 303
    assert visitor.post(CASE, {"act": "withdraw", "number": second}).status_code == 409


def test_only_the_acts_of_a_complainant_on_the_own_case_are_possible(visitor: Visitor) -> None:
    mine, other = cases.file(), cases.file()
    opened(visitor, str(mine.code))
    foreign = {"act": "say", "number": other.matters[0].number} | named(other.matters[0].number, "say", text="x")
    assert visitor.post(CASE, foreign).status_code == 404
    for act in ("accept", "decide", "made_up", ""):
        status = visitor.post(CASE, {"act": act, "number": mine.matters[0].number}).status_code
        assert status in (403, 404, 409), act


def test_every_opening_of_the_identity_is_shown(visitor: Visitor, people: People) -> None:
    receipt = cases.file(mode=Mode.confidential)
    number = receipt.matters[0].number
    assert "还没有人看过" in opened(visitor, str(receipt.code))
    first, _ = people.officers(number)
    with transaction():
        identity.open_request(number, "核对付款人", first)
    text = page(visitor)
    assert "有人申请查看您的身份" in text and "核对付款人" in text and "广州市市场监督管理局" in text


def test_internal_notes_are_not_shown(visitor: Visitor, people: People) -> None:
    receipt = cases.file()
    first, _ = people.officers(receipt.matters[0].number)
    cases.do(receipt.matters[0].number, "note", first, text="内部：先问登记中心")
    assert "先问登记中心" not in opened(visitor, str(receipt.code))


def test_the_signed_receipt_is_there_again_without_the_code(visitor: Visitor) -> None:
    receipt = cases.file()
    opened(visitor, str(receipt.code))
    answer = visitor.get(CASE + "/receipt")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert receipt.reference in answer.get_data(as_text=True) and str(receipt.code) not in answer.get_data(as_text=True)


def test_an_anonymous_case_shows_no_contact(visitor: Visitor) -> None:
    receipt = cases.file(mode=Mode.anonymous)
    text = opened(visitor, str(receipt.code))
    assert "不问您是谁" in text and "您留下的联系方式" not in text


def test_the_case_is_whole_in_english(visitor: Visitor, people: People) -> None:
    receipt = cases.file()
    cases.decided(people, receipt.matters[0].number)
    visitor.http.set_cookie("lang", "en")
    reader = Untranslated()
    reader.feed(opened(visitor, str(receipt.code)))
    assert reader.found == []


def test_fields_of_the_page_have_addresses_of_their_own(visitor: Visitor, people: People) -> None:
    receipt = cases.file(cases.told(), cases.told(kind="no_receipt"))
    cases.decided(people, receipt.matters[0].number)
    ids = re.findall(r'\sid="([^"]+)"', opened(visitor, str(receipt.code)))
    assert len(ids) == len(set(ids))


def test_an_account_finds_its_own_complaints_without_the_code(staff: Staff, visitor: Visitor) -> None:
    person = staff.visitor(Role.enterprise_member)
    Report(person).to_answers(mode="named").go("submit")
    (reference,) = set(
        re.findall(r'name="reference" value="([^"]+)"', person.get("/complaints").get_data(as_text=True))
    )
    assert person.post("/complaints/own", {"reference": reference}, page="/complaints").headers["Location"] == CASE
    assert reference in page(person)
    assert visitor.post("/complaints/own", {"reference": reference}, page="/complaints").status_code == 404
    assert reference not in staff.visitor("clerk").get("/complaints").get_data(as_text=True)


def test_staff_have_no_way_in_without_the_code(staff: Staff) -> None:
    cases.file()
    for role in (Role.auditor, Role.system_administrator, Role.publisher):
        assert staff.visitor(role).get(CASE).status_code == 303


def test_every_page_of_filing_is_whole_in_english(visitor: Visitor) -> None:
    visitor.http.set_cookie("lang", "en")
    report = Report(visitor).to_answers(mode="named", matters__0__story="They made us pay.")
    for go in ("what.0", "facts.0", "whom.0", "contact.0", "answers.0", "submit"):
        reader = Untranslated()
        reader.feed(report.go(go).page)
        assert reader.found == [], go
