"""Public statistics of complaints: what was filed, decided and paid back, per place, kind and finished quarter.

What happened counts in the quarter in which it happened, and a quarter is told once it is over: nobody's filing today
moves a figure today, and no later act moves a figure that was told. Every table goes through `rules.disclosure`. The
quarters of all kinds and places are told as they end; places and kinds by the year, once it is over and nothing small
would be left between the two.
"""

import hashlib
import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from flask import current_app
from sqlalchemy import select

from complaints.models.cases import Complaint
from complaints.rules import disclosure
from complaints.rules.disclosure import LEAST, Block
from complaints.services import statistics_facts as facts
from complaints.services.statistics_facts import Fact
from core import clock
from core.db import db
from core.values.money import Money
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, of everything that its lists name; an empty list leaves that trait open."""

    measure: str
    """filed, decided or refunded."""
    by: str
    """total, quarter, city, field, kind or city_field."""
    year: int
    quarters: tuple[str, ...]
    cities: tuple[str, ...]
    """Codes of GB/T 2260; several where small ones are merged; 440000 for the province itself, or where no city is
    known."""
    kinds: tuple[str, ...]
    """Kinds of complaint, or the fields they belong to, as `by` says."""
    matters: int
    """Matters filed or decided; for refunds, those of which money was confirmed in a quarter, once for each."""
    upheld: int | None
    """Of those decided, how many were found true, wholly or in part."""
    median_days: int | None
    """From the day of receipt to the decision, calendar days."""
    refunded: Money | None
    """What payers confirmed in that time, less what was taken back."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """All that is published."""

    until: str
    """The last quarter that is over."""
    least: int
    years: tuple[int, ...]
    method: tuple[Text, ...]
    sample: bool
    """Whether made-up cases are counted (示例)."""
    rows: tuple[Row, ...]


METHOD = (
    Text(
        "提交、办结、退款各算在发生的那个季度；季度结束才公布，之后不再变。新的投诉当季不会改动任何已公布的数字。",
        "Filing, decision and refund each count in the quarter in which they happened; a quarter is published once it "
        "is over and does not change. A new complaint moves no published figure.",
    ),
    Text(
        "不足 {least} 件的（包括没有的）并入“其他”；相减能推出小数的，再并一格。所以“并入其他”不说明有没有投诉。",
        "Cells under {least}, none included, are merged into “others”; where a difference would tell a small number, "
        "one more is merged. So being merged does not say whether there was any complaint.",
    ),
    Text(
        "办结只计第一次决定，不计复查；属实包括部分属实。属实、不属实有一边不足 {least} 件的，同样并入。",
        "Decided counts first decisions, not reviews; upheld includes partly. A cell is merged as well where either "
        "side has fewer than {least}.",
    ),
    Text(
        "天数从收到那天到决定那天，按自然日，取中位数。",
        "Days run from receipt to decision, in calendar days; the median is shown.",
    ),
    Text(
        "退款是付款人确认到账的，减去退了又被要回去的。",
        "Refunds are what payers confirmed, less what was demanded back.",
    ),
    Text(
        "地区是事情发生地的市；各市、各类的数按年公布，全省的按季度公布。",
        "The place is the city where it happened; places and kinds are published by year, the province by quarter.",
    ),
)
_MEASURES: Mapping[str, Callable[[date], list[Fact]]] = {
    "filed": facts.filed,
    "decided": facts.decided,
    "refunded": facts.refunded,
}


def published() -> Statistics:
    """Everything that is published today; reckoned once in each process for each quarter that ends."""
    first = _running_quarter(clock.today())
    version = (first, _history(first))
    held = current_app.extensions.get("complaints_statistics")
    if held is None or held[0] != version:
        held = current_app.extensions["complaints_statistics"] = (version, _publish(first))
    made: Statistics = held[1]
    return made


def version() -> str:
    """A digest of everything that is published: the tag of its files."""
    return hashlib.sha256(repr(published()).encode()).hexdigest()[:32]


def chosen(year: str = "", measure: str = "", by: str = "") -> Statistics:
    """What is published, of one year, one measure, one sort of row alone where asked for."""
    made = published()
    rows = (row for row in made.rows if year in ("", str(row.year)) and measure in ("", row.measure))
    return replace(made, rows=tuple(row for row in rows if by in ("", row.by)))


def _running_quarter(today: date) -> date:
    """The first day of the quarter that is not over."""
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1)


def _history(first: date) -> tuple[Any, ...]:
    """Differs on another day, and where complaints of finished quarters came on record: by loading samples, never by
    filing. One look into an index.
    """
    start = datetime.combine(first, time(), clock.LEGAL_ZONE).astimezone(UTC)
    asked = select(Complaint.reference).where(Complaint.filed_at < start)
    last = asked.order_by(Complaint.filed_at.desc(), Complaint.id.desc()).limit(1)
    return clock.today(), db.session.scalar(last)


def _has_samples(first: date) -> bool:
    asked = select(Complaint.id).where(Complaint.sample, Complaint.received_on < first).limit(1)
    return db.session.scalar(asked) is not None


def _publish(first: date) -> Statistics:
    last = first.toordinal() - 1
    rows: list[Row] = []
    for measure, read in _MEASURES.items():
        by_year: dict[int, list[Fact]] = defaultdict(list)
        for fact in read(first):
            by_year[int(fact.quarter[:4])].append(fact)
        for year in sorted(by_year, reverse=True):
            rows += _year(measure, year, by_year[year], year < first.year)
    return Statistics(
        until=facts.quarter_of(date.fromordinal(last)),
        least=LEAST,
        years=tuple(sorted({row.year for row in rows}, reverse=True)),
        method=tuple(each.fill(least=LEAST) for each in METHOD),
        sample=_has_samples(first),
        rows=tuple(rows),
    )


def _year(measure: str, year: int, those: Sequence[Fact], over: bool) -> list[Row]:
    """The quarters of a year; and once it is over and nothing small is left beside them, all the rest."""
    make = _Maker(measure, year)
    quarters = {f"{year}Q{number}": "" for number in (1, 2, 3, 4)}
    told, whole = disclosure.closed(_sums(quarters, those, lambda fact: fact.quarter))
    rows = [make.row("quarter", those, quarters=block.keys) for block in told]
    cities = disclosure.blocks(_sums(facts.cities(), those, lambda fact: fact.city))
    fields = disclosure.blocks(_sums(facts.fields(), those, lambda fact: fact.field))
    if not (over and whole and cities and fields):
        return rows
    rows += [make.row("total", those)]
    rows += [make.row("city", those, cities=block.keys) for block in _apart(cities)]
    for field in _apart(fields):
        rows.append(make.row("field", those, kinds=field.keys))
        rows += make.kinds(those, field)
    return rows + (make.cells(those, cities, fields) if _apart(cities) and _apart(fields) else [])


def _apart(found: Sequence[Block]) -> Sequence[Block]:
    """The blocks, where there is more than one: all merged into one is the total once more."""
    return found if len(found) > 1 else ()


def _sums(keys: Mapping[str, Any], those: Sequence[Fact], of: Callable[[Fact], str]) -> dict[str, tuple[int, ...]]:
    """Counts by key, zeros included."""
    nothing = tuple(0 for _ in those[0].counts)
    found = {key: [nothing] for key in keys}
    for fact in those:
        found.setdefault(of(fact), [nothing]).append(fact.counts)
    return {key: disclosure.added(counts) for key, counts in found.items()}


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the rows of one measure and year."""

    measure: str
    year: int

    def row(
        self,
        by: str,
        those: Sequence[Fact],
        *,
        quarters: Sequence[str] = (),
        cities: Sequence[str] = (),
        kinds: Sequence[str] = (),
    ) -> Row:
        """The figure of what meets all that is named."""
        mine = [
            fact
            for fact in those
            if (not quarters or fact.quarter in quarters)
            and (not cities or fact.city in cities)
            and (not kinds or (fact.kind if by == "kind" else fact.field) in kinds)
        ]
        decided, refunded = self.measure == "decided", self.measure == "refunded"
        return Row(
            measure=self.measure,
            by=by,
            year=self.year,
            quarters=tuple(quarters),
            cities=tuple(cities),
            kinds=tuple(kinds),
            matters=sum(sum(fact.counts) for fact in mine),
            upheld=sum(fact.counts[0] for fact in mine) if decided else None,
            median_days=_median(mine) if decided else None,
            refunded=Money.of_fen(sum(fact.fen for fact in mine)) if refunded else None,
        )

    def kinds(self, those: Sequence[Fact], field: Block) -> list[Row]:
        """The kinds of a field that stands alone, where there is more than one."""
        within = {kind: of for kind, of in facts.kinds().items() if of == field.keys[0]}
        if field.merged or len(within) < 2:
            return []
        mine = [fact for fact in those if fact.field == field.keys[0]]
        told = disclosure.blocks(_sums(within, mine, lambda fact: fact.kind))
        return [self.row("kind", those, kinds=block.keys) for block in _apart(told)]

    def cells(self, those: Sequence[Fact], cities: Sequence[Block], fields: Sequence[Block]) -> list[Row]:
        """Where places and fields cross: cities of which every field may be told."""
        where = {key: place for place, block in enumerate(cities) for key in block.keys}
        which = {key: place for place, block in enumerate(fields) for key in block.keys}
        nothing = tuple(0 for _ in those[0].counts)
        found = {str(city): {str(field): [nothing] for field in range(len(fields))} for city in range(len(cities))}
        for fact in those:
            found[str(where[fact.city])][str(which[fact.field])].append(fact.counts)
        cells = {city: {field: disclosure.added(each) for field, each in line.items()} for city, line in found.items()}
        return [
            self.row("city_field", those, cities=cities[int(city)].keys, kinds=fields[int(field)].keys)
            for city in disclosure.whole_rows(cells)
            for field in cells[city]
        ]


def _median(those: Sequence[Fact]) -> int:
    days = sorted((fact.days, sum(fact.counts)) for fact in those)
    return round(statistics.median(each for each, count in days for _ in range(count)))
