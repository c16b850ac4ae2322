"""Filing in the browser: what a person reads, step by step, and that nothing typed is ever lost."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from complaints.models.cases import Complaint, Matter
from complaints.models.identities import Identity
from core.db import db
from tests.complaints.web.steps import Fields, Report
from tests.visiting import Visitor

ROOT = Path(__file__).resolve().parents[3]
BODY = "广州市番禺区示例不动产登记中心"
CHARGE = {
    "called_as": "房产证办证费", "amount": "4280", "charged_on": "2025-07-16", "charged_by": BODY,
    "region": "广州市番禺区", "facts.use": "non_residential", "facts.units": "6", "facts.payer_size": "medium",
}  # fmt: skip


def filed() -> int:
    return db.session.scalar(select(func.count()).select_from(Complaint)) or 0


def matters() -> list[Matter]:
    db.session.expire_all()
    return list(db.session.scalars(select(Matter).order_by(Matter.id)))


def code_of(page: str) -> str:
    groups = re.findall(r"<span>([0-9A-Z]{4})</span>", page)
    assert len(groups) == 6
    return "".join(groups)


def check(visitor: Visitor) -> str:
    address: str = visitor.post("/check", CHARGE).headers["Location"]
    return address.rsplit("/", 1)[1]


def test_a_verdict_goes_along_with_one_click(visitor: Visitor) -> None:
    code = check(visitor)
    assert f'href="/complaints/new?check={code}"' in visitor.get(f"/checks/{code}").get_data(as_text=True)
    report = Report(visitor, f"/complaints/new?check={code}")
    assert "房产证办证费" in report.page and "¥980.00" in report.page
    assert report.values["matters.0.kind"] == "above_standard"
    report.go(matters__0__story="多收了")
    assert 'name="matters.0.amount"' not in report.page
    report.go().go()
    assert report.go(mode="anonymous").values["matters.0.check_code"] == code
    report.go("submit")
    (matter,) = matters()
    assert (matter.violation, str(matter.amount), matter.body_name) == ("above_standard", "4280.00", BODY)
    assert matter.verdict is not None and matter.verdict["excess"] == "980.00"
    assert matter.charge is not None and matter.charge["called_as"] == "房产证办证费"


def test_a_result_that_is_not_there_is_said_and_the_form_begins_empty(visitor: Visitor) -> None:
    report = Report(visitor, "/complaints/new?check=absent")
    assert report.answer.status_code == 200
    assert "没找到要带上的核对结果" in report.page
    assert "matters.0.check_code" not in report.values


def test_every_page_is_small_and_has_a_way_out(visitor: Visitor) -> None:
    report = Report(visitor)
    pages = [report.page]
    report.to_answers()
    for go in ("what.0", "facts.0", "whom.0", "contact.0", "answers.0", "submit"):
        pages.append(report.go(go).page)
    assert len(pages) <= 8
    assert all(len(page.encode()) < 50_000 for page in pages)
    assert all('href="/complaints/leave"' in page for page in pages)
    scripts = {script for page in pages[:-1] for script in re.findall(r"<script[^>]*>", page)}
    assert scripts <= {'<script src="/static/evidence.js" defer>'}


def test_leaving_tells_the_browser_to_forget(visitor: Visitor) -> None:
    answer = visitor.get("/complaints/leave")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert '"cookies"' in answer.headers["Clear-Site-Data"]


def test_each_error_is_named_at_its_field_and_in_the_summary(visitor: Visitor) -> None:
    report = Report(visitor)
    report.go()
    assert report.answer.status_code == 422
    assert report.page.count("请选一种情况，选最接近的就行") == 2
    assert report.page.count("请写一写事情的经过，几句话就行") == 2
    assert 'href="#f-matters-0-story"' in report.page


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("amount", "很多", "金额"),
        ("amount", "-5", "金额"),
        ("happened_on", "2026-02-30", "不是日期"),
        ("happened_on", "2199-01-01", "日期在今天之后"),
        ("called_as", "费" * 10_000, "最多 200 个字"),
        ("evidence", "证" * 2_001, "最多 2000 个字"),
        ("evidence", "a\x00b", "读不了的字符"),
    ],
)
def test_what_cannot_be_read_stays_as_it_was_typed(visitor: Visitor, field: str, typed: str, told: str) -> None:
    report = Report(visitor).go(matters__0__kind="own_made_item", matters__0__story="经过")
    report.go(**{f"matters__0__{field}": typed})
    assert report.answer.status_code == 422
    assert told in report.page
    assert report.values[f"matters.0.{field}"].replace("�", "\x00") == typed
    assert report.values["matters.0.story"] == "经过"


def test_a_story_may_hold_anything_people_write(visitor: Visitor) -> None:
    story = '=HYPERLINK("http://x")\n第二行 😀 <b>粗</b> "引号" &amp;'
    report = Report(visitor).to_answers(matters__0__story=story)
    assert report.values["matters.0.story"] == story
    report.go("submit")
    assert matters()[0].story == story


def test_too_long_a_story_is_refused_and_kept(visitor: Visitor) -> None:
    report = Report(visitor).go(matters__0__kind="own_made_item", matters__0__story="长" * 10_001)
    assert report.answer.status_code == 422
    assert len(report.values["matters.0.story"]) == 10_001


def test_back_and_forth_keeps_everything(visitor: Visitor) -> None:
    report = Report(visitor).to_answers(mode="named", matters__0__amount="１２００元", matters__0__called_as="审核费")
    before = {name: value for name, value in report.values.items() if name != "csrf_token"}
    for go in ("what.0", "next", "next", "whom.0", "contact.0", "answers.0"):
        report.go(go)
    assert {name: value for name, value in report.values.items() if name in before} == before
    report.go("submit")
    assert str(matters()[0].amount) == "1200.00"


def test_a_form_whose_session_ended_comes_back_whole(visitor: Visitor) -> None:
    report = Report(visitor).to_answers()
    typed = report.values
    visitor.http.delete_cookie("session")
    answer = visitor.http.post("/complaints/new", data=typed | {"go": "submit"})
    assert answer.status_code == 400
    again = Fields(answer.get_data(as_text=True)).values
    assert {name: again[name] for name in typed if name != "csrf_token"} == {
        name: value for name, value in typed.items() if name != "csrf_token"
    }
    assert visitor.http.post("/complaints/new", data=again).status_code == 200
    assert filed() == 1


def test_submitted_twice_it_is_filed_once_and_the_last_code_counts(visitor: Visitor) -> None:
    report = Report(visitor).to_answers()
    typed = report.values | {"go": "submit"}
    first = visitor.http.post("/complaints/new", data=typed).get_data(as_text=True)
    second = visitor.http.post("/complaints/new", data=typed).get_data(as_text=True)
    assert filed() == 1
    assert code_of(first) != code_of(second)
    assert visitor.post("/complaints", {"code": code_of(first)}).status_code == 404
    assert visitor.post("/complaints", {"code": code_of(second)}).status_code == 303


def test_another_complaint_from_the_same_form_is_refused_and_kept(visitor: Visitor) -> None:
    report = Report(visitor).to_answers()
    typed = report.values
    report.go("submit")
    answer = visitor.http.post("/complaints/new", data=typed | {"matters.0.story": "另一件事", "go": "submit"})
    assert answer.status_code == 409
    assert "另一件事" in answer.get_data(as_text=True)
    assert filed() == 1


def test_several_matters_are_filed_together_and_one_can_be_taken_out(visitor: Visitor) -> None:
    report = Report(visitor).to_answers()
    report.go("add")
    assert "第 2 件，共 2 件" in report.page
    report.go(matters__1__kind="inspection_charged", matters__1__story="检查时要我们出车").go()
    assert report.values["matters.1.body"] == BODY
    report.go("add").go(matters__2__kind="no_receipt", matters__2__story="不给票").go()
    report.go("drop.1")
    assert report.values["count"] == "2"
    assert report.values["matters.1.kind"] == "no_receipt"
    report.go("submit")
    assert [one.kind for one in matters()] == ["own_made_item", "no_receipt"]


def test_a_charge_told_in_full_is_checked_on_submission(visitor: Visitor) -> None:
    told = {f"matters__0__{name}": CHARGE[name] for name in ("called_as", "amount")}
    Report(visitor).to_answers(**told, matters__0__happened_on="2025年7月16日").go("submit")
    (matter,) = matters()
    assert matter.charge is not None and matter.charge["amount"] == "4280.00"
    assert matter.violation
    assert matter.facts["answers"]["name_on_receipt"] == "房产证办证费"


def test_a_part_of_a_name_is_asked_about_once(visitor: Visitor) -> None:
    report = Report(visitor).go(matters__0__kind="own_made_item", matters__0__story="经过").go()
    report.go(matters__0__body="番禺区示例不动产登记", matters__0__region="广州市番禺区")
    assert "是下面哪一家" in report.page
    assert report.values["near"] == BODY
    report.go()
    assert "怎么联系您" in report.page
    assert report.values["matters.0.body"] == BODY


def test_of_several_bodies_one_must_be_chosen_or_none(visitor: Visitor) -> None:
    report = Report(visitor).go(matters__0__kind="own_made_item", matters__0__story="经过").go()
    report.go(matters__0__body="番禺区示例", matters__0__region="广州市番禺区")
    assert "near" not in report.values
    assert report.go().answer.status_code == 422
    assert "请选一家，或者选“都不是”" in report.page
    report.go(near="none")
    assert report.values["matters.0.body"] == "番禺区示例"
    report.go("whom.0").go(matters__0__body="住房和城乡建设局", matters__0__region="广州市")
    assert report.values["near"] == "广州市住房和城乡建设局", "of a name that every city has, the one of the place"


def test_an_unknown_body_needs_a_place(visitor: Visitor) -> None:
    report = Report(visitor).go(matters__0__kind="own_made_item", matters__0__story="经过").go()
    report.go()
    assert report.answer.status_code == 422
    assert "请写明发生在哪里" in report.page
    report.go(matters__0__body="某某不知名的公司")
    assert "请写明在哪个市、县、区" in report.page
    report.go(matters__0__region="不存在的地方")
    assert "没有“不存在的地方”这个地区" in report.page
    assert report.go(matters__0__region="番禺区").answer.status_code == 200


def test_of_an_anonymous_person_nothing_typed_about_them_is_kept(visitor: Visitor) -> None:
    report = Report(visitor).to_answers(mode="named")
    report.go("contact.0").go(mode="anonymous", contact__name="陈示例").go("submit")
    assert report.answer.status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Identity)) == 0
    assert "陈示例" not in report.page
    cookies = [one.split("=")[0] for one in report.answer.headers.getlist("Set-Cookie")]
    assert set(cookies) <= {"session"}


def test_who_sees_what_is_told_honestly_before_and_after(visitor: Visitor) -> None:
    report = Report(visitor).go(matters__0__kind="no_receipt", matters__0__story="经过").go()
    report.go(matters__0__body=BODY)
    assert "办理机构看得到您，被投诉单位看不到；查账时对方可能推断出来。" in report.page
    assert "只有您一家交过，对方可能猜到。" in report.page
    report.go(mode="confidential")
    assert "请留下姓名或企业名称，或者改选匿名" in report.page
    report.go(contact__enterprise="番禺示例五金厂", contact__credit_code="91440101MA5AKQ7T9Y")
    assert report.answer.status_code == 422
    report.go(contact__credit_code="")
    assert "身份封存，办理的人也看不到" in report.page


def test_the_receipt_says_what_happens_next_and_which_terms_are_law(visitor: Visitor) -> None:
    report = Report(visitor).to_answers()
    report.go("submit")
    assert "已收到您的投诉" in report.page and "广州市市场监督管理局" in report.page
    assert "受理不受理" in report.page
    for words in re.findall(r'<span class="soft small">([^<]*(?:<span[^>]*>[^<]*</span>)?)', report.page):
        assert not ("非法定" in words and "依据" in words)
    assert "已排除" in report.page
    assert report.answer.headers["Cache-Control"] == "no-store"
    assert code_of(report.page) not in json.dumps(list(report.answer.headers))
    assert 'class="qr"' in report.page and "style=" not in report.page


def test_the_signed_receipt_verifies_without_the_platform(visitor: Visitor, tmp_path: Path) -> None:
    report = Report(visitor).to_answers()
    report.go("submit")
    fields = Fields(report.page).values
    answer = visitor.http.post("/complaints/receipt", data=fields)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert code_of(report.page) not in answer.get_data(as_text=True)
    (tmp_path / "receipt.json").write_bytes(answer.get_data())
    (tmp_path / "jwks.json").write_bytes(visitor.get("/.well-known/jwks.json").get_data())
    command = [sys.executable, str(ROOT / "docs" / "verify" / "verify.py"), "receipt.json", "--keys", "jwks.json"]
    done = subprocess.run([*command, "--purpose", "receipt"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    forged = fields | {"signed": fields["signed"].replace("TS", "TT", 1)}
    assert visitor.http.post("/complaints/receipt", data=forged).status_code == 404
    assert visitor.http.post("/complaints/receipt", data=fields | {"signed": "[" * 50_000}).status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        {"step": "receipt"}, {"at": "99"}, {"at": "x"}, {"count": "-1"}, {"count": "9" * 50}, {"go": "what.７"},
        {"go": "drop.99"}, {"matters.x.kind": "no_receipt"}, {"matters.0": "x"}, {"go": "drop.0", "count": "2"},
        {"matters.0.check_code": "absent", "go": "submit"}, {"form_key": "k" * 5_000},
        {"matters.0.kind": "made_up", "go": "submit"}, {"mode": "secret", "go": "submit"},
    ],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_no_fault(visitor: Visitor, odd: dict[str, str]) -> None:
    report = Report(visitor).to_answers()
    answer = visitor.http.post("/complaints/new", data=report.values | {"go": "next"} | odd)
    assert answer.status_code in (200, 409, 422)
