"""Reports put on record: one by hand or by program, or a hundred thousand of a file; the same twice is one.

One way for all of them, `record_many`: what each report needs is read in a few queries, what is good is written by
two bulk inserts, what is not is answered by its problems. In the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, insert, select, text, update

from core import clock, events
from core.db import Base, db
from core.errors import Conflict, Invalid
from core.policy import Actor
from core.values.text import Text
from registry.models.reports import Report, Standing, Status
from registry.services import keeping, repeating, scoping, telling
from registry.services.composing import NewFinding, NewReport, digest_of
from registry.services.judging import Draft, Outcome, judge
from registry.services.keeping import chunks
from registry.services.lawkeeping import Lawbook, current
from registry.services.resolving import Known, known_of

STREAM, BATCH = "report", "report_batch"
EACH_ALONE = 20
"""Up to so many reports at once each gets an event of its own; more are one event with the digest of all."""
_REPORTS, _FINDINGS = Base.metadata.tables["report"], Base.metadata.tables["finding"]
"""The bare tables: rows of the many go in without the ORM, which would take twelve times as long."""
_COMPLETED = Text("未更正的结果照录自 {number}", "What was not corrected is taken over from {number}")


def record_report(report: NewReport, actor: Actor, *, sample: bool = False) -> Outcome:
    """Put one report on record. The same report again is the same report.

    :raises core.errors.Conflict: if its number is on record with other content.
    :raises core.errors.Invalid: naming each field that cannot be taken.
    """
    outcome = record_many([report], actor, sample=sample)[0]
    if outcome.conflict:
        raise Conflict(outcome.conflict)
    if outcome.problems:
        raise Invalid(outcome.problems)
    return outcome


def record_many(reports: Sequence[NewReport], actor: Actor, *, sample: bool = False) -> tuple[Outcome, ...]:
    """Put the good ones on record and say of every one, in order, what became of it."""
    law = current()
    known = known_of(reports, actor)
    judged = judge(reports, known)
    drafts = [one for one in judged if isinstance(one, Draft)]
    outcomes = {index: one for index, one in enumerate(judged) if isinstance(one, Outcome)}
    _write(drafts, known, actor, law, sample)
    warnings = scoping.warnings([(draft.id, draft.issuer_id, draft.report) for draft in drafts], law)
    for draft in drafts:
        standing = Standing.claimed if draft.claimed_by else Standing.confirmed
        outcomes[draft.index] = Outcome(
            draft.report.number, draft.id, True, draft.digest, standing.value, warnings=warnings.get(draft.id, ())
        )
    written = {draft.digest: draft.id for draft in drafts}
    for index, outcome in outcomes.items():
        if not outcome.id and outcome.digest in written:  # twice in one file: the same report
            outcomes[index] = replace(outcome, id=written[outcome.digest])
    return tuple(outcomes[index] for index in range(len(reports)))


def _write(drafts: list[Draft], known: Known, actor: Actor, law: Lawbook, sample: bool) -> None:
    if not drafts:
        return
    for draft, number in zip(drafts, _take_ids(len(drafts)), strict=True):
        draft.id = number
    _add_subjects(drafts, known, sample)
    by_index = {draft.index: draft for draft in drafts}
    for draft in drafts:  # in order: what is superseded comes first
        draft.chain = draft.former.chain if draft.former else draft.id
        if draft.former and draft.former.draft is not None:
            before = by_index[draft.former.draft]
            draft.former.id, draft.chain = before.id, before.chain
    findings = {draft.id: _findings(draft, by_index, known) for draft in drafts}
    db.session.execute(insert(_REPORTS), [_row(draft, findings, known, actor, sample) for draft in drafts])
    rows = [
        _finding_row(draft.id, place, one, law)
        for draft in drafts
        for place, one in enumerate(findings[draft.id], 1)
    ]  # fmt: skip
    db.session.execute(insert(_FINDINGS), rows)
    _amend(drafts, actor)
    _replace_claims(drafts)
    for draft in drafts:
        if draft.claimed_by:
            telling.claimed(draft.id, draft.report.number.strip(), draft.issuer_id)
    _tell(drafts, actor)
    repeating.spot([draft.id for draft in drafts if not draft.claimed_by and known.is_required(draft.report)], actor)


def _take_ids(count: int) -> Sequence[int]:
    """That many numbers of reports that nobody has; the caller writes alone (SQLite), or from a sequence."""
    if db.engine.dialect.name == "sqlite":
        last = db.session.scalar(select(func.max(Report.id))) or 0
        return range(last + 1, last + 1 + count)
    drawn = text("SELECT nextval(pg_get_serial_sequence('report', 'id')) FROM generate_series(1, :count)")
    return list(db.session.scalars(drawn, {"count": count}))


def _add_subjects(drafts: list[Draft], known: Known, sample: bool) -> None:
    new = {}
    for draft in drafts:
        ref = draft.report.subject
        name = (ref.kind, ref.identifier.strip())
        if not ref.id and name not in known.subjects and name not in new:
            holder = known.holder(draft.report, draft.claimed_by)
            new[name] = (ref, holder, known.regions.get(holder, ""))
    known.subjects.update(keeping.add_many(list(new.values()), sample=sample))


def _findings(draft: Draft, by_index: dict[int, Draft], known: Known) -> tuple[NewFinding, ...]:
    """Its own; of one that carries only what was corrected, the former version's others too."""
    own = draft.report.findings
    if not (draft.former and draft.report.partial):
        return own
    if draft.former.draft is not None:
        before = _findings(by_index[draft.former.draft], by_index, known)
    else:
        before = known.findings_of(draft.former.id)
    corrected = {one.parameter for one in own}
    return (*own, *(one for one in before if one.parameter not in corrected))


