"""A department asks what need not be tested again: it states its purpose, and the enterprise sees that it looked.

A look-up is kept with its purpose and the digest of its answer; it is what a test order rests on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from core import clock, events
from core.db import db
from core.documents import as_json
from core.errors import DomainError, Invalid
from core.policy import Actor, Role
from core.values.text import Text
from registry.models.acts import LookUp, LookUpSubject
from registry.models.subjects import Subject
from registry.rules.conditions import Facts, Value
from registry.rules.subjects import Asked
from registry.services import acting, answering, keeping, lawkeeping
from registry.services.answers import Answered, Ask
from registry.services.composing import digest_of
from registry.services.keeping import SubjectRef, chunks
from registry.services.lawkeeping import Lawbook

STREAM, BATCH = "subject", "look_up_batch"
MOST = 10_000
LONGEST_PURPOSE = 500
NO_PURPOSE = Text(
    "请写明为什么查：办哪件事、哪份申请。企业会看到",
    "Say what for: which case, which application. The enterprise sees it",
)
_MANY = Text("一次最多问 {most} 个对象", "At most {most} subjects at once")
_NOTHING = Text("请写明事项或者要求", "Name a procedure or the requirements")
_BOTH = Text("事项和要求只写一样", "Name a procedure or requirements, not both")
_PARAMETER = Text("没有这个参数：{key}", "There is no such parameter: {key}")
_FACT = Text("事项没有问这个：{name}", "The procedure does not ask about {name}")
_VALUE = Text("“{value}”不是这个事实能有的值", "This fact cannot be “{value}”")


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody wants to know of one subject."""

    subject: SubjectRef
    procedure: str = ""
    facts: Facts = field(default_factory=dict)
    requirements: tuple[Asked, ...] = ()
    """Where no procedure is named; a kind of "": of the subject itself."""
    on: date | None = None
    """None: today."""
    batch: str | None = None
    fee_facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """An answer, and the look-up under which it is on record."""

    id: int
    """0: an enterprise asked about its own; that is nobody's look-up."""
    at: datetime
    purpose: str
    answer: Answered
    digest: str


def look_up(query: Query, purpose: str, actor: Actor, *, organisation: int = 0) -> LookedUp:
    """What need not be tested again, for a department that says what for; kept and shown to the enterprise.

    :raises core.errors.Invalid: at ``purpose`` without one; at the field that cannot be read.
    :raises core.errors.NotFound: for a subject or procedure that is not on record.
    :raises core.errors.NotAllowed: if the actor is no department's recogniser.
    """
    body = acting.organisation(Role.recogniser, actor, organisation)
    stated = _purpose(purpose)
    answered = answering.answer([ask_of(query, lawkeeping.current())], masked=True)[0]
    kept = _keep([answered], [query], stated, body, actor)[0]
    said = {"look_up": kept.id, "organisation": body, "procedure": query.procedure, "digest": kept.digest}
    events.record((STREAM, str(answered.subject_id)), "subject.looked_up", said, actor)
    return kept


def look_up_many(
    queries: Sequence[Query], purpose: str, actor: Actor, *, organisation: int = 0
) -> tuple[LookedUp | DomainError, ...]:
    """The same for up to 10,000 subjects at once, in order; one that cannot be read is answered by its error.

    :raises core.errors.Invalid: at ``purpose`` without one, at ``queries`` for too many.
    :raises core.errors.NotAllowed: if the actor is no department's recogniser.
    """
    body = acting.organisation(Role.recogniser, actor, organisation)
    stated = _purpose(purpose)
    if len(queries) > MOST:
        raise Invalid({"queries": [_MANY.fill(most=MOST)]})
    found: dict[int, LookedUp | DomainError] = {}
    asks: dict[int, Ask] = {}
    law = lawkeeping.current()
    for index, query in enumerate(_located(queries)):
        try:
            asks[index] = ask_of(query, law)
        except DomainError as error:
            found[index] = error
    answers = answering.answer(list(asks.values()), masked=True)
    good = [queries[index] for index in asks]
    found |= dict(zip(asks, _keep(answers, good, stated, body, actor), strict=True))
    if asks:
        kept = [one for one in found.values() if isinstance(one, LookedUp)]
        said = {"organisation": body, "look_ups": len(kept), "digest": events.digest([one.digest for one in kept])}
        events.record((BATCH, str(kept[0].id)), "subjects.looked_up", said, actor)
    return tuple(found[index] for index in range(len(queries)))


