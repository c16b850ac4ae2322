"""Certificates: a recognition by a department, a coverage statement of an enterprise; signed, checked by their code.

Whether one still holds is worked out on the day it is checked, from the reports it rests on; nothing is stored that
could go stale. Addresses hold 128 random bits.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from core import clock, events, signing
from core.db import db
from core.errors import NotInThisState
from core.people.services import organising
from core.policy import Actor, Role
from core.values.text import Text
from registry.models.acts import Recognition
from registry.models.papers import Certificate, CertificateReport
from registry.models.reports import Finding, Report, Standing, Status
from registry.models.subjects import Subject, SubjectChange
from registry.services import acting, keeping, lawkeeping, relying
from registry.services.answers import Line
from registry.services.relying import Case

STREAM, PURPOSE = "certificate", "registry-certificate"
LONGEST_CODE = 64
_NOTHING = Text("这个事项还没有采信的结果", "No result is recognised for this procedure yet")
_NO_COVER = Text("没有可用的结果，开不出证明", "No result counts, so there is nothing to state")


class Holds(StrEnum):
    """What the public page answers."""

    valid = "valid"
    amended = "amended"
    """A report it rests on was corrected by a newer version."""
    withdrawn = "withdrawn"
    expired = "expired"
    """Its last day is over, or its subject was changed since."""
    unknown = "unknown"
    """No such certificate was ever issued here."""

    @property
    def words(self) -> Text:
        """The answer in plain words."""
        return _HOLDS[self]


_HOLDS = {
    Holds.valid: Text("有效：所列结果今天可以采信", "Valid: the results it names count today"),
    Holds.amended: Text("所依据的报告已更正，请看新版本", "A report it rests on was corrected; see the newer version"),
    Holds.withdrawn: Text("所依据的报告已撤回，不能再用", "A report it rests on was withdrawn; it is no good any more"),
    Holds.expired: Text("已过期，或者对象之后有变更", "It has expired, or its subject was changed since"),
    Holds.unknown: Text("没有开过这张证明，请核对编码", "No such certificate was issued here; check the code"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate as anyone may check it."""

    status: str
    words: Text
    code: str
    kind: str
    document: Any
    """What is signed; None if there is none."""
    envelope: Any
    until: date | None
    issued_at: datetime | None
    genuine: bool
    """Whether the signature is this platform's, for exactly this document."""


def issue(case: Case, actor: Actor, *, organisation: int = 0) -> Paper:
    """Certify what the department has recognised of the subject for the procedure, as far as it counts today.

    :raises core.errors.NotInThisState: if nothing of it is recognised, or none counts any more.
    """
    body = acting.organisation(Role.recogniser, actor, organisation)
    asked = select(Recognition).where(
        Recognition.organisation_id == body,
        Recognition.procedure == case.procedure,
        Recognition.outcome == "recognised",
    )
    below = set(keeping.tree([case.subject_id]).get(case.subject_id, {}))
    taken = {
        (row.subject_id, row.requirement, f"{row.report_id}-{row.place}")
        for row in db.session.scalars(asked.where(Recognition.subject_id.in_(below)))
    }
    lines = relying.judged(case).answered.lines
    named = [
        (line, finding)
        for line in lines
        for finding in line.findings
        if (line.subject_id, line.requirement, finding) in taken
    ]
    if not named:
        raise NotInThisState(_NOTHING)
    return _sign("recognition", case, named, body, actor)


def state(case: Case, actor: Actor) -> Paper:
    """An enterprise's statement of what its own results cover today, for the counter.

    :raises core.errors.NotFound: for a subject that is not the actor's.
    :raises core.errors.NotInThisState: if nothing is covered.
    """
    mine = keeping.lines_of(acting.enterprises(actor))
    acting.must_hold(case.subject_id, mine)
    lines = relying.judged(case).answered.avoided
    named = [(line, line.findings[0]) for line in lines]
    if not named:
        raise NotInThisState(_NO_COVER)
    holder = keeping.holders([case.subject_id], clock.today()).get(case.subject_id, min(mine))
    return _sign("coverage", case, named, holder, actor)


