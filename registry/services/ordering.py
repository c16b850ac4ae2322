"""Test orders: never without a look-up on record, and where results cover it only on a ground and by two persons.

意见（十三）: no repeat test, no repeat charge. What is left to test may be ordered at once; what a result covers needs
a ground that the record cannot settle by itself, an article, proof, an explanation, another person's approval, and it
says who pays.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core import clock, events, notices
from core.db import db
from core.errors import Conflict, Invalid, NotInThisState
from core.policy import Action, Actor, Role, fetch
from core.values.text import Text
from registry.models.acts import LookUp, TestOrder, TestOrderItem
from registry.models.subjects import Subject
from registry.rules.grounds import Ground
from registry.services import acting, keeping, lawbook, recognising, relying
from registry.services.answers import Line
from registry.services.relying import Case

STREAM = "test_order"
PAYERS = ("department", "enterprise", "laboratory")
BEYOND_THE_RECORD = frozenset(
    {"authenticity_doubt", "different_subject", "incomplete_report", "not_sampled_by_authority",
     "fresh_test_required_by_law", "accreditation_suspended"}
)  # fmt: skip
"""Grounds that may hold though the record says that the result counts; of the others the record is the judge."""
AUTHORITY = "not_sampled_by_authority"
_COVERED = Text(
    "已有可用的结果，不必再测：{which}。确要重测，请写明理由、条款、证据和说明，由另一人批准",
    "Results on record count, so no new test is needed: {which}. To test all the same, give a ground, its article, the "
    "proof and an explanation; another person approves",
)
_NOTHING = Text("没有剩下要测的", "Nothing is left to test")
_PAYER = Text("写明谁付费：department、enterprise 或 laboratory", "Say who pays: department, enterprise or laboratory")
_AUTHORITY_PAYS = Text(
    "机关抽样的检验不得向企业收费，付费的只能是部门", "What an authority samples is never the enterprise's to pay"
)
_NO_GROUND = Text("没有这个理由：{ground}", "There is no such ground: {ground}")
_SETTLED = Text(
    "登记的情况不支持“{ground}”。若登记缺了什么，请先登记（变更、撤回、暂停）",
    "The record does not bear out “{ground}”. If the record lacks something, put that on record first",
)
_ARTICLE = Text("写明条款", "Name the article")
_PROOF = Text("还缺证据：{proof}", "Proof is missing: {proof}")
_NOT_AWAITING = Text("这份检测单不在等批准", "This order does not wait for approval")
_REASON = Text("请写明理由", "Give the reason")
_ORDERED = Text("{name}：{number} 号检测单已批准，{payer}付费", "{name}: test order {number} is approved; {payer} pays")
_AWAITS = Text(
    "{number} 号检测单有已有结果，等另一人批准", "Test order {number}, covered by results, waits for a second person"
)
PAYER_WORDS = {
    "department": Text("部门", "the department"),
    "enterprise": Text("企业", "the enterprise"),
    "laboratory": Text("检测机构", "the laboratory"),
}


class Covered(Conflict):
    """Results on record count: `lines` are the answers with their findings, for the page that stops the order."""

    def __init__(self, lines: Sequence[Line]) -> None:
        which = "；".join(line.because.zh for line in lines), "; ".join(line.because.en for line in lines)
        super().__init__(_COVERED.fill(which=Text(*which)))
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True)
class Justified:
    """Why one covered requirement is to be tested all the same."""

    ground: str
    article: str
    explanation: str
    proof: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What is to be tested, and who pays."""

    case: Case
    payer: str
    requirements: tuple[str, ...] = ()
    """None named: everything that is left to test."""
    justified: Mapping[str, Justified] = field(default_factory=dict)
    """By requirement, where results cover it."""


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One requirement of an order."""

    subject_id: int
    requirement: str
    parameter: str
    covered: bool
    findings: tuple[str, ...]
    ground: str
    article: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it is on record."""

    id: int
    number: str
    organisation_id: int
    subject_id: int
    subject: str
    procedure: str
    payer: str
    state: str
    ordered_by: int
    ordered_at: datetime
    decided_by: int
    decided_at: datetime | None
    reason: str
    items: tuple[OrderItem, ...]


