"""Recognition and refusal: a department takes a finding for a requirement, or refuses it on a ground of the list.

粤府办 2014-10-12 意见（十三）. Each department decides for itself: two that recognise the same finding do not wait for
one another, and one that decides the same twice has decided once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

from core import clock, events, notices
from core.db import db
from core.errors import Conflict, Invalid
from core.policy import Actor, Role
from core.values.text import Text
from registry.models.acts import Recognition
from registry.models.subjects import Subject
from registry.rules.grounds import Ground, Refusal, problems
from registry.rules.reasons import Reason
from registry.services import acting, keeping, lawbook, lawkeeping, relying, requesting
from registry.services.answering import Judged
from registry.services.answers import Line
from registry.services.composing import digest_of
from registry.services.relying import Case

STREAM = "recognition"
_NEEDED = Text("必须写明", "This is needed")
_NO_GROUND = Text("没有这个理由：{ground}，请从清单里选", "There is no such ground: {ground}; choose one of the list")
_NON_GROUND = Text("“{words}”不是可以拒绝的理由", "“{words}” is no ground to refuse on")
_NO_REQUIREMENT = Text("事项没有这个要求，或者不问这个对象：{key}", "The procedure does not ask that here: {key}")
_DOES_NOT_COUNT = Text("这个结果不能采信：{because}", "This result does not count: {because}")
_NO_SUCH_FLAW = Text(
    "登记的情况不支持“{ground}”：{parameter}的结果没有这个问题",
    "The record does not bear out “{ground}”: the result for {parameter} has no such flaw",
)
_TAKEN = Text("{name} 的结果 {finding} 已被采信（{procedure}）", "{finding} was recognised for {name} ({procedure})")
_REFUSED = Text(
    "{name} 的“{parameter}”被拒绝采信：{ground}（{article}）。不服可以一键投诉",
    "“{parameter}” of {name} was refused: {ground} ({article}). You can complain with one click",
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A recognition or a refusal as it is on record."""

    id: int
    outcome: str
    organisation_id: int
    at: datetime
    subject_id: int
    procedure: str
    requirement: str
    parameter: str
    finding: str
    """Empty: a refusal of whatever there is."""
    until: date | None
    ground: str
    article: str
    explanation: str
    proof: tuple[str, ...]
    request_id: int


@dataclass(frozen=True, slots=True)
class Taking:
    """One finding taken for one requirement; `subject_id`: of which subject below the case's, 0 for its own."""

    requirement: str
    finding: str
    subject_id: int = 0


@dataclass(frozen=True, slots=True)
class Refusing:
    """A refusal for the parameters of some requirements, and no others."""

    requirements: tuple[str, ...]
    ground: str
    article: str
    explanation: str
    proof: tuple[str, ...] = ()
    """What is handed in, in the words of the ground."""
    finding: str = ""
    subject_id: int = 0


def recognise(
    case: Case, takings: Sequence[Taking], actor: Actor, *, organisation: int = 0, request_id: int = 0
) -> tuple[Decided, ...]:  # fmt: skip
    """Take those findings. The same again is on record already and answers the same.

    :raises core.errors.NotInThisState: without a look-up of late.
    :raises core.errors.Invalid: for a requirement that is not asked.
    :raises core.errors.Conflict: for a finding that does not count; the message says why.
    """
    body = acting.organisation(Role.recogniser, actor, organisation)
    relying.look_up_of(case, body)
    requesting.must_be_ours(request_id, body, case)
    judged = relying.judged(case)
    rows = [_taken(judged, case, one, body, actor, request_id) for one in takings]
    decided = _keep(rows, actor, _TAKEN)
    requesting.settle(request_id, judged.answered)
    return decided


def _taken(
    judged: Judged, case: Case, one: Taking, body: int, actor: Actor, request_id: int
) -> dict[str, object]:  # fmt: skip
    line = line_of(judged, one.requirement, one.subject_id or case.subject_id)
    if one.finding not in line.findings:
        raise Conflict(_DOES_NOT_COUNT.fill(because=line.because))
    report, place = one.finding.split("-")
    fee = next((each.amount for each in judged.answered.prices if each.subject_id == line.subject_id), None)
    return _row(line, case, body, actor, request_id) | {
        "outcome": "recognised", "report_id": int(report), "place": int(place), "until": line.until,
        "avoided_fee": fee,
    }  # fmt: skip


