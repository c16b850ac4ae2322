"""The rules of routing, dated and in words, and what they would do; nothing tried here is kept."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from complaints.rules.matters import LIST_TYPES
from complaints.services import choosing, surveying
from complaints.web.desk import places
from core import clock
from core.access import allow
from core.errors import Invalid
from core.pages import asked, t
from core.policy import Action

pages = Blueprint("routing", __name__, url_prefix="/routing")

SHOWN = 60


@pages.get("")
@allow(Action.see_routing)
def index() -> ResponseReturnValue:
    """The rules; and if the address asks, what would happen to such a matter."""
    form = {name: asked(name) for name in ("kind", "body", "region", "list_type")}
    trial, errors = None, {}
    if any(form.values()):
        try:
            trial = surveying.try_out(form)
        except Invalid as error:
            errors = error.fields
    shown = render_template(
        "complaints/desk/routing.html",
        survey=surveying.survey(),
        trial=trial,
        form=form,
        errors=errors,
        kinds=[(t(group), [(each.id, t(each.name)) for each in choices]) for group, choices in choosing.by_field()],
        places=places(),
        lists=list(LIST_TYPES.items()),
        today=clock.today(),
        limit=SHOWN,
    )
    return shown, 422 if errors else 200
