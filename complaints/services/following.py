"""The complainant's own side: by the code, or from the account that filed: read, answer, confirm, rate, ask for review.

Of a complainant nothing is logged but what was done. Wrong codes slow down whoever tries them, never an office.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from complaints.models.answers import Decision, Message
from complaints.models.cases import NEVER, Complaint, Matter
from complaints.rules import codes as law
from complaints.rules.codes import CodeError
from complaints.rules.lifecycle import ACTS, Transition
from complaints.rules.matters import Mode
from complaints.rules.states import State, Who, of_complaint
from complaints.services import (
    acting,
    codes,
    deciding,
    evidence,
    identity,
    receipts,
    refunds,
    routing,
    sight,
    trees,
    wording,
)
from complaints.services.acting import Done
from complaints.services.evidence import Item
from complaints.services.identity import Contact, Step
from complaints.services.refunds import Balance
from complaints.services.sight import Sight
from complaints.services.wording import TermView
from core import notices
from core.db import db
from core.errors import Invalid, NotFound
from core.events import Event, Stream
from core.people.services import slowing
from core.policy import VISITOR, Actor
from core.values.text import Text, same

_UNKNOWN = Text("没找到这个回执码", "Code not found")


@dataclass(frozen=True, slots=True)
class Said:
    """A message, as the complainant or a desk reads it."""

    act: str
    label: Text
    author: str
    mine: bool
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """A step in the life of a matter."""

    kind: str
    words: Text
    at: datetime
    by: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision that was served."""

    id: int
    number: str
    lap: int
    outcome: str
    findings: str
    remedies: tuple[str, ...]
    refund: str
    no_refund_reason: str
    served_on: date


@dataclass(frozen=True, slots=True)
class MatterOfComplainant:
    """A matter as its complainant sees it."""

    number: str
    kind: Text
    body_name: str
    story: str
    state: State
    version: int
    handler: str
    right_door: Text | None
    reasons: tuple[Text, ...]
    terms: tuple[TermView, ...]
    wait_until: date | None
    steps: tuple[Happened, ...]
    messages: tuple[Said, ...]
    decisions: tuple[DecisionView, ...]
    balance: Balance
    verdict: Mapping[str, Any] | None
    files: tuple[Item, ...]
    """What was handed in to prove it."""
    acts: tuple[Transition, ...]
    """What the complainant can do now."""


@dataclass(frozen=True, slots=True)
class CaseOfComplainant:
    """A complaint as its complainant sees it."""

    reference: str
    mode: Mode
    state: State
    filed_at: datetime
    contact: Contact | None
    matters: tuple[MatterOfComplainant, ...]
    openings: tuple[Step, ...]
    """Everybody who asked for, agreed to or looked at the identity."""
    certificate: Mapping[str, Any]


def enter(typed: str, address: str) -> int | None:
    """The complaint (its row number) that the typed code opens; None if it is nobody's, which counts as a wrong try.

    In a transaction of its own, which must be kept either way, or wrong tries would not count. From the first right
    one on, sending the form again gives no other code.

    :raises Invalid: if what was typed is no code, saying which character.
    :raises Busy: if there were too many wrong ones of late.
    """
    try:
        code = law.read(typed)
    except CodeError as error:
        raise Invalid({"code": [error.message]}) from error
    slowing.count_guess(address, code.locator)
    asked = select(Complaint).where(Complaint.locator == code.locator).with_for_update()
    found = db.session.scalars(asked).one_or_none()
    if found is None or not codes.proves(found, code):
        slowing.count_wrong_guess(address)
        return None
    slowing.guessed_right(address, code.locator)
    found.code_used = True
    return found.id


def not_found() -> NotFound:
    """What to tell where `enter` found nothing."""
    return NotFound(_UNKNOWN)


def open_case(complaint_id: int) -> CaseOfComplainant:
    """The whole case, to who has proved the code.

    :raises NotFound: if there is none.
    """
    complaint = db.session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound
    rows = db.session.scalars(select(Matter).filter_by(complaint_id=complaint_id).order_by(Matter.place)).all()
    return CaseOfComplainant(
        reference=complaint.reference,
        mode=Mode(complaint.mode),
        state=of_complaint([State(row.state) for row in rows]),
        filed_at=complaint.filed_at,
        contact=identity.of_complainant(complaint_id),
        matters=tuple(_matter(row, VISITOR, {Who.complainant}) for row in rows),
        openings=tuple(identity.steps(complaint_id)),
        certificate=complaint.certificate,
    )


