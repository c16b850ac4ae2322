"""Decisions: drafted by one officer, approved by another, numbered without gaps, then unchangeable."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

from complaints.models.answers import Decision, DecisionSeries
from complaints.models.cases import HUMAN_DESK, Matter
from complaints.rules.outcomes import UPHELD, Outcome
from complaints.services import rulebooks, trees
from core import clock, events
from core.db import db
from core.errors import Conflict, Invalid, NotInThisState
from core.policy import Actor
from core.values.money import Money
from core.values.text import Text

_NO_DRAFT = Text("还没有拟好的决定", "There is no draft of a decision")
_OTHER_DRAFT = Text("草稿已被换成新的一稿，请看过再核准", "The draft was replaced; please read the new one first")
_SUM_OR_WHY = Text(
    "属实的收费事项，要写明退多少；不退的，写明为什么",
    "Where a charge was unlawful, name the sum to return, or why there is none",
)
_NOT_UPHELD = Text("不属实或查不清的，不能责令退款", "What is not substantiated cannot order money back")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft says."""

    outcome: Outcome
    findings: str
    remedies: tuple[str, ...]
    refund: Money
    no_refund_reason: str = ""


def check(matter: Matter, draft: Draft) -> None:
    """That the draft says what a decision must.

    :raises Invalid: naming what is missing or goes against the rest.
    """
    kind = rulebooks.kinds().get(matter.kind)
    upheld = draft.outcome in UPHELD
    if upheld and kind and kind.refundable and not draft.refund and not draft.no_refund_reason:
        raise Invalid({"refund": [_SUM_OR_WHY]})
    if draft.refund and not upheld:
        raise Invalid({"refund": [_NOT_UPHELD]})


def draft(matter: Matter, said: Draft, actor: Actor) -> Decision:
    """Keep a draft; the one before it is replaced."""
    check(matter, said)
    before = open_draft(matter)
    if before is not None:
        before.state = "replaced"
    made = Decision(
        matter_id=matter.id,
        lap=matter.lap,
        state="draft",
        outcome=said.outcome.value,
        findings=said.findings,
        salt=events.new_salt(),
        remedies=list(said.remedies),
        refund=said.refund,
        no_refund_reason=said.no_refund_reason,
        organisation_id=matter.handler_id,
        drafted_by=actor.user_id,
        drafted_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def open_draft(matter: Matter) -> Decision | None:
    """The draft that waits for approval, of the body that has it now."""
    asked = select(Decision).filter_by(
        matter_id=matter.id, lap=matter.lap, state="draft", organisation_id=matter.handler_id
    )
    return db.session.scalars(asked.order_by(Decision.id.desc())).first()


def _named(matter: Matter, draft_id: int) -> Decision:
    """The open draft, which must be the one that was read.

    :raises NotInThisState: if there is none.
    :raises Conflict: if it is another.
    """
    found = open_draft(matter)
    if found is None:
        raise NotInThisState(_NO_DRAFT)
    if found.id != draft_id:
        raise Conflict(_OTHER_DRAFT)
    return found


def send_back(matter: Matter, draft_id: int, reason: str) -> Decision:
    """The second officer gives the draft back, saying why."""
    found = _named(matter, draft_id)
    found.state, found.sent_back_reason = "sent_back", reason
    return found


def serve(matter: Matter, draft_id: int, actor: Actor) -> Decision:
    """Approve the draft and serve it: it gets its number and never changes again."""
    found = _named(matter, draft_id)
    today = clock.today()
    number = _next_number(matter.handler_id, today.year)
    found.approved_by, found.served_on, found.number, found.state = actor.user_id, today, number, "served"
    db.session.flush()
    return found


def _next_number(organisation_id: int, year: int) -> str:
    insert = insert_in_postgresql if db.engine.dialect.name == "postgresql" else insert_in_sqlite
    key = {"organisation_id": organisation_id, "year": year}
    db.session.execute(insert(DecisionSeries).values(**key, last=0).on_conflict_do_nothing())
    asked = select(DecisionSeries).filter_by(**key).with_for_update().execution_options(populate_existing=True)
    series = db.session.scalars(asked).one()
    series.last += 1
    body = trees.code_of(organisation_id) if organisation_id != HUMAN_DESK else "人工席"
    return f"{body}〔{year}〕{series.last}号"


def served(matter_id: int) -> list[Decision]:
    """Decisions that were served, the first first."""
    asked = select(Decision).filter_by(matter_id=matter_id, state="served").order_by(Decision.id)
    return list(db.session.scalars(asked))


def of_lap(matter: Matter, lap: int) -> Decision | None:
    """The decision that was served when the matter was handled for that time."""
    asked: Any = select(Decision).filter_by(matter_id=matter.id, state="served", lap=lap).order_by(Decision.id.desc())
    found: Decision | None = db.session.scalars(asked).first()
    return found
