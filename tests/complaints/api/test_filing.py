"""Filing and following by program: the code shown once, retries, wrong input by field, nothing kept of anonymity."""

import uuid
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.models.cases import Complaint
from complaints.models.identities import Identity
from complaints.services import audit_looks, receipts
from core import signing
from core.db import db
from core.events import Event, Stream
from core.people.models.keys import SignInAttempt
from core.policy import Role
from tests.complaints.api.conftest import Programs
from tests.complaints.services.cases import ACCUSED, STORY, People, matter

CHARGE = {
    "called_as": "财产案件受理费", "charged_by": "广州市天河区人民法院", "amount": "13800.01",
    "charged_on": "2026-07-20", "region": "440106", "facts": {"claim": 1000000, "halved": False},
}  # fmt: skip


def told(**changed: Any) -> dict[str, Any]:
    return {"kind": "own_made_item", "story": STORY, "body": ACCUSED, "region": "440113", "amount": "600.00"} | changed


def document(*matters: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {"mode": "anonymous", "matters": list(matters or [told()])} | changed


def test_a_visitor_files_and_follows_by_the_code(program: Programs) -> None:
    visitor = program()
    made = visitor.post("/complaints", document())
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    answer = made.json
    assert made.headers["Location"] == f"/api/v1/complaints/{answer['reference']}"
    assert signing.verify(answer["receipt"], receipts.PURPOSE) and answer["code"] not in str(answer["receipt"])
    assert answer["next"] and {each["stage"] for each in answer["deadlines"]} >= {"accept", "decide"}
    found = visitor.get(f"/complaints/{answer['reference']}", Complaint_Code=answer["code"])
    assert found.status_code == 200
    assert (found.json["reference"], found.json["contact"]) == (answer["reference"], None)
    only = found.json["matters"][0]
    assert (only["story"], only["state"], only["desk"]) == (STORY, "assigned", None)
    assert found.headers["ETag"] == f'"{only["version"]}"'
    assert "withdraw" in [each["act"] for each in only["acts"]]


def test_sent_again_under_its_key_it_is_filed_once(program: Programs) -> None:
    key, visitor = str(uuid.uuid4()), program()
    first, second = (visitor.post("/complaints", document(), Idempotency_Key=key) for _ in range(2))
    assert first.json["reference"] == second.json["reference"]
    assert first.json["code"] != second.json["code"]
    old = visitor.get(f"/complaints/{first.json['reference']}", Complaint_Code=first.json["code"])
    assert old.status_code == 404
    new = visitor.get(f"/complaints/{first.json['reference']}", Complaint_Code=second.json["code"])
    assert new.status_code == 200
    third = visitor.post("/complaints", document(), Idempotency_Key=key)
    assert (third.status_code, third.json["reference"], third.json["code"]) == (201, first.json["reference"], None)
    other = visitor.post("/complaints", document(told(amount="601.00")), Idempotency_Key=key)
    assert other.status_code == 409


def test_the_verdict_on_a_charge_is_frozen_with_it(app: Flask, program: Programs) -> None:
    made = program().post("/complaints", document(told(kind="above_standard", charge=CHARGE, amount=""))).json
    row = matter(made["matters"][0]["number"])
    assert row.verdict is not None and row.charge is not None
    assert (row.verdict["verdict"], str(row.amount)) == ("above_standard", "13800.01")
    shown = program().get(f"/complaints/{made['reference']}", Complaint_Code=made["code"]).json
    assert shown["matters"][0]["verdict"] == dict(row.verdict)


def test_of_an_anonymous_complaint_nothing_personal_is_kept(people: People, program: Programs) -> None:
    filer = people.one(Role.enterprise_member, ACCUSED)
    made = program(filer).post("/complaints", document())
    assert made.status_code == 201
    assert matter(made.json["matters"][0]["number"]).owner == ""
    by = db.session.execute(
        select(Event.user_id, Event.key_id)
        .join(Stream, Stream.id == Event.stream_id)
        .where(Stream.key == made.json["matters"][0]["number"])
    )
    assert {tuple(row) for row in by} == {(0, 0)}
    assert db.session.scalar(select(func.count()).select_from(Identity)) == 0
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"mode": "secret"}, "mode"),
        ({"mode": None}, "mode"),
        ({"matters": []}, "matters"),
        ({"matters": "x"}, "matters"),
        ({"matters": [3]}, "matters.0"),
        ({"matters": [told(kind="theft")]}, "matters.0.kind"),
        ({"matters": [told(), told(story=" ")]}, "matters.1.story"),
        ({"matters": [told(story={"a": 1})]}, "matters.0.story"),
        ({"matters": [told(story="字" * 10_001)]}, "matters.0.story"),
        ({"matters": [told(story="a\x00b")]}, "matters.0.story"),
        ({"matters": [told(amount="六百")]}, "matters.0.amount"),
        ({"matters": [told(happened_on="2999-01-01")]}, "matters.0.happened_on"),
        ({"matters": [told(body="", region="")]}, "matters.0.region"),
        ({"matters": [told(charge=CHARGE | {"amount": "x"})]}, "matters.0.charge.amount"),
        ({"matters": [told(charge=[1])]}, "matters.0.charge"),
        ({"matters": [told(check_code="A" * 20)]}, "matters.0.check_code"),
        ({"matters": [told(body="不动产登记中心")]}, "matters.0.body"),
        ({"matters": [told(colour="red")]}, "matters.0.colour"),
        ({"contact": {"name": "王示例"}}, "contact"),
        ({"mode": "named"}, "contact.name"),
        ({"mode": "named", "contact": {"name": "王", "credit_code": "X"}}, "contact.credit_code"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_filed(program: Programs, change: dict[str, Any], field: str) -> None:
    answer = program().post("/complaints", document() | change)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert list(answer.json["errors"]) == [field]
    assert all(text["zh"] and text["en"] for texts in answer.json["errors"].values() for text in texts)
    assert db.session.scalar(select(func.count()).select_from(Complaint)) == 0


@pytest.mark.parametrize("key", ["1", "x" * 101, "short", "é" * 20, "sixteen letters and blanks"])
def test_a_key_that_could_be_somebody_elses_is_refused(program: Programs, key: str) -> None:
    answer = program().post("/complaints", document(), Idempotency_Key=key)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["Idempotency-Key"])


