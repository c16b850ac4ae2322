"""What recognising saves, open to everybody: a page with pictures and tables, and the same as CSV and JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from core import charts, clock
from core.access import allow
from core.charts import Bar, Chart
from core.documents import as_json
from core.errors import NotFound
from core.pages import asked, t
from core.policy import Action
from core.regions import gazetteer
from core.tables.writing import csv_chunks
from core.values.money import Money
from core.values.text import Text, same
from registry.services import reading_law, savings
from registry.services.savings import Totals

pages = Blueprint("registry_savings", __name__, url_prefix="/statistics")

FIRST_YEAR = 2020
_HEADINGS = (
    "month", "department", "region", "recognised", "refused", "by_ground", "repeats", "fees_avoided_known",
    "fees_unknown",
)  # fmt: skip
METHOD = (
    Text(
        "采信一项结果记一次；拒绝按理由记；重复是没有批准的检测单而又测了已有可用结果的。",
        "One result recognised counts once; refusals count by ground; a repeat is a test of what a result covered, "
        "without an approved order.",
    ),
    Text(
        "一个部门同一天为同一事项采信同一对象的几项，费用只算一次：目录的价是一个对象全部检测的价。",
        "What a department recognises of one subject for one procedure on one day counts one fee: the catalogue prices "
        "all tests of a subject together.",
    ),
    Text(
        "目录没有价、只有文字或已停收的，费用是不知道，另外计数，不当作 0。",
        "Where the catalogue has no price, words only, or an ended charge, the fee is not known: counted apart.",
    ),
)


@dataclass(frozen=True, slots=True)
class Published:
    """All that is published: a line for each month, department and region, with a note on method."""

    since: date
    until: date
    lines: tuple[Totals, ...]
    method: tuple[Text, ...]


@pages.get("/recognition")
@allow(Action.look_up)
def show() -> ResponseReturnValue:
    """One year, by month, department, region and ground.

    :raises NotFound: for a year that is not to come or of which nothing can be on record.
    """
    today = clock.today()
    typed = asked("year", 4)
    if typed and not (typed.isdecimal() and FIRST_YEAR <= int(typed) <= today.year):
        raise NotFound
    year = int(typed) if typed else today.year
    start, end = date(year, 1, 1), min(date(year, 12, 31), today)
    lines = savings.totals(start, end, by_region=True, by_month=True)
    shown = render_template(
        "registry/desk/savings.html",
        year=year,
        years=range(today.year, max(FIRST_YEAR, today.year - 4) - 1, -1),
        until=end,
        total=_sum(lines),
        by_month=_by_month(lines, start, end),
        by_department=_grouped(lines, lambda one: one.department),
        by_region=_grouped(lines, lambda one: place(one.region)),
        by_ground=_by_ground(lines),
        picture=_picture(lines, start, end),
        month=charts.month,
        method=METHOD,
    )
    response = make_response(shown)
    response.add_etag(weak=True)
    return response.make_conditional(request)


@dataclass(frozen=True, slots=True)
class Sum:
    """Several lines together."""

    recognised: int
    refused: int
    repeats: int
    fees_known: Money | None
    fees_unknown: int


def _sum(lines: Sequence[Totals]) -> Sum:
    known = [one.fees_known for one in lines if one.fees_known is not None]
    return Sum(
        recognised=sum(one.recognised for one in lines),
        refused=sum(one.refused for one in lines),
        repeats=sum(one.repeats for one in lines),
        fees_known=Money.of_fen(sum(one.fen for one in known)) if known else None,
        fees_unknown=sum(one.fees_unknown for one in lines),
    )


def _grouped(lines: Sequence[Totals], key: Any) -> list[tuple[str, Sum]]:
    """The sums by what `key` names; most recognised first."""
    parts: dict[str, list[Totals]] = {}
    for one in lines:
        parts.setdefault(key(one), []).append(one)
    found = [(name, _sum(part)) for name, part in parts.items()]
    return sorted(found, key=lambda each: (-each[1].recognised, -each[1].refused, each[0]))


def _by_month(lines: Sequence[Totals], start: date, end: date) -> list[tuple[str, Sum]]:
    found = dict(_grouped(lines, lambda one: f"{one.month:%Y-%m}"))
    return [(key, found.get(key, _sum([]))) for key in charts.months(f"{start:%Y-%m}", f"{end:%Y-%m}")]


def _picture(lines: Sequence[Totals], start: date, end: date) -> Chart:
    """A bar for each month: recognised and refused together, the lower part what was recognised."""
    months = _by_month(lines, start, end)
    shorts = charts.month_shorts([key for key, _ in months])
    return charts.chart(
        [
            Bar(charts.month(key), one.recognised + one.refused, one.recognised, short=shorts[key], key=key)
            for key, one in months
        ]
    )


def _by_ground(lines: Sequence[Totals]) -> list[tuple[Text, int]]:
    names = {one.id: one.words for one in reading_law.grounds()}
    counted: dict[str, int] = {}
    for one in lines:
        for ground, times in one.by_ground:
            counted[ground] = counted.get(ground, 0) + times
    order = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return [(names.get(ground, same(ground)), times) for ground, times in order]


def place(code: str) -> str:
    """A region in words; one that is not on record is said to be so."""
    return gazetteer().full_name(code) if code else str(t("没有登记", "not on record"))


def _everything() -> Published:
    start, end = date(FIRST_YEAR, 1, 1), clock.today()
    return Published(start, end, savings.totals(start, end, by_region=True, by_month=True), METHOD)


@pages.get("/recognition.csv")
@allow(Action.look_up)
def table() -> Response:
    """All that is published as a table; UTF-8 with its mark. An empty sum of fees is not known, never 0."""
    rows = (_cells(one) for one in _everything().lines)
    response = Response(b"".join(csv_chunks(_HEADINGS, rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="recognition-statistics.csv"'
    return response


def _cells(one: Totals) -> list[str]:
    return [
        f"{one.month:%Y-%m}", one.department, one.region, str(one.recognised), str(one.refused),
        " ".join(f"{ground}:{times}" for ground, times in one.by_ground), str(one.repeats),
        str(one.fees_known) if one.fees_known is not None else "", str(one.fees_unknown),
    ]  # fmt: skip


@pages.get("/recognition.json")
@allow(Action.look_up)
def document() -> Any:
    """All that is published, with the note on method."""
    return as_json(_everything())
