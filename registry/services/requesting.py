"""An enterprise asks a department to take what is on record; answered in five working days, a promise of ours."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from core import clock, events, jobs, notices
from core.calendars import calendar
from core.db import db
from core.errors import Invalid, NotFound
from core.people.services import organising
from core.policy import SYSTEM, Actor, Role, organisations_as
from core.values.calendar import Unit
from core.values.text import Text
from registry.models.acts import Recognition, RecognitionRequest
from registry.models.subjects import Subject
from registry.services import acting, keeping, lawkeeping
from registry.services.answers import Answered
from registry.services.relying import Case

STREAM = "recognition_request"
WORKING_DAYS = 5
"""To decide (deadlines.yaml, `recognition`: a promise of the platform, no term of law)."""
_NO_BODY = Text("没有登记这个部门：{code}", "There is no such department on record: {code}")
_OTHER = Text("这份申请不是给本部门的，或者不是这件事", "That request is another department's, or about something else")
_ASKED = Text("{name}：企业申请采信已有结果（{procedure}），{due} 前办", "{name}: asked to take results, by {due}")
_LATE = Text("采信申请（{name}）过了 {due} 还没办", "A request to take results ({name}) is unanswered since {due}")
_ANSWERED = Text("您的采信申请（{name}）办完了", "Your request to take results ({name}) is answered")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as both sides see it."""

    id: int
    enterprise_id: int
    enterprise: str
    department_id: int
    department: str
    subject_id: int
    subject: str
    procedure: str
    procedure_name: str
    words: str
    made_at: datetime
    due_on: date
    provisional: bool
    state: str
    overdue: bool


def request(subject_id: int, procedure: str, department: str, words: str, actor: Actor) -> int:
    """Ask the department of that code to take what is on record of the subject for the procedure; the request's id.

    Asked again while it is open, it is the same request.

    :raises core.errors.NotFound: for a subject that is not the actor's.
    :raises core.errors.Invalid: at ``department`` if it is not on record.
    """
    enterprises = acting.enterprises(actor)
    acting.must_hold(subject_id, keeping.lines_of(enterprises))
    found = lawkeeping.current().procedure(procedure, clock.today())
    body = organising.find_body(department, clock.today())
    if body is None:
        raise Invalid({"department": [_NO_BODY.fill(code=department or "—")]})
    enterprise = keeping.holders([subject_id], clock.today()).get(subject_id, enterprises[0])
    same = {"enterprise_id": enterprise, "department_id": body.id, "subject_id": subject_id, "procedure": procedure}
    there = db.session.scalar(select(RecognitionRequest.id).filter_by(**same, state="open"))
    if there is not None:
        return there
    term = calendar().term(clock.today(), WORKING_DAYS, Unit.working)
    row = RecognitionRequest(
        **same, words=words.strip(), made_by=actor.user_id, made_at=clock.now(), due_on=term.due,
        provisional=term.provisional, state="open",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    said: dict[str, Any] = {**same, "due": term.due.isoformat()}
    events.record((STREAM, str(row.id)), "recognition.requested", said, actor)
    name = db.session.get_one(Subject, subject_id).name
    told = _ASKED.fill(name=name, procedure=found.name, due=term.due.isoformat())
    _tell(row, "recognition.requested", told, Role.recogniser, body.id)
    return row.id


def _tell(row: RecognitionRequest, kind: str, words: Text, role: Role, organisation: int) -> None:
    notices.tell((STREAM, str(row.id)), kind, words, role=role, organisation_id=organisation)


def must_be_ours(request_id: int, department: int, case: Case) -> None:
    """Let pass an act without a request, or with one that is to this department and about this.

    :raises core.errors.NotFound: otherwise.
    """
    if not request_id:
        return
    row = db.session.get(RecognitionRequest, request_id, with_for_update=True)
    if row is None or (row.department_id, row.subject_id, row.procedure) != (
        department, case.subject_id, case.procedure,
    ):  # fmt: skip
        raise NotFound(_OTHER)


def settle(request_id: int, answered: Answered) -> None:
    """The request is answered once every requirement is decided: taken, refused, or with nothing on record to take."""
    if not request_id:
        return
    decided = set(
        db.session.execute(
            select(Recognition.subject_id, Recognition.requirement).where(Recognition.request_id == request_id)
        ).all()
    )
    left = [line for line in answered.lines if line.shown and (line.subject_id, line.requirement) not in decided]
    row = db.session.get_one(RecognitionRequest, request_id)
    if left or row.state != "open":
        return
    row.state, row.answered_at = "answered", clock.now()
    events.record((STREAM, str(row.id)), "recognition.answered", {"request": row.id}, SYSTEM)
    words = _ANSWERED.fill(name=answered.subject)
    _tell(row, "recognition.answered", words, Role.enterprise_member, row.enterprise_id)


def requests(actor: Actor, *, state: str = "", limit: int = 100) -> tuple[RequestLine, ...]:
    """Requests to the actor's departments and from the actor's enterprises, those due first on top."""
    to_us = RecognitionRequest.department_id.in_(organisations_as(Role.recogniser, actor))
    ours = keeping.lines_of(organisations_as(Role.enterprise_member, actor))
    asked = select(RecognitionRequest).where(to_us | RecognitionRequest.enterprise_id.in_(ours))
    if state:
        asked = asked.where(RecognitionRequest.state == state)
    rows = db.session.scalars(asked.order_by(RecognitionRequest.due_on, RecognitionRequest.id).limit(limit)).all()
    today = clock.today()
    names = organising.names({one for row in rows for one in (row.enterprise_id, row.department_id)}, today)
    subjects = {
        one.id: one.name
        for one in db.session.scalars(select(Subject).where(Subject.id.in_({row.subject_id for row in rows})))
    }
    procedures = lawkeeping.current().bodies
    return tuple(
        RequestLine(
            row.id, row.enterprise_id, names.get(row.enterprise_id, ""), row.department_id,
            names.get(row.department_id, ""), row.subject_id, subjects[row.subject_id], row.procedure,
            str(procedures[row.procedure]["name"]), row.words, row.made_at, row.due_on, row.provisional, row.state,
            row.state == "open" and row.due_on < today,
        )
        for row in rows
    )  # fmt: skip


@jobs.handler("registry.requests_overdue", daily=time(8, 0))
def warn(_args: dict[str, Any]) -> None:
    """Tell oversight and the department, once, of each request whose last day was yesterday or before."""
    late = select(RecognitionRequest).where(
        RecognitionRequest.state == "open", RecognitionRequest.due_on < clock.today()
    )
    told = {notice.key for notice in _told_already()}
    for row in db.session.scalars(late.order_by(RecognitionRequest.id)):
        if str(row.id) in told:
            continue
        name = db.session.get_one(Subject, row.subject_id).name
        words = _LATE.fill(name=name, due=row.due_on.isoformat())
        notices.tell((STREAM, str(row.id)), _OVERDUE, words, role=Role.supervisor)
        _tell(row, _OVERDUE, words, Role.recogniser, row.department_id)


_OVERDUE = "recognition.overdue"


def _told_already() -> list[notices.Notice]:
    asked = select(notices.Notice).where(notices.Notice.about == STREAM, notices.Notice.kind == _OVERDUE)
    return list(db.session.scalars(asked))
