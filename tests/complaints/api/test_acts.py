"""Acts, messages and evidence by program: by the code and at a desk, and of two who act at once one wins."""

import io
from typing import Any

import pytest

from complaints.schemas.api_shapes import SUBMITTABLE
from complaints.services import deciding
from complaints.services.receipts import Receipt
from core.db import transaction
from core.policy import Actor
from tests.complaints.api.conftest import Program, Programs
from tests.complaints.services.cases import People, decided, file, matter, told


class Case:
    """A complaint of one matter with its two officers, as programs see it."""

    def __init__(self, receipt: Receipt, people: People, program: Programs) -> None:
        self.reference, self.number = receipt.reference, receipt.matters[0].number
        self.code, self.visitor = str(receipt.code), program()
        self.officers: tuple[Actor, Actor] = people.officers(self.number)
        self.first, self.second = map(program, self.officers)

    def own(self, name: str, document: Any = None, **headers: str) -> Any:
        """Who holds the code acts."""
        headers.setdefault("Complaint_Code", self.code)
        return self.visitor.post(f"/complaints/{self.reference}/{name}", document or {}, **headers)

    def desk(self, who: Program, act: str, version: int | None = None, **facts: Any) -> Any:
        """An officer acts."""
        return who.post(f"/complaints/{self.number}/acts/{act}", {"facts": facts, "version": version})


@pytest.fixture
def case(people: People, program: Programs) -> Case:
    return Case(file(), people, program)


def test_a_matter_is_walked_to_its_end_by_program(case: Case) -> None:
    assert case.desk(case.first, "accept").json["state"] == "accepted"
    assert case.desk(case.first, "ask", question="收据呢？").json["state"] == "waiting"
    assert case.own("acts/answer", {"facts": {"text": "在这里"}}).json["state"] == "accepted"
    drafted = {"outcome": "substantiated", "findings": "属实", "remedies": ["refund"], "refund": "600.00"}
    assert case.desk(case.first, "draft", **drafted).status_code == 200
    with transaction():
        draft = deciding.open_draft(matter(case.number))
    assert draft is not None
    assert case.desk(case.first, "decide", draft=draft.id).status_code == 403
    served = case.desk(case.second, "decide", draft=draft.id)
    assert served.json["state"] == "refunding"
    shown = case.visitor.get(f"/complaints/{case.reference}", Complaint_Code=case.code).json["matters"][0]
    assert shown["refund"]["outstanding"] == "600.00" and shown["decisions"][0]["findings"] == "属实"
    offered = {each["act"]: each for each in shown["acts"]}
    assert offered["report-refund"]["needs"] == ["amount"] and offered["rate"]["takes"] == ["text"]
    assert case.own("acts/report-refund", {"facts": {"amount": "200.00"}}).json["state"] == "refunding"
    assert case.own("acts/confirm-refund").json["state"] == "closed"
    assert case.own("acts/rate", {"facts": {"score": 4}}).status_code == 200
    assert case.own("acts/rate", {"facts": {"score": 4}}).status_code == 409
    assert case.own("acts/review", {"facts": {"text": "还有别的"}}).json["state"] == "reviewing"


def test_of_two_officers_one_wins_and_the_other_gets_both_texts(case: Case) -> None:
    assert case.desk(case.first, "accept", version=2).status_code == 200
    late = case.desk(case.second, "ask", version=2, question="请补充收据")
    assert (late.status_code, late.mimetype) == (409, "application/problem+json")
    assert late.json["sent"] == {"act": "ask", "facts": {"question": "请补充收据"}}
    assert (late.json["version"], late.json["current"]["state"]) == (3, "accepted")
    address = f"/complaints/{case.number}/acts/ask"
    tagged = case.second.post(address, {"facts": {"question": "请补充"}}, If_Match='"2"')
    assert (tagged.status_code, tagged.json["version"]) == (412, 3)
    tag = case.second.get(f"/complaints/{case.number}").headers["ETag"]
    assert case.second.post(address, {"facts": {"question": "请补充"}}, If_Match=tag).status_code == 200
    assert case.second.post(address, {}, If_Match="3").status_code == 422


def test_messages_go_both_ways(case: Case) -> None:
    assert case.own("messages", {"text": "请快一点"}).status_code == 201
    assert case.first.post(f"/complaints/{case.number}/messages", {"text": "在办"}).status_code == 201
    for found in (
        case.visitor.get(f"/complaints/{case.reference}", Complaint_Code=case.code),
        case.first.get(f"/complaints/{case.number}"),
    ):
        assert [each["words"] for each in found.json["matters"][0]["messages"]] == ["请快一点", "在办"]


def test_notes_and_drafts_stay_at_the_desk(case: Case) -> None:
    case.desk(case.first, "note", text="内部意见")
    assert "内部意见" in case.first.get(f"/complaints/{case.number}").get_data(as_text=True)
    shown = case.visitor.get(f"/complaints/{case.reference}", Complaint_Code=case.code)
    assert "内部意见" not in shown.get_data(as_text=True)


