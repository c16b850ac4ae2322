"""The desk of a department that recognises results: what waits, what was asked of it; and a laboratory's own word that
it reports completely."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid
from core.pages import t
from core.people.services import organising
from core.policy import Action, Role, organisations_as
from core.values.text import Text
from registry.services import reading_acts, reading_law, statements
from registry.web.parts import typed, words

pages = Blueprint("registry_desk", __name__, url_prefix="/registry")

SHOWN = 10
MONTHS = 12
_ASKED_FOR = Text("办理企业的采信申请", "To answer the enterprise's request for recognition")
_MONTH = Text("请选一个月", "Choose a month")
_ANSWER = Text("请选“都已登记”或“还没有”", "Choose “all on record” or “not all”")


@pages.get("/desk")
@allow(Action.read_own_acts)
def index() -> str:
    """What waits: requests with their clock, orders and drafts for another person, the latest look-ups."""
    return render_template(
        "registry/desk/desk.html",
        waiting=reading_acts.waiting(actor()),
        requests=reading_acts.requests_to(actor()),
        orders=reading_acts.orders(actor(), state="awaiting"),
        drafts=[one for one in reading_law.drafts(actor()) if one.state == "draft"],
        lines=reading_acts.look_ups(actor(), limit=SHOWN),
        me=actor().user_id,
        purpose=t(_ASKED_FOR),
        **words(),
    )


@pages.get("/requests")
@allow(Action.read_own_acts)
def requests() -> str:
    """Requests for recognition that were answered."""
    answered = reading_acts.requests_to(actor(), state="answered")
    return render_template("registry/desk/requests.html", requests=answered, **words())


@pages.get("/completeness")
@allow(Action.state_completeness)
def completeness() -> str:
    """The last months, and what the laboratory said of each."""
    return _completeness({}, {})


def _completeness(form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    mine = organisations_as(Role.laboratory_member, actor())
    names = organising.names(mine, clock.today())
    bodies = [(one, names.get(one, ""), statements.stated(one)) for one in mine]
    return render_template(
        "registry/desk/completeness.html", bodies=bodies, months=_months(), form=form, errors=errors
    )  # fmt: skip


def _months() -> list[date]:
    """The months that are over, the latest first."""
    found, here = [], clock.today().replace(day=1)
    for _ in range(MONTHS):
        here = date(here.year - 1, 12, 1) if here.month == 1 else date(here.year, here.month - 1, 1)
        found.append(here)
    return found


@pages.post("/completeness")
@allow(Action.state_completeness)
def state_completeness() -> ResponseReturnValue:
    """Put the laboratory's word for a month on record; it is not changed afterwards."""
    form = typed()
    try:
        month, complete = _stated(form)
        chosen = form.get("organisation", "")
        with transaction():
            statements.state_complete(
                month, complete, actor(), note=form.get("note", "")[:500],
                organisation=int(chosen) if chosen.isdecimal() and len(chosen) < 12 else 0,
            )  # fmt: skip
    except Invalid as error:
        return _completeness(form, error.fields), 422
    flash(str(t("已记下", "Recorded")), "good")
    return redirect(url_for("registry_desk.completeness"), 303)


def _stated(form: dict[str, str]) -> tuple[date, bool]:
    problems: dict[str, list[Text]] = {}
    month = date.min
    try:
        month = date.fromisoformat(form.get("month", ""))
    except ValueError:
        problems["month"] = [_MONTH]
    if form.get("complete") not in ("yes", "no"):
        problems["complete"] = [_ANSWER]
    if problems:
        raise Invalid(problems)
    return month, form["complete"] == "yes"
