"""The published lists themselves, for programs and as open data."""

from flask import Response

from burden.api.versions import shape_of, version
from burden.schemas.queries import AsOf, ComparisonQuery, EditionsQuery
from burden.services import reading
from burden.services.headings import HEADINGS
from burden.services.shapes import DayComparison, OfficialEntry
from core.access import allow
from core.api import Resources, documented, query, read_query, versioned
from core.documents import as_json
from core.policy import Action
from core.tables.writing import csv_chunks

resources = Resources("Editions", __name__, description="The lists as published, each from a day")


@resources.get("/editions")
@allow(Action.look_up)
@resources.doc(
    **query(EditionsQuery),
    **documented({"type": "object", "properties": {"editions": shape_of(reading.list_editions)}}, 304, 422),
)
def editions() -> Response:
    """All published editions: issuer, region, nature, in force from and to, how many rows of them are confirmed."""
    return versioned(version(), lambda: {"editions": as_json(reading.list_editions(**read_query(EditionsQuery)))})


@resources.get("/editions/<key>")
@allow(Action.look_up)
@resources.doc(**query(AsOf), **documented(shape_of(reading.edition), 304, 404, 422))
def edition(key: str) -> Response:
    """One edition with its entries in the words of its issuer, its digest and its signature."""
    reading.must_be_published(key)
    return versioned(version(), lambda: as_json(reading.edition(key, **read_query(AsOf))))


@resources.get("/editions/<key>/entries.csv")
@allow(Action.look_up)
@resources.doc(**documented({"type": "string"}, 304, 404, kind="text/csv"))
def entries(key: str) -> Response:
    """The entries of an edition as a table, in the columns departments publish. Open data; UTF-8 with its mark."""
    reading.must_be_published(key)
    response = versioned(version(), lambda: _table(reading.edition(key).entries), kind="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return response


def _table(rows: tuple[OfficialEntry, ...]) -> bytes:
    words = {True: "是", False: "否", None: ""}
    cells = ([getattr(row, column) for column in HEADINGS] for row in rows)
    said = ([words.get(cell, cell) for cell in row] for row in cells)
    return b"".join(csv_chunks(list(HEADINGS.values()), said))


@resources.get("/editions/compare")
@allow(Action.look_up)
@resources.doc(**query(ComparisonQuery), **documented(shape_of(reading.compare_days), 304, 422))
def compare() -> Response:
    """What was added, changed and ended in a region between two days."""
    return versioned(version(), lambda: as_json(_compared()))


def _compared() -> DayComparison:
    asked = read_query(ComparisonQuery)
    return reading.compare_days(asked["region"], asked["from"], asked["to"])
