"""One matter in the browser: reading it, acting on it, two persons, two officers at once, stepping back, identity."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.models.answers import Message
from complaints.models.handling import Recusal
from complaints.models.identities import IdentityOpening
from complaints.rules.matters import Mode
from core import clock
from core.db import db, transaction
from core.people.services import employing, organising
from core.people.services.samples import PASSWORD
from core.policy import SYSTEM, Role
from tests.complaints.services import cases
from tests.complaints.web.test_desk import filed, now, read
from tests.people import Staff
from tests.visiting import Visitor

FINDINGS = "经查，材料审核费不在清单上，应当退还。"


@pytest.fixture
def officer(staff: Staff) -> Visitor:
    return staff.visitor(Role.handler)


def colleague(staff: Staff, role: Role = Role.handler, code: str = "440100-scjg", name: str = "second") -> Visitor:
    """Another person with a sign-in of his own."""
    with transaction():
        user_id, _ = employing.add_person(SYSTEM, name, "另一位（示例）", password=PASSWORD)
        body = organising.body(code, clock.today())
        assert body is not None
        employing.give_membership(SYSTEM, user_id, body.id, role, clock.today())
    return staff.visitor(name)


def post(person: Visitor, number: str, act: str, status: int = 303, **typed: Any) -> str:
    """Send the form of an act as it was opened now, unless `version` says otherwise."""
    facts = {"version": str(now(number).version), **typed}
    answer = person.post(f"/desk/matters/{number}/acts/{act}", facts, page=f"/desk/matters/{number}")
    assert answer.status_code == status, (act, answer.status_code, answer.get_data(as_text=True)[-3000:])
    return str(answer.get_data(as_text=True))


DRAFT: dict[str, Any] = {
    "outcome": "substantiated", "findings": FINDINGS, "remedies": ["refund", "rectify"], "refund": "600",
}  # fmt: skip


def drafted(first: Visitor) -> str:
    number = filed()
    post(first, number, "accept")
    post(first, number, "draft", **DRAFT)
    return number


def draft_of(page: str) -> str:
    found = re.search(r'name="draft" value="(\d+)"', page)
    assert found
    return found[1]


def test_an_officer_reads_everything_of_the_matter(officer: Visitor) -> None:
    number = filed(charge={
        "called_as": "材料审核费", "charged_by": "广州市住房和城乡建设局", "amount": "600.00",
        "charged_on": "2026-03-02", "region": "440100",
    })  # fmt: skip
    page = read(officer, f"/desk/matters/{number}")
    for words in (cases.STORY, "材料审核费", "¥600.00", "为什么由这里办", "信访工作条例", "受理", "转办", "内部备注"):
        assert words in page
    assert cases.CONTACT.name not in page and cases.CONTACT.phone not in page
    assert "拟决定" not in page and "核准并送达" not in page
    assert officer.get(f"/desk/matters/{number}").headers["Cache-Control"] == "no-store"


def test_only_what_is_possible_now_is_offered(officer: Visitor) -> None:
    number = filed()
    address = f"/desk/matters/{number}/acts/"
    assert officer.get(address + "draft").status_code == 404
    assert officer.get(address + "dance").status_code == 404
    post(officer, number, "accept")
    for act in ("draft", "ask", "decline", "transfer", "recuse", "recuse-body", "say", "note"):
        assert officer.get(address + act).status_code == 200, act


def test_what_is_missing_is_named_where_it_stands_and_nothing_is_lost(officer: Visitor) -> None:
    number = filed()
    page = post(officer, number, "decline", 422, right_door="请到税务局")
    assert "请填写这一项" in page and "请到税务局" in page
    post(officer, number, "accept")
    page = post(officer, number, "draft", 422, **DRAFT | {"refund": "六百", "findings": FINDINGS})
    assert FINDINGS in page and 'value="六百"' in page and 'value="rectify" checked' in page


def test_what_cannot_be_taken_back_is_confirmed_first(officer: Visitor) -> None:
    number = filed()
    told: dict[str, Any] = {"ground": "not_competent", "right_door": "请到税务局（12366）"}
    page = post(officer, number, "decline", 200, **told)
    assert "确认要“不予受理”吗" in page and "请到税务局（12366）" in page
    assert now(number).state == "assigned"
    assert "请到税务局（12366）" in post(officer, number, "decline", 200, go="back", **told)
    post(officer, number, "decline", sure="yes", **told)
    assert now(number).state == "declined"


def test_a_decision_takes_two_persons(officer: Visitor, staff: Staff) -> None:
    number = drafted(officer)
    page = read(officer, f"/desk/matters/{number}")
    assert "等另一位经办人核准的草稿" in page and "/acts/decide" not in page
    second = colleague(staff)
    draft = draft_of(read(second, f"/desk/matters/{number}/acts/decide"))
    assert "另一位经办人" in post(officer, number, "decide", 403, draft=draft, sure="yes")
    assert FINDINGS in post(second, number, "decide", 200, draft=draft)
    post(second, number, "decide", draft=draft, sure="yes")
    assert now(number).state == "refunding"
    page = read(officer, f"/desk/matters/{number}")
    assert "440100-scjg〔" in page and "责令退还" in page
    assert "不能" in post(second, number, "decide", 409, draft=draft, sure="yes")


def test_a_draft_that_was_sent_back_begins_the_next(officer: Visitor, staff: Staff) -> None:
    number = drafted(officer)
    second = colleague(staff)
    draft = draft_of(read(second, f"/desk/matters/{number}/acts/send-back"))
    post(second, number, "send-back", draft=draft, reason="请写明依据")
    page = read(officer, f"/desk/matters/{number}/acts/draft")
    assert FINDINGS in page and 'value="600.00"' in page
    assert "请写明依据" in read(officer, f"/desk/matters/{number}")


def test_of_two_officers_the_later_keeps_his_text(officer: Visitor, staff: Staff) -> None:
    number = filed()
    opened = str(now(number).version)
    post(colleague(staff), number, "accept")
    told: dict[str, Any] = {"ground": "duplicate", "right_door": "与另一件一起办"}
    page = post(officer, number, "decline", 409, version=opened, sure="yes", **told)
    assert "别人刚改过" in page and "与另一件一起办" in page and "照我写的再交" in page
    assert now(number).state == "accepted"
    post(officer, number, "decline", sure="yes", **told)


def test_who_comes_too_late_for_the_state_keeps_the_text_too(officer: Visitor, staff: Staff) -> None:
    number = drafted(officer)
    second = colleague(staff)
    draft = draft_of(read(second, f"/desk/matters/{number}/acts/decide"))
    post(second, number, "decide", draft=draft, sure="yes")
    page = post(officer, number, "ask", 409, question="票据还在吗？")
    assert "票据还在吗？" in page and "把我写的存成内部备注" in page


def test_once_recused_the_matter_is_gone_like_one_that_never_was(officer: Visitor) -> None:
    number = filed()
    post(officer, number, "recuse", sure="yes", reason="亲属在被投诉单位工作")
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Recusal)) == 1
    assert "不再由您看到" in read(officer, "/desk")  # said once, and not again on the page below
    gone, absent = officer.get(f"/desk/matters/{number}"), officer.get("/desk/matters/SX-0000-0000")
    assert (gone.status_code, absent.status_code) == (404, 404)
    assert gone.get_data() == absent.get_data().replace(b"SX-0000-0000", number.encode())
    assert number not in read(officer, "/desk")
    assert f"matters/{number}" not in read(officer, f"/desk?number={number}&state=assigned")
    late = officer.post(f"/desk/matters/{number}/acts/note", {"text": "写了一半"}, page="/language")
    assert late.status_code == 404 and "写了一半" in late.get_data(as_text=True)


def test_forbidden_and_absent_are_the_same_answer(staff: Staff) -> None:
    number = filed()
    stranger = colleague(staff, code="440300-scjg")
    for rest in ("", "/acts/accept", "/letters/0"):
        there = stranger.get(f"/desk/matters/{number}{rest}")
        absent = stranger.get(f"/desk/matters/SX-0000-0000{rest}")
        assert there.status_code == absent.status_code == 404
        assert there.get_data() == absent.get_data().replace(b"SX-0000-0000", number.encode())


def test_who_works_for_the_body_complained_of_sees_nothing(staff: Staff) -> None:
    number = filed()
    accused = colleague(staff, code="440100-zjj")
    assert number not in read(accused, "/desk")
    assert accused.get(f"/desk/matters/{number}").status_code == 404


def test_messages_go_to_the_complainant_and_notes_do_not(officer: Visitor) -> None:
    number = filed()
    post(officer, number, "say", text="请保留票据")
    post(officer, number, "note", text="找财政局要文件")
    db.session.rollback()
    shown = dict(db.session.execute(select(Message.words, Message.shown)).all())
    assert shown == {"请保留票据": True, "找财政局要文件": False}
    page = read(officer, f"/desk/matters/{number}")
    assert page.index("请保留票据") < page.index('id="notes"') < page.index("找财政局要文件")


def test_a_served_decision_is_a_letter_that_names_no_complainant(officer: Visitor, staff: Staff) -> None:
    number = drafted(officer)
    second = colleague(staff)
    draft = draft_of(read(second, f"/desk/matters/{number}/acts/decide"))
    post(second, number, "decide", draft=draft, sure="yes")
    page = read(officer, f"/desk/matters/{number}/letters/0")
    for words in ("关于投诉事项的处理决定书", "440100-scjg〔", FINDINGS, "退还 600.00 元", "请求上一级机关复查"):
        assert words in page
    assert cases.CONTACT.name not in page and cases.CONTACT.enterprise not in page
    assert officer.get(f"/desk/matters/{number}/letters/1").status_code == 404


def test_the_letter_to_the_body_asks_about_all_payers_and_mentions_no_complaint(officer: Visitor) -> None:
    number = filed(happened_on=date(2026, 3, 2))
    answer = officer.post("/desk/letters", {"number": number}, page=f"/desk/matters/{number}")
    page = answer.get_data(as_text=True)
    letter = page[page.index("<article") : page.index("</article>")]
    assert "所有缴费单位" in letter and "2026年1月1日" in letter
    for words in ("投诉", "举报", number, "600", "3月2日", cases.STORY[:6]):
        assert words not in letter


def looks() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(IdentityOpening.step).order_by(IdentityOpening.id)))


def test_a_named_complainant_is_looked_at_on_record(officer: Visitor) -> None:
    number = filed()
    answer = officer.post(f"/desk/matters/{number}/identity", page=f"/desk/matters/{number}")
    assert answer.status_code == 200 and cases.CONTACT.name in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert looks() == ["looked"]


def test_a_sealed_identity_takes_a_reason_and_a_clerk_of_another_unit(officer: Visitor, staff: Staff) -> None:
    number = filed(Mode.confidential)
    address = f"/desk/matters/{number}"
    assert officer.post(f"{address}/identity", page=address).status_code == 403
    assert officer.post(f"{address}/identity/request", {"reason": " "}, page=address).status_code == 422
    asked = officer.post(f"{address}/identity/request", {"reason": "退款要有收款人"}, page=address)
    assert asked.status_code == 200 and "已请另一单位的受理员答复" in asked.get_data(as_text=True)
    clerk = staff.visitor(Role.intake_clerk)
    page = read(clerk, "/desk/identities")
    assert "退款要有收款人" in page
    found = re.search(r'action="(/desk/identities/\d+)"', page)
    assert found
    assert clerk.post(found[1], {"answer": "yes"}, page="/desk/identities").status_code == 303
    assert "退款要有收款人" not in read(clerk, "/desk/identities")
    answer = officer.post(f"{address}/identity", page=address)
    assert cases.CONTACT.name in answer.get_data(as_text=True)
    assert looks() == ["asked", "approved", "looked"]


def test_nobody_knows_who_an_anonymous_complainant_is(officer: Visitor) -> None:
    number = filed(Mode.anonymous)
    address = f"/desk/matters/{number}"
    assert "平台不知道是谁" in read(officer, address)
    assert officer.post(f"{address}/identity", page=address).status_code == 409


def test_the_case_in_english(app: Flask, officer: Visitor) -> None:
    number = filed()
    officer.http.set_cookie("lang", "en")
    page = read(officer, f"/desk/matters/{number}")
    assert "What can be done now" in page and "Why it is handled here" in page
