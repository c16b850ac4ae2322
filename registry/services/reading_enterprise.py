"""What an enterprise sees of itself: its results, who looked and what for, what was taken and refused, repeats.

A department sees its own acts here, oversight the repeats.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from core import clock
from core.db import db
from core.errors import NotFound
from core.people.services import organising
from core.policy import Actor, Role, organisations_as
from core.values.text import Text
from registry.models.acts import LookUp, LookUpSubject, Recognition, TestOrder
from registry.models.papers import Certificate, Repeat
from registry.models.reports import Report
from registry.models.subjects import Subject, SubjectHolder, lines
from registry.services import keeping, lawkeeping, ordering, recognising
from registry.services.ordering import Order
from registry.services.reading import AT_ONCE, ReportLine, report_lines
from registry.services.recognising import Decided


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked, when, at what, for what."""

    id: int
    at: datetime
    organisation_id: int
    organisation: str
    subject_id: int
    subject: str
    procedure: str
    purpose: str
    asked: int
    avoided: int


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """A repeat that flagged itself, with both reports."""

    id: int
    subject_id: int
    subject: str
    parameter: str
    name: Text
    body_id: int
    body: str
    tested_on: date
    report: ReportLine
    earlier: ReportLine
    at: datetime


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate in a list."""

    code: str
    kind: str
    subject_id: int
    subject: str
    procedure: str
    issued_at: datetime
    until: date | None


def own_results(actor: Actor, *, before: int = 0, limit: int = AT_ONCE) -> tuple[ReportLine, ...]:
    """The reports of the actor's enterprises, the latest entered first."""
    mine = organisations_as(Role.enterprise_member, actor)
    asked = select(Report).where(Report.id.in_(Report.belonging_to(mine)))
    if before:
        asked = asked.where(Report.id < before)
    return report_lines(db.session.scalars(asked.order_by(Report.id.desc()).limit(limit)).all())


def looks(actor: Actor, *, subject_id: int = 0, before: int = 0, limit: int = AT_ONCE) -> tuple[Look, ...]:
    """Who looked at what the actor's enterprises held then, the latest first; a department sees its own looks."""
    mine = organisations_as(Role.enterprise_member, actor)
    ours = organisations_as(Role.recogniser, actor)
    held = (
        select(LookUpSubject.look_up_id)
        .join(SubjectHolder, SubjectHolder.subject_id == LookUpSubject.subject_id)
        .join(LookUp, LookUp.id == LookUpSubject.look_up_id)
        .where(
            SubjectHolder.organisation_id.in_(lines(mine)),
            or_(SubjectHolder.to_on.is_(None), SubjectHolder.to_on >= LookUp.on_day),
        )
    )
    asked = select(LookUp, Subject.name).join(Subject, Subject.id == LookUp.subject_id)
    asked = asked.where(or_(LookUp.id.in_(held), LookUp.organisation_id.in_(ours)))
    if subject_id:
        asked = asked.where(
            LookUp.id.in_(select(LookUpSubject.look_up_id).where(LookUpSubject.subject_id == subject_id))
        )
    if before:
        asked = asked.where(LookUp.id < before)
    rows = db.session.execute(asked.order_by(LookUp.id.desc()).limit(limit)).all()
    names = organising.names({one.organisation_id for one, _ in rows}, clock.today())
    return tuple(
        Look(
            one.id, one.at, one.organisation_id, names.get(one.organisation_id, ""), one.subject_id, name,
            one.procedure, one.purpose, one.asked, one.avoided,
        )
        for one, name in rows
    )  # fmt: skip


def decisions(actor: Actor, *, outcome: str = "", before: int = 0, limit: int = AT_ONCE) -> tuple[Decided, ...]:
    """What was taken and refused: of what the actor's enterprises hold, and by the actor's departments."""
    mine = organisations_as(Role.enterprise_member, actor)
    ours = organisations_as(Role.recogniser, actor)
    asked = select(Recognition).where(
        or_(Recognition.subject_id.in_(Subject.belonging_to(mine)), Recognition.organisation_id.in_(ours))
    )
    if outcome:
        asked = asked.where(Recognition.outcome == outcome)
    if before:
        asked = asked.where(Recognition.id < before)
    rows = db.session.scalars(asked.order_by(Recognition.id.desc()).limit(limit))
    return tuple(recognising.as_decided(one) for one in rows)


