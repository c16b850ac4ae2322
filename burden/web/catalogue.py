"""The catalogue: its items, one of them as of a day, and its history; the editions of the lists."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from burden.schemas.queries import AsOf, ItemsQuery
from burden.services import publishing, reading
from burden.web.asked import asked
from burden.web.caching import cached
from burden.web.filters import chosen
from core import clock
from core.access import allow
from core.policy import Action

pages = Blueprint("catalogue", __name__)

ROWS = 20
"""Items to a page: what a phone scrolls through without losing its place."""


@pages.get("/items")
@allow(Action.look_up)
@cached
def items() -> ResponseReturnValue:
    """Search and filter the items, as of any day."""
    query = asked(ItemsQuery())
    page = reading.list_items(**{**query.values, "limit": ROWS})
    return (
        render_template(
            "burden/items.html",
            page=page,
            query=query.values,
            typed=query.typed,
            errors=query.errors,
            chosen=chosen(query.values, page.facets),
            today=clock.today(),
        ),
        query.status,
    )


@pages.get("/items/<key>")
@allow(Action.look_up)
@cached
def item(key: str) -> ResponseReturnValue:
    """One item, as of a day: standard, words, who may charge whom, basis, history."""
    query = asked(AsOf())
    today = clock.today()
    view = reading.item(key, query.values["on"] or today)
    now = reading.item(key, today) if view.on < today else None
    return render_template("burden/item.html", view=view, now=now, errors=query.errors, today=today), query.status


@pages.get("/items/<key>/history")
@allow(Action.look_up)
@cached
def history(key: str) -> str:
    """What changed in an item, when, and why."""
    return render_template("burden/history.html", view=reading.item(key, clock.today()))


@pages.get("/editions")
@allow(Action.look_up)
@cached
def editions() -> str:
    """All published editions."""
    return render_template("burden/editions.html", editions=reading.list_editions(), today=clock.today())


@pages.get("/editions/<key>")
@allow(Action.look_up)
@cached
def edition(key: str) -> str:
    """One edition, all its rows in their official words, and its seal."""
    return render_template(
        "burden/edition.html",
        view=reading.edition(key),
        changes=publishing.reasons_of(key),
        notes=reading.notes_of(key),
        today=clock.today(),
    )