def own(actor: Actor) -> list[int]:
    """Row numbers of the complaints that `actor` filed from his account, or took at his counter, the latest first."""
    asked = select(Matter.complaint_id).where(sight.visible(Sight.follow_matter, actor)).distinct()
    return list(db.session.scalars(asked.order_by(Matter.complaint_id.desc())))


def act(complaint_id: int, number: str, name: str, facts: Mapping[str, Any], version: int | None = None) -> Done:
    """Who has proved the code acts on a matter of the complaint; raises as `acting.act`."""
    asked = select(Matter).where(Matter.complaint_id == complaint_id, Matter.number == number)
    asked = asked.with_for_update().execution_options(populate_existing=True)
    matter = db.session.scalars(asked).one_or_none()
    if matter is None:
        raise NotFound
    acting.carry_out(matter, name, facts, VISITOR, {Who.complainant}, version)
    return Done(number, State(matter.state), matter.version, False)


def _matter(row: Matter, actor: Actor, who: set[Who]) -> MatterOfComplainant:
    record = routing.records(row.id)[-1].record
    return MatterOfComplainant(
        number=row.number,
        kind=wording.kind_name(row.kind),
        body_name=row.body_name,
        story=row.story,
        state=State(row.state),
        version=row.version,
        handler=trees.names([row.handler_id]).get(row.handler_id, ""),
        right_door=receipts.door(record["external"]) if row.outcome == "referred" and record["external"] else None,
        reasons=tuple(Text(**each) for each in record["reason"]),
        terms=receipts.views(row),
        wait_until=None if row.wait_until == NEVER else row.wait_until,
        steps=tuple(step for step in steps(row) if step.kind not in _SILENT),
        messages=tuple(messages(row, shown_only=True)),
        decisions=tuple(decisions(row)),
        balance=refunds.balance(row.id),
        verdict=row.verdict,
        files=evidence.of(row.id, shown_only=True),
        acts=tuple(acting.choices(row, actor, who)),
    )


_SILENT = frozenset({"matter.noted", "matter.drafted", "matter.sent_back", "matter.rated", evidence.KEPT_BY_DESK})
"""Steps that are the desk's own."""
_LABELS = (
    {row.event: row.label for row in reversed(tuple(ACTS.values()))}
    | {f"identity.{step}": words for step, words in identity.STEPS.items()}
    | evidence.LABELS
)


def steps(row: Matter) -> list[Happened]:
    """Everything that happened to a matter, the first first."""
    asked = (
        select(Event)
        .join(Stream, Stream.id == Event.stream_id)
        .where(Stream.kind == "matter", Stream.key == row.number)
        .order_by(Event.no)
    )
    return [
        Happened(each.kind, _LABELS.get(each.kind) or same(each.kind), each.at, each.payload["by"], each.payload)
        for each in db.session.scalars(asked)
    ]


def messages(row: Matter, *, shown_only: bool) -> list[Said]:
    """What was said on a matter, the first first."""
    asked = select(Message).where(Message.matter_id == row.id).order_by(Message.id)
    if shown_only:
        asked = asked.where(Message.shown)
    return [
        Said(each.act, ACTS[each.act].label, each.author, each.author == Who.complainant, each.words, each.at)
        for each in db.session.scalars(asked)
    ]


def decisions(row: Matter) -> list[DecisionView]:
    """The decisions served on a matter."""
    return [decision_view(each) for each in deciding.served(row.id)]


def decision_view(each: Decision) -> DecisionView:
    """A decision as it is read."""
    assert each.number is not None and each.served_on is not None  # it was served
    return DecisionView(
        id=each.id,
        number=each.number,
        lap=each.lap,
        outcome=each.outcome,
        findings=each.findings,
        remedies=tuple(each.remedies),
        refund=str(each.refund),
        no_refund_reason=each.no_refund_reason,
        served_on=each.served_on,
    )


def told(number: str) -> list[notices.Notice]:
    """What the complainant was told about a matter."""
    return notices.of(("complaint-matter", number))
