"""Laboratories, subjects, procedures and standards, for programs."""

from flask import Response

from core import clock
from core.access import actor, allow
from core.api import Resources, documented, query, read_query
from core.documents import schema_of
from core.policy import Action
from registry.api.sending import private, tagged
from registry.schemas.api_reports import (
    LaboratoriesDocument,
    OnDay,
    ProceduresDocument,
    StandardsDocument,
    Words,
    read_day,
)
from registry.services import reading_law, reading_subjects
from registry.services.reading_subjects import SubjectPage

resources = Resources("Registry", __name__, description="Who tests, what is tested, by what, and what asks for it")


@resources.get("/laboratories")
@allow(Action.look_up)
@resources.doc(**query(OnDay), **documented(schema_of(LaboratoriesDocument), 304, 422))
def laboratories() -> Response:
    """Every laboratory on record: its licences in force, since when it reports completely, how many reports it has."""
    return tagged(LaboratoriesDocument(reading_law.laboratories(read_day(read_query(OnDay)))))


@resources.get("/procedures")
@allow(Action.look_up)
@resources.doc(**query(OnDay), **documented(schema_of(ProceduresDocument), 304, 422))
def procedures() -> Response:
    """What asks for results as of a day: the facts it asks, its requirements with standards, age and basis.

    `confirmed` says of each whether the text behind it was seen.
    """
    on = read_day(read_query(OnDay)) or clock.today()
    return tagged(ProceduresDocument(on, reading_law.procedures(on)))


@resources.get("/standards")
@allow(Action.look_up)
@resources.doc(**query(Words), **documented(schema_of(StandardsDocument), 304, 422))
def standards() -> Response:
    """Method standards with how they stand to one another."""
    return tagged(StandardsDocument(reading_law.standards(read_query(Words)["q"].replace("\0", ""))))


@resources.get("/subjects/<id:subject_id>")
@allow(Action.read_subject)
@resources.doc(**documented(schema_of(SubjectPage), 404))
def subject(subject_id: int) -> Response:
    """A subject, who holds it, what was done to it, what belongs to it, and the reports that the key may read."""
    return private(reading_subjects.subject(subject_id, actor()))