def own(query: Query, actor: Actor) -> Answered:
    """What an enterprise's own results cover, whole; nothing is kept.

    :raises core.errors.NotFound: for a subject that is not the actor's.
    """
    ask = ask_of(query, lawkeeping.current())
    mine = keeping.lines_of(acting.enterprises(actor))
    acting.must_hold(ask.subject_id, mine)
    return answering.answer([ask], masked=False)[0]


def _purpose(purpose: str) -> str:
    stated = purpose.strip()[:LONGEST_PURPOSE]
    if not stated:
        raise Invalid({"purpose": [NO_PURPOSE]})
    return stated


def ask_of(query: Query, law: Lawbook) -> Ask:
    """The query as it is answered.

    :raises core.errors.Invalid: naming each field that cannot be taken.
    :raises core.errors.NotFound: for a subject or procedure that is not on record.
    """
    if bool(query.procedure) == bool(query.requirements):
        raise Invalid({"procedure": [_BOTH if query.procedure else _NOTHING]})
    on = query.on or clock.today()
    problems: dict[str, list[Text]] = {}
    for index, one in enumerate(query.requirements):
        if one.requirement.parameter not in law.parameters:
            key = one.requirement.parameter or "—"
            problems[f"requirements.{index}.parameter"] = [_PARAMETER.fill(key=key)]
    facts = typed(query.facts)
    if query.procedure:
        asked = law.procedure(query.procedure, on).facts
        for name, value in query.facts.items():
            if name not in asked:
                problems[f"facts.{name}"] = [_FACT.fill(name=name)]
            elif asked[name].takes(value):
                facts[name] = value
            elif not asked[name].takes(facts[name]):
                problems[f"facts.{name}"] = [_VALUE.fill(value=value)]
    if problems:
        raise Invalid(problems)
    subject = query.subject.id if query.subject.name == _LOCATED else keeping.find(query.subject).id
    return Ask(
        subject, on, query.procedure, facts, query.requirements, query.batch, query.fee_facts
    )  # fmt: skip


def typed(facts: Facts) -> dict[str, Value]:
    """Facts as programs write them, and as they are kept, with their days read."""
    return {name: _typed(value) for name, value in facts.items()}


def _typed(value: Value) -> Value:
    """A day as programs write it is a day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


_LOCATED = "\0located"
"""Marks a reference that a query over all of them has found already."""


def _located(queries: Sequence[Query]) -> list[Query]:
    """The queries with their subjects' numbers, found together; what is not found is left to be told."""
    named = {(one.subject.kind, one.subject.identifier.strip()) for one in queries if not one.subject.id}
    ids = keeping.by_names([name for name in named if name[0]])
    numbers: set[int] = set()
    for run in chunks(sorted({one.subject.id for one in queries if one.subject.id})):
        numbers |= set(db.session.scalars(select(Subject.id).where(Subject.id.in_(run))))
    located = []
    for one in queries:
        ref = one.subject
        number = ids.get((ref.kind, ref.identifier.strip()), 0) if not ref.id else ref.id * (ref.id in numbers)
        located.append(replace(one, subject=SubjectRef(id=number, name=_LOCATED)) if number else one)
    return located


def _keep(
    answers: Sequence[Answered], queries: Sequence[Query], purpose: str, body: int, actor: Actor
) -> list[LookedUp]:  # fmt: skip
    now = clock.now()
    kept, rows = [], []
    for answered, query in zip(answers, queries, strict=True):
        digest = digest_of(as_json(answered))
        rows.append(
            LookUp(
                subject_id=answered.subject_id, organisation_id=body, user_id=actor.user_id, key_id=actor.key_id,
                at=now, on_day=answered.on, procedure=query.procedure, facts=lawkeeping.plain(query.facts),
                batch=(query.batch or "")[:80], purpose=purpose,
                parameters=sorted({line.parameter for line in answered.lines}), asked=len(answered.lines),
                avoided=len(answered.avoided), digest=digest,
            )
        )  # fmt: skip
        kept.append(LookedUp(0, now, purpose, answered, digest))
    db.session.add_all(rows)
    db.session.flush()
    subjects = [
        {"look_up_id": row.id, "subject_id": number, "organisation_id": body}
        for row, one in zip(rows, kept, strict=True)
        for number in sorted({one.answer.subject_id, *(line.subject_id for line in one.answer.lines)})
    ]
    if subjects:
        db.session.execute(insert(LookUpSubject), subjects)
    return [replace(one, id=row.id) for one, row in zip(kept, rows, strict=True)]
