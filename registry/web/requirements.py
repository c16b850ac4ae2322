"""What procedures ask to be tested: with source and mark, changed by a draft that another recogniser confirms."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound, NotInThisState
from core.pages import asked, language, t
from core.policy import Action
from core.values.text import Text
from registry.rules.conditions import FactType
from registry.rules.procedures import Procedure
from registry.schemas import requiring as schema
from registry.services import lawkeeping, reading_law, requiring
from registry.services.reading_law import ProcedurePage, RequirementLine
from registry.web.parts import TAKEN_BACK, by_field, kind_words, said, several, status_of, typed, words

pages = Blueprint("registry_requirements", __name__, url_prefix="/registry/requirements")

LONGEST = 2000
_DRAFTED = Text("已提交，等另一位采信员确认后从 {day} 起生效", "Handed in; in force from {day} once confirmed")
_OWN = Text("您自己起草的，要另一位采信员确认", "Your own draft is for another recogniser to confirm")
_MANY = ("accreditation",)


@pages.get("")
@allow(Action.read_own_acts)
def index() -> str:
    """Every procedure, and the drafts that wait."""
    return render_template(
        "registry/desk/requirements.html",
        procedures=reading_law.procedures(),
        drafts=reading_law.drafts(actor()),
        called=_called,
        me=actor().user_id,
        **words(),
    )


def _called(procedure: str) -> str:
    return str(lawkeeping.current().bodies[procedure]["name"])


@pages.get("/<key>")
@allow(Action.read_own_acts)
def show(key: str) -> str:
    """What one procedure asks today, what it will ask, and where each is written.

    :raises NotFound: if there is no such procedure.
    """
    page = reading_law.procedure(key)
    return render_template(
        "registry/desk/procedure.html", page=page, now=_in_force(page), coming=_coming(page), **_about(page.procedure)
    )


def _about(procedure: Procedure) -> dict[str, Any]:
    law = lawkeeping.current()
    return {
        "procedure": procedure,
        "parameters": law.parameters,
        "hangs_on": lambda body: schema.said(body, procedure.facts),
        "licences": reading_law.licences(),
        **words(),
    }


def _in_force(page: ProcedurePage) -> list[RequirementLine]:
    """Of each requirement the version in force today."""
    latest: dict[str, RequirementLine] = {}
    for one in page.versions:
        if one.from_on <= page.on:
            latest[one.key] = one
    return [one for one in latest.values() if one.body is not None]


def _coming(page: ProcedurePage) -> list[RequirementLine]:
    return [one for one in page.versions if one.from_on > page.on]


@pages.get("/<key>/draft")
@allow(Action.draft_requirement)
def new(key: str) -> str:
    """Change a requirement, add one, or end one: ``?of=`` names the one to begin with."""
    page, of = reading_law.procedure(key), asked("of", 120)
    line = next((one for one in _in_force(page) if one.key == of), None)
    form, lists = schema.as_form(line.body) if line else ({}, {})
    form["act"] = "end" if asked("act", 5) == "end" and line else "change"
    return _form(page.procedure, form, lists, {}, line.key if line else "")


def _form(
    procedure: Procedure,
    form: Mapping[str, str],
    lists: Mapping[str, list[str]],
    errors: dict[str, list[Text]],
    of: str,
) -> str:
    law = lawkeeping.current()
    kinds = sorted({kind for one in law.parameters.values() for kind in one.subjects})
    return render_template(
        "registry/desk/draft_new.html",
        form=form,
        lists=lists,
        errors=errors,
        of=of,
        licence_choices=[(key, f"{key}：{name}") for key, name in reading_law.licences().items()],
        parameter_choices=said((key, one.name) for key, one in law.parameters.items()),
        kind_choices=said((kind, kind_words(kind)) for kind in kinds),
        triggers=[
            (one.name, one.question.render(language())) for one in procedure.facts.values() if one.type is FactType.date
        ],
        **_about(procedure),
    )


@pages.post("/<key>/draft")
@allow(Action.draft_requirement)
def draft(key: str) -> ResponseReturnValue:
    """Hand in the draft; it changes nothing until another recogniser confirms it."""
    procedure = reading_law.procedure(key).procedure
    form = typed()
    lists = {name: several(name) for name in form if name in _MANY or name.startswith("when.")}
    of, chosen = form.get("of", ""), form.get("organisation", "")
    try:
        change = schema.read_change(form, lists, procedure)
        with transaction():
            requiring.draft(
                key, change.body, change.from_on, change.source, change.confirmed, actor(),
                key=of or change.key, organisation=int(chosen) if chosen.isdecimal() and len(chosen) < 12 else 0,
            )  # fmt: skip
    except Invalid as error:
        return _form(procedure, form, lists, schema.by_field(error.fields), of), 422
    except (NotAllowed, NotInThisState) as error:
        return _form(procedure, form, lists, by_field(error), of), status_of(error)
    flash(str(t(_DRAFTED.fill(day=change.from_on))), "good")
    return redirect(url_for("registry_requirements.show", key=key), 303)


@pages.get("/drafts/<id:draft_id>")
@allow(Action.read_own_acts)
def one_draft(draft_id: int) -> str:
    """A draft beside what is asked now."""
    return _draft(_line(draft_id), {}, {})


def _line(draft_id: int) -> RequirementLine:
    """The draft, to who may confirm it or drafted it.

    :raises NotFound: to anybody else.
    """
    found = next((one for one in reading_law.drafts(actor()) if one.id == draft_id), None)
    if found is None:
        raise NotFound
    return found


def _draft(line: RequirementLine, form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    page = reading_law.procedure(line.procedure)
    before = next((one for one in _in_force(page) if one.key == line.key), None)
    return render_template(
        "registry/desk/draft.html",
        line=line,
        before=before,
        form=form,
        errors=errors,
        me=actor().user_id,
        **_about(page.procedure),
    )


@pages.post("/drafts/<id:draft_id>/confirmation")
@allow(Action.confirm_requirement)
def confirm(draft_id: int) -> ResponseReturnValue:
    """Another recogniser confirms: in force from its day."""
    line = _line(draft_id)
    try:
        with transaction():
            requiring.confirm(draft_id, actor())
    except NotFound:
        return _draft(line, {}, {"": [_OWN]}), 403
    except TAKEN_BACK as error:
        return _draft(line, {}, by_field(error)), status_of(error)
    flash(str(t("已确认", "Confirmed")), "good")
    return redirect(url_for("registry_requirements.show", key=line.procedure), 303)


@pages.post("/drafts/<id:draft_id>/return")
@allow(Action.confirm_requirement)
def send_back(draft_id: int) -> ResponseReturnValue:
    """Another recogniser does not agree, with a reason."""
    line, form = _line(draft_id), typed()
    try:
        with transaction():
            requiring.send_back(draft_id, form.get("reason", "")[:LONGEST], actor())
    except NotFound:
        return _draft(line, form, {"": [_OWN]}), 403
    except TAKEN_BACK as error:
        return _draft(line, form, by_field(error)), status_of(error)
    flash(str(t("已退回", "Sent back")), "good")
    return redirect(url_for("registry_requirements.index"), 303)