def _row(
    draft: Draft, findings: dict[int, tuple[NewFinding, ...]], known: Known, actor: Actor, sample: bool
) -> dict[str, object]:  # fmt: skip
    report, former = draft.report, draft.former
    note = report.note
    if former and report.partial:
        note = f"{note} {_COMPLETED.fill(number=report.supersedes.strip()).zh}".strip()
    return {
        "id": draft.id, "issuer_id": draft.issuer_id, "number": report.number.strip(),
        "chain": draft.chain, "supersedes_id": former.id if former else None,
        "subject_id": known.subject(report.subject), "batch": report.batch or None,
        "client_id": known.organisations.get(report.client, 0) or draft.claimed_by,
        "client_name": report.client_name,
        "required_by_id": known.organisations.get(report.required_by, 0), "sampling": report.sampling,
        "voluntary": report.voluntary, "consented": report.consented, "sampled_on": report.sampled_on,
        "issued_on": report.issued_on, "valid_until": report.valid_until, "status": Status.final.value,
        "withdrawn_on": None, "withdrawn_reason": "",
        "standing": (Standing.claimed if draft.claimed_by else Standing.confirmed).value, "standing_reason": "",
        "file_key": report.file_key, "note": note, "digest": draft.digest, "finding_count": len(findings[draft.id]),
        "entered_by": actor.user_id, "entered_for": draft.claimed_by or draft.issuer_id,
        "claimed_by": draft.claimed_by, "entered_at": clock.now(), "sample": sample,
    }  # fmt: skip


def _finding_row(report_id: int, place: int, one: NewFinding, law: Lawbook) -> dict[str, object]:
    return {
        "report_id": report_id, "place": place, "parameter": one.parameter, "method": one.method, "value": one.value,
        "qualifier": one.qualifier, "unit": law.parameters[one.parameter].unit or "", "limit": one.limit,
        "conclusion": one.conclusion._value_, "tested_on": one.tested_on,
    }  # fmt: skip


def _amend(drafts: list[Draft], actor: Actor) -> None:
    """What is superseded says so from now on; who relied on it is told."""
    pairs = [(draft.former.id, draft.id) for draft in drafts if draft.former]
    for run in chunks([old for old, _ in pairs]):
        db.session.execute(update(Report).where(Report.id.in_(run)).values(status=Status.amended.value))
    telling.amended(pairs, actor)


def _replace_claims(drafts: list[Draft]) -> None:
    """A report that its laboratory now records itself takes the place of what enterprises brought on paper."""
    own: dict[int, list[str]] = {}
    for draft in drafts:
        if not draft.claimed_by:
            own.setdefault(draft.issuer_id, []).append(draft.report.number.strip())
    for issuer, numbers in own.items():
        for run in chunks(numbers):
            claimed = update(Report).where(
                Report.issuer_id == issuer, Report.number.in_(run), Report.standing == Standing.claimed.value
            )
            db.session.execute(claimed.values(standing=Standing.replaced.value))


def _tell(drafts: list[Draft], actor: Actor) -> None:
    if len(drafts) <= EACH_ALONE:
        for draft in drafts:
            said = {"issuer": draft.issuer_id, "digest": draft.digest, "claimed_by": draft.claimed_by}
            events.record((STREAM, str(draft.id)), "report.recorded", said, actor)
        return
    first, last = drafts[0].id, drafts[-1].id
    digest = digest_of({"reports": [draft.digest for draft in drafts]})
    said = {"reports": len(drafts), "first": first, "last": last, "digest": digest}
    events.record((BATCH, str(first)), "reports.recorded", said, actor)
