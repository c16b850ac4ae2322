"""The rows that bear on a question, in three queries however many subjects it has, as the rules see them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from core.db import db
from registry.models.laboratories import Accreditation
from registry.models.reports import Finding, Report, Standing
from registry.models.subjects import SubjectChange
from registry.rules.record import Accreditation as Scope
from registry.rules.record import Change, Conclusion, Record, Relation
from registry.rules.record import Finding as Found
from registry.rules.record import Report as Version
from registry.services import licensing
from registry.services.keeping import chunks

_REPORT = (
    Report.id, Report.issuer_id, Report.number, Report.subject_id, Report.batch, Report.issued_on, Report.valid_until,
    Report.withdrawn_on, Report.supersedes_id, Report.standing, Report.voluntary, Report.consented, Report.client_id,
)  # fmt: skip
_FINDING = (
    Finding.place, Finding.parameter, Finding.method, Finding.tested_on, Finding.conclusion, Finding.value,
    Finding.qualifier, Finding.unit, Finding.limit,
)  # fmt: skip
SPEAKING = (Standing.confirmed.value, Standing.claimed.value)
"""A report that its laboratory denied, or recorded itself since, says nothing."""


@dataclass(slots=True)
class Fetched:
    """What is on record of some subjects for some parameters."""

    by_subject: dict[int, list[Version]] = field(default_factory=dict)
    """Subject → the versions in the chains of its reports, those of other subjects too; confirmed ones only."""
    changes: dict[int, list[Change]] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()
    hidden: set[str] = field(default_factory=set)
    """Findings that a department may not see: failed, voluntary, without the client's consent."""
    claimed: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """Subject → (report, number) brought on paper, on which its laboratory has said nothing yet."""
    rows: dict[str, Row[Any]] = field(default_factory=dict)
    """Finding → its row with that of its report, for showing."""

    def record(self, subjects: Iterable[int], relations: tuple[Relation, ...]) -> Record:
        """The record of those subjects."""
        each = list(subjects)
        versions = {one.id: one for number in each for one in self.by_subject.get(number, ())}
        changes = [one for number in each for one in self.changes.get(number, ())]
        return Record(tuple(versions.values()), self.scopes, relations, changes)


def name_of(report_id: int, place: int) -> str:
    """What a finding goes by."""
    return f"{report_id}-{place}"


def fetch(subjects: Collection[int], parameters: Collection[str]) -> Fetched:
    """Everything that bears on `parameters` of `subjects`; per 500 subjects three queries, each over an index."""
    found, laboratories, wanted = Fetched(), set(), sorted(parameters)
    for run in chunks(sorted(set(subjects))):
        rows = db.session.execute(_REPORTS_ASKED, {"subjects": run, "parameters": wanted}).all()
        laboratories |= {row.issuer_id for row in rows}
        _gather(rows, set(run), found)
        _add_changes(run, found)
    found.scopes = tuple(
        scope for run in chunks(sorted(laboratories)) for scope in _scopes(run, wanted)
    )  # fmt: skip
    return found


def _reports_asked() -> Select[*tuple[Any, ...]]:
    """Every version in the chains of their reports, with the findings asked about; a version without any is one row."""
    own = aliased(Report)
    chains = select(own.chain).where(own.subject_id.in_(bindparam("subjects", expanding=True)))
    wanted = and_(
        Finding.report_id == Report.id, Finding.parameter.in_(bindparam("parameters", expanding=True))
    )  # fmt: skip
    asked: Select[*tuple[Any, ...]] = select(*_REPORT, *_FINDING).outerjoin(Finding, wanted)
    asked = asked.where(Report.chain.in_(chains), Report.standing.in_(SPEAKING))
    return asked.order_by(Report.id, Finding.place)


_REPORTS_ASKED = _reports_asked()
_CHANGES_ASKED = (
    select(SubjectChange)
    .where(SubjectChange.subject_id.in_(bindparam("subjects", expanding=True)))
    .order_by(SubjectChange.id)
)
_SCOPES_ASKED = select(Accreditation).where(
    Accreditation.laboratory_id.in_(bindparam("laboratories", expanding=True)),
    Accreditation.parameter.in_(bindparam("parameters", expanding=True)),
)
"""Made once: to build a statement costs more than to run it."""


def _gather(rows: Sequence[Row[Any]], subjects: set[int], found: Fetched) -> None:
    by_report: dict[int, list[Row[Any]]] = {}
    for row in rows:
        by_report.setdefault(row.id, []).append(row)
    versions: dict[int, Version] = {}
    chains: dict[int, list[int]] = {}
    for number, same in by_report.items():
        head = same[0]
        if head.standing == Standing.claimed:
            if head.subject_id in subjects:
                found.claimed.setdefault(head.subject_id, []).append((number, head.number))
            continue
        versions[number] = _version(head, same, found)
        chains[number] = chains.get(head.supersedes_id or 0, []) + [number]
        chains |= dict.fromkeys(chains[number], chains[number])
    for number, version in versions.items():
        _put(version, chains[number], versions, subjects, found)


def _put(version: Version, chain: list[int], versions: dict[int, Version], subjects: set[int], found: Fetched) -> None:
    """Beside the subject of any version of its chain: a correction may have moved it to another subject."""
    for subject in {int(versions[one].subject) for one in chain if one in versions} & subjects:
        found.by_subject.setdefault(subject, []).append(version)


def _version(head: Row[Any], same: list[Row[Any]], found: Fetched) -> Version:
    findings = []
    for row in same:
        if row.place is None:
            continue
        name = name_of(row.id, row.place)
        found.rows[name] = row
        if row.voluntary and not row.consented and row.conclusion == Conclusion.failed:
            found.hidden.add(name)
        findings.append(Found(name, row.parameter, row.method or None, row.tested_on, Conclusion(row.conclusion)))
    return Version(
        id=str(head.id),
        laboratory=str(head.issuer_id),
        subject=str(head.subject_id),
        issued_on=head.issued_on,
        findings=tuple(findings),
        number=head.number,
        batch=head.batch,
        withdrawn_on=head.withdrawn_on,
        amends=str(head.supersedes_id) if head.supersedes_id else None,
        valid_until=head.valid_until,
    )


def _add_changes(subjects: list[int], found: Fetched) -> None:
    for row in db.session.scalars(_CHANGES_ASKED, {"subjects": subjects}):
        touches = None if row.touches is None else frozenset(row.touches)
        change = Change(str(row.subject_id), row.changed_on, touches, row.kind)
        found.changes.setdefault(row.subject_id, []).append(change)


def _scopes(laboratories: list[int], parameters: list[str]) -> list[Scope]:
    rows = db.session.scalars(_SCOPES_ASKED, {"laboratories": laboratories, "parameters": parameters})
    return [licensing.as_scope(row) for row in rows]
