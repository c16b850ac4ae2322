"""The items of the published lists, for programs."""

from datetime import date
from typing import Any

from flask import Response

from burden.api.versions import shape_of, version_of
from burden.schemas.queries import AsOf, ItemsQuery
from burden.services import reading
from core import clock
from core.access import allow
from core.api import Resources, answer, documented, unchanged
from core.documents import as_json
from core.policy import Action

resources = Resources("Items", __name__, description="What may be charged, by whom, how much, on what basis")


@resources.get("/items")
@allow(Action.look_up)
@resources.doc(**documented(shape_of(reading.list_items), 304, 422))
@resources.arguments(ItemsQuery, location="query")
def items(query: dict[str, Any]) -> Response:
    """Find items by any part of a name, an alias or a body; filter by nature, sector, region, body and day.

    `next` of a page is the `after` of the next one, null on the last. `facets` count within the same filters.
    """
    tag = version_of(query["on"])
    return unchanged(tag) or answer(as_json(reading.list_items(**query)), tag)


@resources.get("/items/<key>")
@allow(Action.look_up)
@resources.doc(**documented(shape_of(reading.item), 304, 404, 422))
@resources.arguments(AsOf, location="query")
def item(query: dict[str, date | None], key: str) -> Response:
    """One item as of a day: official words by edition, structured standards and reliefs, collectors, basis, status."""
    tag = version_of(query["on"])
    return unchanged(tag) or answer(as_json(reading.item(key, query["on"] or clock.today())), tag)


@resources.get("/items/<key>/history")
@allow(Action.look_up)
@resources.doc(**documented({"type": "object", "properties": {"changes": shape_of(reading.history)}}, 304, 404))
def history(key: str) -> Response:
    """What changed in an item, when, why, and on what basis."""
    tag = version_of(None)
    return unchanged(tag) or answer({"changes": as_json(reading.history(key))}, tag)
