"""An auditor in the browser: searches, narrows, opens, exports, keeps; every look is on record."""

import csv
import io
import json
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models.searches import AuditLook, SavedSearch
from complaints.services import audit_looks
from core.db import db, transaction
from core.events import Event, Stream
from core.people.services import employing, organising, samples
from core.policy import SYSTEM, Role
from core.tables.reading import open_table
from tests.complaints.audit.corpus import plant
from tests.complaints.services import cases
from tests.people import Staff
from tests.visiting import Visitor

PAGE = "/complaints-audit"


@pytest.fixture
def auditor(staff: Staff) -> Visitor:
    return staff.visitor(Role.auditor)


def read(person: Visitor, address: str, status: int = 200) -> str:
    answer = person.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return str(answer.get_data(as_text=True))


def looks() -> list[AuditLook]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditLook).order_by(AuditLook.at)))


def test_what_was_just_filed_is_found_at_once(auditor: Visitor) -> None:
    """Within two seconds of filing: there is nothing to wait for, no worker has run."""
    number = cases.file(cases.told(story="他们要我们买指定的灭火器才给验收。")).matters[0].number
    page = read(auditor, f"{PAGE}?q=灭火器才给")
    assert number in page and "<mark>灭火器才给</mark>" in page
    assert number not in read(auditor, f"{PAGE}?q=没有这种话")


def test_marks_do_not_let_markup_through(auditor: Visitor) -> None:
    cases.file(cases.told(story="<script>alert(1)</script> 材料&审核费 <b>粗</b>"))
    page = read(auditor, f"{PAGE}?q=script>a")
    assert "&lt;<mark>script&gt;a</mark>lert(1)" in page and "<script>alert" not in page


def test_filters_stand_in_the_address_and_count(staff: Staff, days: cases.Days) -> None:
    plant(days, 5)
    auditor = staff.visitor(Role.auditor)
    page = read(auditor, f"{PAGE}?kind=own_made_item&not_region=441900&since=2026-11-01&least=1")
    assert 'name="kind" value="own_made_item"' in page and "checked" in page
    chips = page.split('class="chips"')[1].split("</ul>")[0]
    assert chips.count("<li>") == 4 and "不含地区" in chips
    assert "<svg" in page and "2027年1月" in page and "看成表格" in page


def test_pages_lead_to_the_end_and_sorting_holds(staff: Staff, days: cases.Days, monkeypatch: Any) -> None:
    monkeypatch.setattr("complaints.web.audit.SIZE", 3)
    numbers, address, seen = plant(days, 5), f"{PAGE}?sort=largest", []
    auditor = staff.visitor(Role.auditor)
    while address:
        page = read(auditor, address)
        seen += re.findall(r"matters/(SX[\w-]+)", page)
        found = page.split('rel="next"')[0].rsplit('href="', 1)[-1] if 'rel="next"' in page else ""
        address = unescape(found.split('"')[0])
    assert sorted(seen) == sorted(numbers) and len(seen) == len(set(seen))
    amounts = [cases.matter(number).amount.fen for number in seen]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("after=here", "翻页标记读不懂"),
        ("since=2026-13-01", "2026-07-20"),
        ("since=2026-12-01&until=2026-01-01", "起止反了"),
        ("least=abc", "金额"),
        ("body=没有这个局", "机构表里没有"),
        ("region=没有这里", "没有“没有这里”这个地区"),
        ("kind=nothing", "没有“nothing”这个选项"),
        (f"q={'长' * 301}", "太长了"),
    ],
)
def test_what_cannot_be_read_is_named(auditor: Visitor, query: str, said: str) -> None:
    assert said in read(auditor, f"{PAGE}?{query}", 422)


def test_opening_shows_the_whole_history_and_not_who_complains(auditor: Visitor, days: cases.Days) -> None:
    number = plant(days, 1)[0]
    page = read(auditor, f"{PAGE}/matters/{number}")
    for words in ("材料审核费", "经查，收费依据已经失效", "分办经过", "谁办过", "期限", "规则", "为了办证"):
        assert words in page, words
    assert cases.CONTACT.name not in page and cases.CONTACT.phone not in page
    assert cases.CONTACT.enterprise not in page


def test_every_look_and_refusal_is_there_for_the_other_auditors(auditor: Visitor, app: Flask, staff: Staff) -> None:
    number = cases.file().matters[0].number
    read(auditor, f"{PAGE}?q=审核费&not_kind=above_standard")
    read(auditor, f"{PAGE}/matters/{number}")
    read(auditor, f"{PAGE}/matters/SX26-0000-0000", 404)
    assert [each.act for each in looks()] == ["searched", "opened", "refused"]
    assert looks()[0].count == 1
    other = second_auditor(app)
    page = read(other, f"{PAGE}/looks")
    for words in ("审核费", "打开一件", number, "SX26-0000-0000", "被拒绝", "不含事由"):
        assert words in page, words
    assert "别的审计员还没有看过什么" in read(auditor, f"{PAGE}/looks")
    payloads = {each.payload["look"] for each in events()}
    assert {audit_looks.digest_of(each) for each in looks()} == payloads
    assert "检索投诉" in read(other, "/audit?kind=audit-look")


def events() -> list[Event]:
    asked = select(Event).join(Stream, Stream.id == Event.stream_id).where(Stream.kind == audit_looks.STREAM)
    return list(db.session.scalars(asked))


