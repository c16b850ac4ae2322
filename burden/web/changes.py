"""What changed in the lists and what is ahead; also as an Atom feed to subscribe to."""

from flask import Blueprint, Response, make_response, render_template

from burden.services import reading
from burden.web.caching import cached
from core.access import allow
from core.policy import Action

pages = Blueprint("changes", __name__)

SHOWN, FED = 100, 50


@pages.get("/changes")
@allow(Action.look_up)
@cached
def changes() -> str:
    """What lies ahead, then the latest changes."""
    return render_template("burden/changes.html", coming=reading.coming(), changes=reading.changes(SHOWN))


@pages.get("/changes.atom")
@allow(Action.look_up)
@cached
def feed() -> Response:
    """The latest changes as a feed."""
    response = make_response(render_template("burden/changes.xml", changes=reading.changes(FED)))
    response.content_type = "application/atom+xml; charset=utf-8"
    return response
