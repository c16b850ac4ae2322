"""Leads for oversight: tests that flagged themselves as repeats, demands by word of mouth, requests left unanswered."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from core.access import actor, allow
from core.policy import Action, Role
from registry.services import demanding, lawkeeping, reading_enterprise
from registry.services.reading import AT_ONCE
from registry.web.parts import no_store

pages = Blueprint("registry_leads", __name__, url_prefix="/registry/leads")


@pages.get("")
@allow(Action.read_leads)
def index() -> ResponseReturnValue:
    """The repeats, the latest first; to a supervisor what enterprises were told by word of mouth, too."""
    who = actor()
    before = min(max(request.args.get("before", 0, type=int), 0), 10**15)
    found = reading_enterprise.repeats(who, before=before)
    return no_store(
        render_template(
            "registry/own/leads.html",
            repeats=found,
            more=found[-1].id if len(found) == AT_ONCE else None,
            demands=demanding.demands(who) if Role.supervisor in who.roles and not before else (),
            parameters=lawkeeping.current().parameters,
        )
    )
