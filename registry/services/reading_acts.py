"""A department's own acts: its look-ups with what they answer now, what it decided, ordered and certified."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case as sql_case
from sqlalchemy import func, select

from core import clock
from core.clock import LEGAL_ZONE
from core.db import db
from core.documents import as_json
from core.people.services import organising
from core.policy import Action, Actor, Role, fetch, organisations_as, visible
from registry.models.acts import LookUp, Recognition, RecognitionRequest, TestOrder
from registry.models.papers import Certificate
from registry.models.reports import Report
from registry.models.subjects import Subject
from registry.services import answering, keeping, lawkeeping, looking_up, ordering, recognising, requesting
from registry.services.answers import Answered, Ask
from registry.services.composing import digest_of
from registry.services.ordering import Order
from registry.services.reading_subjects import SubjectLine, subject_line
from registry.services.recognising import Decided
from registry.services.relying import LOOK_UP_GOOD_FOR, Case
from registry.services.requesting import RequestLine

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class LookUpLine:
    """A look-up in a list."""

    id: int
    at: datetime
    on: date
    """The day asked about."""
    department_id: int
    department: str
    subject: SubjectLine
    procedure: str
    """Empty: single requirements were asked, by a program."""
    procedure_name: str
    purpose: str
    asked: int
    avoided: int


@dataclass(frozen=True, slots=True)
class LookUpPage:
    """A look-up, what it answers on the record of now, and what came of it."""

    line: LookUpLine
    case: Case
    answer: Answered | None
    """None: it named no procedure, so it cannot be put again."""
    changed: bool
    """Whether the record or the law answers otherwise than when it was looked up."""
    fresh: bool
    """Whether acts may still rest on it."""
    decided: Mapping[tuple[int, str], Decided]
    """The latest decision by (subject, requirement)."""
    orders: tuple[Order, ...]
    certificates: tuple[tuple[str, datetime], ...]
    """(code, issued at), the latest first."""
    request: RequestLine | None
    """What an enterprise asked for that is still open."""
    holder: str
    """Who holds the subject today; empty: not on record."""


def look_ups(actor: Actor, *, before: int = 0, limit: int = AT_ONCE) -> tuple[LookUpLine, ...]:
    """The look-ups of the actor's departments, the latest first; `before`: the id after which a page goes on."""
    asked = select(LookUp).where(visible(Action.read_own_acts, actor, LookUp))
    if before:
        asked = asked.where(LookUp.id < before)
    return _lines(db.session.scalars(asked.order_by(LookUp.id.desc()).limit(limit)).all())


def _lines(rows: Sequence[LookUp]) -> tuple[LookUpLine, ...]:
    names = organising.names({row.organisation_id for row in rows}, clock.today())
    found = db.session.scalars(select(Subject).where(Subject.id.in_({row.subject_id for row in rows})))
    subjects = {one.id: subject_line(one) for one in found}
    bodies = lawkeeping.current().bodies if rows else {}
    return tuple(
        LookUpLine(
            row.id, row.at, row.on_day, row.organisation_id, names.get(row.organisation_id, ""),
            subjects[row.subject_id], row.procedure, _called(bodies, row.procedure), row.purpose, row.asked,
            row.avoided,
        )
        for row in rows
    )  # fmt: skip


def _called(bodies: Mapping[str, Any], procedure: str) -> str:
    return str(bodies[procedure]["name"]) if procedure in bodies else procedure


def look_up(look_up_id: int, actor: Actor) -> LookUpPage:
    """One look-up of the actor's department, answered by the record as it is: what was asked for the day of looking is
    answered for today, what was asked for another day for that day.

    :raises core.errors.NotFound: if there is none, or it is another department's.
    """
    row: LookUp = fetch(LookUp, Action.read_own_acts, actor, LookUp.id == look_up_id)
    today = clock.today()
    on = today if row.on_day == row.at.astimezone(LEGAL_ZONE).date() else row.on_day
    case = Case(row.subject_id, row.procedure, looking_up.typed(row.facts), row.batch or None)
    answer = _answer(case, on) if row.procedure else None
    changed = answer is not None and on == row.on_day and digest_of(as_json(answer)) != row.digest
    subjects = {row.subject_id, *(line.subject_id for line in answer.lines)} if answer else {row.subject_id}
    holder = keeping.holders([row.subject_id], today).get(row.subject_id, 0)
    return LookUpPage(
        line=_lines([row])[0],
        case=case,
        answer=answer,
        changed=changed,
        fresh=bool(answer) and row.at >= clock.now() - LOOK_UP_GOOD_FOR,
        decided=_decided(row, subjects),
        orders=_orders_of(row),
        certificates=_certificates(row),
        request=_request(row, actor),
        holder=organising.names([holder], today).get(holder, ""),
    )


