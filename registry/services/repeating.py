"""Repeats that flag themselves: a body had tested what a result on record covered, without an order for it.

What an enterprise has tested of its own accord is nobody's repeat. A report counts as required if its client is a
public body or it names the body that required it. Leads go to oversight and to the enterprise, never in its name.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from core import clock, events, notices
from core.db import db
from core.policy import Actor, Role
from core.values.text import Text
from registry.models.acts import TestOrder, TestOrderItem
from registry.models.papers import Repeat
from registry.models.reports import Finding, Report
from registry.models.subjects import Subject
from registry.rules.coverage import coverage
from registry.rules.record import Record, Requirement
from registry.services import fetching, keeping, lawkeeping
from registry.services.keeping import chunks

STREAM = "repeat"
EVENT = "registry.repeat_recorded"
_WORDS = Text(
    "报告 {number} 的“{parameter}”是重复检测：当日已有可用的结果 {earlier}，登记中没有批准的检测单",
    "“{parameter}” in report {number} is a repeat: {earlier} counted that day, and no approved order is on record",
)

__all__ = ["EVENT", "Lead", "spot"]


@dataclass(frozen=True, slots=True)
class Lead:
    """A repeat as other houses hear of it."""

    id: int
    report_id: int
    place: int
    earlier_report_id: int
    earlier_place: int
    subject_id: int
    parameter: str
    body_id: int
    tested_on: date


def spot(reports: Collection[int], actor: Actor) -> list[Lead]:
    """Flag what among those reports repeats a test without an order, in the caller's transaction."""
    found: list[Lead] = []
    for run in chunks(reports):
        rows = _required(run)
        if rows:
            found += list(_repeats(rows, actor))
    return found


def _required(reports: list[int]) -> list[Row[Any]]:
    columns = (
        Report.id, Report.number, Report.subject_id, Report.issuer_id, Report.required_by_id,
        Report.client_id, Report.batch, Report.status, Finding.place, Finding.parameter, Finding.tested_on,
        Subject.region,
    )  # fmt: skip
    asked = (
        select(*columns).join(Finding, Finding.report_id == Report.id).join(Subject, Subject.id == Report.subject_id)
    )
    asked = asked.where(Report.id.in_(reports), Report.supersedes_id.is_(None))
    return list(db.session.execute(asked.order_by(Report.id, Finding.place)))


def _repeats(rows: list[Row[Any]], actor: Actor) -> Iterator[Lead]:
    law = lawkeeping.current()
    fetched = fetching.fetch({row.subject_id for row in rows}, {row.parameter for row in rows})
    ordered = _ordered({row.subject_id for row in rows})
    for row in rows:
        body = row.required_by_id or row.client_id
        if any((row.subject_id, body, row.parameter) == order[:3] and order[3] <= row.tested_on for order in ordered):
            continue
        record = fetched.record([row.subject_id], law.relations)
        earlier = _covered_by(row, record, law)
        if earlier:
            yield _flag(row, body, earlier, law, actor)


def _covered_by(row: Row[Any], record: Record, law: lawkeeping.Lawbook) -> str | None:
    """The finding of another report that covered the parameter on the test day for some procedure then in force."""
    others = [one for one in record.reports if one.id != str(row.id)]
    before = Record(others, record.accreditations, record.relations, record.changes)
    requirements = list(_requirements(row.parameter, row.tested_on, law))
    answers = coverage(str(row.subject_id), requirements, before, row.tested_on, batch=row.batch).answers
    return next((answer.findings[0].finding.id for answer in answers if answer.satisfied), None)


def _requirements(parameter: str, on: date, law: lawkeeping.Lawbook) -> Iterator[Requirement]:
    """What any procedure asked of the parameter on that day; one that an event may demand anew is no measure here."""
    for procedure in law.procedures(on).by_key.values():
        for row in procedure.rows:
            if row.parameter == parameter and row.fresh_test is None:
                yield row.requirement({})


def _ordered(subjects: set[int]) -> list[tuple[int, int, str, date]]:
    """(subject, body, parameter, day) of approved orders."""
    asked = (
        select(TestOrderItem.subject_id, TestOrder.organisation_id, TestOrderItem.parameter, TestOrder.on_day)
        .join(TestOrder, TestOrder.id == TestOrderItem.order_id)
        .where(TestOrder.state == "approved", TestOrderItem.subject_id.in_(subjects))
    )
    return [tuple(row) for row in db.session.execute(asked)]  # type: ignore[misc] # four columns


def _flag(
    row: Row[Any], body: int, earlier: str, law: lawkeeping.Lawbook, actor: Actor
) -> Lead:  # fmt: skip
    report, place = (int(part) for part in earlier.split("-"))
    kept = Repeat(
        report_id=row.id, place=row.place, subject_id=row.subject_id, parameter=row.parameter, body_id=body,
        earlier_report_id=report, earlier_place=place, tested_on=row.tested_on, region=row.region, at=clock.now(),
    )  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    lead = Lead(
        kept.id, row.id, row.place, report, place, row.subject_id, row.parameter, body, row.tested_on
    )  # fmt: skip
    said = {
        "repeat": kept.id, "report": row.id, "earlier": report, "subject": row.subject_id, "body": body,
        "parameter": row.parameter, "tested_on": row.tested_on.isoformat(),
    }  # fmt: skip
    events.record((STREAM, str(kept.id)), EVENT, said, actor)
    _tell(lead, row, law)
    return lead


def _tell(lead: Lead, row: Row[Any], law: lawkeeping.Lawbook) -> None:
    names = dict(
        db.session.execute(select(Report.id, Report.number).where(Report.id == lead.earlier_report_id)).all()
    )  # fmt: skip
    words = _WORDS.fill(
        number=row.number, parameter=law.parameters[lead.parameter].name, earlier=names[lead.earlier_report_id]
    )
    notices.tell((STREAM, str(lead.id)), EVENT, words, role=Role.supervisor)
    holder = keeping.holders([lead.subject_id], lead.tested_on).get(lead.subject_id)
    if holder:
        notices.tell((STREAM, str(lead.id)), EVENT, words, role=Role.enterprise_member, organisation_id=holder)
