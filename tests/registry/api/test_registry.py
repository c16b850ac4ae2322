"""The registry by program: asked, recorded, decided, ordered; twice is once; wrong input named by its field."""

import io
from typing import Any

import pytest

from core import feed, signing
from core.db import db, transaction
from registry.services import certifying, lawbook, ordering, recognising
from registry.services.certifying import PURPOSE as SIGNED_FOR
from registry.services.ordering import TestOrder
from registry.services.relying import Case
from tests.complaints.api.conftest import Programs
from tests.registry.services.world import BOILER, FACTS, INSIDE, PERIODIC, PURPOSE, World

ASKED: dict[str, Any] = {
    "subject": {"kind": BOILER.kind, "identifier": BOILER.identifier}, "procedure": PERIODIC, "facts": FACTS,
}  # fmt: skip
ASKING = {**ASKED, "purpose": PURPOSE}
DOUBT = {
    "ground": "authenticity_doubt", "article": "检验检测机构监督管理办法", "explanation": "签章与备案不符，已函询",
    "proof": list(lawbook.grounds().by_id["authenticity_doubt"].proof),
}  # fmt: skip


def told(world: World, **changed: Any) -> dict[str, Any]:
    found = {"parameter": INSIDE, "method": "TSG 11-2020", "conclusion": "pass", "tested_on": "2026-03-01"}
    given = {"issuer": world.codes["LAB06"], "number": "N-1", "subject": ASKED["subject"], "issued_on": "2026-03-03"}
    return {**given, "client": world.code, "findings": [found]} | changed


def errors(answer: Any) -> tuple[int, list[str]]:
    return answer.status_code, list(answer.json.get("errors", {}))


def test_a_boiler_tested_for_one_bureau_is_recognised_by_another(world: World, program: Programs) -> None:
    laboratory, bureau = program(world.laboratory()), program(world.department())
    made = laboratory.post("/reports", told(world))
    assert (made.status_code, made.json["created"], made.json["warnings"]) == (200, True, [])
    found = bureau.post("/coverage", ASKING)
    assert (found.status_code, found.headers["Cache-Control"]) == (200, "no-store")
    assert [one["requirement"] for one in found.json["avoided"]] == [INSIDE]
    assert len(found.json["residual"]) == 2 and found.json["covered"] is False
    taking = {"requirement": INSIDE, "finding": found.json["avoided"][0]["findings"][0]}
    document = {"look_up": found.json["look_up"], "recognise": [taking]}
    first, again = (bureau.post("/recognitions", document) for _ in range(2))
    assert first.json == again.json and first.json["decisions"][0]["until"] == "2028-03-31"
    read = bureau.get(made.headers["Location"].removeprefix("/api/v1"))
    assert [one["parameter"] for one in read.json["findings"]] == [INSIDE]
    assert bureau.get(f"/subjects/{world.boiler}").json["line"]["identifier"] == BOILER.identifier


def test_who_relied_on_it_reads_of_its_withdrawal_and_correction(world: World, program: Programs) -> None:
    laboratory, bureau, other = (
        program(world.laboratory()), program(world.department()), program(world.department(body=world.other_bureau)),
    )  # fmt: skip
    number = laboratory.post("/reports", told(world)).json["id"]
    bureau.post("/coverage", ASKING)
    newer = laboratory.post("/reports", told(world, number="N-2", supersedes="N-1")).json["id"]
    for _ in range(2):
        gone = laboratory.post(f"/reports/{newer}/withdrawal", {"reason": "样品弄错"})
        assert (gone.status_code, gone.json["line"]["status"]) == (200, "withdrawn")
    assert laboratory.post(f"/reports/{newer}/withdrawal", {"reason": "别的"}).status_code == 409
    feed.stamp()
    events = [one for one in bureau.get("/events?limit=500").json["events"] if one["about"] == "report"]
    assert [(one["key"], one["kind"], one["said"].get("by")) for one in events] == [
        (str(number), "report.amended", newer), (str(newer), "report.withdrawn", None),
    ]  # fmt: skip
    assert [one for one in other.get("/events?limit=500").json["events"] if one["about"] == "report"] == []