def test_a_wrong_code_another_code_and_no_such_case_are_one_answer(program: Programs) -> None:
    visitor = program()
    mine, other = (visitor.post("/complaints", document()).json for _ in range(2))
    asked = [
        visitor.get(f"/complaints/{other['reference']}", Complaint_Code=mine["code"]),
        visitor.get("/complaints/TS26-AAAA-AAAA", Complaint_Code=mine["code"]),
    ]
    assert {(each.status_code, each.get_data()) for each in asked} == {(404, asked[0].get_data())}
    assert visitor.get(f"/complaints/{mine['reference']}").status_code == 401
    assert visitor.get("/complaints/TS26-AAAA-AAAA").status_code == 401
    odd = visitor.get(f"/complaints/{mine['reference']}", Complaint_Code="ABCD")
    assert (odd.status_code, list(odd.json["errors"])) == (422, ["Complaint-Code"])


def test_wrong_codes_slow_down_who_goes_on_trying(program: Programs) -> None:
    visitor = program()
    code, wrong = (visitor.post("/complaints", document()).json for _ in range(2))
    reference, answers = code["reference"], list[int]()
    gone = visitor.post("/complaints", document(), Idempotency_Key="k" * 20).json["code"]
    visitor.post("/complaints", document(), Idempotency_Key="k" * 20)
    for _ in range(8):
        answers.append(visitor.get(f"/complaints/{reference}", Complaint_Code=gone).status_code)
    assert answers[0] == 404 and answers[-1] == 429
    assert visitor.get(f"/complaints/{reference}", Complaint_Code=code["code"]).status_code == 200