def _answer(case: Case, on: date) -> Answered:
    ask = Ask(case.subject_id, on, case.procedure, case.facts, batch=case.batch)
    return answering.answer([ask], masked=True)[0]


def _decided(row: LookUp, subjects: Collection[int]) -> dict[tuple[int, str], Decided]:
    asked = select(Recognition).where(
        Recognition.organisation_id == row.organisation_id,
        Recognition.procedure == row.procedure,
        Recognition.subject_id.in_(subjects),
    )
    rows = db.session.scalars(asked.order_by(Recognition.id))
    return {(one.subject_id, one.requirement): recognising.as_decided(one) for one in rows}


def _orders_of(row: LookUp) -> tuple[Order, ...]:
    same = {"organisation_id": row.organisation_id, "subject_id": row.subject_id, "procedure": row.procedure}
    rows = db.session.scalars(select(TestOrder).filter_by(**same).order_by(TestOrder.id.desc()))
    return tuple(ordering.as_order(one) for one in rows)


def _certificates(row: LookUp) -> tuple[tuple[str, datetime], ...]:
    asked = select(Certificate.code, Certificate.issued_at).where(
        Certificate.organisation_id == row.organisation_id,
        Certificate.subject_id == row.subject_id,
        Certificate.procedure == row.procedure,
        Certificate.kind == "recognition",
    )
    return tuple((code, at) for code, at in db.session.execute(asked.order_by(Certificate.id.desc())))


def _request(row: LookUp, actor: Actor) -> RequestLine | None:
    open_ones = requesting.requests(actor, state="open")
    asked = (row.organisation_id, row.subject_id, row.procedure)
    return next(
        (one for one in open_ones if (one.department_id, one.subject_id, one.procedure) == asked), None
    )  # fmt: skip


def requests_to(actor: Actor, *, state: str = "open") -> tuple[tuple[RequestLine, SubjectLine], ...]:
    """Requests to the actor's departments, due first on top, each with what it is about."""
    mine = set(organisations_as(Role.recogniser, actor))
    found = [one for one in requesting.requests(actor, state=state) if one.department_id in mine]
    rows = db.session.scalars(select(Subject).where(Subject.id.in_({one.subject_id for one in found})))
    subjects = {row.id: subject_line(row) for row in rows}
    return tuple((one, subjects[one.subject_id]) for one in found)


def orders(actor: Actor, *, state: str = "", before: int = 0, limit: int = AT_ONCE) -> tuple[Order, ...]:
    """The orders of the actor's departments, the latest first."""
    asked = select(TestOrder).where(visible(Action.read_own_acts, actor, TestOrder))
    if state:
        asked = asked.where(TestOrder.state == state)
    if before:
        asked = asked.where(TestOrder.id < before)
    rows = db.session.scalars(asked.order_by(TestOrder.id.desc()).limit(limit))
    return tuple(ordering.as_order(row) for row in rows)


def order(order_id: int, actor: Actor) -> Order:
    """One order of the actor's department.

    :raises core.errors.NotFound: if there is none, or it is another department's.
    """
    row: TestOrder = fetch(TestOrder, Action.read_own_acts, actor, TestOrder.id == order_id)
    return ordering.as_order(row)


def report_numbers(order: Order) -> dict[int, str]:
    """The numbers of the reports that cover what is ordered, by id."""
    ids = {int(finding.split("-")[0]) for item in order.items for finding in item.findings}
    return dict(db.session.execute(select(Report.id, Report.number).where(Report.id.in_(ids))).all())


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits on a department's desk."""

    requests: int
    late: int
    orders: int
    """That another person of the department must approve, the actor being one."""


def waiting(actor: Actor) -> Waiting:
    """What waits for the actor."""
    late = sql_case((RecognitionRequest.due_on < clock.today(), 1), else_=0)
    asked = select(func.count(), func.coalesce(func.sum(late), 0)).where(
        RecognitionRequest.state == "open",
        RecognitionRequest.department_id.in_(organisations_as(Role.recogniser, actor)),
    )
    requests, overdue = db.session.execute(asked).one()
    to_approve = select(func.count()).where(
        TestOrder.state == "awaiting", visible(Action.approve_test_order, actor, TestOrder)
    )
    return Waiting(requests, int(overdue), db.session.scalar(to_approve) or 0)