def test_the_same_report_twice_is_one_and_other_content_a_conflict(world: World, program: Programs) -> None:
    laboratory = program(world.laboratory())
    first, again = (laboratory.post("/reports", told(world)).json for _ in range(2))
    assert (again["id"], again["created"], again["digest"]) == (first["id"], False, first["digest"])
    assert laboratory.post("/reports", told(world, issued_on="2026-03-04")).status_code == 409
    assert errors(program(world.laboratory("LAB07")).post("/reports", told(world))) == (422, ["issuer"])


def test_many_are_answered_in_their_places(world: World, program: Programs) -> None:
    world.record()
    document = {"queries": [ASKED, {**ASKED, "subject": "absent"}, {"colour": 1}, ASKED], "purpose": PURPOSE}
    answers = program(world.department()).post("/coverage/batch", document).json["answers"]
    assert [one["index"] for one in answers] == [0, 1, 2, 3]
    assert [one.get("status") for one in answers] == [None, 404, 422, None]
    assert list(answers[2]["errors"]) == ["colour"]
    assert [one["requirement"] for one in answers[3]["avoided"]] == [INSIDE]


def test_an_order_stops_where_results_count(world: World, program: Programs) -> None:
    name = f"{world.record().id}-1"
    bureau = program(world.department())
    look = bureau.post("/coverage", ASKING).json["look_up"]
    order = {"look_up": look, "payer": "department"}
    stopped = bureau.post("/test-orders", {**order, "requirements": [INSIDE]})
    assert (stopped.status_code, stopped.mimetype) == (409, "application/problem+json")
    assert stopped.json["covered"][0]["findings"] == [name]
    first, again = (bureau.post("/test-orders", order).json for _ in range(2))
    assert first == again and first["state"] == "approved" and len(first["items"]) == 2
    justified = {**order, "requirements": [INSIDE], "justified": {INSIDE: DOUBT}}
    waiting = bureau.post("/test-orders", justified).json
    assert waiting["state"] == "awaiting"
    with transaction():
        ordering.send_back(waiting["id"], "再想想", world.department(902))
    assert bureau.post("/test-orders", justified).json["id"] != waiting["id"]
    assert db.session.query(TestOrder).count() == 3


def test_nothing_is_done_without_a_look_of_ones_own(world: World, program: Programs) -> None:
    world.record()
    bureau, other = program(world.department()), program(world.department(body=world.other_bureau))
    look = bureau.post("/coverage", ASKING).json["look_up"]
    for document in ({"look_up": look, "payer": "department"}, {"look_up": 10**9, "payer": "department"}):
        assert other.post("/test-orders", document).status_code == 404
    refuse = {"requirements": [INSIDE], **DOUBT}
    assert other.post("/recognitions", {"look_up": look, "refuse": refuse}).status_code == 404
    assert errors(bureau.post("/recognitions", {"look_up": look, "refuse": refuse})) == (422, ["ground"])


def test_a_certificate_is_checked_by_anyone(world: World, program: Programs) -> None:
    number = world.record().id
    look = program(world.department()).post("/coverage", ASKING).json["look_up"]
    taking = {"requirement": INSIDE, "finding": f"{number}-1"}
    assert program(world.department()).post("/recognitions", {"look_up": look, "recognise": [taking]}).json
    with transaction():
        code = certifying.issue(Case(world.boiler, PERIODIC, FACTS), world.department()).code
    shown = program().get(f"/certificates/{code}").json
    assert (shown["status"], shown["genuine"]) == ("valid", True)
    assert signing.verify(shown["envelope"], SIGNED_FOR)
    program(world.laboratory()).post(f"/reports/{number}/withdrawal", {"reason": "作废"})
    assert program().get(f"/certificates/{code}").json["status"] == "withdrawn"
    assert program().get(f"/certificates/{code[:-1]}x").json["status"] == "unknown"
    assert program().get(f"/certificates/{'A' * 20}").status_code == 404
    assert recognising.STREAM


