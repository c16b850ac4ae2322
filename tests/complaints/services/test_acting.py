"""The one door: the whole way of a matter, two officers at once, two persons, and what is refused with which words."""

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models.answers import Decision, RefundEntry
from complaints.rules.matters import Mode
from complaints.rules.states import State, Who
from complaints.services import acting, deciding, filing, following, handling, recusing, refunds, trees
from core import audit, notices
from core.db import db, transaction
from core.errors import Conflict, Invalid, NotAllowed, NotFound, NotInThisState
from core.policy import Role
from core.values.money import NOTHING, Money
from tests.complaints.services.cases import (
    CONTACT,
    MONEY,
    People,
    answer,
    complaint_id,
    decided,
    do,
    draft,
    file,
    matter,
    told,
)  # fmt: skip


def number_of(**changed: object) -> str:
    return file(told(**changed)).matters[0].number


def test_the_money_comes_back(app: Flask, people: People) -> None:
    receipt = file()
    number, mine = receipt.matters[0].number, complaint_id(receipt)
    decided(people, number)
    assert matter(number).state == State.refunding
    answer(mine, number, "report_refund", amount=Money("100.00"))
    now = refunds.balance(matter(number).id)
    assert (now.confirmed, now.disputed, now.outstanding) == (Money("100.00"), Money("500.00"), NOTHING)
    answer(mine, number, "confirm_refund")
    assert matter(number).state == State.closed
    assert refunds.balance(matter(number).id).confirmed == MONEY
    answer(mine, number, "take_back", amount=Money("1.00"), text="又要回去一元")
    assert matter(number).state == State.refunding
    case = following.open_case(mine).matters[0]
    assert case.decisions[0].number == "440100-scjg〔2026〕1号"
    assert {row.act for row in case.acts} >= {"confirm_refund", "report_refund", "review", "say"}
    assert audit.verify_log().whole


def test_a_review_goes_to_the_next_level_and_its_handler_is_another(app: Flask, people: People) -> None:
    receipt = file()
    number, mine = receipt.matters[0].number, complaint_id(receipt)
    decided(people, number, NOTHING, no_refund_reason="已当场退还")
    first = matter(number).handler_id
    answer(mine, number, "review", text="没有退还")
    assert matter(number).state == State.reviewing
    assert trees.code_of(matter(number).handler_id) == "440000-scjg"
    assert matter(number).handler_id != first
    decided(people, number, MONEY)
    assert matter(number).state == State.refunding
    with pytest.raises(NotInThisState):
        answer(mine, number, "review", text="再来一次")
    with pytest.raises(NotInThisState):  # nobody above the province is left
        answer(mine, number, "rereview", text="再往上")


def test_of_two_officers_one_wins_and_the_other_keeps_the_text(app: Flask, people: People) -> None:
    number = number_of()
    first, second = people.officers(number)
    version = handling.case(number, first).version
    do(number, "accept", first, version)
    with pytest.raises(acting.ChangedMeanwhile) as lost:
        do(number, "transfer", second, version, reason="想转给别人")
    assert lost.value.typed == {"reason": "想转给别人"}
    assert lost.value.version == matter(number).version


def test_who_drafted_does_not_approve(app: Flask, people: People) -> None:
    number = number_of()
    first, second = people.officers(number)
    do(number, "accept", first)
    do(number, "draft", first, **draft())
    draft_id = db.session.scalars(select(Decision.id)).one()
    with pytest.raises(NotAllowed):
        do(number, "decide", first, draft=draft_id)
    assert "decide" not in {row.act for row in handling.case(number, first).acts}
    assert "decide" in {row.act for row in handling.case(number, second).acts}
    do(number, "draft", first, **draft(Money("700.00")))
    with pytest.raises(Conflict):
        do(number, "decide", second, draft=draft_id)


def test_a_decision_posted_twice_is_one_decision(app: Flask, people: People) -> None:
    number = number_of()
    _, second = decided(people, number)
    with pytest.raises(NotInThisState):
        do(number, "decide", second, draft=db.session.scalars(select(Decision.id)).one())
    assert len(deciding.served(matter(number).id)) == 1


