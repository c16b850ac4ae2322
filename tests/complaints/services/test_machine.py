"""Random lives of matters: what is refused changes nothing, terms fit the state, and the books always balance."""

from datetime import date
from random import Random
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from complaints.models.answers import Decision, RefundEntry
from complaints.models.cases import NEVER, Matter
from complaints.rules.lifecycle import ACTS, possible
from complaints.rules.outcomes import Ground, Outcome
from complaints.rules.states import State, Who
from complaints.services import acting, clocking, deciding, filing, offering, refunds, stakes, terms
from complaints.services.refunds import Balance
from core import audit
from core.db import db, transaction
from core.errors import DomainError
from core.policy import VISITOR, Actor, Role
from core.values.money import NOTHING, Money
from tests.complaints.services.cases import CONTACT, Days, People, matter, told

Hands = dict[Who, Actor]


def hands(people: People) -> Hands:
    """Two officers for whoever has it: who may see it is another test's."""
    one, other = (people.one(Role.handler, "440100-scjg") for _ in range(2))
    return {
        Who.complainant: VISITOR, Who.intake_clerk: one, Who.handler: one, Who.second_handler: other,
        Who.supervisor: other,
    }  # fmt: skip


def facts_for(name: str, row: Matter, dice: Random) -> dict[str, Any]:
    money = refunds.balance(row.id)
    upheld = dice.random() < 0.7
    found = deciding.open_draft(row)
    return {
        "reason": "说明理由", "question": "哪一天？", "text": "补充一句", "ground": Ground.not_competent,
        "right_door": "向主管部门提出", "body": "440113-bdc", "handler": dice.choice(["440300-sjj", "440113-bdc"]),
        "outcome": Outcome.substantiated if upheld else Outcome.unsubstantiated, "findings": "经查",
        "remedies": (), "refund": Money(dice.randrange(1, 900)) if upheld else NOTHING, "score": dice.randrange(1, 6),
        "amount": {
            "confirm_refund": money.unpaid,
            "take_back": Money.of_fen(dice.randrange(0, money.confirmed.fen + 2)),
        }.get(name, Money.of_fen(dice.randrange(0, money.ordered.fen + 2))),
        "draft": found.id if found else 1, "stage": "decide", "no_refund_reason": "",
    }  # fmt: skip


def act(number: str, dice: Random, by: Hands) -> None:
    """One random act by a random hand: done if it was offered, or refused in words and nothing changed."""
    before = matter(number)
    name, who = dice.choice(sorted(set(ACTS) - {"recuse"})), dice.choice(list(by))
    if dice.random() < 0.7:
        rows = [row for row in possible(State(before.state), {who}) if offering.is_open(before, row)]
        rows = [row for row in rows if row.act != "recuse"]  # after it the officer would not see the matter
        name = dice.choice(rows).act if rows else name
    facts, state, version = facts_for(name, before, dice), before.state, before.version
    try:
        with transaction():
            acting.carry_out(acting.hold(before.id), name, facts, by[who], {who, *(_also(who))})
    except DomainError:
        after = matter(number)
        assert (after.state, after.version) == (state, version)


def _also(who: Who) -> set[Who]:
    return {Who.handler, Who.second_handler} if who in (Who.handler, Who.second_handler) else set()


def check(number: str) -> None:
    row = matter(number)
    running = terms.running(row)
    if row.state == State.closed:
        assert running == []
        assert row.due == NEVER
    assert (row.wait_until != NEVER) == (row.state == State.waiting)
    assert any(each.paused for each in running) <= (row.state == State.waiting)
    owed = [each.due for each in running if each.who in terms.OWED and not each.paused]
    assert row.due == min(owed, default=NEVER)
    assert row.handler_id not in stakes.bodies(row.stake_id)
    balances(row)
    served = deciding.served(row.id)
    assert all(each.approved_by != each.drafted_by for each in served)
    assert (row.state in (State.decided, State.refunding)) <= bool(served)
    assert (row.state == State.refunding) == bool(refunds.balance(row.id).unpaid) or row.state in (
        State.closed, State.reviewing,
    )  # fmt: skip


def balances(row: Matter) -> None:
    now = refunds.balance(row.id)
    assert now.ordered == now.confirmed + now.disputed + now.outstanding
    assert min(now.confirmed, now.disputed, now.outstanding, now.ordered) >= NOTHING
    by_hand = Balance(*(
        sum((getattr(each, name) for each in entries(row)), start=NOTHING)
        for name in ("ordered", "confirmed", "disputed", "outstanding")
    ), now.ended)  # fmt: skip
    assert by_hand == now


def entries(row: Matter) -> list[RefundEntry]:
    return list(db.session.scalars(select(RefundEntry).where(RefundEntry.matter_id == row.id)))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=6, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
def test_any_life_of_a_matter_keeps_the_rules(app: Flask, people: People, days: Days, seed: int) -> None:
    dice, by = Random(seed), hands(people)
    days.go_to(date(2026, 11, 23))
    with transaction():
        body = dice.choice(["440113-bdc", "440113-bdc", "", "谁也不认识的公司"])
        kind = dice.choice(["own_made_item", "forced_service", "no_receipt", "apportionment_money", "repeat_test"])
        kind = kind if kind in filing.routing.rulebooks.kinds().by_id else "own_made_item"
        receipt = filing.file(filing.Filing(filing.Mode.named, (told(kind=kind, body=body),), CONTACT))
    number = receipt.matters[0].number
    for _ in range(25):
        act(number, dice, by)
        if dice.random() < 0.15:
            days.pass_days(dice.randrange(1, 40))
            clocking.tick()
        check(number)
    numbers = [each for each in db.session.scalars(select(Decision.number)) if each]
    assert len(numbers) == len(set(numbers))
    assert audit.verify_log().whole