def test_a_file_is_entered_once(world: World, program: Programs) -> None:
    table = (
        "报告编号,委托单位,统一社会信用代码,设备代码,检测项目,检测方法,单项判定,检测日期,签发日期\n"
        f"F-1,示例厂,{world.code},{BOILER.identifier},锅炉内部检验,TSG 11-2020,合格,2026-03-01,2026-03-03\n"
        f"F-2,示例厂,{world.code},{BOILER.identifier},锅炉外部检验,TSG 11-2020,合格,不详,2026-03-03\n"
    ).encode()
    laboratory = program(world.laboratory())

    def send() -> Any:
        data = {"file": (io.BytesIO(table), "三月.csv")}
        return laboratory.http.post("/api/v1/reports/imports", data=data, headers=laboratory.headers)

    first, again = send().json, send().json
    assert (first["reports"], first["created"], first["refused"]) == (2, 1, 1), first
    assert [one["column"] for one in first["problems"] if one["blocking"]] == ["H"]
    assert (again["created"], again["known"]) == (0, 1)
    nothing = laboratory.http.post("/api/v1/reports/imports", data={}, headers=laboratory.headers)
    assert errors(nothing) == (422, ["file"])


def test_the_law_is_open_to_everybody(world: World, program: Programs) -> None:
    visitor = program()
    laboratories = visitor.get("/laboratories")
    assert {one["code"] for one in laboratories.json["laboratories"]} >= set(world.codes.values())
    assert visitor.get("/laboratories", If_None_Match=laboratories.headers["ETag"]).status_code == 304
    assert PERIODIC in {one["key"] for one in visitor.get("/procedures?on=2026-05-01").json["procedures"]}
    assert [one["key"] for one in visitor.get("/standards?q=TSG+11").json["standards"]] == ["TSG 11-2020"]
    for address in ("/laboratories?on=2026-5-1", "/procedures?when=x", "/standards?on=1"):
        assert visitor.get(address).status_code == 422


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"purpose": " "}, "purpose"), ({"purpose": "\0"}, "purpose"), ({"subject": {"id": 2**70}}, "subject.id"),
     ({"facts": {"colour": 1}}, "facts.colour"), ({"facts": {"hydro_test_needed": "x"}}, "facts.hydro_test_needed"),
     ({"procedure": ""}, "procedure"), ({"on": "2026-13-01"}, "on"), ({"subject": None}, "subject"), ({"x": 1}, "x")],
)  # fmt: skip
def test_what_is_wrong_with_a_question_is_named(
    world: World, program: Programs, changed: dict[str, Any], field: str
) -> None:
    assert errors(program(world.department()).post("/coverage", {**ASKING, **changed})) == (422, [field])


def test_a_key_needs_the_scope_and_the_role(world: World, program: Programs) -> None:
    assert program().post("/coverage", ASKING).status_code == 401
    for who in (program(world.member()), program(world.department(), "read_report")):
        assert who.post("/coverage", ASKING).status_code == 404
    number = world.record().id
    assert program(world.department()).get(f"/reports/{number}").status_code == 404
    assert program(world.member()).get(f"/reports/{number}").status_code == 200


def test_every_body_has_an_example_that_is_read(program: Programs) -> None:
    paths = program().get("/openapi.json").json["paths"]
    for name in ("coverage", "coverage/batch", "reports", "recognitions", "test-orders"):
        content = paths[f"/api/v1/{name}"]["post"]["requestBody"]["content"]["application/json"]
        assert set(content["example"]) <= set(content["schema"]["properties"])
    assert "unknown" in str(paths["/api/v1/certificates/{code}"]["get"]["responses"]["200"])
