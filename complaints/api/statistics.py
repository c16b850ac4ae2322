"""Public statistics of complaints, for programs."""

from flask import Response

from complaints.schemas.statistics import StatisticsQuery
from complaints.services import statistics
from complaints.services.statistics import Statistics
from core.access import allow
from core.api import Resources, documented, query, read_query, shape, versioned
from core.documents import as_json, schema_of
from core.policy import Action

resources = Resources("Statistics", __name__, description="Public statistics, under a least count")


@resources.get("/statistics/complaints")
@allow(Action.look_up)
@resources.doc(**query(StatisticsQuery), **documented(schema_of(Statistics), 304, 422))
def complaints() -> Response:
    """Matters filed, decided, upheld, days to decision and refunds confirmed, by place, kind and finished quarter.

    Cells under `least` are merged: `cities`, `kinds` and `quarters` of a row name all that it counts. Figures once
    published do not change. `method` says how they are made; `sample` that made-up cases are among them.
    """
    asked = read_query(StatisticsQuery)
    return versioned(f"{statistics.version()}.{shape()}", lambda: as_json(statistics.chosen(**asked)))