def test_a_served_decision_and_the_ledger_stay_as_they_are(app: Flask, people: People) -> None:
    decided(people, number_of())
    for model, change in ((Decision, {"findings": "别的"}), (RefundEntry, {"ordered": Money("1.00")})):
        row = db.session.scalars(select(model)).one()
        with pytest.raises(Exception, match="stays as it is"), transaction():
            row = db.session.scalars(select(model)).one()
            for name, value in change.items():
                setattr(row, name, value)
            db.session.flush()


def test_an_unlawful_charge_names_a_sum_or_why_not(app: Flask, people: People) -> None:
    number = number_of()
    first, _ = people.officers(number)
    do(number, "accept", first)
    with pytest.raises(Invalid) as error:
        do(number, "draft", first, **draft(NOTHING))
    assert "refund" in error.value.fields


def test_an_act_not_for_the_state_or_the_person_is_refused_in_words(app: Flask, people: People) -> None:
    number = number_of()
    first, _ = people.officers(number)
    with pytest.raises(NotInThisState):
        do(number, "go_on", first)
    with pytest.raises(NotAllowed):
        do(number, "assign", first)
    with pytest.raises(Invalid) as error:
        do(number, "decline", first)
    assert set(error.value.fields) == {"ground", "right_door"}
    with pytest.raises(NotFound):
        do(number, "no_such_act", first)
    with pytest.raises(NotFound):
        do("SX26-0000-0000", "accept", first)


def test_who_steps_back_sees_nothing_any_more(app: Flask, people: People) -> None:
    number = number_of()
    first, second = people.officers(number)
    assert notices.inbox(first)
    with transaction():
        done = recusing.recuse(number, "亲属在被投诉单位", first)
    assert done.gone
    with pytest.raises(NotFound):
        handling.case(number, first)
    assert handling.list_desk(first, handling.Filters()).total == 0
    assert notices.inbox(first) == []
    assert handling.case(number, second).number == number


def test_a_transfer_goes_up_and_the_former_desk_learns_only_that_it_is_gone(app: Flask, people: People) -> None:
    number = number_of()
    first, _ = people.officers(number)
    do(number, "transfer", first, reason="不属本机构管辖")
    assert trees.code_of(matter(number).handler_id) == "440000-scjg"
    with pytest.raises(NotFound):
        handling.case(number, first)
    assert [(each.about, each.kind) for each in notices.inbox(first)] == [("matter-gone", "matter.transferred")]


def test_once_the_body_is_known_the_matter_is_routed_anew(app: Flask, people: People) -> None:
    number = number_of(body="说不清是谁")
    first, _ = people.officers(number)
    assert matter(number).regime == "burden_office"
    do(number, "identify", first, body="440113-bdc")
    row = matter(number)
    assert (row.state, row.regime, trees.code_of(row.handler_id)) == (State.assigned, "petition", "440100-scjg")


def test_nobody_left_is_the_human_desk_which_assigns_by_hand(app: Flask, people: People) -> None:
    number = number_of()
    for _ in range(12):
        if matter(number).handler_id == 0:
            break
        officer, _ = people.officers(number)
        do(number, "transfer", officer, reason="不属本机构管辖")
    assert (matter(number).state, matter(number).handler_id) == (State.filed, 0)
    supervisor = people.one(Role.supervisor, "440000-gxt")
    assert handling.list_desk(supervisor, handling.Filters(part="human_desk")).total == 1
    with pytest.raises(Invalid):
        do(number, "assign_by_hand", supervisor, handler="440113-bdc", reason="试一试")
    do(number, "assign_by_hand", supervisor, handler="440300-sjj", reason="省内指定")
    assert matter(number).state == State.assigned


def test_the_clerk_acts_for_the_caller(app: Flask, people: People) -> None:
    clerk = people.one(Role.intake_clerk, "440100-gxj")
    with transaction():
        receipt = filing.file(filing.Filing(Mode.named, (told(),), CONTACT, channel="counter"), clerk)
    number = receipt.matters[0].number
    assert acting.whos(matter(number), clerk) == frozenset({Who.intake_clerk})
    do(number, "say", clerk, text="来电人补充：还有一笔")
    do(number, "withdraw", clerk)
    assert matter(number).state == State.closed
