"""A laboratory at its reports: entered by a form, corrected, withdrawn; what comes on paper confirmed or denied."""

import hashlib
import io
from typing import Any

from sqlalchemy import select

from core.db import db
from core.notices import Notice
from core.policy import Role
from registry.models.reports import Finding, Report
from tests.databases import on_sqlite
from tests.guards.test_words import Untranslated
from tests.registry.services.world import BOILER, INSIDE, METHOD, World
from tests.registry.web.conftest import People
from tests.visiting import Visitor

NEW = "/registry/reports/new"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def form(world: World, **more: Any) -> dict[str, Any]:
    return {
        "issuer": world.codes["LAB06"], "number": "W-1", "issued_on": "2026-03-03", "subject.kind": BOILER.kind,
        "subject.identifier": BOILER.identifier, "client": world.code, "rows": "2", "go": "enter",
        "findings.0.parameter": INSIDE, "findings.0.method": METHOD, "findings.0.conclusion": "pass",
        "findings.0.tested_on": "2026-03-01", "findings.1.tested_on": "2026-03-01",
    } | more  # fmt: skip


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def enter(person: Visitor, world: World, **more: Any) -> str:
    """The address of a report entered by the form."""
    answer = person.post(NEW, form(world, **more))
    assert answer.status_code == 303, text(answer)
    return str(answer.headers["Location"])


def test_a_report_is_entered_with_its_file_and_comes_out_byte_for_byte(world: World, people: People) -> None:
    laboratory = people.laboratory()
    address = enter(laboratory, world, file=(io.BytesIO(PDF), "报告.pdf"))
    page = text(laboratory.get(address))
    assert "W-1" in page and "合格" in page and hashlib.sha256(PDF).hexdigest() in page
    assert laboratory.get(f"{address}/file").data == PDF
    assert people.laboratory("LAB07").get(f"{address}/file").status_code == 404
    assert db.session.scalars(select(Report)).one().finding_count == 1  # the empty row is no finding


@on_sqlite
def test_nothing_typed_is_lost_and_every_field_is_named(world: World, people: People) -> None:
    laboratory = people.laboratory()
    wrong = {"number": "", "findings.0.tested_on": "soon", "findings.0.limit": "≤9 莲花", "issued_on": "2027-01-01"}
    answer = laboratory.post(NEW, form(world, **wrong, file=(io.BytesIO(PDF), "a.pdf")))
    page = text(answer)
    assert answer.status_code == 422 and "≤9 莲花" in page and "请填报告编号" in page and "soon" in page
    key = page.split('name="file_key" value="')[1].split('"')[0]
    address = enter(laboratory, world, file_key=key)
    assert laboratory.get(f"{address}/file").data == PDF
    more = text(laboratory.post(NEW, form(world, go="add")))
    assert 'name="findings.2.parameter"' in more and more.count('value="2026-03-01"') >= 2


@on_sqlite
def test_measured_values_are_read_as_laboratories_write_them(world: World, people: People) -> None:
    stack = {"subject.kind": "outlet.air", "subject.identifier": "DA001", "findings.0.parameter": "stack_so2",
             "findings.0.method": "HJ 57-2017"}  # fmt: skip
    laboratory = people.laboratory("LAB01")
    mine = {"issuer": world.codes["LAB01"], **stack}
    enter(laboratory, world, **mine, **{"findings.0.value": "未检出"})
    assert db.session.scalars(select(Finding)).one().qualifier == "ND"
    answer = laboratory.post(NEW, form(world, **mine, number="W-2", **{"findings.0.value": "6～9"}))
    assert answer.status_code == 422 and "范围" in text(answer)


@on_sqlite
def test_the_same_number_with_other_content_is_refused_and_a_correction_taken(world: World, people: People) -> None:
    laboratory = people.laboratory()
    address = enter(laboratory, world)
    assert enter(laboratory, world) == address
    answer = laboratory.post(NEW, form(world, **{"findings.0.conclusion": "fail"}))
    assert answer.status_code == 409 and "W-1" in text(answer)
    begun = text(laboratory.get(f"{NEW}?supersedes={address.rsplit('/', 1)[1]}"))
    assert 'name="supersedes" value="W-1"' in begun and METHOD in begun and world.code in begun
    newer = enter(laboratory, world, number="W-1a", supersedes="W-1", **{"findings.0.conclusion": "fail"})
    assert "W-1a" in text(laboratory.get(address)) and "W-1" in text(laboratory.get(newer))


@on_sqlite
def test_a_withdrawal_takes_a_reason_and_is_its_laboratorys_alone(world: World, people: People) -> None:
    laboratory = people.laboratory()
    address = enter(laboratory, world)
    other = people.laboratory("LAB07")
    assert other.post(f"{address}/withdrawal", {"reason": "x"}, page=NEW).status_code in (403, 404)
    assert laboratory.post(f"{address}/withdrawal", {"reason": ""}, page=address).status_code == 422
    assert laboratory.post(f"{address}/withdrawal", {"reason": "仪器未校准"}, page=address).status_code == 303
    assert "仪器未校准" in text(laboratory.get(address))
    assert laboratory.post(f"{address}/withdrawal", {"reason": "again"}, page=NEW).status_code == 409


def test_paper_waits_until_its_laboratory_confirms_or_denies_it(world: World, people: People) -> None:
    member, laboratory = people.member(), people.laboratory()
    first, second = enter(member, world, client=""), enter(member, world, client="", number="W-2")
    assert "等检测机构确认" in text(member.get(first))
    asked = select(Notice.organisation_id).filter_by(kind="report.claimed", role=Role.laboratory_member.value)
    assert list(db.session.scalars(asked)) == [world.laboratories["LAB06"]] * 2
    waiting = text(laboratory.get("/registry/reports?standing=claimed"))
    assert "W-1" in waiting and "W-2" in waiting
    assert member.post(f"{first}/confirmation", page=NEW).status_code == 404
    assert laboratory.post(f"{first}/confirmation", page=first).status_code == 303
    assert laboratory.post(f"{second}/denial", {"reason": ""}, page=second).status_code == 422
    assert laboratory.post(f"{second}/denial", {"reason": "编号不是我们的"}, page=second).status_code == 303
    assert "编号不是我们的" in text(member.get(second)) and "机构已登记" in text(member.get(first))


@on_sqlite
def test_a_voluntary_fail_is_shown_only_if_the_client_says_so(world: World, people: People) -> None:
    laboratory, member = people.laboratory(), people.member()
    address = enter(laboratory, world, voluntary="1", **{"findings.0.conclusion": "fail"})
    assert "您没有同意" in text(member.get(address)) and "您没有同意" not in text(laboratory.get(address))
    assert member.post(f"{address}/consent", {"agreed": "yes"}, page=address).status_code == 303
    assert db.session.scalars(select(Report.consented)).one()
    assert member.post(f"{address}/consent", {"agreed": "no"}, page=address).status_code == 303
    assert laboratory.post(f"{address}/consent", {"agreed": "yes"}, page=NEW).status_code == 404


@on_sqlite
def test_its_pages_in_english_keep_chinese_for_names_alone(world: World, people: People) -> None:
    laboratory = people.laboratory()
    address = enter(laboratory, world, file=(io.BytesIO(PDF), "a.pdf"))
    laboratory.get(address)  # whose notice was in Chinese
    laboratory.http.set_cookie("lang", "en")
    for page in ("/registry/reports", NEW, address, f"/registry/subjects/{world.boiler}"):
        answer = laboratory.get(page)
        reader = Untranslated()
        reader.feed(text(answer))
        assert (page, answer.status_code, reader.found) == (page, 200, [])
