"""The complainant's own side: the code opens it; read, answer, confirm the refund, rate, ask for review, withdraw.

The code is posted, never put into an address; see `complaints.web.proof` for how the browser is then known. Nothing
typed is lost when that has run out: the page that asks for the code again carries it along.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from complaints.rules.kinds import REMEDIES
from complaints.rules.matters import MODES
from complaints.rules.outcomes import OUTCOMES
from complaints.rules.states import STATES, WHO
from complaints.schemas import acts
from complaints.services import drafting, following
from complaints.services.following import CaseOfComplainant
from complaints.web import proof, receipt, uploads
from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Busy, Conflict, DomainError, Invalid, NotAllowed, NotFound, NotInThisState
from core.pages import t
from core.policy import Action, Role
from core.values.text import Text

pages = Blueprint("follow", __name__)

MOST_OWN = 20
TYPED = "typed."
"""What comes before the names of fields that the page asking for the code carries along."""
_DONE = Text("已经记下：{what}", "Recorded: {what}")
_STATUS: tuple[tuple[type[DomainError], int], ...] = ((Invalid, 422), (NotFound, 404), (Busy, 429))


@pages.get("/complaints")
@allow(Action.follow_complaint)
def enter() -> str:
    """Where the code is typed."""
    return _asking({}, [])


@pages.post("/complaints")
@allow(Action.follow_complaint)
def open_case() -> ResponseReturnValue:
    """The code opens the case; a wrong one says which character, and slows down whoever goes on guessing."""
    typed = request.form.get("code", "")
    carried = [(name, value) for name, value in request.form.items() if name.startswith(TYPED)]
    try:
        with transaction():
            found = following.enter(typed, request.remote_addr or "")
        if found is None:
            raise following.not_found()
    except (Invalid, NotFound, Busy) as error:
        return _refused(error, typed, carried)
    if carried:
        form = {name.removeprefix(TYPED): value for name, value in carried}
        return proof.keep(make_response(page(found, form)), found)
    return proof.keep(make_response(redirect("/complaints/case", 303)), found)


def _refused(error: Invalid | NotFound | Busy, typed: str, carried: list[tuple[str, str]]) -> Response:
    errors = error.fields if isinstance(error, Invalid) else {"code": [error.message]}
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    response = make_response(_asking({"code": typed[:200]}, carried, errors), status)
    response.headers["Cache-Control"] = "no-store"
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _asking(form: Mapping[str, str], carried: list[tuple[str, str]], errors: Mapping[str, Any] | None = None) -> str:
    return render_template(
        "complaints/public/enter.html",
        form=form,
        errors=errors or {},
        carried_along=carried,
        own=list(_own().values()),
        states=STATES,
    )


def _own() -> dict[int, CaseOfComplainant]:
    """The complaints filed from this account, the latest first. What a clerk took at the counter is the caller's."""
    person = actor()
    if not person.user_id or Role.intake_clerk in person.roles:
        return {}
    return {found: following.open_case(found) for found in following.own(person)[:MOST_OWN]}


@pages.post("/complaints/own")
@allow(Action.follow_complaint)
def open_own() -> ResponseReturnValue:
    """A complaint filed from the account that has signed in, without its code.

    :raises NotFound: if it is not one of them.
    """
    reference = request.form.get("reference", "")
    found = next((number for number, case in _own().items() if case.reference == reference), None)
    if found is None:
        raise NotFound
    return proof.keep(make_response(redirect("/complaints/case", 303)), found)


@pages.get("/complaints/case")
@allow(Action.follow_complaint)
def case() -> ResponseReturnValue:
    """The case whose code this browser has shown; else the page that asks for it."""
    found = proof.shown()
    if found is None:
        return redirect("/complaints", 303)
    return proof.keep(make_response(page(found, {})), found)


@pages.post("/complaints/case")
@allow(Action.follow_complaint)
def act() -> ResponseReturnValue:
    """One act on one matter; what could not be done comes back with everything typed, and why."""
    form = {name: value for name, value in request.form.items() if name != "csrf_token"}
    found = proof.shown()
    if found is None:
        return away(form)
    number, name = form.get("number", ""), form.get("act", "")
    row, at = acts.row_of(name), f"{number}.{name}."
    try:
        told = {field: form[at + field] for field in acts.fields(row) if at + field in form}
        facts = acts.read_facts(name, told)
        with transaction():
            following.act(found, number, name, facts, acts.read_version(form.get("version")))
    except Invalid as error:
        errors = {at + field: texts for field, texts in error.fields.items()}
        return proof.keep(make_response(page(found, form, errors), 422), found)
    except (Conflict, NotInThisState, NotAllowed) as error:
        return proof.keep(make_response(page(found, form, {"": [error.message]}), 409), found)
    flash(str(t(_DONE.fill(what=row.label))), "good")
    return proof.keep(make_response(redirect("/complaints/case", 303)), found)


def away(form: Mapping[str, str]) -> Response:
    """What was sent after too long: the page that asks for the code again carries it along."""
    errors = {"code": [Text("离开太久了，请再输一次回执码", "You were away too long; type the code again")]}
    carried = [(TYPED + name, value) for name, value in form.items()]
    return make_response(_asking({}, carried, errors), 401)


def page(found: int, form: Mapping[str, str], errors: Mapping[str, list[Text]] | None = None) -> str:
    return render_template(
        "complaints/public/case.html",
        case=following.open_case(found),
        form=form,
        gives_away=uploads.gives_away,
        waiting=drafting.read(form.get(uploads.KEPT, "")),
        errors=errors or {},
        states=STATES,
        modes=MODES,
        who_words=WHO,
        outcomes=OUTCOMES,
        remedies=REMEDIES,
        today=clock.today(),
    )


@pages.get("/complaints/case/receipt")
@allow(Action.follow_complaint)
def signed_receipt() -> Response:
    """The signed receipt once more, without the code.

    :raises NotFound: if this browser has shown no code.
    """
    found = proof.shown()
    if found is None:
        raise NotFound
    return proof.keep(receipt.attachment(following.open_case(found).certificate), found)


@pages.post("/complaints/case/end")
@allow(Action.follow_complaint)
def end() -> ResponseReturnValue:
    """Done: nothing of the case stays with the browser."""
    return proof.forget(make_response(redirect("/complaints", 303)))
