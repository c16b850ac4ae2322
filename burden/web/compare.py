"""Two days of a place, or two editions, beside each other."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from burden.schemas.queries import ComparisonQuery
from burden.services import reading, showing
from burden.web.asked import asked
from burden.web.caching import cached
from core import clock
from core.access import allow
from core.policy import Action

pages = Blueprint("compare", __name__)

PROVINCE = "440000"


@pages.get("/compare")
@allow(Action.look_up)
@cached
def compare() -> ResponseReturnValue:
    """The forms, and what differs once two days or two editions are chosen."""
    query = asked(ComparisonQuery())
    first, second = query.values["from"], query.values["to"] or clock.today()
    region = query.values["region"] if query.typed.get("region") else PROVINCE
    one, other = request.args.get("a"), request.args.get("b")
    return (
        render_template(
            "burden/compare.html",
            days=reading.compare_days(region, first, second) if first else None,
            pair=reading.compare_editions(one, other) if one and other else None,
            editions=reading.list_editions(),
            typed=query.typed,
            errors=query.errors,
            places=showing.places(),
            today=clock.today(),
        ),
        query.status,
    )
