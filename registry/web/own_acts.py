"""What an enterprise does: sees what its results cover, prints that for the counter, asks a department to take it,
writes down that it was told to test again."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.access import actor, allow
from core.calendars import calendar
from core.db import transaction
from core.errors import Invalid
from core.pages import language, t
from core.people.services import organising
from core.policy import Action
from core.values.calendar import Unit
from core.values.text import Text
from registry.rules.conditions import Fact
from registry.rules.procedures import Procedure
from registry.schemas import cases
from registry.schemas.days import read_day
from registry.services import (
    certifying,
    demanding,
    lawkeeping,
    looking_up,
    reading_law,
    reading_subjects,
    requesting,
)
from registry.services.answers import Answered
from registry.services.looking_up import Query
from registry.services.reading_subjects import SubjectLine
from registry.services.relying import Case
from registry.web.parts import TAKEN_BACK, by_field, kind_words, no_store, short_reason, status_of

pages = Blueprint("registry_own_acts", __name__, url_prefix="/registry/own/subjects/<id:subject_id>")
_PROCEDURE = Text("请选要办的事", "Choose the procedure")


def _line(subject_id: int) -> SubjectLine:
    return reading_subjects.subject(subject_id, actor()).line


def of_kind(kind: str) -> list[Procedure]:
    """The procedures that ask something of such a subject, those about it first."""
    about = [one for one in reading_law.procedures() if _is_a(kind, one.subject)]
    asking = [one for one in reading_law.procedures() if any(_is_a(kind, row.subject) for row in one.rows)]
    return [*about, *(one for one in asking if one not in about)]


def _is_a(kind: str, of: str) -> bool:
    return kind == of or kind.startswith(f"{of}.")


def _query(line: SubjectLine, typed: Mapping[str, str]) -> Query:
    if not typed.get("procedure"):
        raise Invalid({"procedure": [_PROCEDURE]})
    return cases.read_query({**typed, "kind": line.kind, "identifier": line.identifier, "on": ""})


@pages.get("/coverage")
@allow(Action.read_own_results)
def coverage(subject_id: int) -> ResponseReturnValue:
    """What the enterprise's own results cover of a procedure today, and what is missing; nothing is kept."""
    return _coverage(_line(subject_id), request.args.to_dict(), {})


def _coverage(
    line: SubjectLine, form: dict[str, str], errors: dict[str, list[Text]], status: int = 200
) -> ResponseReturnValue:  # fmt: skip
    answer: Answered | None = None
    facts: Mapping[str, Fact] = {}
    law = lawkeeping.current()
    if form.get("procedure") in law.bodies:
        facts = law.procedure(form["procedure"], clock.today()).facts
        try:
            answer = looking_up.own(_query(line, form), actor())
        except Invalid as error:
            errors, status = {**error.fields, **errors}, 422
    shown = render_template(
        "registry/own/coverage.html",
        line=line,
        form=form,
        errors=errors,
        facts=facts,
        answer=answer,
        procedures=of_kind(line.kind),
        kind_words=kind_words,
        short_reason=short_reason,
    )
    return no_store(shown, status)


@pages.post("/statement")
@allow(Action.request_recognition)
def state(subject_id: int) -> ResponseReturnValue:
    """Sign what is covered, for the counter; its page prints."""
    line, typed = _line(subject_id), request.form.to_dict()
    try:
        query = _query(line, typed)
        with transaction():
            paper = certifying.state(Case(line.id, query.procedure, query.facts, query.batch), actor())
    except TAKEN_BACK as error:
        return _coverage(line, typed, by_field(error), status_of(error))
    return redirect(url_for("registry_public.certificate", code=paper.code), 303)


@pages.get("/request")
@allow(Action.request_recognition)
def ask(subject_id: int) -> ResponseReturnValue:
    """Which department is asked, for what; until when it must answer."""
    return _ask(_line(subject_id), {"procedure": request.args.get("procedure", "")}, {})


@pages.post("/request")
@allow(Action.request_recognition)
def put_request(subject_id: int) -> ResponseReturnValue:
    """Ask it. Asked again while it is open it is the same request."""
    line, typed = _line(subject_id), request.form.to_dict()
    try:
        if not typed.get("procedure"):
            raise Invalid({"procedure": [_PROCEDURE]})
        with transaction():
            requesting.request(
                line.id, typed["procedure"], typed.get("department", "").strip(), typed.get("words", "")[:500], actor()
            )
    except TAKEN_BACK as error:
        return _ask(line, typed, by_field(error), status_of(error))
    flash(str(t("已提交，到期日在下面", "Sent; the last day stands below")), "good")
    return redirect(url_for("registry_own.requests"), 303)


def _ask(
    line: SubjectLine, form: dict[str, str], errors: dict[str, list[Text]], status: int = 200
) -> ResponseReturnValue:  # fmt: skip
    term = calendar().term(clock.today(), requesting.WORKING_DAYS, Unit.working)
    shown = render_template(
        "registry/own/request.html",
        line=line,
        form=form,
        errors=errors,
        procedures=[(one.key, one.name) for one in of_kind(line.kind)],
        bodies=[one.name for one in organising.bodies(clock.today(), limit=1000)],
        days=requesting.WORKING_DAYS,
        due=term.due,
        provisional=term.provisional,
    )
    return no_store(shown, status)


@pages.get("/demand")
@allow(Action.request_recognition)
def demand(subject_id: int) -> ResponseReturnValue:
    """Who said what, when; an empty form."""
    return _demand(_line(subject_id), {"demanded_on": clock.today().isoformat()}, [], {})


@pages.post("/demand")
@allow(Action.request_recognition)
def put_demand(subject_id: int) -> ResponseReturnValue:
    """Put it on record; oversight is told."""
    line, typed = _line(subject_id), request.form.to_dict()
    chosen = request.form.getlist("parameters")
    try:
        on = read_day(typed.get("demanded_on", ""), "demanded_on")
        with transaction():
            demanding.write_down(line.id, typed.get("body", ""), chosen, on, typed.get("words", "")[:2000], actor())
    except TAKEN_BACK as error:
        return _demand(line, typed, chosen, by_field(error), status_of(error))
    flash(
        str(
            t(
                "已记下，督办看得到。要投诉，点下面的“去投诉”",
                "On record; oversight sees it. Complain from the list below",
            )
        ),
        "good",
    )
    return redirect(url_for("registry_own.demands"), 303)


def _demand(
    line: SubjectLine, form: dict[str, str], chosen: list[str], errors: dict[str, Any], status: int = 200
) -> ResponseReturnValue:  # fmt: skip
    known = lawkeeping.current().parameters
    shown = render_template(
        "registry/own/demand.html",
        line=line,
        form=form,
        chosen=chosen,
        errors=errors,
        parameters=[(key, one.name.render(language())) for key, one in known.items() if line.kind in one.subjects],
        bodies=[one.name for one in organising.bodies(clock.today(), limit=1000)],
        today=clock.today(),
    )
    return no_store(shown, status)