def test_to_a_desk_only_its_own_matters_are_there(people: People, program: Programs) -> None:
    made = program().post("/complaints", document(told(), told(kind="no_receipt", body="440111-scjg"))).json
    here, there = (each["number"] for each in made["matters"])
    assert matter(here).handler_id != matter(there).handler_id
    officer, _ = people.officers(here)
    desk = program(officer)
    by_reference = desk.get(f"/complaints/{made['reference']}").json
    assert [each["number"] for each in by_reference["matters"]] == [here]
    assert (by_reference["reference"], by_reference["receipt"], there in str(by_reference)) == (None, None, False)
    assert desk.get(f"/complaints/{here}").json == by_reference
    absent = desk.get("/complaints/SX26-AAAA-AAAA")
    inside = program(people.one(Role.supervisor, ACCUSED)).get(f"/complaints/{here}")
    assert (inside.status_code, inside.get_data()) == (404, absent.get_data())


def test_a_desk_lists_what_it_has_by_what_is_due(people: People, program: Programs) -> None:
    numbers = [program().post("/complaints", document()).json["matters"][0]["number"] for _ in range(3)]
    desk = program(people.officers(numbers[0])[0])
    first = desk.get("/complaints?limit=2").json
    second = desk.get(f"/complaints?limit=2&after={first['next']}").json
    assert {each["number"] for each in first["rows"] + second["rows"]} == set(numbers)
    assert (first["total"], first["facets"]["state"], second["next"]) == (3, {"assigned": 3}, None)
    assert desk.get("/complaints?state=closed").json["rows"] == []
    assert program(people.one(Role.handler, ACCUSED)).get("/complaints").json["total"] == 0
    assert desk.get("/complaints?after=x").status_code == 422


def test_reading_once_by_key_and_scope_is_not_enough(people: People, program: Programs) -> None:
    number = program().post("/complaints", document()).json["matters"][0]["number"]
    officer, _ = people.officers(number)
    assert program(officer, "list_matters").get("/complaints").json["total"] == 0
    assert program(officer, "list_matters").get(f"/complaints/{number}").status_code == 404
    assert program(officer, "read_matter").get("/complaints").status_code == 404
    assert program(officer, "read_matter").get(f"/complaints/{number}").status_code == 200


def test_an_auditor_searches_opens_and_is_on_record(people: People, program: Programs) -> None:
    made = [program().post("/complaints", document(told(story=f"鹦鹉螺{place}号"))).json for place in range(3)]
    who = people.one(Role.auditor, "440000-gxt")
    auditor = program(who)
    page = auditor.get("/complaints?q=鹦鹉螺&limit=2&sort=oldest&kind=own_made_item,no_receipt").json
    rest = auditor.get(f"/complaints?q=鹦鹉螺&limit=2&sort=oldest&after={quote(page['next'])}").json
    numbers = [each["matters"][0]["number"] for each in made]
    assert [each["number"] for each in page["rows"] + rest["rows"]] == numbers
    assert (page["total"], page["facets"]["state"], rest["next"]) == (3, {"assigned": 3}, None)
    assert auditor.get("/complaints?q=鹦鹉螺1号").json["total"] == 1
    assert auditor.get("/complaints?not_state=assigned").json["total"] == 0
    opened = auditor.get(f"/complaints/{numbers[0]}").json["matters"][0]
    assert (opened["story"], opened["acts"]) == ("鹦鹉螺0号", [])
    assert auditor.get("/complaints/SX26-AAAA-AAAA").status_code == 404
    acts = [each.act for each in audit_looks.others(people.one(Role.auditor, "440000-gxt")).lines]
    assert sorted(set(acts)) == ["opened", "refused", "searched"] and acts.count("searched") == 4
    assert auditor.post(f"/complaints/{numbers[0]}/acts/accept", {}).status_code in (403, 404)
    assert program(people.one(Role.auditor, ACCUSED)).get("/complaints?q=鹦鹉螺").json["total"] == 0
    assert program(who, "list_matters").get("/complaints").status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [("part=audit&due=late", "due"), ("q=x&part=handler", "q"), ("part=all", "part"), ("sort=x", "sort"),
     ("kind=theft", "kind"), ("since=x", "since"), ("least=x", "least"), ("after=x", "after"),
     ("colour=red", "colour")],
)  # fmt: skip
def test_a_wrong_filter_is_named(people: People, program: Programs, query: str, field: str) -> None:
    answer = program(people.one(Role.auditor, "440000-gxt")).get(f"/complaints?{query}")
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
