"""Pages that explain: how to use it, what is kept, for whom it works."""

from flask import Blueprint, render_template

from burden.services import telling
from burden.web.caching import cached
from core.access import allow
from core.policy import Action

pages = Blueprint("help", __name__)


@pages.get("/help")
@allow(Action.look_up)
@cached
def how() -> str:
    """How to look up, check and verify; whom to ask."""
    return render_template("burden/help.html", tellings=telling.TELLINGS.values())


@pages.get("/privacy")
@allow(Action.look_up)
@cached
def privacy() -> str:
    """What is kept of whom, for how long."""
    return render_template("burden/privacy.html")


@pages.get("/accessibility")
@allow(Action.look_up)
@cached
def accessibility() -> str:
    """What was done so that everybody can use it, and what is not right yet."""
    return render_template("burden/accessibility.html")