def refuse(
    case: Case, refusing: Refusing, actor: Actor, *, organisation: int = 0, request_id: int = 0
) -> tuple[Decided, ...]:  # fmt: skip
    """Refuse what is on record for those requirements, on a ground that the record bears out; the enterprise is told.

    :raises core.errors.NotInThisState: without a look-up of late.
    :raises core.errors.Invalid: naming what is missing, and what the record does not bear out.
    """
    body = acting.organisation(Role.recogniser, actor, organisation)
    relying.look_up_of(case, body)
    requesting.must_be_ours(request_id, body, case)
    judged = relying.judged(case)
    ground = lawbook.grounds().by_id.get(refusing.ground)
    if ground is None:
        raise Invalid({"ground": [_NO_GROUND.fill(ground=refusing.ground or "—")]})
    stated_well(refusing.explanation)
    lines = [line_of(judged, key, refusing.subject_id or case.subject_id) for key in refusing.requirements]
    refusal = Refusal(ground, refusing.article, frozenset(refusing.proof), refusing.finding or None)
    answers = judged.answers(refusing.requirements, refusing.subject_id or case.subject_id)
    found = problems(refusal, answers) or _hidden(ground, lines)
    if found:
        raise Invalid({"ground": list(found)})
    report, place = (refusing.finding or "0-0").split("-")
    said = {
        "outcome": "refused", "report_id": int(report), "place": int(place), "until": None, "avoided_fee": None,
        "ground": ground.id, "article": refusing.article.strip(), "explanation": refusing.explanation.strip(),
        "proof": sorted(refusing.proof),
    }  # fmt: skip
    rows = [_row(line, case, body, actor, request_id) | said for line in lines]
    decided = _keep(rows, actor, _REFUSED)
    requesting.settle(request_id, judged.answered)
    return decided


def _hidden(ground: Ground, lines: Sequence[Line]) -> tuple[Text, ...]:
    """Against a ground that only what is not shown bears out: refusing is no way to find out about a hidden fail."""
    return tuple(
        _NO_SUCH_FLAW.fill(ground=ground.words, parameter=line.name)
        for line in lines
        if line.shown and not ground.fits([one for one in Reason if _told(line, one)])
    )


def _told(line: Line, reason: Reason) -> bool:
    return reason.value in line.reasons or any(reason.value in one.reasons for one in line.shown)


def stated_well(explanation: str) -> None:
    """Refuse an explanation that is none, or amounts to what is no ground.

    :raises core.errors.Invalid: at ``explanation``.
    """
    if not explanation.strip():
        raise Invalid({"explanation": [_NEEDED]})
    if words := lawbook.grounds().non_ground(explanation):
        raise Invalid({"explanation": [_NON_GROUND.fill(words=words)]})


def line_of(judged: Judged, requirement: str, subject_id: int) -> Line:
    """The answer to that requirement of that subject.

    :raises core.errors.Invalid: at ``requirement`` if it is not asked.
    """
    for line in judged.answered.lines:
        if line.requirement == requirement and line.subject_id == subject_id:
            return line
    raise Invalid({"requirement": [_NO_REQUIREMENT.fill(key=requirement or "—")]})


def _row(line: Line, case: Case, body: int, actor: Actor, request_id: int) -> dict[str, object]:
    return {
        "organisation_id": body, "user_id": actor.user_id, "at": clock.now(), "on_day": clock.today(),
        "subject_id": line.subject_id, "procedure": case.procedure, "requirement": line.requirement,
        "parameter": line.parameter, "request_id": request_id, "ground": "", "article": "", "explanation": "",
        "proof": [], "region": db.session.get_one(Subject, line.subject_id).region,
    }  # fmt: skip


def _keep(rows: list[dict[str, object]], actor: Actor, words: Text) -> tuple[Decided, ...]:
    insert = insert_in_postgresql if db.engine.dialect.name == "postgresql" else insert_in_sqlite
    decided = []
    for row in rows:
        row["key"] = digest_of({name: str(row[name]) for name in _SAME})
        added = db.session.scalar(
            insert(Recognition).values(row).on_conflict_do_nothing(index_elements=["key"]).returning(Recognition.id)
        )
        kept = db.session.scalars(select(Recognition).where(Recognition.key == row["key"])).one()
        if added:
            _tell(kept, actor, words)
        decided.append(as_decided(kept))
    return tuple(decided)


_SAME = (
    "outcome", "organisation_id", "subject_id", "procedure", "requirement", "report_id", "place", "ground", "article",
    "explanation", "request_id",
)  # fmt: skip
"""What makes a decision the same as one before."""


def _tell(row: Recognition, actor: Actor, words: Text) -> None:
    said = {
        "organisation": row.organisation_id, "subject": row.subject_id, "procedure": row.procedure,
        "requirement": row.requirement, "report": row.report_id, "ground": row.ground,
    }  # fmt: skip
    events.record((STREAM, str(row.id)), f"result.{row.outcome}", said, actor)
    holder = keeping.holders([row.subject_id], clock.today()).get(row.subject_id)
    if not holder:
        return
    ground = lawbook.grounds().by_id.get(row.ground)
    told = words.fill(
        name=db.session.get_one(Subject, row.subject_id).name, finding=f"{row.report_id}-{row.place}",
        procedure=lawkeeping.current().procedure(row.procedure, row.on_day).name, article=row.article,
        parameter=lawkeeping.current().parameters[row.parameter].name, ground=ground.words if ground else "",
    )  # fmt: skip
    kind = f"result.{row.outcome}"
    notices.tell((STREAM, str(row.id)), kind, told, role=Role.enterprise_member, organisation_id=holder)


def as_decided(row: Recognition) -> Decided:
    """A row as other rooms see it."""
    return Decided(
        row.id, row.outcome, row.organisation_id, row.at, row.subject_id, row.procedure, row.requirement,
        row.parameter, f"{row.report_id}-{row.place}" if row.report_id else "", row.until, row.ground, row.article,
        row.explanation, tuple(row.proof), row.request_id,
    )  # fmt: skip
