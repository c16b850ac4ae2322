"""Who relied on a report, told at once when it is amended, withdrawn or denied: a notice and an event for programs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from core import clock, events, notices
from core.db import db
from core.policy import Actor, Role
from core.values.text import Text
from registry.models.acts import LookUp, LookUpSubject, Recognition
from registry.models.papers import Certificate, CertificateReport
from registry.models.reports import Finding, Report
from registry.services import keeping
from registry.services.keeping import chunks

STREAM = "report"
Desk = tuple[int, Role]
_AMENDED = Text(
    "您用过的报告 {number} 有了更正版 {newer}，请核对",
    "Report {number}, which you relied on, was corrected by {newer}; please check",
)
_WITHDRAWN = Text(
    "您用过的报告 {number} 已被出具机构撤回：{reason}",
    "Report {number}, which you relied on, was withdrawn by its laboratory: {reason}",
)
_DENIED = Text(
    "检测机构否认出具过报告 {number}：{reason}", "The laboratory denies that it issued report {number}: {reason}"
)
_CLAIMED = Text(
    "企业带来了贵机构的报告 {number}，请确认是否由贵机构出具",
    "An enterprise brought your report {number} on paper; please say whether you issued it",
)
_CONFIRMED = Text("检测机构确认了报告 {number}", "The laboratory confirmed report {number}")


def relied_on(reports: Collection[int]) -> dict[int, set[Desk]]:
    """Report → who relied on it: who recognised it or has a certificate on it, who saw by it that nothing was left
    to test, its client, and who holds its subject today."""
    found: dict[int, set[Desk]] = defaultdict(set)
    for run in chunks(sorted(set(reports))):
        recognised = select(Recognition.report_id, Recognition.organisation_id).where(
            Recognition.report_id.in_(run), Recognition.outcome == "recognised"
        )
        for number, department in db.session.execute(recognised):
            found[number].add((department, Role.recogniser))
        papers = select(CertificateReport.report_id, Certificate.organisation_id, Certificate.kind)
        papers = papers.join(Certificate).where(CertificateReport.report_id.in_(run))
        for number, holder, kind in db.session.execute(papers):
            found[number].add((holder, Role.recogniser if kind == "recognition" else Role.enterprise_member))
        _add_lookers(run, found)
        _add_enterprises(run, found)
    return found


def _add_lookers(reports: list[int], found: dict[int, set[Desk]]) -> None:
    """Departments that looked at the subject for one of its parameters since it was on record, and saved a test."""
    asked = (
        select(Report.id, LookUp.organisation_id, LookUp.parameters)
        .join(LookUpSubject, LookUpSubject.subject_id == Report.subject_id)
        .join(LookUp, LookUp.id == LookUpSubject.look_up_id)
        .where(Report.id.in_(reports), LookUp.avoided > 0, LookUp.at >= Report.entered_at)
    )
    rows = db.session.execute(asked).all()
    if not rows:
        return
    parameters: dict[int, set[str]] = defaultdict(set)
    stated = select(Finding.report_id, Finding.parameter).where(Finding.report_id.in_({row[0] for row in rows}))
    for number, parameter in db.session.execute(stated):
        parameters[number].add(parameter)
    for number, department, looked_for in rows:
        if not parameters[number].isdisjoint(looked_for):
            found[number].add((department, Role.recogniser))


def _add_enterprises(reports: list[int], found: dict[int, set[Desk]]) -> None:
    rows = db.session.execute(
        select(Report.id, Report.subject_id, Report.client_id).where(Report.id.in_(reports))
    ).all()
    holders = keeping.holders({row.subject_id for row in rows}, clock.today())
    for number, subject, client in rows:
        for enterprise in {holders.get(subject, 0), client} - {0}:
            found[number].add((enterprise, Role.enterprise_member))


def amended(pairs: Iterable[tuple[int, int]], actor: Actor) -> None:
    """Tell of (old, new) versions."""
    newer = dict(pairs)
    numbers = _numbers({*newer, *newer.values()})
    relied = relied_on(newer)
    for old, new in newer.items():
        words = _AMENDED.fill(number=numbers[old], newer=numbers[new])
        _spread(old, "report.amended", {"by": new}, words, relied.get(old, set()), actor)


def withdrawn(report: Report, actor: Actor) -> None:
    """Tell of a withdrawal."""
    words = _WITHDRAWN.fill(number=report.number, reason=report.withdrawn_reason)
    said = {"on": report.withdrawn_on.isoformat() if report.withdrawn_on else None}
    _spread(report.id, "report.withdrawn", said, words, relied_on([report.id])[report.id], actor)


def claimed(report_id: int, number: str, issuer: int) -> None:
    """Ask the laboratory about a report brought on paper."""
    words = _CLAIMED.fill(number=number)
    notices.tell(
        (STREAM, str(report_id)), "report.claimed", words, role=Role.laboratory_member, organisation_id=issuer
    )  # fmt: skip


def answered(report: Report, actor: Actor) -> None:
    """Tell what the laboratory says of a report brought on paper."""
    denied = report.standing == "denied"
    words = (_DENIED if denied else _CONFIRMED).fill(number=report.number, reason=report.standing_reason)
    kind = "report.denied" if denied else "report.confirmed"
    _spread(report.id, kind, {}, words, relied_on([report.id])[report.id], actor)


def _spread(
    report_id: int, kind: str, said: Mapping[str, object], words: Text, desks: set[Desk], actor: Actor
) -> None:  # fmt: skip
    ordered = sorted(desks)
    told = sorted({organisation for organisation, _ in ordered})
    events.record((STREAM, str(report_id)), kind, {**said, "report": report_id, "told": told}, actor)
    for organisation, role in ordered:
        notices.tell((STREAM, str(report_id)), kind, words, role=role, organisation_id=organisation)


def _numbers(reports: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for run in chunks(sorted(reports)):
        found |= dict(db.session.execute(select(Report.id, Report.number).where(Report.id.in_(run))).all())
    return found
