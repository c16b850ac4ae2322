"""The tree of public bodies, as of a day."""

from datetime import date

from flask import Blueprint, render_template

from core import clock
from core.access import allow
from core.pages import asked
from core.people.services import organising
from core.policy import Action
from core.regions import UnknownRegion, gazetteer
from core.values.text import Text

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")
_NO_DAY = Text("请写成 2026-07-20 这样的日期", "Write a day like 2026-07-20")


@blueprint.get("")
@allow(Action.see_organisations)
def index() -> str:
    """Public bodies by region, on a day."""
    form = {name: asked(name, 80) for name in ("q", "region", "on", "parent")}
    errors: dict[str, list[Text]] = {}
    day, region = clock.today(), "440000"
    try:
        day = date.fromisoformat(form["on"]) if form["on"] else day
    except ValueError:
        errors["on"] = [_NO_DAY]
    try:
        region = gazetteer().find(form["region"]) if form["region"] else region
    except UnknownRegion as error:
        errors["region"] = [error.message]
    anywhere = bool(form["q"] or form["parent"])
    found = organising.bodies(
        day, region="" if anywhere and not form["region"] else region, words=form["q"], parent=form["parent"]
    )
    return render_template(
        "core/organisations.html",
        bodies=found,
        names=gazetteer().full_name,
        region=region,
        on=day,
        is_today=day == clock.today(),
        form=form,
        errors=errors,
    )