def second_auditor(app: Flask, code: str = "440000-gxt", name: str = "auditor-b") -> Visitor:
    body = organising.find_body(code, cases.clock.today())
    assert body is not None
    with transaction():
        user_id, _ = employing.add_person(SYSTEM, name, name, password=samples.PASSWORD, sample=True)
        employing.give_membership(SYSTEM, user_id, body.id, Role.auditor, cases.clock.today())
    person = Visitor(app)
    assert person.post("/sign-in", {"sign_in_name": name, "password": samples.PASSWORD}).status_code == 303
    return person


def test_to_an_auditor_of_the_body_nothing_tells_of_the_matter(auditor: Visitor, app: Flask) -> None:
    number = cases.file().matters[0].number
    read(auditor, f"{PAGE}/matters/{number}")
    inside = second_auditor(app, cases.ACCUSED, "inside-auditor")
    page = read(inside, PAGE)
    assert number not in page and '<span class="num">0</span>' in page
    assert number not in read(inside, f"{PAGE}/looks")
    read(inside, f"{PAGE}/matters/{number}", 404)
    assert looks()[-1].act == "refused"


def export(person: Visitor, form: str, query: str = "", reason: str = "年度抽查") -> Any:
    told = {"form": form, "query": query, "reason": reason}
    return person.post(f"{PAGE}/exports", told, page=PAGE, buffered=True)


def test_an_export_is_exactly_the_rows_and_on_record(staff: Staff, days: cases.Days) -> None:
    numbers = plant(days, 5)
    days.pass_days(1)
    auditor = staff.visitor(Role.auditor)
    cases.file(cases.told(story="=HYPERLINK(1)", kind="forced_membership", body="", region="440100"))
    answer = export(auditor, "csv", "sort=oldest")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    numbers.sort(key=lambda number: (cases.matter(number).filed_at, number))
    assert [row["编号"] for row in rows][:-1] == numbers and len(rows) == 6
    assert rows[-1]["投诉正文"] == "'=HYPERLINK(1)"
    told = json.loads(export(auditor, "json", "sort=oldest&kind=own_made_item").get_data())
    kinds = [number for number in numbers if cases.matter(number).kind == "own_made_item"]
    assert [row["number"] for row in told] == kinds and told[0]["amount"] == "0.00"
    book = export(auditor, "xlsx", "sort=oldest").get_data()
    written = [row.cell(0) for row in open_table(io.BytesIO(book)).rows()]
    assert written == ["编号", *(row["编号"] for row in rows)]
    exported = [each for each in looks() if each.act == "exported"]
    assert sorted((each.form, each.count, each.reason) for each in exported) == [
        ("csv", 6, "年度抽查"), ("json", 2, "年度抽查"), ("xlsx", 6, "年度抽查"),
    ]  # fmt: skip
    whole = "".join(map(str, rows)) + str(told)
    assert cases.CONTACT.name not in whole and cases.CONTACT.enterprise not in whole


def test_without_a_reason_nothing_is_exported_and_the_refusal_is_on_record(auditor: Visitor) -> None:
    cases.file()
    answer = export(auditor, "csv", "q=审核", "  ")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "请写明为什么导出" in page and 'value="审核"' in page
    assert "refused" in [each.act for each in looks()]


def test_searches_are_kept_run_and_deleted_by_their_owner_alone(auditor: Visitor, app: Flask) -> None:
    kept = auditor.post(f"{PAGE}/searches", {"name": "审核费 <b>", "query": "q=审核费&region=440100"}, page=PAGE)
    assert kept.status_code == 303
    page = read(auditor, f"{PAGE}/searches")
    assert "审核费 &lt;b&gt;" in page and "广州市" in page
    again = auditor.post(f"{PAGE}/searches", {"name": "审核费 <b>", "query": "q=x"}, page=PAGE)
    assert again.status_code == 422 and "已有一个叫这个名字" in again.get_data(as_text=True)
    number = db.session.scalar(select(SavedSearch.id))
    other = second_auditor(app)
    assert "还没有存下的检索" in read(other, f"{PAGE}/searches")
    assert other.post(f"{PAGE}/searches/{number}/deletion", page=PAGE).status_code == 404
    assert auditor.post(f"{PAGE}/searches/{number}/deletion", page=PAGE).status_code == 303
    assert "还没有存下的检索" in read(auditor, f"{PAGE}/searches")


def test_a_look_writes_nothing_but_its_record(staff: Staff, days: cases.Days) -> None:
    number = plant(days, 2)[1]
    auditor = staff.visitor(Role.auditor)
    before = rows_of_every_table()
    read(auditor, f"{PAGE}?q=检测")
    read(auditor, f"{PAGE}/matters/{number}")
    after = rows_of_every_table()
    assert {name for name in after if after[name] != before[name]} <= {"audit_look", "event", "stream"}


def rows_of_every_table() -> dict[str, Any]:
    db.session.rollback()
    tables = db.Model.metadata.sorted_tables
    return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables if volatile(table)}


def volatile(table: Any) -> bool:
    """Sessions note when they were last used, on any page."""
    return table.name not in ("sign_in_session", "session")


def test_the_pages_in_english_keep_chinese_for_official_words(auditor: Visitor, days: cases.Days) -> None:
    number = plant(days, 1)[0]
    auditor.http.set_cookie("lang", "en")
    assert "Received by month" in read(auditor, f"{PAGE}?q=费")
    assert "How it was routed" in read(auditor, f"{PAGE}/matters/{number}")
