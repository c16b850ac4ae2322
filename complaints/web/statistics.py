"""Public statistics of complaints: a page with pictures, and the same as CSV and JSON at addresses that stay."""

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from complaints.services import statistics, statistics_tables
from complaints.services.statistics_tables import Line
from core.access import allow
from core.api import versioned
from core.charts import Bar, Chart, chart
from core.documents import as_json
from core.errors import NotFound
from core.pages import asked, t
from core.policy import Action
from core.tables.writing import csv_chunks

pages = Blueprint("statistics", __name__, url_prefix="/statistics")
SAMPLE = "示例"


@pages.get("/complaints")
@allow(Action.look_up)
def show() -> ResponseReturnValue:
    """The tables of one year, the latest first.

    :raises NotFound: for a year of which nothing is published.
    """
    made = statistics.published()
    typed = asked("year", 4)
    years = [str(year) for year in made.years]
    if typed and typed not in years:
        raise NotFound
    year = int(typed) if typed else next(iter(made.years), 0)
    shown = render_template(
        "complaints/statistics/statistics.html",
        made=made,
        year=statistics_tables.of_year(made, year) if year else None,
        measures=statistics_tables.MEASURES,
        until=t(statistics_tables.until(made.until)),
        pictures=_pictures,
    )
    response = make_response(shown)
    response.add_etag(weak=True)
    return response.make_conditional(request)


def _pictures(lines: Sequence[Line]) -> dict[str, Chart]:
    """By measure, a bar for each line that tells it; of decisions, with the part that was upheld."""
    bars: dict[str, list[Bar]] = {"filed": [], "decided": []}
    for line in lines:
        for measure in bars.keys() & line.rows.keys():
            row = line.rows[measure]
            bars[measure].append(Bar(line.words, row.matters, row.upheld or 0))
    return {measure: chart(found) for measure, found in bars.items() if len(found) > 1}


@pages.get("/complaints.csv")
@allow(Action.look_up)
def table() -> Response:
    """All that is published, as a table; UTF-8 with its mark."""
    response = versioned(statistics.version(), _table, kind="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="complaint-statistics.csv"'
    return response


def _table() -> bytes:
    made = statistics.published()
    header = [*statistics_tables.HEADINGS, SAMPLE] if made.sample else list(statistics_tables.HEADINGS)
    mark = [SAMPLE] if made.sample else []
    return b"".join(csv_chunks(header, ([*statistics_tables.as_cells(row), *mark] for row in made.rows)))


@pages.get("/complaints.json")
@allow(Action.look_up)
def document() -> Response:
    """All that is published, with a note on method."""
    return versioned(statistics.version(), lambda: as_json(statistics.published()))
