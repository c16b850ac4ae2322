"""Oral demands: an enterprise writes down that it was told to test again without paper."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core import clock, events, notices
from core.db import db
from core.errors import Invalid
from core.people.services import organising
from core.policy import Actor, Role, organisations_as
from core.values.text import Text
from registry.models.papers import OralDemand
from registry.models.subjects import Subject
from registry.services import acting, keeping, lawkeeping

STREAM = "oral_demand"
_NEEDED = Text("必须写明", "This is needed")
_FUTURE = Text("日期还没到", "This day has not come yet")
_PARAMETER = Text("没有这个参数：{key}", "There is no such parameter: {key}")
_WORDS = Text("企业记下一次口头要求重测：{name}，{body}", "An oral demand to test again: {name}, by {body}")


@dataclass(frozen=True, slots=True)
class Demand:
    """What was demanded, by whom, and of what."""

    id: int
    enterprise_id: int
    subject_id: int
    subject: str
    body_id: int
    body: str
    parameters: tuple[str, ...]
    demanded_on: date
    words: str
    made_at: datetime


def write_down(
    subject_id: int, body: str, parameters: Collection[str], demanded_on: date, words: str, actor: Actor
) -> int:  # fmt: skip
    """Put an oral demand on record; its id. `body`: a code or whole name, or as the enterprise calls it.

    :raises core.errors.NotFound: for a subject that is not the actor's.
    :raises core.errors.Invalid: naming what is missing.
    """
    enterprises = acting.enterprises(actor)
    acting.must_hold(subject_id, keeping.lines_of(enterprises))
    known = lawkeeping.current().parameters
    problems: dict[str, list[Text]] = {}
    for name, value in (("body", body), ("words", words), ("parameters", "".join(parameters))):
        if not value.strip():
            problems[name] = [_NEEDED]
    if strange := [key for key in parameters if key not in known]:
        problems["parameters"] = [_PARAMETER.fill(key=key) for key in strange]
    if demanded_on > clock.today():
        problems["demanded_on"] = [_FUTURE]
    if problems:
        raise Invalid(problems)
    found = organising.find_body(body.strip(), clock.today())
    row = OralDemand(
        enterprise_id=keeping.holders([subject_id], clock.today()).get(subject_id, enterprises[0]),
        subject_id=subject_id, body_id=found.id if found else 0, body_name=found.name if found else body.strip()[:200],
        parameters=sorted(set(parameters)), demanded_on=demanded_on, words=words.strip(), made_by=actor.user_id,
        made_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    said: dict[str, Any] = {"subject": subject_id, "body": row.body_id, "on": demanded_on.isoformat()}
    events.record((STREAM, str(row.id)), "registry.oral_demand_made", said, actor)
    name = db.session.get_one(Subject, subject_id).name
    told = _WORDS.fill(name=name, body=row.body_name)
    notices.tell((STREAM, str(row.id)), "registry.oral_demand_made", told, role=Role.supervisor)
    return row.id


def demands(actor: Actor, *, limit: int = 100) -> tuple[Demand, ...]:
    """What the actor's enterprises wrote down; to oversight, all of it. The latest first."""
    asked = select(OralDemand, Subject.name).join(Subject, Subject.id == OralDemand.subject_id)
    if Role.supervisor not in actor.roles:
        mine = keeping.lines_of(organisations_as(Role.enterprise_member, actor))
        asked = asked.where(OralDemand.enterprise_id.in_(mine))
    rows = db.session.execute(asked.order_by(OralDemand.id.desc()).limit(limit))
    return tuple(
        Demand(
            one.id, one.enterprise_id, one.subject_id, name, one.body_id, one.body_name, tuple(one.parameters),
            one.demanded_on, one.words, one.made_at,
        )
        for one, name in rows
    )  # fmt: skip
