"""An enterprise at its own results: what they cover, who looked, what was refused; each wrong one click from a
complaint."""

import io
import re
from typing import Any

import pytest
from sqlalchemy import select

from core.db import db, transaction
from core.files.store import StoredFile
from core.policy import SYSTEM, Role
from registry.models.papers import Repeat
from registry.services import keeping, lawbook, recognising, recording
from registry.services.keeping import SubjectRef
from registry.services.recognising import Refusing
from registry.services.relying import Case
from tests.databases import on_sqlite
from tests.guards.test_words import Untranslated
from tests.registry.services.world import FACTS, INSIDE, PERIODIC, PURPOSE, World, day, finding
from tests.registry.web.conftest import People
from tests.registry.web.test_public_reports import PDF, enter
from tests.visiting import Visitor

OWN = "/registry/own"


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def refuse(world: World) -> None:
    """A bureau looks, and refuses a result that has expired."""
    world.record("N-1", finding(tested="2024-09-01"), issued_on=day("2024-09-03"))
    world.look(on=None)
    refusing = Refusing((INSIDE,), "expired", "第四十条", "过了两年", tuple(lawbook.grounds().by_id["expired"].proof))
    with transaction():
        recognising.refuse(Case(world.boiler, PERIODIC, FACTS), refusing, world.department())


def repeat(world: World, laboratory: Visitor) -> int:
    """A bureau has the boiler tested though a result counts; both reports have their files."""
    enter(laboratory, world, file=(io.BytesIO(PDF), "a.pdf"))
    again = {"number": "W-9", "issued_on": "2026-04-03", "findings.0.tested_on": "2026-04-01"}
    enter(laboratory, world, **again, required_by="440113-scjg", file=(io.BytesIO(PDF + b"%"), "b.pdf"))
    return db.session.scalars(select(Repeat.id)).one()


def test_who_looked_what_for_and_what_was_refused_stands_there(world: World, people: People) -> None:
    refuse(world)
    member = people.member()
    looks = text(member.get(f"{OWN}/looks"))
    assert PURPOSE in looks and "1号锅炉" in looks
    decisions = text(member.get(f"{OWN}/decisions?outcome=refused"))
    assert "结果已过有效期" in decisions and "第四十条" in decisions and "过了两年" in decisions
    stranger = people.member("stranger", world.other_bureau)
    assert PURPOSE not in text(stranger.get(f"{OWN}/looks"))
    assert "第四十条" not in text(stranger.get(f"{OWN}/decisions"))


def test_a_refusal_becomes_a_complaint_by_one_click(world: World, people: People) -> None:
    refuse(world)
    member = people.member()
    page = text(member.get(f"{OWN}/decisions"))
    number = re.findall(r'name="refusal" value="(\d+)"', page)[0]
    begun = text(member.post("/complaints/new", {"refusal": number, "go": "begin"}, page=f"{OWN}/decisions"))
    assert re.search(r'value="refusal_to_recognise"[^>]* checked', begun) and "过了两年" in begun and "N-1" in begun
    assert "N-1" in text(member.get(f"/complaints/new?refusal={number}"))
    nobody = text(Visitor(people.app).get(f"/complaints/new?refusal={number}"))
    assert "没找到要带上的检测情况" in nobody and "N-1" not in nobody


def test_a_repeat_becomes_a_complaint_with_both_reports(world: World, people: People) -> None:
    number = repeat(world, people.laboratory())
    member = people.member()
    page = text(member.get(f"{OWN}/decisions"))
    assert "W-1" in page and "W-9" in page and f'name="repeat" value="{number}"' in page
    begun = text(member.post("/complaints/new", {"repeat": number, "go": "begin"}, page=f"{OWN}/decisions"))
    assert re.search(r'value="repeat_test"[^>]* checked', begun) and "W-1" in begun and "W-9" in begun
    assert len(re.findall(r'name="matters.0.files" value="(\S+ \S+)"', begun)) == 1
    assert len(db.session.scalars(select(StoredFile).where(~StoredFile.attached)).all()) == 2
    stranger = people.member("stranger", world.other_bureau)
    assert "没找到要带上的检测情况" in text(stranger.get(f"/complaints/new?repeat={number}"))


def test_what_is_covered_is_printed_for_the_counter(world: World, people: People, visitor: Visitor) -> None:
    world.record()
    member = people.member()
    place = f"{OWN}/subjects/{world.boiler}"
    page = text(member.get(f"{place}/coverage?procedure={PERIODIC}&fact.hydro_test_needed=no"))
    assert "3 项里 1 项不用再测，2 项要测。" in page and "没有结果" in page
    form = {"procedure": PERIODIC, "fact.hydro_test_needed": "no"}
    answer = member.post(f"{place}/statement", form, page=f"{place}/coverage?procedure={PERIODIC}")
    assert answer.status_code == 303
    assert "有效：所列结果今天可以采信" in text(visitor.get(answer.headers["Location"]))
    assert "给窗口看的证明" in text(member.get(OWN))


@on_sqlite
def test_nothing_covered_makes_no_statement_and_open_facts_are_asked(world: World, people: People) -> None:
    member = people.member()
    place = f"{OWN}/subjects/{world.boiler}"
    page = text(member.get(f"{place}/coverage?procedure={PERIODIC}"))
    assert "还要问 1 件事才能说全" in page and "statement" not in page
    answer = member.post(f"{place}/statement", {"procedure": PERIODIC}, page=f"{place}/request")
    assert answer.status_code == 409 and "没有可用的结果" in text(answer)
    assert member.post(f"{place}/statement", {}, page=f"{place}/request").status_code == 422