def _sign(kind: str, case: Case, named: Sequence[tuple[Line, str]], holder: int, actor: Actor) -> Paper:
    code = secrets.token_urlsafe(16)
    ends = [line.until for line, _ in named if line.until]
    until = min(ends, default=None)
    document = _document(code, kind, case, named, holder, until)
    row = Certificate(
        code=code, kind=kind, subject_id=case.subject_id, organisation_id=holder, procedure=case.procedure,
        on_day=clock.today(), until=until, envelope=signing.sign(document, PURPOSE), issued_by=actor.user_id,
        issued_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    reports = {int(finding.split("-")[0]) for _, finding in named}
    db.session.add_all(CertificateReport(certificate_id=row.id, report_id=one) for one in sorted(reports))
    db.session.flush()
    said = {"kind": kind, "organisation": holder, "subject": case.subject_id, "digest": events.digest(document)}
    events.record((STREAM, str(row.id)), "certificate.issued", said, actor)
    return _paper(row)


def _document(
    code: str, kind: str, case: Case, named: Sequence[tuple[Line, str]], holder: int, until: date | None
) -> dict[str, Any]:  # fmt: skip
    subject = db.session.get_one(Subject, case.subject_id)
    procedure = lawkeeping.current().procedure(case.procedure, clock.today())
    return {
        "code": code,
        "kind": kind,
        "issued_on": clock.today().isoformat(),
        "until": until.isoformat() if until else None,
        "issued_by": organising.names([holder], clock.today()).get(holder, ""),
        "subject": {"kind": subject.kind, "identifier": subject.identifier, "name": subject.name},
        "procedure": {"key": procedure.key, "name": procedure.name},
        "findings": [_named(line, finding) for line, finding in named],
        "sample": subject.sample,
    }


def _named(line: Line, finding: str) -> dict[str, Any]:
    view = next(one for one in line.shown if one.id == finding)
    return {
        "requirement": line.requirement, "subject": line.subject, "parameter": line.name.as_dict(),
        "report": view.number, "laboratory": view.laboratory, "method": view.method,
        "conclusion": view.conclusion, "tested_on": view.tested_on.isoformat(),
        "issued_on": view.issued_on.isoformat(), "until": line.until.isoformat() if line.until else None,
        "confirmed": line.confirmed, "finding": finding,
    }  # fmt: skip


def verify(code: str) -> Paper:
    """What a certificate is worth today; never fails: a code that nobody issued is `unknown`."""
    row = None
    if code and len(code) <= LONGEST_CODE and "\0" not in code:
        row = db.session.scalars(select(Certificate).where(Certificate.code == code)).one_or_none()
    if row is None:
        return Paper(Holds.unknown.value, Holds.unknown.words, code[:LONGEST_CODE], "", None, None, None, None, False)
    return _paper(row)


def _paper(row: Certificate) -> Paper:
    holds = _holds(row, clock.today())
    return Paper(
        holds.value, holds.words, row.code, row.kind, row.envelope["document"], row.envelope, row.until,
        row.issued_at, signing.verify(row.envelope, PURPOSE),
    )  # fmt: skip


def _holds(row: Certificate, today: date) -> Holds:
    """The worst that can be said of it: withdrawn, amended, expired, else valid."""
    asked = select(Report.status, Report.standing).join(CertificateReport, CertificateReport.report_id == Report.id)
    found = db.session.execute(asked.where(CertificateReport.certificate_id == row.id)).all()
    if any(status == Status.withdrawn or standing != Standing.confirmed for status, standing in found):
        return Holds.withdrawn
    if any(status == Status.amended for status, _ in found):
        return Holds.amended
    if (row.until is not None and row.until < today) or _changed(row.envelope["document"]["findings"], today):
        return Holds.expired
    return Holds.valid


def _changed(findings: Iterable[dict[str, Any]], today: date) -> bool:
    """Whether something was done to a subject since, that touches what was tested (edge rule 8)."""
    named = {tuple(int(part) for part in one["finding"].split("-")) for one in findings}
    asked = select(Finding, Report.subject_id).join(Report, Report.id == Finding.report_id)
    rows = db.session.execute(asked.where(Finding.report_id.in_({report for report, _ in named}))).all()
    tested = [(subject, one) for one, subject in rows if (one.report_id, one.place) in named]
    changes = db.session.scalars(
        select(SubjectChange).where(SubjectChange.subject_id.in_({subject for subject, _ in tested}))
    ).all()
    return any(
        change.subject_id == subject
        and one.tested_on < change.changed_on <= today
        and (change.touches is None or one.parameter in change.touches)
        for change in changes
        for subject, one in tested
    )
