"""What is known about the bodies, subjects and numbers that a batch of reports names; read in a few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import or_, select

from core import clock
from core.db import db
from core.people.models.organisations import OrganisationSpan
from core.policy import SYSTEM, Actor, Role, organisations_as
from registry.models.reports import Finding, Report, Standing
from registry.models.subjects import Subject
from registry.rules.record import Conclusion
from registry.services import keeping, licensing
from registry.services.composing import NewFinding, NewReport
from registry.services.keeping import SubjectRef, chunks

PRIVATE = ("enterprise", "laboratory")
"""Kinds of organisations that require nothing of anybody."""


@dataclass(slots=True)
class There:
    """A report that is on record, or stands earlier in the batch (`id` 0)."""

    id: int
    digest: str
    standing: str


@dataclass(slots=True)
class Former:
    """A version that is to be superseded; `draft`: its place in the batch, None if it is on record."""

    id: int
    chain: int
    """The id of the first version; 0 while that has none."""
    status: str
    issued_on: date
    superseded_by: str = ""
    draft: int | None = None


@dataclass(slots=True)
class Known:
    """Answers about the batch."""

    organisations: dict[str, int]
    laboratories: frozenset[int]
    """Of which the actor is a member."""
    enterprises: tuple[int, ...]
    anything: bool
    """The platform itself may record for anybody (samples)."""
    kinds: dict[int, str]
    """What each organisation is."""
    regions: dict[int, str]
    subjects: dict[tuple[str, str], int]
    subject_kinds: dict[int, tuple[str, str]]
    reports: dict[tuple[int, int, str], There]
    formers: dict[tuple[int, str], Former]
    numbers: frozenset[tuple[str, str]]
    """(issuer's code, number) of the whole batch."""
    codes: dict[int, str] = field(default_factory=dict)

    def may_record(self, issuer: int) -> bool:
        """Whether the actor may put a report of that laboratory on record, if only as a claim."""
        return self.anything or issuer in self.laboratories or bool(self.enterprises)

    def claimant(self, issuer: int) -> int:
        """The enterprise that brings it on paper; 0: its laboratory records it."""
        return 0 if self.anything or issuer in self.laboratories else self.enterprises[0]

    def there(self, issuer: int, claimed_by: int, number: str) -> There | None:
        """The report of that number: the laboratory's own, else the one that this enterprise brought."""
        own = self.reports.get((issuer, 0, number.strip()))
        return own or self.reports.get((issuer, claimed_by, number.strip()))

    def former(self, issuer: int, number: str) -> Former | None:
        """The version of that number, on record or earlier in the batch."""
        return self.formers.get((issuer, number))

    def comes_later(self, issuer: int, number: str) -> bool:
        """Whether the batch has that number further down."""
        return any(named == number and self.organisations.get(code) == issuer for code, named in self.numbers)

    def enter(self, issuer: int, claimed_by: int, report: NewReport, digest: str, *, draft: int) -> None:
        """A good report of the batch is known to those after it."""
        number = report.number.strip()
        self.reports[issuer, claimed_by, number] = There(0, digest, "")
        if not claimed_by:
            self.formers[issuer, number] = Former(0, 0, "final", report.issued_on, draft=draft)

    def subject(self, ref: SubjectRef) -> int:
        """The id of a subject that is on record."""
        return ref.id or self.subjects[ref.kind, ref.identifier.strip()]

    def with_kind(self, report: NewReport) -> NewReport:
        """The report with its subject's kind, where it is named by its number alone."""
        if not report.subject.id or report.subject.id not in self.subject_kinds:
            return report
        kind, identifier = self.subject_kinds[report.subject.id]
        return replace(report, subject=replace(report.subject, kind=kind, identifier=identifier))

    def holder(self, report: NewReport, claimed_by: int) -> int:
        """Who holds a subject that comes on record with this report: its client, if that is an enterprise."""
        client = claimed_by or self.organisations.get(report.client, 0)
        return client if self.kinds.get(client) == "enterprise" else 0

    def is_required(self, report: NewReport) -> bool:
        """Whether a public body had it tested, or required it."""
        client = self.organisations.get(report.client, 0)
        return bool(report.required_by) or self.kinds.get(client, "enterprise") not in PRIVATE

    def findings_of(self, report_id: int) -> tuple[NewFinding, ...]:
        """The findings of a report on record."""
        rows = db.session.scalars(select(Finding).where(Finding.report_id == report_id).order_by(Finding.place))
        return tuple(
            NewFinding(
                one.parameter, Conclusion(one.conclusion), one.tested_on, one.method, one.value, one.qualifier,
                one.unit, one.limit,
            )
            for one in rows
        )  # fmt: skip


def known_of(reports: Sequence[NewReport], actor: Actor) -> Known:
    """Everything `record_many` asks about; a few queries however many reports there are."""
    organisations: dict[str, int] = {}
    codes = {code for one in reports for code in (one.issuer, one.client, one.required_by)}
    for run in chunks(sorted(codes)):
        organisations |= licensing.by_codes(run)
    there, formers = _on_record(
        {
            (organisations[one.issuer], number.strip())
            for one in reports
            for number in (one.number, one.supersedes)
            if one.issuer in organisations and number.strip()
        }
    )
    kinds, regions = _what_they_are(organisations.values())
    refs = [one.subject for one in reports]
    ids = {ref.id for ref in refs if ref.id}
    return Known(
        organisations=organisations,
        laboratories=frozenset(organisations_as(Role.laboratory_member, actor)),
        enterprises=tuple(organisations_as(Role.enterprise_member, actor)),
        anything=actor == SYSTEM,
        kinds=kinds,
        regions=regions,
        subjects=keeping.by_names([(ref.kind, ref.identifier.strip()) for ref in refs if not ref.id]),
        subject_kinds=_subject_kinds(ids),
        reports=there,
        formers=formers,
        numbers=frozenset((one.issuer, one.number.strip()) for one in reports),
    )


def _subject_kinds(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for run in chunks(sorted(ids)):
        asked = select(Subject.id, Subject.kind, Subject.identifier).where(Subject.id.in_(run))
        found |= {number: (kind, identifier) for number, kind, identifier in db.session.execute(asked)}
    return found


def _what_they_are(ids: Iterable[int]) -> tuple[dict[int, str], dict[int, str]]:
    kinds: dict[int, str] = {}
    regions: dict[int, str] = {}
    today = clock.today()
    for run in chunks(sorted(set(ids))):
        asked = select(OrganisationSpan.organisation_id, OrganisationSpan.kind, OrganisationSpan.region).where(
            OrganisationSpan.organisation_id.in_(run),
            OrganisationSpan.from_on <= today,
            or_(OrganisationSpan.to_on.is_(None), OrganisationSpan.to_on >= today),
        )
        for number, kind, region in db.session.execute(asked):
            kinds[number], regions[number] = kind, region
    return kinds, regions


def _on_record(
    wanted: Iterable[tuple[int, str]],
) -> tuple[dict[tuple[int, int, str], There], dict[tuple[int, str], Former]]:  # fmt: skip
    there: dict[tuple[int, int, str], There] = {}
    formers: dict[tuple[int, str], Former] = {}
    by_id: dict[int, Former] = {}
    newer: list[tuple[int, str]] = []
    columns = (
        Report.id, Report.issuer_id, Report.number, Report.claimed_by, Report.digest, Report.standing, Report.chain,
        Report.status, Report.issued_on,
    )  # fmt: skip
    by_issuer: dict[int, set[str]] = {}
    for issuer, number in wanted:
        by_issuer.setdefault(issuer, set()).add(number)
    for issuer, run in ((issuer, run) for issuer, each in by_issuer.items() for run in chunks(sorted(each))):
        asked = select(*columns).where(Report.issuer_id == issuer, Report.number.in_(run))
        for row in db.session.execute(asked):
            settled = not row.claimed_by or row.standing == Standing.confirmed
            claimant = 0 if settled else row.claimed_by
            there[row.issuer_id, claimant, row.number] = There(row.id, row.digest, row.standing)
            if settled:
                former = Former(row.id, row.chain, row.status, row.issued_on)
                by_id[row.id] = formers[row.issuer_id, row.number] = former
    for run_of_ids in chunks(sorted(by_id)):
        later = select(Report.supersedes_id, Report.number).where(Report.supersedes_id.in_(run_of_ids))
        newer += [(old, number) for old, number in db.session.execute(later) if old is not None]
    for old, number in newer:
        by_id[old].superseded_by = number
    return there, formers
