"""Reports on record, for pages and programs, to those who may see them (`core.policy`)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core import clock
from core.db import db
from core.errors import NotFound
from core.people.services import organising
from core.policy import Action, Actor, Role, fetch, organisations_as, visible
from core.values.text import Text
from registry.models.acts import LookUp, LookUpSubject
from registry.models.reports import Finding, Report
from registry.models.subjects import Subject
from registry.rules.record import Conclusion
from registry.services import lawkeeping
from registry.services.keeping import chunks

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding of a report."""

    id: str
    place: int
    parameter: str
    name: Text
    method: str
    value: str
    qualifier: str
    unit: str
    limit: str
    conclusion: str
    tested_on: date


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list."""

    id: int
    number: str
    issuer_id: int
    issuer: str
    subject_id: int
    subject: str
    kind: str
    issued_on: date
    valid_until: date | None
    status: str
    standing: str
    sample: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as this actor may read it."""

    line: ReportLine
    batch: str
    client_id: int
    client: str
    required_by_id: int
    required_by: str
    sampling: str
    voluntary: bool
    consented: bool
    sampled_on: date | None
    withdrawn_on: date | None
    withdrawn_reason: str
    standing_reason: str
    supersedes: tuple[int, str] | None
    """(id, number) of the version before."""
    superseded_by: tuple[int, str] | None
    digest: str
    file_key: str
    note: str
    entered_at: datetime
    findings: tuple[FindingShown, ...]
    partly: bool
    """Only what the department asked about, and may see, is shown."""


def report(report_id: int, actor: Actor) -> ReportPage:
    """One report.

    :raises core.errors.NotFound: if there is none, or nothing of it that this actor may see.
    """
    row: Report = fetch(Report, Action.read_report, actor, Report.id == report_id)
    rows = db.session.scalars(select(Finding).where(Finding.report_id == report_id).order_by(Finding.place)).all()
    shown = _open_to(row, rows, actor)
    if not shown:
        raise NotFound
    before = db.session.get(Report, row.supersedes_id) if row.supersedes_id else None
    after = db.session.execute(select(Report.id, Report.number).where(Report.supersedes_id == row.id)).one_or_none()
    names = organising.names({row.client_id, row.required_by_id}, clock.today())
    return ReportPage(
        line=report_lines([row])[0],
        batch=row.batch or "",
        client_id=row.client_id,
        client=names.get(row.client_id, row.client_name),
        required_by_id=row.required_by_id,
        required_by=names.get(row.required_by_id, ""),
        sampling=row.sampling,
        voluntary=row.voluntary,
        consented=row.consented,
        sampled_on=row.sampled_on,
        withdrawn_on=row.withdrawn_on,
        withdrawn_reason=row.withdrawn_reason,
        standing_reason=row.standing_reason,
        supersedes=(before.id, before.number) if before else None,
        superseded_by=(after.id, after.number) if after else None,
        digest=row.digest,
        file_key=row.file_key if len(shown) == len(rows) else "",
        note=row.note,
        entered_at=row.entered_at,
        findings=tuple(_finding(one) for one in shown),
        partly=len(shown) < len(rows),
    )


def _open_to(row: Report, findings: Sequence[Finding], actor: Actor) -> list[Finding]:
    """Its laboratory, client, holder and auditors see all; a department what it asked about and may see."""
    if sees_whole(row, actor):
        return list(findings)
    asked = asked_about(row.subject_id, organisations_as(Role.recogniser, actor))
    kept_back = row.voluntary and not row.consented
    return [
        one
        for one in findings
        if one.parameter in asked and not (kept_back and one.conclusion == Conclusion.failed)
    ]  # fmt: skip


def sees_whole(row: Report, actor: Actor) -> bool:
    """Whether `actor` sees all of a report that it may read."""
    if Role.auditor in actor.roles or row.issuer_id in organisations_as(Role.laboratory_member, actor):
        return True
    mine = organisations_as(Role.enterprise_member, actor)
    own = select(Report.id).where(Report.id == row.id, Report.id.in_(Report.belonging_to(mine)))
    return bool(mine) and db.session.scalar(own) is not None


def asked_about(subject_id: int, departments: Collection[int]) -> frozenset[str]:
    """The parameters of that subject that those departments asked about, with a purpose."""
    asked = select(LookUp.parameters).join(LookUpSubject, LookUpSubject.look_up_id == LookUp.id)
    asked = asked.where(LookUpSubject.subject_id == subject_id, LookUpSubject.organisation_id.in_(departments))
    return frozenset(key for keys in db.session.scalars(asked) for key in keys)


def _finding(one: Finding) -> FindingShown:
    parameter = lawkeeping.current().parameters.get(one.parameter)
    return FindingShown(
        id=f"{one.report_id}-{one.place}", place=one.place, parameter=one.parameter,
        name=parameter.name if parameter else Text(one.parameter, one.parameter), method=one.method,
        value=one.value, qualifier=one.qualifier, unit=one.unit, limit=one.limit, conclusion=one.conclusion,
        tested_on=one.tested_on,
    )  # fmt: skip


def reports(
    actor: Actor, *, issuer: int = 0, subject: int = 0, standing: str = "", before: int = 0, limit: int = AT_ONCE
) -> tuple[ReportLine, ...]:  # fmt: skip
    """Reports that `actor` may read, the latest entered first; `before`: the id after which a page goes on."""
    asked = select(Report).where(visible(Action.read_report, actor, Report))
    if issuer:
        asked = asked.where(Report.issuer_id == issuer)
    if subject:
        asked = asked.where(Report.subject_id == subject)
    if standing:
        asked = asked.where(Report.standing == standing)
    if before:
        asked = asked.where(Report.id < before)
    rows = db.session.scalars(asked.order_by(Report.id.desc()).limit(limit)).all()
    return report_lines(_not_empty(rows, actor))


def _not_empty(rows: Sequence[Report], actor: Actor) -> list[Report]:
    """Those of which there is something that `actor` may see."""
    if Role.recogniser not in actor.roles:
        return list(rows)
    findings: dict[int, list[Finding]] = {}
    for one in db.session.scalars(select(Finding).where(Finding.report_id.in_([row.id for row in rows]))):
        findings.setdefault(one.report_id, []).append(one)
    return [row for row in rows if _open_to(row, findings.get(row.id, []), actor)]


def report_lines(rows: Sequence[Report]) -> tuple[ReportLine, ...]:
    """Rows as lists show them; a laboratory by the name it had when it issued the report."""
    subjects = _subjects({row.subject_id for row in rows})
    names = {
        (number, on): name
        for on in {row.issued_on for row in rows}
        for number, name in organising.names({row.issuer_id for row in rows if row.issued_on == on}, on).items()
    }
    return tuple(
        ReportLine(
            row.id, row.number, row.issuer_id, names.get((row.issuer_id, row.issued_on), ""), row.subject_id,
            subjects[row.subject_id].name, subjects[row.subject_id].kind, row.issued_on, row.valid_until, row.status,
            row.standing, row.sample,
        )
        for row in rows
    )  # fmt: skip


def _subjects(ids: Collection[int]) -> dict[int, Subject]:
    found: dict[int, Subject] = {}
    for run in chunks(sorted(ids)):
        found |= {one.id: one for one in db.session.scalars(select(Subject).where(Subject.id.in_(run)))}
    return found
