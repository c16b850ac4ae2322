"""Subjects: what is on record of one, with what its holder may do; one put on record, changed, handed over."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid
from core.pages import language, t
from core.policy import Action, Role, organisations_as
from core.values.text import Text
from registry.rules.cells_words import KINDS
from registry.schemas.days import read_day
from registry.services import keeping, lawbook, lawkeeping, own_subjects, reading_subjects
from registry.services.keeping import SubjectRef
from registry.web.own_acts import of_kind
from registry.web.parts import TAKEN_BACK, by_field, kind_words, no_store, status_of
from registry.web.wording import STANDING, STATUS

pages = Blueprint("registry_subjects", __name__, url_prefix="/registry/subjects")


@pages.get("/new")
@allow(Action.request_recognition)
def new() -> str:
    """An empty form."""
    return _new({}, {})


@pages.post("/new")
@allow(Action.request_recognition)
def add() -> ResponseReturnValue:
    """Put it on record as the enterprise's own."""
    typed = request.form.to_dict()
    ref = SubjectRef(
        typed.get("subject.identifier", ""), typed.get("subject.kind", ""), name=typed.get("subject.name", "")
    )
    parent = typed.get("parent", "")
    try:
        with transaction():
            number = own_subjects.add(ref, actor(), parent=int(parent) if parent.isascii() and parent.isdigit() else 0)
    except Invalid as error:
        return _new(typed, error.fields), 422
    return redirect(url_for("registry_subjects.subject", subject_id=number), 303)


def _new(form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    return render_template(
        "registry/subjects/new.html",
        form=form,
        errors=errors,
        kinds=[(key, words.render(language())) for key, (words, _) in KINDS.items()],
        parents=[(str(one.id), one.name) for one in reading_subjects.own_subjects(actor())],
    )


@pages.get("/<id:subject_id>")
@allow(Action.read_subject)
def subject(subject_id: int) -> ResponseReturnValue:
    """What it is, who holds it, what was done to it, its reports; and what its holder may do."""
    return _page(subject_id, {}, [], {})


def _page(
    subject_id: int, form: dict[str, str], touched: list[str], errors: dict[str, Any], status: int = 200
) -> ResponseReturnValue:  # fmt: skip
    who = actor()
    page = reading_subjects.subject(subject_id, who)
    known = lawkeeping.current().parameters
    mine = keeping.lines_of(organisations_as(Role.enterprise_member, who))
    shown = render_template(
        "registry/subjects/subject.html",
        page=page,
        holds=any(one.to_on is None and one.organisation_id in mine for one in page.holders),
        form=form,
        touched=touched,
        errors=errors,
        procedures=of_kind(page.line.kind),
        parameters=known,
        testable=[(key, one.name.render(language())) for key, one in known.items() if page.line.kind in one.subjects],
        change_kinds=[one.kind for one in lawbook.procedures().change_kinds],
        kind_words=kind_words,
        words={"status": STATUS, "standing": STANDING},
        today=clock.today(),
    )
    return no_store(shown, status)


@pages.post("/<id:subject_id>/changes")
@allow(Action.keep_subject)
def change(subject_id: int) -> ResponseReturnValue:
    """Something was done to it; results that it touches count no more."""
    typed, touched = request.form.to_dict(), request.form.getlist("touches")
    try:
        on = read_day(typed.get("changed_on", ""), "changed_on")
        touches = None if typed.get("all") else touched
        with transaction():
            own_subjects.record_change(
                subject_id, on, typed.get("kind", ""), touches, actor(), note=typed.get("note", "")[:500]
            )
    except TAKEN_BACK as error:
        return _page(subject_id, typed, touched, by_field(error), status_of(error))
    flash(
        str(t("已记下。受影响的旧结果从那天起不算数", "On record. Older results that it touches no longer count")),
        "good",
    )
    return redirect(url_for("registry_subjects.subject", subject_id=subject_id), 303)


@pages.post("/<id:subject_id>/handover")
@allow(Action.keep_subject)
def hand_over(subject_id: int) -> ResponseReturnValue:
    """It has a new holder from that day on."""
    typed = request.form.to_dict()
    try:
        on = read_day(typed.get("from_on", ""), "from_on")
        with transaction():
            own_subjects.hand_over(subject_id, typed.get("holder", "").strip(), on, actor())
    except TAKEN_BACK as error:
        return _page(subject_id, typed, [], by_field(error), status_of(error))
    flash(str(t("已交接", "Handed over")), "good")
    return redirect(url_for("registry_own.index"), 303)