def test_a_file_is_handed_in_with_the_code(case: Case) -> None:
    def send(content: bytes, name: str, **more: Any) -> Any:
        address = f"/api/v1/complaints/{case.reference}/evidence"
        data = {"file": (io.BytesIO(content), name), **more} if name else more
        return case.visitor.http.post(address, data=data, headers={"Complaint-Code": case.code})

    made = send(b"%PDF-1.4\n%%EOF\n", "收据.pdf")
    assert (made.status_code, made.json["name"], made.json["kind"]) == (201, "收据.pdf", "pdf")
    assert send(b"%PDF-1.4\n%%EOF\n", "again.pdf").json["code"] == made.json["code"]
    for wrong in (send(b"MZ\x90\x00" * 100, "照片.jpg"), send(b"", "空.pdf"), send(b"", "")):
        assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["file"])
    shown = case.first.get(f"/complaints/{case.number}").json["matters"][0]["evidence"]
    assert [each["code"] for each in shown] == [made.json["code"]]


def test_of_several_matters_one_is_named(people: People, program: Programs) -> None:
    receipt = file(told(), told(kind="no_receipt"))
    code, visitor = str(receipt.code), program()
    address = f"/complaints/{receipt.reference}/messages"
    unnamed = visitor.post(address, {"text": "你好"}, Complaint_Code=code)
    assert (unnamed.status_code, list(unnamed.json["errors"])) == (422, ["matter"])
    assert receipt.matters[1].number in str(unnamed.json)
    named = visitor.post(address, {"text": "你好", "matter": receipt.matters[1].number}, Complaint_Code=code)
    assert (named.status_code, named.json["number"]) == (201, receipt.matters[1].number)
    other = file().matters[0].number
    wrong = visitor.post(address, {"text": "你好", "matter": other}, Complaint_Code=code)
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["matter"])


def test_who_stepped_back_finds_nothing_any_more(case: Case) -> None:
    gone = case.desk(case.first, "recuse", reason="是亲属")
    assert (gone.status_code, gone.json["gone"]) == (200, True)
    for answer in (case.desk(case.first, "accept"), case.first.get(f"/complaints/{case.number}")):
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("act", "document", "field"),
    [
        ("decline", {"facts": {"ground": "no_evidence", "right_door": "x"}}, "facts.ground"),
        ("decline", {"facts": {"ground": "duplicate"}}, "facts.right_door"),
        ("transfer", {"facts": {"reason": {"a": 1}}}, "facts.reason"),
        ("transfer", {"facts": {"reason": "x", "colour": "red"}}, "facts.colour"),
        ("identify", {"facts": {"body": "没有这个机构"}}, "facts.body"),
        ("accept", {"facts": []}, "facts"),
        ("accept", {"version": "2"}, "version"),
        ("accept", {"colour": "red"}, "colour"),
        ("accept", [], "body"),
    ],
)
def test_what_is_wrong_with_an_act_is_named(case: Case, act: str, document: Any, field: str) -> None:
    answer = case.first.post(f"/complaints/{case.number}/acts/{act}", document)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert matter(case.number).state == "assigned"


def test_an_act_not_possible_now_or_unknown_or_of_the_platform_is_refused(case: Case) -> None:
    assert case.own("acts/confirm-refund").status_code == 409
    assert case.own("acts/accept").status_code == 403
    for act in ("fly", "file", "confirm_refund__"):
        assert case.own(f"acts/{act}").status_code == 404
    assert case.desk(case.first, "order-refund", amount="1.00").status_code in (403, 409)


def test_a_key_needs_the_scope_to_handle(people: People, program: Programs, case: Case) -> None:
    reader = program(case.officers[0], "read_matter")
    assert case.desk(reader, "accept").status_code == 403
    assert program().post(f"/complaints/{case.number}/acts/accept", {}).status_code == 401


def test_the_document_names_every_act_somebody_can_do(program: Programs) -> None:
    paths = program().get("/openapi.json").json["paths"]
    named = paths["/api/v1/complaints/{reference}/acts/{act}"]["parameters"]
    enum = next(each["schema"]["enum"] for each in named if each["name"] == "act")
    assert enum == list(SUBMITTABLE) and {"confirm-refund", "accept", "decide"} <= set(enum)
    assert "order-refund" not in enum


def test_a_decided_matter_is_told_with_its_verdict_and_terms(people: People, program: Programs) -> None:
    receipt = file()
    decided(people, receipt.matters[0].number)
    shown = program().get(f"/complaints/{receipt.reference}", Complaint_Code=str(receipt.code)).json
    assert shown["matters"][0]["decisions"][0]["outcome"] == "substantiated"
    assert [each["stage"] for each in shown["matters"][0]["terms"]]