@on_sqlite
def test_a_request_shows_its_last_day_before_and_after(world: World, people: People) -> None:
    member = people.member()
    address = f"{OWN}/subjects/{world.boiler}/request"
    assert "5 个工作日内答复，最晚2026年12月2日" in text(member.get(address))
    wrong = member.post(address, {"procedure": PERIODIC, "department": "没有这个局", "words": "急用"})
    assert wrong.status_code == 422 and "急用" in text(wrong) and "没有登记这个部门" in text(wrong)
    sent = {"procedure": PERIODIC, "department": "440113-scjg", "words": "急用"}
    assert member.post(address, sent).status_code == 303
    assert "2026年12月2日前答复" in text(member.get(f"{OWN}/requests")) and "2026年12月2日" in text(member.get(OWN))


@on_sqlite
def test_an_oral_demand_is_written_down_and_one_click_from_a_complaint(world: World, people: People) -> None:
    world.record()
    member = people.member()
    address = f"{OWN}/subjects/{world.boiler}/demand"
    wrong = member.post(address, {"body": "", "words": "窗口说不认外市报告", "demanded_on": ""})
    assert wrong.status_code == 422 and "窗口说不认外市报告" in text(wrong)
    said = {
        "body": "番禺区市场监管局",
        "words": "窗口说不认外市报告",
        "demanded_on": "2026-11-24",
        "parameters": INSIDE,
    }
    assert member.post(address, said).status_code == 303
    page = text(member.get(f"{OWN}/demands"))
    number = re.findall(r'name="demand" value="(\d+)"', page)[0]
    begun = text(member.post("/complaints/new", {"demand": number, "go": "begin"}, page=f"{OWN}/demands"))
    assert "窗口说不认外市报告" in begun and "N-1" in begun and "口头要求" in begun


@on_sqlite
def test_a_subject_is_put_on_record_changed_and_handed_over_by_its_holder_alone(world: World, people: People) -> None:
    member, stranger = people.member(), people.member("stranger", world.other_bureau)
    form = {"subject.kind": "equipment.crane", "subject.identifier": "C-1", "subject.name": "1号行车"}
    address = member.post("/registry/subjects/new", form).headers["Location"]
    assert "1号行车" in text(member.get(address)) and stranger.get(address).status_code == 404
    assert stranger.post("/registry/subjects/new", form).status_code == 422
    change = {"kind": "大修", "changed_on": "2026-11-01", "touches": "crane_load_test"}
    assert stranger.post(f"{address}/changes", change, page="/registry/subjects/new").status_code == 404
    assert member.post(f"{address}/changes", {**change, "changed_on": "2027-01-01"}, page=address).status_code == 422
    assert member.post(f"{address}/changes", change, page=address).status_code == 303
    assert "大修" in text(member.get(address)) and "起重机械载荷试验" in text(member.get(address))
    wrong = member.post(f"{address}/handover", {"holder": "nobody", "from_on": "2026-11-20"}, page=address)
    assert wrong.status_code == 422 and "nobody" in text(wrong)
    handed = {"holder": "440100-scjg", "from_on": "2026-11-20"}
    assert member.post(f"{address}/handover", handed, page=address).status_code == 303
    assert member.post(f"{address}/changes", change, page="/registry/subjects/new").status_code == 404


@on_sqlite
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_it_in_both_languages_full_and_empty(world: World, people: People, lang: str) -> None:
    place = f"{OWN}/subjects/{world.boiler}"
    member, empty = people.member(), people.member("empty", world.other_bureau)
    refuse(world)
    repeat(world, people.laboratory())
    coverage = f"{place}/coverage?procedure={PERIODIC}"
    own = (OWN, f"{OWN}/looks", f"{OWN}/decisions", f"{OWN}/requests", f"{OWN}/demands", "/registry/reports/new")
    mine = (*own, coverage, f"{place}/request", f"{place}/demand", f"/registry/subjects/{world.boiler}",
            "/registry/subjects/new", "/registry/reports")  # fmt: skip
    for person, pages in ((member, mine), (empty, own)):
        person.http.set_cookie("lang", lang)
        for page in pages:
            answer = person.get(page)
            reader = Untranslated()
            reader.feed(text(answer))
            assert (page, answer.status_code, reader.found if lang == "en" else []) == (page, 200, [])


@on_sqlite
def test_oversight_sees_repeats_and_demands_but_no_name_of_who_complains(world: World, people: People) -> None:
    repeat(world, people.laboratory())
    member = people.member()
    said = {"body": "某局", "words": "窗口说不认", "parameters": INSIDE, "demanded_on": "2026-11-24"}
    member.post(f"{OWN}/subjects/{world.boiler}/demand", said)
    supervisor = people.sign_in("watching", Role.supervisor, world.other_bureau)
    page = text(supervisor.get("/registry/leads"))
    assert "W-1" in page and "W-9" in page and "窗口说不认" in page and "番禺示例精密五金" not in page
    auditor = text(people.sign_in("counting", Role.auditor, world.other_bureau).get("/registry/leads"))
    assert "W-9" in auditor and "窗口说不认" not in auditor
    assert member.get("/registry/leads").status_code == 404


@on_sqlite
def test_all_its_reports_stand_on_one_page(world: World, people: People) -> None:
    member = people.member()
    with transaction():
        for place in range(12):
            ref = SubjectRef(f"B-{place}", "equipment.boiler", name=f"{place}号炉")
            keeping.add(ref, world.code, SYSTEM)
            recording.record_report(world.report(f"M-{place}", subject=ref), SYSTEM)
    assert text(member.get(OWN)).count("/registry/reports/") >= 12
