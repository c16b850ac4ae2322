"""Laboratories with their scope, procedures with what they ask, standards: open to everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.errors import NotFound
from core.people.services import organising
from core.policy import Action, Actor, visible
from core.values.text import Text
from registry.models.laboratories import Accreditation
from registry.models.laws import RequirementRow, StandardRow
from registry.models.reports import Report
from registry.rules.grounds import Ground
from registry.rules.procedures import Procedure
from registry.rules.record import Relation
from registry.rules.standards import Standard
from registry.services import lawbook, lawkeeping, licensing, statements


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """One entry of a laboratory's scope."""

    kind: str
    certificate: str
    parameter: str
    name: Text
    standard: str
    from_on: date
    to_on: date | None
    suspensions: tuple[tuple[str, str, str], ...]
    """(first day, last day or empty, source)."""
    in_force: bool
    """On the day asked about."""


@dataclass(frozen=True, slots=True)
class LaboratoryLine:
    """A laboratory in a list."""

    id: int
    code: str
    name: str
    region: str
    kinds: tuple[str, ...]
    """Licences in force."""
    complete_since: date | None
    reports: int
    sample: bool


@dataclass(frozen=True, slots=True)
class LaboratoryPage:
    """A laboratory and its scope."""

    line: LaboratoryLine
    scope: tuple[ScopeLine, ...]


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One version of a requirement."""

    id: int
    procedure: str
    key: str
    body: Any
    """In the form of ``procedures.yaml``; None: it is asked no more."""
    from_on: date
    source: str
    confirmed: bool
    state: str
    drafted_by: int
    decided_by: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """A procedure as it is on a day, with the versions of its requirements."""

    procedure: Procedure
    on: date
    versions: tuple[RequirementLine, ...]


def laboratories(on: date | None = None) -> tuple[LaboratoryLine, ...]:
    """Every laboratory on record, by region and name."""
    day = on or clock.today()
    names = licensing.laboratories()
    kinds: dict[int, set[str]] = {}
    for one in db.session.scalars(select(Accreditation).where(Accreditation.laboratory_id.in_(names))):
        if _holds(one, day):
            kinds.setdefault(one.laboratory_id, set()).add(one.kind)
    counted = select(Report.issuer_id, func.count()).where(Report.issuer_id.in_(names)).group_by(Report.issuer_id)
    counts = dict(db.session.execute(counted).all())
    complete = {one.organisation_id: one.since for one in statements.completeness(list(names), day)}
    bodies = {one.id: one for one in organising.bodies(day, enterprises=True, limit=100_000)} if names else {}
    return tuple(
        LaboratoryLine(
            number, bodies[number].code, name, bodies[number].region, tuple(sorted(kinds.get(number, ()))),
            complete.get(number), counts.get(number, 0), bodies[number].sample,
        )
        for number, name in names.items()
        if number in bodies
    )  # fmt: skip


def laboratory(code: str, on: date | None = None) -> LaboratoryPage:
    """One laboratory by its code, with everything it is or was licensed for.

    :raises core.errors.NotFound: if there is none.
    """
    day = on or clock.today()
    line = next((one for one in laboratories(day) if one.code == code), None)
    if line is None:
        raise NotFound
    asked = select(Accreditation).where(Accreditation.laboratory_id == line.id)
    rows = db.session.scalars(asked.order_by(Accreditation.kind, Accreditation.parameter, Accreditation.standard))
    return LaboratoryPage(line, tuple(_scope(one, day) for one in rows))


def _scope(one: Accreditation, day: date) -> ScopeLine:
    known = lawkeeping.current().parameters.get(one.parameter)
    return ScopeLine(
        one.kind, one.certificate, one.parameter, known.name if known else Text(one.parameter, one.parameter),
        one.standard, one.from_on, one.to_on,
        tuple((each["from"], each.get("to") or "", each.get("source") or "") for each in one.suspensions),
        _holds(one, day),
    )  # fmt: skip


def _holds(one: Accreditation, day: date) -> bool:
    held = one.from_on <= day and (one.to_on is None or day <= one.to_on)
    return held and not any(each.holds(day) for each in licensing.suspensions(one.suspensions))


def procedures(on: date | None = None) -> tuple[Procedure, ...]:
    """Every procedure as it is on that day (today)."""
    return tuple(lawkeeping.current().procedures(on or clock.today()).by_key.values())


def procedure(key: str, on: date | None = None) -> ProcedurePage:
    """One procedure with the versions of its requirements that are or were in force or are to be.

    :raises core.errors.NotFound: if there is none.
    """
    day = on or clock.today()
    found = lawkeeping.current().procedure(key, day)
    asked = select(RequirementRow).where(RequirementRow.procedure == key, RequirementRow.state == "in_force")
    rows = db.session.scalars(asked.order_by(RequirementRow.place, RequirementRow.key, RequirementRow.from_on))
    return ProcedurePage(found, day, tuple(requirement_line(one) for one in rows))


def drafts(actor: Actor) -> tuple[RequirementLine, ...]:
    """What waits for another person, as far as `actor` may confirm it, and what the actor drafted."""
    waiting = select(RequirementRow).where(RequirementRow.state != "in_force")
    mine = (RequirementRow.drafted_by == actor.user_id) | (
        visible(Action.confirm_requirement, actor, RequirementRow) & (RequirementRow.state == "draft")
    )
    rows: Sequence[RequirementRow] = db.session.scalars(waiting.where(mine).order_by(RequirementRow.id.desc())).all()
    return tuple(requirement_line(one) for one in rows)


def requirement_line(one: RequirementRow) -> RequirementLine:
    """A row as pages show it."""
    return RequirementLine(
        one.id, one.procedure, one.key, one.body, one.from_on, one.source, one.confirmed, one.state, one.drafted_by,
        one.decided_by, one.reason,
    )  # fmt: skip


def standards(words: str = "") -> tuple[Standard, ...]:
    """Method standards whose number or title has those words."""
    asked = select(StandardRow.key).order_by(StandardRow.key)
    if words.strip():
        typed = words.strip()
        asked = asked.where(
            StandardRow.key.contains(typed, autoescape=True) | StandardRow.title.contains(typed, autoescape=True)
        )
    known = lawkeeping.current().standards
    return tuple(known[key] for key in db.session.scalars(asked))


def standard(key: str) -> tuple[Standard, tuple[Relation, ...]]:
    """One standard with how it stands to others.

    :raises core.errors.NotFound: if there is none.
    """
    law = lawkeeping.current()
    if key not in law.standards:
        raise NotFound
    return law.standards[key], tuple(one for one in law.relations if key in (one.standard, one.of))


def grounds() -> tuple[Ground, ...]:
    """On what grounds a result may be refused."""
    return tuple(lawbook.grounds().by_id.values())


def licences() -> Mapping[str, str]:
    """Kinds of licences that requirements name, and what each is, without the note on where that is written."""
    named = lawkeeping.current().procedures(clock.today()).licences
    return {key: words.partition("（")[0] for key, words in named.items()}