def orders(actor: Actor, *, state: str = "", limit: int = AT_ONCE) -> tuple[Order, ...]:
    """Orders of the actor's departments, and approved ones about what the actor's enterprises hold."""
    ours = organisations_as(Role.recogniser, actor)
    mine = organisations_as(Role.enterprise_member, actor)
    told = TestOrder.subject_id.in_(Subject.belonging_to(mine)) & (TestOrder.state == "approved")
    asked = select(TestOrder).where(or_(TestOrder.organisation_id.in_(ours), told))
    if state:
        asked = asked.where(TestOrder.state == state)
    rows = db.session.scalars(asked.order_by(TestOrder.id.desc()).limit(limit))
    return tuple(ordering.as_order(one) for one in rows)


def repeats(actor: Actor, *, before: int = 0, limit: int = AT_ONCE) -> tuple[RepeatLine, ...]:
    """Repeats: to oversight all, to an enterprise those of what it holds or held; the latest first."""
    asked = select(Repeat)
    if actor.roles.isdisjoint((Role.supervisor, Role.auditor)):
        mine = organisations_as(Role.enterprise_member, actor)
        asked = asked.where(Repeat.subject_id.in_(Subject.belonging_to(mine)))
    if before:
        asked = asked.where(Repeat.id < before)
    rows = db.session.scalars(asked.order_by(Repeat.id.desc()).limit(limit)).all()
    ids = {one for row in rows for one in (row.report_id, row.earlier_report_id)}
    shown = {one.id: one for one in report_lines(db.session.scalars(select(Report).where(Report.id.in_(ids))).all())}
    bodies = organising.names({row.body_id for row in rows}, clock.today())
    known = lawkeeping.current().parameters
    return tuple(_repeat(row, shown, bodies, known) for row in rows)


def _repeat(row: Repeat, shown: dict[int, ReportLine], bodies: dict[int, str], known: Any) -> RepeatLine:
    report = shown[row.report_id]
    return RepeatLine(
        row.id, row.subject_id, report.subject, row.parameter, known[row.parameter].name, row.body_id,
        bodies.get(row.body_id, ""), row.tested_on, report, shown[row.earlier_report_id], row.at,
    )  # fmt: skip


def repeat(repeat_id: int, actor: Actor) -> RepeatLine:
    """One of them.

    :raises core.errors.NotFound: if there is none, or none that this actor may know of.
    """
    found = repeats(actor, before=repeat_id + 1, limit=1)
    if not found or found[0].id != repeat_id:
        raise NotFound
    return found[0]


def decision(decision_id: int, actor: Actor) -> Decided:
    """One recognition or refusal.

    :raises core.errors.NotFound: if there is none, or none that this actor may know of.
    """
    found = decisions(actor, before=decision_id + 1, limit=1)
    if not found or found[0].id != decision_id:
        raise NotFound
    return found[0]


def certificates(actor: Actor, *, limit: int = AT_ONCE) -> tuple[CertificateLine, ...]:
    """Certificates that the actor's organisations issued, or that are about what its enterprises hold."""
    mine = keeping.lines_of(organisations_as(Role.enterprise_member, actor))
    ours = [*mine, *organisations_as(Role.recogniser, actor)]
    asked = select(Certificate, Subject.name).join(Subject, Subject.id == Certificate.subject_id)
    asked = asked.where(
        or_(Certificate.organisation_id.in_(ours), Certificate.subject_id.in_(Subject.belonging_to(mine)))
    )
    rows = db.session.execute(asked.order_by(Certificate.id.desc()).limit(limit))
    return tuple(
        CertificateLine(one.code, one.kind, one.subject_id, name, one.procedure, one.issued_at, one.until)
        for one, name in rows
    )
