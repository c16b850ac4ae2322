"""What an enterprise sees of itself: its subjects and results, who looked and what for, what was taken and refused."""

from collections.abc import Iterable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from core import clock
from core.access import actor, allow
from core.pages import asked
from core.people.services import organising
from core.policy import Action
from registry.services import (
    demanding,
    lawbook,
    lawkeeping,
    reading_enterprise,
    reading_subjects,
    requesting,
)
from registry.services.reading import AT_ONCE
from registry.web.parts import kind_words, no_store
from registry.web.wording import OUTCOME, STANDING, STATUS

pages = Blueprint("registry_own", __name__, url_prefix="/registry/own")
PAPERS = 20
"""Certificates listed at once."""


def _before() -> int:
    return min(max(request.args.get("before", 0, type=int), 0), 10**15)


def _next(found: tuple[object, ...], number: Iterable[int]) -> int | None:
    """The id after which the next page begins; None: this is the last."""
    return min(number) if len(found) == AT_ONCE else None


@pages.get("")
@allow(Action.read_own_results)
def index() -> ResponseReturnValue:
    """Its subjects, results, statements, and what it waits for."""
    who = actor()
    results = reading_enterprise.own_results(who, before=_before())
    return no_store(
        render_template(
            "registry/own/index.html",
            results=results,
            more=_next(results, (one.id for one in results)),
            subjects=reading_subjects.own_subjects(who),
            requests=[one for one in requesting.requests(who) if one.state == "open"],
            repeats=reading_enterprise.repeats(who),
            certificates=reading_enterprise.certificates(who, limit=PAPERS),
            procedures=lawkeeping.current().bodies,
            kind_words=kind_words,
            words={"status": STATUS, "standing": STANDING},
            today=clock.today(),
        )
    )


@pages.get("/looks")
@allow(Action.read_own_results)
def looks() -> ResponseReturnValue:
    """Who looked, when, at what, for what."""
    found = reading_enterprise.looks(actor(), before=_before())
    return no_store(
        render_template(
            "registry/own/looks.html",
            looks=found,
            more=_next(found, (one.id for one in found)),
            procedures=lawkeeping.current().bodies,
        )
    )


@pages.get("/decisions")
@allow(Action.read_own_results)
def decisions() -> ResponseReturnValue:
    """What departments took, refused, ordered and had tested again; what is wrong is a click from a complaint."""
    who = actor()
    outcome = asked("outcome", 20) if asked("outcome", 20) in OUTCOME else ""
    found = reading_enterprise.decisions(who, outcome=outcome, before=_before())
    orders = reading_enterprise.orders(who, state="approved")
    subjects = {one.subject_id for one in found} | {one.subject_id for one in orders}
    bodies = {one.organisation_id for one in found} | {one.organisation_id for one in orders}
    return no_store(
        render_template(
            "registry/own/decisions.html",
            decisions=found,
            more=_next(found, (one.id for one in found)),
            outcome=outcome,
            orders=orders,
            repeats=reading_enterprise.repeats(who),
            bodies=organising.names(bodies, clock.today()),
            subjects=reading_subjects.names(subjects),
            parameters=lawkeeping.current().parameters,
            procedures=lawkeeping.current().bodies,
            grounds=lawbook.grounds().by_id,
            outcomes=OUTCOME,
        )
    )


@pages.get("/requests")
@allow(Action.read_own_results)
def requests() -> ResponseReturnValue:
    """What it asked departments to take, and until when each must answer."""
    return no_store(render_template("registry/own/requests.html", requests=requesting.requests(actor())))


@pages.get("/demands")
@allow(Action.read_own_results)
def demands() -> ResponseReturnValue:
    """What it was told by word of mouth, as it wrote it down."""
    return no_store(
        render_template(
            "registry/own/demands.html",
            demands=demanding.demands(actor()),
            parameters=lawkeeping.current().parameters,
        )
    )
