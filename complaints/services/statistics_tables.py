"""The published statistics laid out for people: a line for each place, kind or quarter, a column for each measure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from complaints.rules.kinds import Group
from complaints.services import choosing, statistics_facts, wording
from complaints.services.statistics import Row, Statistics
from core.values.text import Text, same

MEASURES = {
    "filed": Text("提交", "Filed"),
    "decided": Text("办结", "Decided"),
    "refunded": Text("退款到账", "Refunds confirmed"),
}
BY = {
    "total": Text("合计", "Total"),
    "quarter": Text("按季度", "By quarter"),
    "city": Text("按市", "By city"),
    "field": Text("按类别", "By field"),
    "kind": Text("按事由", "By kind"),
    "city_field": Text("按市和类别", "By city and field"),
}
_QUARTER = Text("第{n}季度", "quarter {n}")
_QUARTERS = Text("第{first}到第{last}季度", "quarters {first} to {last}")
_UNKNOWN_PLACE = Text("省级，或不知道哪个市", "The province, or no city known")
_OTHER_CITIES = Text("其他 {n} 处", "{n} other places")
_OTHERS = Text("其他 {n} 类", "{n} others")
_CHINESE = "零一二三四"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    words: Text
    rows: Mapping[str, Row]
    """By measure; a measure in which its keys are merged into another line has none."""
    within: tuple["Line", ...] = ()
    """The kinds of a field."""

    @property
    def filed(self) -> int:
        return self.rows["filed"].matters if "filed" in self.rows else 0


@dataclass(frozen=True, slots=True)
class Year:
    """All tables of one year; what is not published is empty."""

    year: int
    total: Mapping[str, Row]
    quarters: tuple[Line, ...]
    cities: tuple[Line, ...]
    fields: tuple[Line, ...]
    crossed: tuple[tuple[Text, tuple[tuple[Text, Row], ...]], ...]
    """City → field → matters filed, of cities in which no field is too small."""


def of_year(made: Statistics, year: int) -> Year:
    """The tables of `year`."""
    rows = [row for row in made.rows if row.year == year]
    return Year(
        year=year,
        total={row.measure: row for row in rows if row.by == "total"},
        quarters=_quarters(rows),
        cities=_lines([row for row in rows if row.by == "city"], lambda row: row.cities, city, _OTHER_CITIES),
        fields=_fields(rows),
        crossed=_crossed([row for row in rows if row.by == "city_field" and row.measure == "filed"]),
    )


def _quarters(rows: Iterable[Row]) -> tuple[Line, ...]:
    found: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        if row.by == "quarter":
            found.setdefault(row.quarters, {})[row.measure] = row
    ordered = sorted(found, key=lambda keys: (keys[-1], keys))
    return tuple(Line(quarters(keys), found[keys]) for keys in ordered)


def _lines(
    rows: Sequence[Row], keys_of: Callable[[Row], tuple[str, ...]], name: Callable[[str], Text], others: Text
) -> tuple[Line, ...]:
    """A line for every key that stands alone in some measure, the most filed first; one for what is merged."""
    alone: dict[str, dict[str, Row]] = {}
    merged: dict[str, Row] = {}
    for row in rows:
        keys = keys_of(row)
        if len(keys) == 1:
            alone.setdefault(keys[0], {})[row.measure] = row
        else:
            merged[row.measure] = row
    lines = sorted((Line(name(key), found) for key, found in alone.items()), key=lambda line: -line.filed)
    if not merged:
        return tuple(lines)
    most = max(len(keys_of(row)) for row in merged.values())
    return (*lines, Line(others.fill(n=most), merged))


def _fields(rows: Sequence[Row]) -> tuple[Line, ...]:
    lines = _lines([row for row in rows if row.by == "field"], lambda row: row.kinds, field, _OTHERS)
    return tuple(Line(line.words, line.rows, _kinds(line, rows)) for line in lines)


def _kinds(line: Line, rows: Sequence[Row]) -> tuple[Line, ...]:
    alone = {row.kinds[0] for row in line.rows.values() if len(row.kinds) == 1}
    of = statistics_facts.kinds()
    within = [row for row in rows if row.by == "kind" and of.get(row.kinds[0]) in alone]
    lines = _lines(within, lambda row: row.kinds, wording.kind_name, _OTHERS)
    return lines if len(lines) > 1 else ()


def _crossed(rows: Iterable[Row]) -> tuple[tuple[Text, tuple[tuple[Text, Row], ...]], ...]:
    found: dict[tuple[str, ...], list[tuple[Text, Row]]] = {}
    for row in rows:
        words = field(row.kinds[0]) if len(row.kinds) == 1 else _OTHERS.fill(n=len(row.kinds))
        found.setdefault(row.cities, []).append((words, row))
    names = {keys: city(keys[0]) if len(keys) == 1 else _OTHER_CITIES.fill(n=len(keys)) for keys in found}
    return tuple((names[keys], tuple(cells)) for keys, cells in found.items())


def city(code: str) -> Text:
    """What a place of the statistics is called."""
    return _UNKNOWN_PLACE if code == statistics_facts.PROVINCE else same(statistics_facts.cities().get(code, code))


def field(group: str) -> Text:
    """What a field of kinds is called."""
    return choosing.FIELDS[Group(group)]


def quarters(keys: Sequence[str]) -> Text:
    """A quarter, or several that are told together."""
    first, last = keys[0][-1], keys[-1][-1]
    if first == last:
        return Text(_QUARTER.zh.format(n=_CHINESE[int(last)]), _QUARTER.en.format(n=last))
    return Text(
        _QUARTERS.zh.format(first=_CHINESE[int(first)], last=_CHINESE[int(last)]),
        _QUARTERS.en.format(first=first, last=last),
    )


def until(quarter: str) -> Text:
    """The year and quarter up to which figures are told."""
    words = quarters([quarter])
    return Text(f"{quarter[:4]}年{words.zh}", f"{words.en} of {quarter[:4]}")


HEADINGS = (
    "指标", "口径", "年", "季度", "地区代码", "地区", "类别或事由代码", "类别或事由", "件数", "属实",
    "中位天数", "退款到账",
)  # fmt: skip


def as_cells(row: Row) -> list[str]:
    """A row of open data, under `HEADINGS`."""
    name = wording.kind_name if row.by == "kind" else field
    return [
        MEASURES[row.measure].zh,
        BY[row.by].zh,
        str(row.year),
        " ".join(row.quarters),
        " ".join(row.cities),
        "、".join(city(each).zh for each in row.cities),
        " ".join(row.kinds),
        "、".join(name(each).zh for each in row.kinds),
        str(row.matters),
        "" if row.upheld is None else str(row.upheld),
        "" if row.median_days is None else str(row.median_days),
        "" if row.refunded is None else str(row.refunded),
    ]
