"""The published lists themselves, for programs and as open data."""

from typing import Any

from flask import Response, stream_with_context

from burden.api.versions import shape_of, version_of
from burden.schemas.queries import AsOf, ComparisonQuery, EditionsQuery
from burden.services import reading
from burden.services.headings import HEADINGS
from burden.services.shapes import OfficialEntry
from core.access import allow
from core.api import Resources, answer, documented, tagged, unchanged
from core.documents import as_json
from core.policy import Action
from core.tables.writing import csv_chunks

resources = Resources("Editions", __name__, description="The lists as published, each from a day")


@resources.get("/editions")
@allow(Action.look_up)
@resources.doc(**documented({"type": "object", "properties": {"editions": shape_of(reading.list_editions)}}, 304, 422))
@resources.arguments(EditionsQuery, location="query")
def editions(query: dict[str, Any]) -> Response:
    """All published editions: issuer, region, nature, in force from and to, how many rows of them are confirmed."""
    tag = version_of(query["on"])
    return unchanged(tag) or answer({"editions": as_json(reading.list_editions(**query))}, tag)


@resources.get("/editions/<key>")
@allow(Action.look_up)
@resources.doc(**documented(shape_of(reading.edition), 304, 404, 422))
@resources.arguments(AsOf, location="query")
def edition(query: dict[str, Any], key: str) -> Response:
    """One edition with its entries in the words of its issuer, its digest and its signature."""
    tag = version_of(query["on"])
    return unchanged(tag) or answer(as_json(reading.edition(key, query["on"])), tag)


@resources.get("/editions/<key>/entries.csv")
@allow(Action.look_up)
@resources.doc(**documented({"type": "string"}, 304, 404, kind="text/csv"))
def entries(key: str) -> Response:
    """The entries of an edition as a table, in the columns departments publish. Open data; UTF-8 with its mark."""
    tag = version_of(None)
    if (known := unchanged(tag)) is not None:
        return known
    rows = (_row(entry) for entry in reading.edition(key).entries)
    response = Response(
        stream_with_context(csv_chunks(list(HEADINGS.values()), rows)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return tagged(response, tag)


def _row(entry: OfficialEntry) -> list[str]:
    values = (getattr(entry, column) for column in HEADINGS)
    return [{True: "是", False: "否", None: ""}.get(value, value) for value in values]


@resources.get("/editions/compare")
@allow(Action.look_up)
@resources.doc(**documented(shape_of(reading.compare_days), 304, 422))
@resources.arguments(ComparisonQuery, location="query")
def compare(query: dict[str, Any]) -> Response:
    """What was added, changed and ended in a region between two days."""
    tag = version_of(None)
    return unchanged(tag) or answer(as_json(reading.compare_days(query["region"], query["from"], query["to"])), tag)
