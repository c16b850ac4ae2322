"""One matter with its whole history, as an auditor reads it; who complains stays sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from complaints.models.answers import Decision, Review
from complaints.models.cases import Complaint, Matter
from complaints.models.handling import Assignment, RouteRecord
from complaints.rules.matters import Mode
from complaints.rules.states import State
from complaints.services import evidence, following, identity, receipts, refunds, routing, sight, trees, wording
from complaints.services.evidence import Item
from complaints.services.following import DecisionView, Happened, Said
from complaints.services.identity import Step
from complaints.services.refunds import Balance
from complaints.services.sight import Sight
from complaints.services.wording import TermView
from core.db import db
from core.policy import Actor
from core.values.money import Money
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class RouteView:
    """One routing: by which rule, to whom, away from whom, and why."""

    at: datetime
    act: str
    rule: str
    by_hand: bool
    handler: str
    """Name of the body; empty: nobody, or a door outside."""
    reasons: tuple[Text, ...]
    excluded: tuple[str, ...]
    """Codes of bodies that may not handle it."""


@dataclass(frozen=True, slots=True)
class PartView:
    """A body's part in the matter, from an instant to another."""

    organisation: str
    part: str
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True, slots=True)
class DraftView:
    """A decision that was not served, or not yet."""

    state: str
    outcome: str
    findings: str
    at: datetime
    sent_back_reason: str


@dataclass(frozen=True, slots=True)
class AuditCase:
    """A matter and all that belongs to it."""

    number: str
    reference: str
    others: tuple[str, ...]
    """Numbers of the complaint's other matters that this auditor may see."""
    state: State
    mode: Mode
    channel: str
    kind: Text
    kind_id: str
    body_name: str
    region: str
    amount: Money
    happened_on: date | None
    filed_at: datetime
    story: str
    answers: Mapping[str, Any]
    charge: Mapping[str, Any] | None
    verdict: Mapping[str, Any] | None
    outcome: str
    handler: str
    terms: tuple[TermView, ...]
    steps: tuple[Happened, ...]
    messages: tuple[Said, ...]
    drafts: tuple[DraftView, ...]
    decisions: tuple[DecisionView, ...]
    balance: Balance
    routes: tuple[RouteView, ...]
    parts: tuple[PartView, ...]
    reviews: tuple[tuple[date, str, str], ...]
    """Asked on, from whom, to whom."""
    openings: tuple[Step, ...]
    """Steps towards the identity, on this matter."""
    files: tuple[Item, ...]


def open_case(number: str, actor: Actor) -> AuditCase:
    """The matter of this number, to an auditor without a stake.

    :raises NotFound: if there is none, or none for this actor; the two cannot be told apart.
    """
    row = sight.fetch(number, actor, Sight.audit_matter)
    complaint = db.session.get_one(Complaint, row.complaint_id)
    parts, reviews = _parts(row.id), _reviews(row.id)
    ids = {row.handler_id, *(each.organisation_id for each in parts)}
    names = trees.names(ids | {id_ for each in reviews for id_ in (each.from_handler_id, each.to_handler_id)})
    return AuditCase(
        number=row.number,
        reference=complaint.reference,
        others=tuple(_others(row, actor)),
        state=State(row.state),
        mode=Mode(complaint.mode),
        channel=complaint.channel,
        kind=wording.kind_name(row.kind),
        kind_id=row.kind,
        body_name=row.body_name,
        region=row.region,
        amount=row.amount,
        happened_on=row.happened_on,
        filed_at=row.filed_at,
        story=row.story,
        answers=row.facts["answers"],
        charge=row.charge,
        verdict=row.verdict,
        outcome=row.outcome,
        handler=names.get(row.handler_id, ""),
        terms=receipts.views(row),
        steps=tuple(following.steps(row)),
        messages=tuple(following.messages(row, shown_only=False)),
        drafts=tuple(map(_draft, _drafts(row.id))),
        decisions=tuple(following.decisions(row)),
        balance=refunds.balance(row.id),
        routes=tuple(map(_route, routing.records(row.id))),
        parts=tuple(PartView(names.get(p.organisation_id, ""), p.part, p.from_at, p.to_at) for p in parts),
        reviews=tuple(
            (each.asked_on, names.get(each.from_handler_id, ""), names.get(each.to_handler_id, "")) for each in reviews
        ),
        openings=tuple(each for each in identity.steps(row.complaint_id) if each.number == row.number),
        files=evidence.of(row.id, shown_only=False),
    )


def _others(row: Matter, actor: Actor) -> list[str]:
    asked = select(Matter.number).where(Matter.complaint_id == row.complaint_id, Matter.id != row.id)
    return list(db.session.scalars(asked.where(sight.visible(Sight.audit_matter, actor)).order_by(Matter.place)))


def _parts(matter_id: int) -> list[Assignment]:
    asked = select(Assignment).where(Assignment.matter_id == matter_id).order_by(Assignment.from_at, Assignment.id)
    return list(db.session.scalars(asked))


def _reviews(matter_id: int) -> list[Review]:
    return list(db.session.scalars(select(Review).where(Review.matter_id == matter_id).order_by(Review.lap)))


def _drafts(matter_id: int) -> list[Decision]:
    asked = select(Decision).where(Decision.matter_id == matter_id, Decision.state != "served")
    return list(db.session.scalars(asked.order_by(Decision.id)))


def _draft(row: Decision) -> DraftView:
    return DraftView(row.state, row.outcome, row.findings, row.drafted_at, row.sent_back_reason)


def _route(row: RouteRecord) -> RouteView:
    record = row.record
    return RouteView(
        at=row.made_at,
        act=row.act,
        rule=row.rule,
        by_hand=row.by_hand,
        handler=record["handler"]["name"] if record["handler"] else "",
        reasons=tuple(Text(**each) for each in record["reason"]),
        excluded=tuple(dict.fromkeys(each["code"] for each in record["excluded"])),
    )
