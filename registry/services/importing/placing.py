"""What the register knows already about a file: the laboratory's names, subjects by their codes, versions corrected."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from core.db import db
from core.people.models.organisations import Organisation, OrganisationSpan
from core.policy import Actor, Role
from registry.models.reports import Finding, Report
from registry.models.subjects import Subject
from registry.services import acting
from registry.services.importing.composing import Part
from registry.services.keeping import chunks


@dataclass(frozen=True, slots=True)
class Laboratory:
    """Whose file it is."""

    id: int
    code: str
    names: frozenset[str]
    """All it ever had, its codes among them: old reports bear the old name."""


def laboratory_of(actor: Actor, chosen: int = 0) -> Laboratory:
    """The laboratory for which `actor` enters reports.

    :raises core.errors.NotAllowed: if the actor is of none.
    :raises core.errors.Invalid: at ``organisation``, if of several.
    """
    number = acting.organisation(Role.laboratory_member, actor, chosen)
    code, credit = db.session.execute(
        select(Organisation.code, Organisation.credit_code).where(Organisation.id == number)
    ).one()
    names = db.session.scalars(select(OrganisationSpan.name).where(OrganisationSpan.organisation_id == number))
    return Laboratory(number, code, frozenset({"".join(name.split()) for name in names} | {code, credit or code}))


def known_codes(codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Code of a subject → the kinds it is on record as."""
    found: dict[str, tuple[str, ...]] = {}
    for run in chunks(sorted(set(codes))):
        asked = select(Subject.identifier, Subject.kind).where(Subject.identifier.in_(run)).order_by(Subject.kind)
        for code, kind in db.session.execute(asked):
            found[code] = (*found.get(code, ()), kind)
    return found


def unknown_clients(parts: Sequence[Part]) -> dict[str, str]:
    """Credit codes of clients that are not on record yet → their names."""
    named = {part.report.client: part.report.client_name for part in reversed(parts) if part.report.client}
    for run in chunks(sorted(named)):
        asked = select(Organisation.code, Organisation.credit_code)
        asked = asked.where(or_(Organisation.code.in_(run), Organisation.credit_code.in_(run)))
        for code, credit in db.session.execute(asked):
            named.pop(code, None)
            named.pop(credit or "", None)
    return named


def with_formers(parts: Sequence[Part], laboratory: Laboratory) -> list[Part]:
    """The parts, where one corrects a report that was recorded in parts naming the very one it corrects."""
    wanted = {part.report.supersedes for part in parts if part.report.supersedes}
    if not wanted:
        return list(parts)
    formers = _in_file(parts, wanted)
    for number in sorted(wanted):
        formers.setdefault(number, []).extend(_on_record(number, laboratory))
    return [_corrected(part, formers.get(part.report.supersedes, [])) for part in parts]


_Former = tuple[str, str, frozenset[str]]
"""(number, subject, parameters)."""


def _in_file(parts: Sequence[Part], wanted: Collection[str]) -> dict[str, list[_Former]]:
    found: dict[str, list[_Former]] = {}
    for part in parts:
        if part.group.number in wanted:
            parameters = frozenset(one.parameter for one in part.report.findings)
            former = (part.report.number, part.report.subject.identifier, parameters)
            found.setdefault(part.group.number, []).append(former)
    return found


def _on_record(number: str, laboratory: Laboratory) -> list[_Former]:
    asked = (
        select(Report.number, Subject.identifier, Finding.parameter)
        .join(Subject, Subject.id == Report.subject_id)
        .join(Finding, Finding.report_id == Report.id)
        .where(Report.issuer_id == laboratory.id, Report.claimed_by == 0)
        .where(or_(Report.number == number, Report.number.startswith(f"{number} · ", autoescape=True)))
    )
    found: dict[tuple[str, str], set[str]] = {}
    for name, subject, parameter in db.session.execute(asked):
        found.setdefault((name, subject), set()).add(parameter)
    return [(name, subject, frozenset(parameters)) for (name, subject), parameters in found.items()]


def _corrected(part: Part, formers: Sequence[_Former]) -> Part:
    report = part.report
    if not report.supersedes:
        return part
    own = frozenset(one.parameter for one in report.findings)
    same = {name: parameters for name, subject, parameters in formers if subject == report.subject.identifier}
    close = [name for name, parameters in same.items() if parameters & own] or list(same)
    return replace(part, report=replace(report, supersedes=close[0])) if len(close) == 1 else part