def order_test(order: NewOrder, actor: Actor, *, organisation: int = 0) -> Order:
    """Order tests. What no result covers is ordered at once; the rest waits for another person.

    The same order again on the same look-up is the same order.

    :raises core.errors.NotInThisState: without a look-up of late by the same department.
    :raises Covered: (a Conflict) where results count and no ground is given.
    :raises core.errors.Invalid: naming what is missing.
    """
    body = acting.organisation(Role.recogniser, actor, organisation)
    look_up_id = relying.look_up_of(order.case, body)
    if order.payer not in PAYERS:
        raise Invalid({"payer": [_PAYER]})
    lines = _wanted(order)
    covered = [line for line in lines if line.satisfied]
    if bare := [line for line in covered if line.requirement not in order.justified]:
        raise Covered(bare)
    _check(order, {line.requirement for line in covered})
    if there := _there(order, look_up_id, lines):
        return as_order(there)
    row = TestOrder(
        number=f"T{clock.today():%Y%m%d}{secrets.randbelow(10**8):08}", organisation_id=body,
        subject_id=order.case.subject_id, procedure=order.case.procedure, on_day=clock.today(),
        look_up_id=look_up_id, payer=order.payer, state="awaiting" if covered else "approved",
        ordered_by=actor.user_id, ordered_at=clock.now(), reason="",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    db.session.add_all(_item(row.id, line, order.justified.get(line.requirement)) for line in lines)
    db.session.flush()
    said: dict[str, Any] = {"organisation": body, "subject": row.subject_id, "look_up": look_up_id, "payer": row.payer}
    events.record((STREAM, str(row.id)), "test.ordered", {**said, "covered": len(covered)}, actor)
    if covered:
        words = _AWAITS.fill(number=row.number)
        notices.tell((STREAM, str(row.id)), "test.ordered", words, role=Role.recogniser, organisation_id=body)
    else:
        _tell_enterprise(row)
    return as_order(row)


def _there(order: NewOrder, look_up_id: int, lines: Sequence[Line]) -> TestOrder | None:
    """The order of just these tests on that look-up that was not sent back; two at once wait for each other."""
    db.session.execute(select(LookUp.id).where(LookUp.id == look_up_id).with_for_update())
    wanted = {(line.subject_id, line.requirement) for line in lines}
    asked = select(TestOrder).where(TestOrder.look_up_id == look_up_id, TestOrder.payer == order.payer)
    for row in db.session.scalars(asked.where(TestOrder.state != "sent_back")):
        if {(one.subject_id, one.requirement) for one in as_order(row).items} == wanted:
            return row
    return None


def _wanted(order: NewOrder) -> list[Line]:
    judged = relying.judged(order.case)
    known = {line.requirement for line in judged.answered.lines}
    for key in order.requirements:
        if key not in known:
            recognising.line_of(judged, key, order.case.subject_id)
    wanted = set(order.requirements)
    lines = [line for line in judged.answered.lines if line.requirement in wanted or not (wanted or line.satisfied)]
    if not lines:
        raise Covered(judged.answered.lines) if judged.answered.lines else Invalid({"requirements": [_NOTHING]})
    return lines


def _check(order: NewOrder, covered: set[str]) -> None:
    grounds = lawbook.grounds().by_id
    problems: dict[str, list[Text]] = {}
    for key in sorted(covered):
        why = order.justified[key]
        ground = grounds.get(why.ground)
        if ground is None:
            problems[f"justified.{key}.ground"] = [_NO_GROUND.fill(ground=why.ground or "—")]
            continue
        if ground.id not in BEYOND_THE_RECORD:
            problems[f"justified.{key}.ground"] = [_SETTLED.fill(ground=ground.words)]
        if ground.id == AUTHORITY and order.payer != "department":
            problems["payer"] = [_AUTHORITY_PAYS]
        problems |= _check_words(f"justified.{key}", why, ground)
    if problems:
        raise Invalid(problems)


def _check_words(place: str, why: Justified, ground: Ground) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = {}
    if not why.article.strip():
        found[f"{place}.article"] = [_ARTICLE]
    if missing := [one for one in ground.proof if one not in why.proof]:
        found[f"{place}.proof"] = [_PROOF.fill(proof=one) for one in missing]
    try:
        recognising.stated_well(why.explanation)
    except Invalid as error:
        found[f"{place}.explanation"] = error.fields["explanation"]
    return found


def _item(order_id: int, line: Line, why: Justified | None) -> TestOrderItem:
    stated = why if line.satisfied and why else Justified("", "", "")
    return TestOrderItem(
        order_id=order_id, subject_id=line.subject_id, requirement=line.requirement, parameter=line.parameter,
        covered=line.satisfied, findings=list(line.findings), ground=stated.ground, article=stated.article.strip(),
        explanation=stated.explanation.strip(),
    )  # fmt: skip


def approve(order_id: int, actor: Actor) -> Order:
    """Another person of the department agrees: the order stands, the enterprise is told.

    :raises core.errors.NotFound: if there is none, or the actor ordered it.
    :raises core.errors.NotInThisState: if it does not wait for that.
    """
    row = _decide(order_id, "approved", actor)
    events.record((STREAM, str(row.id)), "test.approved", {"order": row.id}, actor)
    _tell_enterprise(row)
    return as_order(row)


def send_back(order_id: int, reason: str, actor: Actor) -> Order:
    """Another person of the department does not agree.

    :raises core.errors.NotFound: if there is none, or the actor ordered it.
    :raises core.errors.NotInThisState: if it does not wait for that.
    :raises core.errors.Invalid: at ``reason`` if none is given.
    """
    if not reason.strip():
        raise Invalid({"reason": [_REASON]})
    row = _decide(order_id, "sent_back", actor)
    row.reason = reason.strip()
    db.session.flush()
    events.record((STREAM, str(row.id)), "test.sent_back", {"order": row.id}, actor)
    return as_order(row)


def _decide(order_id: int, state: str, actor: Actor) -> TestOrder:
    row: TestOrder = fetch(TestOrder, Action.approve_test_order, actor, TestOrder.id == order_id)
    db.session.refresh(row, with_for_update=True)
    if row.state != "awaiting":
        raise NotInThisState(_NOT_AWAITING)
    row.state, row.decided_by, row.decided_at = state, actor.user_id, clock.now()
    db.session.flush()
    return row


def _tell_enterprise(row: TestOrder) -> None:
    holder = keeping.holders([row.subject_id], clock.today()).get(row.subject_id)
    if holder:
        name = db.session.get_one(Subject, row.subject_id).name
        words = _ORDERED.fill(name=name, number=row.number, payer=PAYER_WORDS[row.payer])
        kind = "test.approved"
        notices.tell(
            (STREAM, str(row.id)), kind, words, role=Role.enterprise_member, organisation_id=holder
        )  # fmt: skip


def as_order(row: TestOrder) -> Order:
    """A row with its items, as other rooms see it."""
    asked = select(TestOrderItem).where(TestOrderItem.order_id == row.id)
    items = db.session.scalars(asked.order_by(TestOrderItem.subject_id, TestOrderItem.requirement))
    return Order(
        row.id, row.number, row.organisation_id, row.subject_id, db.session.get_one(Subject, row.subject_id).name,
        row.procedure, row.payer, row.state, row.ordered_by, row.ordered_at, row.decided_by, row.decided_at,
        row.reason,
        tuple(
            OrderItem(
                one.subject_id, one.requirement, one.parameter, one.covered, tuple(one.findings), one.ground,
                one.article, one.explanation,
            )
            for one in items
        ),
    )  # fmt: skip
