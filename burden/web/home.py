"""The front page: search first, then the doors, what changed last, and how much is held."""

from flask import Blueprint, render_template

from burden.services import fronting
from burden.web.caching import cached
from core.access import allow
from core.policy import Action

pages = Blueprint("home", __name__)


@pages.get("/")
@allow(Action.look_up)
@cached
def front() -> str:
    """Search, doors, latest changes, coverage."""
    return render_template("burden/home.html", front=fronting.front())
