"""The items of the published lists, for programs."""

from flask import Response

from burden.api.versions import shape_of, version
from burden.schemas.queries import AsOf, ItemsQuery
from burden.services import reading
from core.access import allow
from core.api import Resources, documented, query, read_query, versioned
from core.documents import as_json
from core.policy import Action

resources = Resources("Items", __name__, description="What may be charged, by whom, how much, on what basis")


@resources.get("/items")
@allow(Action.look_up)
@resources.doc(**query(ItemsQuery), **documented(shape_of(reading.list_items), 304, 422))
def items() -> Response:
    """Find items by any part of a name, an alias or a body; filter by nature, sector, region, body and day.

    `next` of a page is the `after` of the next one, null on the last. `facets` count within the same filters.
    """
    return versioned(version(), lambda: as_json(reading.list_items(**read_query(ItemsQuery))))


@resources.get("/items/<key>")
@allow(Action.look_up)
@resources.doc(**query(AsOf), **documented(shape_of(reading.item), 304, 404, 422))
def item(key: str) -> Response:
    """One item as of a day: official words by edition, structured standards and reliefs, collectors, basis, status."""
    reading.must_be_listed(key)
    return versioned(version(), lambda: as_json(reading.item(key, **read_query(AsOf))))


@resources.get("/items/<key>/history")
@allow(Action.look_up)
@resources.doc(**documented({"type": "object", "properties": {"changes": shape_of(reading.history)}}, 304, 404))
def history(key: str) -> Response:
    """What changed in an item, when, why, and on what basis."""
    reading.must_be_listed(key)
    return versioned(version(), lambda: {"changes": as_json(reading.history(key))})
