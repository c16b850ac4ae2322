"""Requirements of procedures as dated data: drafted by one recogniser, in force once another confirmed them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core import clock, events
from core.db import db
from core.errors import Invalid, NotInThisState
from core.policy import Action, Actor, Role, fetch
from core.values.text import Text
from registry.models.laws import RequirementRow
from registry.rules.procedures import read_procedures
from registry.rules.reading import Unreadable
from registry.services import acting, lawbook, lawkeeping

STREAM = "requirement"
_NEEDED = Text("必须写明", "This is needed")
_PAST = Text(
    "只能从今天或以后起：改过去的要求会改掉已经给出的答复",
    "It can begin today or later: a change of the past would change answers already given",
)
_NOT_DRAFT = Text("这份草案已经处理过", "This draft was dealt with already")
_NO_SUCH = Text("事项没有要求“{key}”可以停用", "The procedure has no requirement “{key}” to end")
_REASON = Text("请写明理由", "Give the reason")


def draft(
    procedure: str, body: Mapping[str, Any] | None, from_on: date, source: str, confirmed: bool, actor: Actor,
    *, key: str = "", organisation: int = 0,
) -> int:  # fmt: skip
    """Draft a requirement in the form of ``procedures.yaml``, from a day on; its id.

    :param body: None: from that day on the requirement `key` is asked no more.
    :param source: where it is written; `confirmed`: whether that text was seen.
    :raises core.errors.Invalid: naming each field that cannot be taken.
    :raises core.errors.NotFound: for a procedure nobody knows.
    """
    department = acting.organisation(Role.recogniser, actor, organisation)
    law = lawkeeping.current()
    known = law.procedure(procedure, from_on)
    problems: dict[str, list[Text]] = {}
    if from_on < clock.today():
        problems["from_on"] = [_PAST]
    if not source.strip():
        problems["source"] = [_NEEDED]
    if body is None and key not in {row.id for row in known.rows}:
        problems["key"] = [_NO_SUCH.fill(key=key or "—")]
    if problems:
        raise Invalid(problems)
    name = key if body is None else _read(law, procedure, body)
    there = select(func.max(RequirementRow.place)).where(RequirementRow.procedure == procedure)
    places = {row.id: place for place, row in enumerate(known.rows, 1)}
    row = RequirementRow(
        procedure=procedure, key=name, place=places.get(name, (db.session.scalar(there) or 0) + 1),
        body=None if body is None else lawkeeping.plain(body), from_on=from_on, source=source.strip(),
        confirmed=confirmed, state="draft", drafted_by=actor.user_id, organisation_id=department,
        drafted_at=clock.now(), mark=lawkeeping.new_mark(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    said = {"procedure": procedure, "key": name, "from": from_on.isoformat(), "body": events.digest(row.body)}
    events.record((STREAM, str(row.id)), "requirement.drafted", said, actor)
    return row.id


def _read(law: lawkeeping.Lawbook, procedure: str, body: Mapping[str, Any]) -> str:
    """The requirement's key.

    :raises core.errors.Invalid: with the place and reason of everything that cannot be taken.
    """
    shipped = lawbook.document("procedures")
    entry = {**law.bodies[procedure], "requirements": [lawkeeping.plain(body)]}
    document = {"schema": shipped["schema"], "change_kinds": [], "procedures": [entry]}
    try:
        read = read_procedures(document, law.parameters, law.standards)
    except Unreadable as error:
        fields: dict[str, list[Text]] = {}
        for problem in error.problems:
            fields.setdefault(problem.path.replace("procedures.0.requirements.0", "body"), []).append(problem.why)
        raise Invalid(fields) from error
    return read.by_key[procedure].rows[0].id


def confirm(draft_id: int, actor: Actor) -> None:
    """Another recogniser confirms the draft: in force from its day on, or from today if that is past.

    :raises core.errors.NotFound: if there is none, or the actor drafted it.
    :raises core.errors.NotInThisState: if it was dealt with already.
    """
    row = _decide(draft_id, "in_force", actor)
    row.mark, row.from_on = lawkeeping.new_mark(), max(row.from_on, clock.today())
    db.session.flush()
    events.record((STREAM, str(row.id)), "requirement.confirmed", {"key": row.key}, actor)


def send_back(draft_id: int, reason: str, actor: Actor) -> None:
    """Another recogniser does not agree.

    :raises core.errors.NotFound: if there is none, or the actor drafted it.
    :raises core.errors.NotInThisState: if it was dealt with already.
    :raises core.errors.Invalid: at ``reason`` if none is given.
    """
    if not reason.strip():
        raise Invalid({"reason": [_REASON]})
    row = _decide(draft_id, "sent_back", actor)
    row.reason = reason.strip()
    db.session.flush()
    events.record((STREAM, str(row.id)), "requirement.sent_back", {"key": row.key}, actor)


def _decide(draft_id: int, state: str, actor: Actor) -> RequirementRow:
    row: RequirementRow = fetch(
        RequirementRow, Action.confirm_requirement, actor, RequirementRow.id == draft_id
    )  # fmt: skip
    db.session.refresh(row, with_for_update=True)
    if row.state != "draft":
        raise NotInThisState(_NOT_DRAFT)
    row.state, row.decided_by, row.decided_at = state, actor.user_id, clock.now()
    db.session.flush()
    return row
