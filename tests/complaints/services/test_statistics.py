"""Public statistics: counted from the record, of finished quarters, moved by no filing; nothing small is told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from complaints.rules import disclosure
from complaints.rules.outcomes import Outcome
from complaints.services import statistics, statistics_tables
from complaints.services.statistics import Row
from core.values.money import Money
from tests.complaints.services.cases import Days, People, answer, complaint_id, decided, file, told

GUANGZHOU = {"body": "440100-zjj", "region": "440100"}
SHENZHEN = {"body": "440300-zjj", "region": "440300"}


def rows(by: str, measure: str = "filed") -> list[Row]:
    return [row for row in statistics.published().rows if (row.by, row.measure) == (by, measure)]


def counts(found: Sequence[Row]) -> dict[tuple[str, ...], int]:
    return {row.quarters or row.cities or row.kinds: row.matters for row in found}


@pytest.fixture
def year(days: Days, monkeypatch: pytest.MonkeyPatch) -> Days:
    """2025 with three in Guangzhou and two in Shenzhen in February, three more in Guangzhou in May; least count 2."""
    for rule in (disclosure.blocks, disclosure.closed, disclosure.whole_rows):
        monkeypatch.setattr(rule, "__defaults__", (2,))
    days.at = datetime(2025, 2, 10, 4, 0, tzinfo=UTC)
    file(*[told(**GUANGZHOU) for _ in range(3)], *[told(**SHENZHEN, kind="apportionment") for _ in range(2)])
    days.go_to(date(2025, 5, 12))
    file(*[told(**GUANGZHOU) for _ in range(3)])
    days.go_to(date(2026, 11, 23))
    return days


def test_places_kinds_and_quarters_are_counted(app: Flask, year: Days) -> None:
    assert counts(rows("total")) == {(): 8}
    assert counts(rows("quarter")) == {("2025Q1",): 5, ("2025Q2",): 3}
    assert counts(rows("city"))[("440100",)] == 6
    assert counts(rows("field"))[("charge",)] == 6
    assert statistics.published().until == "2026Q3" and not statistics.published().sample


def test_a_filing_moves_no_figure(app: Flask, year: Days) -> None:
    before, version = statistics.published(), statistics.version()
    file(told(**GUANGZHOU))
    assert (statistics.published(), statistics.version()) == (before, version)
    year.go_to(date(2027, 1, 4))
    assert statistics.published().until == "2026Q4" and statistics.published().rows == before.rows


def test_a_later_act_moves_no_figure_that_was_told(app: Flask, year: Days, people: People) -> None:
    year.go_to(date(2025, 7, 1))
    before = statistics.published().rows
    receipt = file(told(**GUANGZHOU))
    decided(people, receipt.matters[0].number)
    assert statistics.published().rows == before


def test_the_running_year_tells_its_quarters_alone(app: Flask, year: Days) -> None:
    year.go_to(date(2025, 6, 30))
    assert counts(rows("quarter")) == {("2025Q1",): 5}
    assert {row.by for row in statistics.published().rows} == {"quarter"}


def test_under_the_least_count_nothing_is_told(app: Flask, days: Days) -> None:
    days.at = datetime(2025, 2, 10, 4, 0, tzinfo=UTC)
    file(*[told(**GUANGZHOU) for _ in range(9)])
    days.go_to(date(2026, 11, 23))
    assert statistics.published().rows == ()


def test_decisions_and_refunds_count_when_they_happened(app: Flask, year: Days, people: People) -> None:
    year.go_to(date(2025, 8, 4))
    receipts = [file(told(**GUANGZHOU)) for _ in range(4)]
    year.pass_days(10)
    for place, receipt in enumerate(receipts):
        upheld = place < 2
        decided(people, receipt.matters[0].number, **({} if upheld else _DENIED))
    year.pass_days(20)
    for receipt in receipts[:2]:
        answer(complaint_id(receipt), receipt.matters[0].number, "report_refund", amount=Money("100.00"))
    year.go_to(date(2026, 11, 23))
    (total,), (money,) = rows("total", "decided"), rows("total", "refunded")
    assert (total.matters, total.upheld, total.median_days) == (4, 2, 10)
    assert (money.matters, money.refunded) == (2, Money("200.00"))


_DENIED: dict[str, Any] = {"outcome": Outcome.unsubstantiated, "refund": Money("0.00"), "remedies": ()}


def test_tables_for_people_hold_the_same_figures(app: Flask, year: Days) -> None:
    made = statistics_tables.of_year(statistics.published(), 2025)
    assert [(line.words.zh, line.filed) for line in made.quarters] == [("第一季度", 5), ("第二季度", 3)]
    assert made.cities[0].words.zh == "广州市" and made.cities[0].filed == 6
    assert sum(line.filed for line in made.cities) == sum(line.filed for line in made.fields) == 8
    cells = [statistics_tables.as_cells(row) for row in statistics.published().rows]
    assert all(len(line) == len(statistics_tables.HEADINGS) for line in cells)


def test_samples_are_marked(app: Flask, year: Days) -> None:
    year.go_to(date(2025, 2, 11))
    file(told(**GUANGZHOU), sample=True)
    year.go_to(date(2026, 11, 23))
    assert statistics.published().sample
