"""What programs read along: what befell reports that their organisation may have relied on; and leads."""

from sqlalchemy import ColumnElement, String, and_, cast, or_, select

from core.events import Event, Stream
from core.policy import Actor, Role, organisations_as
from registry.models.papers import Repeat
from registry.models.reports import Report
from registry.models.subjects import Subject

TELLS = ("report", "by", "on")
REPEAT_TELLS = ("repeat", "report", "earlier", "subject", "body", "parameter", "tested_on")
KINDS = ("report.amended", "report.withdrawn", "report.denied", "report.confirmed")


def reports(actor: Actor) -> ColumnElement[bool]:
    """Of a report's stream what befell it: to departments that looked at its subject, to its enterprise, to its
    laboratory."""
    departments = organisations_as(Role.recogniser, actor)
    enterprises = organisations_as(Role.enterprise_member, actor)
    laboratories = organisations_as(Role.laboratory_member, actor)
    may_see = or_(
        Report.id.in_(Report.looked_at_by(departments)),
        Report.id.in_(Report.belonging_to(enterprises)),
        Report.issuer_id.in_(laboratories),
    )
    return and_(Event.kind.in_(KINDS), Stream.key.in_(select(cast(Report.id, String)).where(may_see)))


def repeats(actor: Actor) -> ColumnElement[bool]:
    """Leads: to oversight, and to the enterprise."""
    enterprises = organisations_as(Role.enterprise_member, actor)
    asked = select(cast(Repeat.id, String))
    if actor.roles.isdisjoint((Role.supervisor, Role.auditor)):
        asked = asked.where(Repeat.subject_id.in_(Subject.belonging_to(enterprises)))
    return Stream.key.in_(asked)
