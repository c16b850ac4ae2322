"""The counter: a clerk files for a caller on one screen and reads the code out once; agrees to identities, or not."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from complaints.rules.matters import MODES
from complaints.schemas import reports
from complaints.services import choosing, counter, filing, identity
from complaints.web.case import no_store
from complaints.web.marks import DESK_STATES, mark
from complaints.web.receipt import as_file
from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Conflict, Invalid, NotFound, NotInThisState
from core.pages import asked, language, t, with_query
from core.policy import Action
from core.values.text import Text

pages = Blueprint("clerk", __name__, url_prefix="/desk")

_ABSENT = Text("没有这个核对号，请核对或留空", "There is no check of that number; correct it or leave it empty")
_WHY = Text("不同意的，请写明理由", "Say why, if you do not agree")


@pages.get("/new")
@allow(Action.file_at_counter)
def begin() -> str:
    """The one screen, empty."""
    return _page({"form_key": secrets.token_urlsafe(16), "mode": "named"})


@pages.post("/new")
@allow(Action.file_at_counter)
def file() -> ResponseReturnValue:
    """File it; the code is shown in answer to this alone."""
    form = {name: value for name, value in request.form.items() if name not in ("csrf_token", "go") and value}
    form.setdefault("form_key", secrets.token_urlsafe(16))
    if errors := reports.every_problem(form):
        return _page(form, errors), 422
    try:
        command = replace(reports.read(form, language()), channel="counter")
        with transaction():
            made = filing.file(choosing.told_apart(command), actor(), key=form["form_key"][:100])
    except Invalid as error:
        return _page(form, error.fields), 422
    except NotFound:
        return _page(form, {"matters.0.check_code": [_ABSENT]}), 422
    except Conflict as error:
        return _page(form, {"": [error.message]}), 409
    shown = render_template("complaints/desk/filed.html", receipt=made, modes=MODES, signed=as_file(made.certificate))
    response = make_response(shown)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(form: Mapping[str, str], errors: Mapping[str, Any] | None = None) -> str:
    kinds = [(t(group), [(each.id, t(each.plain)) for each in choices]) for group, choices in choosing.by_field()]
    return render_template(
        "complaints/desk/new.html",
        form={"count": "1", **form},
        errors=errors or {},
        kinds=kinds,
        asked=choosing.asked_of(form.get("matters.0.kind", "")),
        modes=MODES,
        places=choosing.places(),
        today=clock.today(),
    )


@pages.get("/filings")
@allow(Action.file_at_counter)
def filings() -> ResponseReturnValue:
    """What this counter filed, with its state and what is due next; never who called, and no code."""
    reference, errors = asked("reference", 20), {}
    try:
        page = counter.list_filed(actor(), reference, asked("after", 20))
    except Invalid as error:
        page, errors = counter.list_filed(actor(), reference), error.fields
    shown = render_template(
        "complaints/desk/filings.html",
        page=page,
        reference=reference,
        states=DESK_STATES,
        mark=mark,
        next=with_query(after=page.following) if page.following else None,
        first=with_query(after=None) if asked("after", 20) else None,
        errors=errors,
    )
    return no_store(shown, 422 if errors else 200)


@pages.get("/identities")
@allow(Action.answer_identity_request)
def requests() -> str:
    """Requests of other units to learn who complains, each with its reason."""
    return _requests({})


def _requests(errors: Mapping[str, Any]) -> str:
    return render_template("complaints/desk/identities.html", requests=identity.requests(actor()), errors=errors)


@pages.post("/identities/<id:no>")
@allow(Action.answer_identity_request)
def answer(no: int) -> ResponseReturnValue:
    """Agree, or refuse with a reason; the complainant sees either."""
    reason = request.form.get("reason", "").strip()[:2000]
    agreed = request.form.get("answer") == "yes"
    if not agreed and not reason:
        return _requests({f"reason-{no}": [_WHY]}), 422
    try:
        with transaction():
            identity.approve(no, actor()) if agreed else identity.refuse(no, reason, actor())
    except NotInThisState as error:
        return _requests({"": [error.message]}), 409
    flash(str(t("已经记下，投诉人看得到", "Recorded; the complainant sees it")), "good")
    return redirect("/desk/identities", 303)
