"""Subjects on record, for pages and programs, to those who may see them (`core.policy`)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core import clock
from core.db import db
from core.people.services import organising
from core.policy import Action, Actor, Role, fetch, organisations_as, visible
from registry.models.subjects import Subject, SubjectChange, SubjectHolder
from registry.services import keeping, reading
from registry.services.reading import AT_ONCE, ReportLine


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject in a list."""

    id: int
    kind: str
    identifier: str
    name: str
    region: str
    parent_id: int | None
    sample: bool


@dataclass(frozen=True, slots=True)
class HolderShown:
    """Who held it when."""

    organisation_id: int
    name: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What was done to it."""

    changed_on: date
    kind: str
    touches: tuple[str, ...] | None
    note: str


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """A subject with what is on record of it."""

    line: SubjectLine
    holders: tuple[HolderShown, ...]
    changes: tuple[ChangeShown, ...]
    parts: tuple[SubjectLine, ...]
    """What belongs to it."""
    reports: tuple[ReportLine, ...]


def subject(subject_id: int, actor: Actor) -> SubjectPage:
    """A subject and the reports on it that `actor` may read.

    :raises core.errors.NotFound: if there is none, or none that this actor may know of.
    """
    row: Subject = fetch(Subject, Action.read_subject, actor, Subject.id == subject_id)
    held = select(SubjectHolder).where(SubjectHolder.subject_id == subject_id).order_by(SubjectHolder.from_on)
    holders = db.session.scalars(held).all()
    names = organising.names({one.organisation_id for one in holders}, clock.today())
    done = select(SubjectChange).where(SubjectChange.subject_id == subject_id)
    changes = db.session.scalars(done.order_by(SubjectChange.changed_on.desc(), SubjectChange.id.desc()))
    parts = db.session.scalars(select(Subject).where(Subject.parent_id == subject_id).order_by(Subject.id))
    return SubjectPage(
        line=subject_line(row),
        holders=tuple(
            HolderShown(one.organisation_id, names.get(one.organisation_id, ""), one.from_on, one.to_on)
            for one in holders
        ),
        changes=tuple(_change(one) for one in changes),
        parts=tuple(subject_line(one) for one in parts),
        reports=reading.reports(actor, subject=subject_id),
    )


def _change(one: SubjectChange) -> ChangeShown:
    return ChangeShown(one.changed_on, one.kind, None if one.touches is None else tuple(one.touches), one.note)


def subject_line(row: Subject) -> SubjectLine:
    """A row as lists show it."""
    return SubjectLine(row.id, row.kind, row.identifier, row.name, row.region, row.parent_id, row.sample)


def find_subjects(words: str, actor: Actor, *, limit: int = AT_ONCE) -> tuple[SubjectLine, ...]:
    """Subjects by their whole identifier, for whoever types it; by a part of name or identifier, of those that
    `actor` may read. What is typed whole tells a department that it exists, no more."""
    typed = words.strip()
    asked = select(Subject).where(Subject.identifier == typed) if typed else select(Subject).where(Subject.id < 0)
    exact = db.session.scalars(asked.limit(limit)).all() if Role.recogniser in actor.roles else []
    mine: Any = select(Subject).where(visible(Action.read_subject, actor, Subject))
    if typed:
        part = Subject.name.contains(typed, autoescape=True) | Subject.identifier.contains(typed, autoescape=True)
        mine = mine.where(part)
    rows = {one.id: one for one in [*exact, *db.session.scalars(mine.order_by(Subject.id).limit(limit))]}
    return tuple(subject_line(one) for one in rows.values())


def names(ids: Collection[int]) -> dict[int, str]:
    """What those subjects are called, for showing with acts that the reader may see."""
    asked = select(Subject.id, Subject.name).where(Subject.id.in_(set(ids)))
    return dict(db.session.execute(asked).all())


def own_subjects(actor: Actor) -> tuple[SubjectLine, ...]:
    """What the actor's enterprises hold today."""
    mine = keeping.lines_of(organisations_as(Role.enterprise_member, actor))
    asked = (
        select(Subject)
        .join(SubjectHolder, SubjectHolder.subject_id == Subject.id)
        .where(SubjectHolder.organisation_id.in_(mine), SubjectHolder.to_on.is_(None))
    )
    return tuple(subject_line(one) for one in db.session.scalars(asked.order_by(Subject.kind, Subject.id)))
