"""What the page of an auditor's search shows of it: rows of facets, chosen filters in words, months as bars."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from complaints.schemas import auditing as schema
from complaints.services.audit_counting import FacetValue, Month, words_of_value
from complaints.services.audit_criteria import NONE, Facet, Search, Sort
from core import charts
from core.charts import Bar, Chart
from core.values.text import Text, same

ADDRESS = "/complaints-audit"
FACETS = {
    Facet.state: Text("状态", "State"),
    Facet.region: Text("地区", "Place"),
    Facet.kind: Text("事由", "Kind"),
    Facet.violation: Text("核验结论", "Verdict"),
    Facet.outcome: Text("结果", "Outcome"),
    Facet.body: Text("被投诉单位", "Body complained of"),
}
SORTS = {
    Sort.newest: Text("新的在前", "newest first"),
    Sort.oldest: Text("旧的在前", "oldest first"),
    Sort.largest: Text("金额大的在前", "largest first"),
    Sort.smallest: Text("金额小的在前", "smallest first"),
}
SHOWN = 12
"""Values of a facet that are listed beside those chosen."""
MOST_MONTHS = 600
_IN, _OUT = Text("{facet}：{words}", "{facet}: {words}"), Text("不含{facet}：{words}", "not {facet}: {words}")
_SINCE, _UNTIL = Text("{day}起收到", "received from {day}"), Text("{day}前收到（含）", "received up to {day}")
_LEAST, _MOST = Text("金额不低于 {sum}", "amount from {sum}"), Text("金额不高于 {sum}", "amount up to {sum}")
_WORDS = Text("含“{q}”", "with “{q}”")


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a facet beside its two boxes."""

    value: str
    words: Text
    count: int
    included: bool
    excluded: bool
    below: bool
    """Whether it belongs to the row before it: a county to its city."""


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet as it is shown."""

    facet: Facet
    words: Text
    rows: tuple[Row, ...]
    more: int
    """How many values are not listed."""
    included: int
    excluded: int


def address(pairs: Sequence[tuple[str, str]]) -> str:
    """The page that these fields ask for."""
    return f"{ADDRESS}?{urlencode(pairs)}" if pairs else ADDRESS


def facets(asked: Search, counted: Mapping[Facet, Sequence[FacetValue]]) -> list[FacetView]:
    """Every facet: what is chosen, then the most frequent values."""
    return [_facet(facet, asked, counted.get(facet, ())) for facet in FACETS]


def _facet(facet: Facet, asked: Search, counted: Sequence[FacetValue]) -> FacetView:
    wanted, unwanted = asked.include.get(facet, ()), asked.exclude.get(facet, ())
    there = {each.value: each for each in counted}
    for value in (*wanted, *unwanted):
        there.setdefault(value, FacetValue(value, words_of_value(facet, value), 0))
    listed = [value for value in there if value in wanted or value in unwanted]
    offered = _regions(there, [*wanted, *unwanted]) if facet is Facet.region else list(there)
    rest = [value for value in offered if value not in listed]
    shown = listed + rest[:SHOWN]
    if facet is Facet.region:
        shown.sort(key=lambda value: _place(value, there))
    rows = tuple(
        Row(value, there[value].words, there[value].count, value in wanted, value in unwanted, _is_county(facet, value))
        for value in shown
    )
    return FacetView(facet, FACETS[facet], rows, len(rest) - min(len(rest), SHOWN), len(wanted), len(unwanted))


def _regions(there: Mapping[str, FacetValue], chosen: Sequence[str]) -> list[str]:
    """Cities; the counties of a chosen city; what lies outside the province by its own code."""
    cities = {value[:4] for value in chosen}
    return [value for value in there if value == NONE or not _is_county(Facet.region, value) or value[:4] in cities]


def _is_county(facet: Facet, value: str) -> bool:
    return facet is Facet.region and value != NONE and not value.endswith("00")


def _place(value: str, there: Mapping[str, FacetValue]) -> tuple[int, str, int, str]:
    """Cities by how many they have, each before its counties."""
    city = there.get(f"{value[:4]}00")
    return (-(city.count if city else there[value].count), value[:4], int(_is_county(Facet.region, value)), value)


def chosen(asked: Search) -> list[tuple[Text, str]]:
    """What is asked for in words, each with the address without it."""
    found = []
    every = schema.pairs(asked)
    for place, (name, value) in enumerate(every):
        if words := _words(name, value):
            found.append((words, address([*every[:place], *every[place + 1 :]])))
    return found


def _words(name: str, value: str) -> Text | None:
    said = same(value)
    plain = {"q": (_WORDS, "q"), "since": (_SINCE, "day"), "until": (_UNTIL, "day"), "least": (_LEAST, "sum"),
             "most": (_MOST, "sum")}  # fmt: skip
    if name in plain:
        words, slot = plain[name]
        return words.fill(**{slot: said})
    facet = name.removeprefix("not_")
    if facet not in list(Facet):
        return None
    words = _OUT if name.startswith("not_") else _IN
    return words.fill(facet=FACETS[Facet(facet)], words=words_of_value(Facet(facet), value))


def histogram(asked: Search, months: Sequence[Month]) -> Chart | None:
    """The months of receipt as bars, none left out; each leads to its own. None where there is nothing to draw."""
    if not months:
        return None
    there = {each.month: each for each in months}
    keys = charts.months(months[0].month, months[-1].month)
    keys = keys if len(keys) <= MOST_MONTHS else sorted(there)
    shorts = charts.month_shorts(keys)
    rest = [(name, value) for name, value in schema.pairs(asked) if name not in ("since", "until")]
    return charts.chart([
        Bar(
            charts.month(key),
            there[key].received if key in there else 0,
            there[key].upheld if key in there else 0,
            shorts[key],
            address([*rest, *_days(key)]) if key in there else "",
            key,
        )
        for key in keys
    ])  # fmt: skip


def _days(month: str) -> list[tuple[str, str]]:
    last = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    return [("since", f"{month}-01"), ("until", f"{month}-{last:02}")]


def sorts(asked: Search) -> list[tuple[Text, str]]:
    """The orders there are, each with its address; the present one without."""
    rest = [(name, value) for name, value in schema.pairs(asked) if name != "sort"]
    return [
        (words, "" if sort is asked.sort else address([*rest, ("sort", sort.value)])) for sort, words in SORTS.items()
    ]


def typed(asked: Search, args: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What stands in the fields of the form; what could not be read, as it was typed."""
    names = ("q", "since", "until", "least", "most", "sort")
    return {name: next(iter(args.get(name, ())), "") for name in names} | {"sort": asked.sort.value}
