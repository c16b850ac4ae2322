"""Filing: one complaint per form, routed and clocked at once, nothing kept of who is anonymous."""

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.models.cases import Complaint, Matter
from complaints.models.identities import Identity
from complaints.rules.matters import Mode
from complaints.services import filing, following, identity, routing
from complaints.services.identity import Contact
from core import signing
from core.db import db, transaction
from core.errors import Conflict, Invalid
from core.events import Event
from tests.complaints.services.cases import CONTACT, complaint_id, file, told


def test_a_complaint_is_routed_and_clocked_in_the_same_breath(app: Flask) -> None:
    receipt = file()
    (one,) = receipt.matters
    assert one.state == "assigned"
    assert one.handler == "广州市市场监督管理局"
    assert {term.stage for term in one.terms if term.due} == {"screen", "accept"}
    assert len(str(receipt.code)) == 24
    assert signing.verify(receipt.certificate, "receipt")
    assert str(receipt.code) not in json.dumps(receipt.certificate)


def test_the_code_leads_back_and_the_identity_is_sealed(app: Flask) -> None:
    receipt = file()
    case = following.open_case(complaint_id(receipt))
    assert case.reference == receipt.reference
    assert case.contact == CONTACT
    sealed = db.session.scalars(select(Identity.sealed)).one()
    assert CONTACT.name not in sealed


def test_the_same_form_is_filed_once_and_gets_a_fresh_code_until_one_was_used(app: Flask) -> None:
    first, second = file(key="k"), file(key="k")
    assert first.reference == second.reference
    assert str(first.code) != str(second.code)
    with transaction():
        assert following.enter(str(first.code), "10.0.0.1") is None
    complaint_id(second)
    third = file(key="k")
    assert third.reference == first.reference
    assert third.code is None
    assert db.session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_another_complaint_under_the_same_key_is_refused(app: Flask) -> None:
    file(key="k")
    with pytest.raises(Conflict):
        file(told(story="另一件事，完全不同的经过。"), key="k")


def test_of_an_anonymous_complainant_nothing_is_kept(app: Flask) -> None:
    file(mode=Mode.anonymous)
    assert db.session.scalar(select(func.count()).select_from(Identity)) == 0
    row = db.session.scalars(select(Matter)).one()
    assert (row.owner, row.counter_id) == ("", 0)
    assert {event.by for event in db.session.scalars(select(Event).where(Event.kind == "matter.filed"))} == {"visitor"}


def test_mode_and_contact_must_agree(app: Flask) -> None:
    with pytest.raises(Invalid):
        file_with(Mode.named, Contact())
    with pytest.raises(Invalid):
        file_with(Mode.anonymous, CONTACT)


def file_with(mode: Mode, contact: Contact) -> None:
    with transaction():
        filing.file(filing.Filing(mode, (told(),), contact))


def test_a_charge_goes_along_with_its_verdict(app: Flask) -> None:
    charge = {
        "called_as": "商标注册申请费", "charged_by": "国家知识产权局", "amount": "2000.00", "charged_on": "2026-07-20",
        "region": "440100",
    }  # fmt: skip
    file(told(charge=charge, amount=told().amount))
    row = db.session.scalars(select(Matter)).one()
    assert row.verdict is not None
    assert row.violation == row.verdict["verdict"]


def test_what_nobody_here_handles_is_told_its_right_door(app: Flask) -> None:
    receipt = file(told(kind="tax_matter"))
    assert receipt.matters[0].state == "declined"
    assert receipt.matters[0].right_door is not None


def test_an_unknown_body_goes_to_who_finds_it_out_and_then_anew(app: Flask) -> None:
    receipt = file(told(body="一家没人知道的公司", region="440113"))
    assert receipt.matters[0].state == "assigned"
    assert routing.records(db.session.scalars(select(Matter.id)).one())[0].record["rule"] == "R11"


def test_the_routes_on_record_can_be_run_again(app: Flask) -> None:
    file()
    file(told(body=""))
    assert [each.differs for each in routing.verify()] == [(), ()]


def test_identity_is_none_of_the_words_of_the_chain(app: Flask) -> None:
    file()
    for event in db.session.scalars(select(Event)):
        assert CONTACT.name not in json.dumps(event.payload, ensure_ascii=False)
    assert identity.KEY == "identity"
