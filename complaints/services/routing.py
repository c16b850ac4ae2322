"""Who handles a matter: the rules asked, their answer kept with its reasons, and the matter put where it belongs."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from complaints.models.cases import HUMAN_DESK, UNKNOWN, Complaint, Matter
from complaints.models.handling import Assignment, RouteRecord
from complaints.rules import routes as law
from complaints.rules.lifecycle import WITHOUT_HANDLER
from complaints.rules.matters import Matter as Asked
from complaints.rules.matters import Mode
from complaints.rules.routes import Route
from complaints.services import rulebooks, stakes, trees
from core import clock
from core.db import db

BATCH = 500


def asked_of(matter: Matter, mode: str, body: str | None = None) -> Asked:
    """The matter in the words of the rules, as it is known now.

    :param body: the code of the body complained of, where the caller has it.
    """
    facts = matter.facts["routing"]
    return Asked(
        kind=matter.kind,
        body=body or trees.code_of(matter.body_id) or None,
        region=matter.region or None,
        list_type=facts["list_type"],
        mode=Mode(mode),
        set_by=tuple(facts["set_by"]),
        ordered_by=tuple(facts["ordered_by"]),
        beneficiaries=tuple(facts["beneficiaries"]),
        previous_handlers=tuple(facts["previous_handlers"]),
        body_kind="" if matter.body_id != UNKNOWN else facts["body_kind"],
    )


def route(matter: Matter, complaint: Complaint, act: str) -> Route:
    """Ask the rules, keep their answer with the matter, and note who has a stake."""
    asked = asked_of(matter, complaint.mode)
    tree = trees.around(asked)
    found = law.route(asked, tree, rulebooks.current(), complaint.received_on)
    matter.stake_id = stakes.keep(asked, complaint.received_on, tree)
    keep(matter, act, found)
    return found


def keep(matter: Matter, act: str, found: Route) -> None:
    """Put the answer on record."""
    db.session.add(
        RouteRecord(
            matter_id=matter.id,
            made_at=clock.now(),
            act=act,
            rule=found.rule.id,
            by_hand=found.by_hand,
            record=found.as_record(),
        )
    )


def again(matter: Matter, how: str, act: str) -> Route:
    """Route the matter once more, away from who has it or by what is known now, and put it there."""
    complaint = db.session.get_one(Complaint, matter.complaint_id)
    if how == WITHOUT_HANDLER and matter.handler_id != HUMAN_DESK:
        routing = matter.facts["routing"]
        before = [*routing["previous_handlers"], trees.code_of(matter.handler_id)]
        matter.facts = {**matter.facts, "routing": {**routing, "previous_handlers": list(dict.fromkeys(before))}}
    found = route(matter, complaint, act)
    put(matter, found)
    return found


def put(matter: Matter, found: Route) -> None:
    """The matter is with whom the route says, from now on."""
    codes = [body.code for body in (found.handler, *found.assist) if body]
    numbers = trees.ids(codes)
    handler = numbers[found.handler.code] if found.handler else HUMAN_DESK
    assign(matter, handler, [numbers[body.code] for body in found.assist])
    if found.version or not matter.regime:
        matter.regime = found.regime


def assign(matter: Matter, handler_id: int, assistants: Collection[int] = ()) -> None:
    """These bodies have it from now on, and nobody else.

    Who handles another matter of the same complaint does not assist with this one, nor the handler with that.
    """
    now = clock.now()
    others = _leave_to_others(matter, handler_id)
    for each in matter.assignments:
        if each.current:
            each.current, each.to_at = False, now
    matter.handler_id, matter.officer_id = handler_id, 0
    parts = [("handler", handler_id)] if handler_id != HUMAN_DESK else []
    parts += [("assistant", each) for each in assistants if each != handler_id and each not in others]
    matter.assignments += [
        Assignment(organisation_id=organisation_id, part=part, current=True, from_at=now, to_at=None)
        for part, organisation_id in parts
    ]


def _leave_to_others(matter: Matter, handler_id: int) -> set[int]:
    """Who handles the complaint's other matters; with those, the handler of this one assists no more."""
    siblings = select(Matter.id, Matter.handler_id).where(Matter.complaint_id == matter.complaint_id)
    others = {number: handler for number, handler in db.session.execute(siblings.where(Matter.id != matter.id))}
    assisting = select(Assignment).where(
        Assignment.matter_id.in_(others),
        Assignment.organisation_id == handler_id,
        Assignment.part == "assistant",
        Assignment.current,
    )
    for each in db.session.scalars(assisting) if others else ():
        each.current, each.to_at = False, clock.now()
    return set(others.values())


def preview(matter: Matter, mode: str, on: date) -> Route:
    """Where it would go away from its handler; nothing is kept."""
    asked = asked_of(matter, mode)
    if matter.handler_id != HUMAN_DESK:
        before = (*asked.previous_handlers, trees.code_of(matter.handler_id))
        asked = replace(asked, previous_handlers=before)
    return law.route(asked, trees.around(asked), rulebooks.current(), on)


def records(matter_id: int) -> list[RouteRecord]:
    """Every routing of a matter, the first first."""
    asked = select(RouteRecord).where(RouteRecord.matter_id == matter_id).order_by(RouteRecord.id)
    return list(db.session.scalars(asked))


@dataclass(frozen=True, slots=True)
class Checked:
    """A route run again: whether the rules still say what is on record, and if not, in which parts they differ."""

    number: str
    record_id: int
    differs: tuple[str, ...]


def verify() -> Iterator[Checked]:
    """Run every route on record again, on the tree and the rules of now."""
    last = 0
    while True:
        asked = (
            select(RouteRecord.id, RouteRecord.record, Matter.number)
            .join(Matter, Matter.id == RouteRecord.matter_id)
            .where(RouteRecord.id > last)
            .order_by(RouteRecord.id)
            .limit(BATCH)
        )
        rows = db.session.execute(asked).all()
        for record_id, record, number in rows:
            yield Checked(number, record_id, _differences(record))
        if len(rows) < BATCH:
            return
        last = rows[-1][0]


def _differences(record: dict[str, Any]) -> tuple[str, ...]:
    facts = record["asked"]["facts"]
    codes = (record["asked"]["body"] or "", *facts["set_by"], *facts["ordered_by"], *facts["beneficiaries"])
    now = law.again(record, trees.current(codes), rulebooks.current()).as_record()
    return tuple(sorted(name for name in {*now, *record} if now.get(name) != record.get(name)))
