"""The desk: matters of a body by what is due first, and one matter with all that belongs to it.

An officer sees matters, never complaints: two handlers of one complaint do not learn of each other's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_

from complaints.models.answers import Decision
from complaints.models.cases import HUMAN_DESK, NEVER, Complaint, Matter
from complaints.rules.lifecycle import Transition
from complaints.rules.matters import Mode
from complaints.rules.states import State, Who
from complaints.services import (
    acting,
    evidence,
    following,
    identity,
    receipts,
    recording,
    refunds,
    routing,
    sight,
    trees,
    wording,
)
from complaints.services.evidence import Item
from complaints.services.following import DecisionView, Happened, Said
from complaints.services.refunds import Balance
from complaints.services.sight import Sight
from complaints.services.wording import TermView
from core import clock
from core.db import db
from core.errors import Invalid
from core.policy import Actor, Role, organisations_as
from core.values.money import Money
from core.values.text import Text

MAX_PAGE = 200
_BAD_CURSOR = Text("翻页标记读不懂，请从第一页重新开始", "The cursor cannot be read; start from the first page again")
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Filters:
    """What to list: empty means all."""

    part: str = "handler"
    """handler (mine to handle), assistant, supervisor (all I supervise) or human_desk."""
    state: str = ""
    kind: str = ""
    region: str = ""
    """A region or, by its first digits, all within it."""
    due: str = ""
    """late, soon or paused."""
    number: str = ""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A matter in the list."""

    number: str
    kind: Text
    body_name: str
    region: str
    amount: Money
    state: State
    due: date | None
    due_stage: Text | None
    late: bool
    filed_at: datetime
    handler: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Some matters, and counts over all that meet the filters but the one that is counted."""

    lines: tuple[DeskLine, ...]
    total: int
    states: Mapping[str, int]
    late: int
    soon: int
    following: str
    """The cursor of the next page; empty if there is none."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft that waits for the second officer."""

    id: int
    outcome: str
    findings: str
    remedies: tuple[str, ...]
    refund: Money
    no_refund_reason: str
    mine: bool
    state: str
    sent_back_reason: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One matter as its desk sees it."""

    number: str
    version: int
    state: State
    mode: Mode
    kind: Text
    kind_id: str
    body_name: str
    region: str
    amount: Money
    happened_on: date | None
    story: str
    answers: Mapping[str, Any]
    charge: Mapping[str, Any] | None
    verdict: Mapping[str, Any] | None
    handler: str
    assistants: tuple[str, ...]
    reasons: tuple[Text, ...]
    terms: tuple[TermView, ...]
    steps: tuple[Happened, ...]
    messages: tuple[Said, ...]
    files: tuple[Item, ...]
    drafts: tuple[DraftView, ...]
    decisions: tuple[DecisionView, ...]
    balance: Balance
    acts: tuple[Transition, ...]
    identity_open: bool
    """Whether this person may read who complains now."""
    matter_id: int


def _criteria(actor: Actor, asked: Filters) -> list[ColumnElement[bool]]:
    found = [_part(actor, asked.part)]
    if asked.state:
        found.append(Matter.state == asked.state)
    elif not asked.number:
        found.append(Matter.state != State.closed)
    if asked.kind:
        found.append(Matter.kind == asked.kind)
    if asked.region:
        found.append(Matter.region.startswith(asked.region.rstrip("0") or "0", autoescape=True))
    if asked.number:
        found.append(Matter.number == asked.number.strip().upper())
    return found + _due(asked.due)


def _part(actor: Actor, part: str) -> ColumnElement[bool]:
    if part == "supervisor":
        return sight.visible(Sight.steer_matter, actor)
    if part == "human_desk":
        return sight.visible(Sight.steer_matter, actor) & (Matter.handler_id == HUMAN_DESK)
    mine = sight.visible(Sight.handle_matter, actor) & (Matter.handler_id != HUMAN_DESK)
    if part == "assistant":
        units = organisations_as(Role.handler, actor)
        return sight.visible(Sight.read_matter, actor) & Matter.id.in_(Matter.assisted_by(units))
    return mine


def _due(due: str) -> list[ColumnElement[bool]]:
    today = clock.today()
    return {
        "late": [Matter.due < today],
        "soon": [Matter.due >= today, Matter.due <= today + SOON],
        "paused": [Matter.wait_until < NEVER],
    }.get(due, [])


def list_desk(actor: Actor, asked: Filters, after: str = "", limit: int = 50) -> DeskPage:
    """A page of the actor's matters, what is due first first.

    :raises Invalid: for a cursor that is none.
    """
    criteria, size = _criteria(actor, asked), max(1, min(limit, MAX_PAGE))
    ordered = select(Matter).where(*criteria).order_by(Matter.due, Matter.id).limit(size + 1)
    if after:
        ordered = ordered.where(tuple_(Matter.due, Matter.id) > _cursor(after))
    rows = list(db.session.scalars(ordered))
    shown = rows[:size]
    names = trees.names({row.handler_id for row in shown})
    counted = select(Matter.state, func.count()).where(_part(actor, asked.part)).group_by(Matter.state)
    return DeskPage(
        lines=tuple(_line(row, names) for row in shown),
        total=_count(criteria),
        states={state: count for state, count in db.session.execute(counted)},
        late=_count([_part(actor, asked.part), Matter.state != State.closed, *_due("late")]),
        soon=_count([_part(actor, asked.part), Matter.state != State.closed, *_due("soon")]),
        following=f"{shown[-1].due.isoformat()}.{shown[-1].id}" if len(rows) > size else "",
    )


def _count(criteria: list[ColumnElement[bool]]) -> int:
    return db.session.scalar(select(func.count()).select_from(Matter).where(*criteria)) or 0


def _cursor(after: str) -> tuple[date, int]:
    day, _, number = after.partition(".")
    try:
        return date.fromisoformat(day), int(number[:18])
    except ValueError as error:
        raise Invalid({"after": [_BAD_CURSOR]}) from error


def _line(row: Matter, names: Mapping[int, str]) -> DeskLine:
    owed = row.due != NEVER
    return DeskLine(
        number=row.number,
        kind=wording.kind_name(row.kind),
        body_name=row.body_name,
        region=row.region,
        amount=row.amount,
        state=State(row.state),
        due=row.due if owed else None,
        due_stage=wording.stage_name(row.due_stage) if owed else None,
        late=row.due < clock.today(),
        filed_at=row.filed_at,
        handler=names.get(row.handler_id, ""),
    )


def case(number: str, actor: Actor) -> CaseView:
    """One matter, to who handles, assists or supervises it.

    :raises NotFound: if there is none, or none for this actor.
    """
    row = sight.fetch(number, actor, Sight.read_matter, Sight.handle_matter)
    complaint = db.session.get_one(Complaint, row.complaint_id)
    who = acting.whos(row, actor)
    helpers = recording.assistants(row)
    names = trees.names({row.handler_id, *helpers})
    return CaseView(
        number=row.number,
        version=row.version,
        state=State(row.state),
        mode=Mode(complaint.mode),
        kind=wording.kind_name(row.kind),
        kind_id=row.kind,
        body_name=row.body_name,
        region=row.region,
        amount=row.amount,
        happened_on=row.happened_on,
        story=row.story,
        answers=row.facts["answers"],
        charge=row.charge,
        verdict=row.verdict,
        handler=names.get(row.handler_id, ""),
        assistants=tuple(names[each] for each in helpers if each in names),
        reasons=tuple(Text(**each) for each in routing.records(row.id)[-1].record["reason"]),
        terms=receipts.views(row),
        steps=tuple(following.steps(row)),
        messages=tuple(following.messages(row, shown_only=False)),
        files=evidence.of(row.id, shown_only=False),
        drafts=tuple(_draft(each, actor) for each in _drafts(row)) if Who.handler in who else (),
        decisions=tuple(following.decisions(row)),
        balance=refunds.balance(row.id),
        acts=tuple(acting.choices(row, actor, who)),
        identity_open=Who.handler in who and identity.may_read(row, complaint.mode, actor),
        matter_id=row.id,
    )


def _drafts(row: Matter) -> list[Decision]:
    """Drafts of the body that has it now: the open one, and those sent back."""
    asked = select(Decision).where(
        Decision.matter_id == row.id,
        Decision.organisation_id == row.handler_id,
        Decision.state.in_(("draft", "sent_back")),
    )
    return list(db.session.scalars(asked.order_by(Decision.id)))


def _draft(each: Decision, actor: Actor) -> DraftView:
    return DraftView(
        id=each.id,
        outcome=each.outcome,
        findings=each.findings,
        remedies=tuple(each.remedies),
        refund=each.refund,
        no_refund_reason=each.no_refund_reason,
        mine=each.drafted_by == actor.user_id,
        state=each.state,
        sent_back_reason=each.sent_back_reason,
    )
