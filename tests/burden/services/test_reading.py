"""Reading the published catalogue on any day: lists, items, histories, editions, comparisons."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import event

from burden import search
from burden.services import cataloguing, reading
from burden.services.shapes import ItemPage, Standing
from core import clock
from core.db import db
from core.errors import Invalid, NotFound
from core.search import keeping
from core.search.analysis import fold
from core.search.query import parse

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def today() -> None:
    clock.set_clock(lambda: datetime(2026, 11, 25, 4, tzinfo=UTC))


def keys(page: ItemPage) -> list[str]:
    return [line.key for line in page.items]


def test_every_item_is_on_exactly_one_page(app: Flask) -> None:
    seen: list[str] = []
    after: str | None = None
    for _ in range(100):
        page = reading.list_items(after=after, limit=23)
        seen += keys(page)
        if (after := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == page.total == len(cataloguing.current().items)


@pytest.mark.parametrize("after", ["x", "1.2", "1.2.3.4", "-1.0.0", "１.0.0", "9" * 40 + ".0.0"])
def test_a_cursor_that_is_none_is_refused_by_name(app: Flask, after: str) -> None:
    with pytest.raises(Invalid) as refused:
        reading.list_items(after=after)
    assert list(refused.value.fields) == ["after"]


@pytest.mark.parametrize(
    "filters",
    [
        {"nature": "deposit"},
        {"sector": "水利"},
        {"region": "440100"},
        {"standing": "ended"},
        {"nature": "administrative_fee", "region": "441400", "on": date(2018, 1, 1)},
        {"q": "保证金"},
        {"q": "保证金 -投标", "nature": "deposit"},
    ],
)
def test_a_facet_counts_what_choosing_it_gives(app: Flask, filters: dict[str, object]) -> None:
    page = reading.list_items(**filters, limit=1)  # type: ignore[arg-type]
    for facet, choices in page.facets.items():
        for choice in choices[:6]:
            chosen = reading.list_items(**(filters | {facet: choice.value}), limit=1)  # type: ignore[arg-type]
            assert chosen.total == choice.count, (facet, choice.value)


def test_a_region_sees_what_holds_there_and_nothing_from_elsewhere(app: Flask) -> None:
    places = {line.place.code for line in reading.list_items(region="441400", limit=200).items}
    assert {"000000", "441400"} <= places <= {"000000", "440000", "441400"}


def test_a_body_finds_what_it_may_charge(app: Flask) -> None:
    assert "SOIL" in keys(reading.list_items(body="广州市水务局"))
    assert "TM-APP" not in keys(reading.list_items(body="440100-scjg"))


TYPED = (
    "水保费", "保费", "zhibaojin", "zbj", "费", "商标局", "保证金 -投标", "（2017）", "tm-app", "“注册 费”", "没有",
)  # fmt: skip


@pytest.mark.parametrize("indexed", [False, True])
def test_searching_finds_exactly_what_reading_through_would(app: Flask, indexed: bool) -> None:
    if indexed:
        keeping.take_in({})
    catalogue = cataloguing.current()
    for typed in TYPED:
        expected = {
            item.key for item in catalogue.items.values() if parse(typed).meets(fold(search.words_of(item, catalogue)))
        }
        assert search.ranked(typed, catalogue).keys() == expected, typed


def test_the_very_name_comes_first(app: Flask) -> None:
    assert keys(reading.list_items(q="水保费"))[0] == "SOIL"
    assert keys(reading.list_items(q="zhibaojin"))[0] == "BOND-QUAL"
    assert keys(reading.list_items(q="投标保证金"))[0] == "BOND-BID"


def test_too_long_a_search_is_refused_by_name(app: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        reading.list_items(q="费" * 10_000)
    assert list(refused.value.fields) == ["q"]


@pytest.mark.parametrize(
    ("key", "on", "standing", "words"),
    [
        ("SOIL", date(2014, 4, 30), Standing.prospective, None),
        ("SOIL", date(2014, 5, 1), Standing.in_force, "¥2.00"),
        ("SOIL", date(2017, 6, 30), Standing.in_force, "¥2.00"),
        ("SOIL", date(2017, 7, 1), Standing.in_force, "¥1.40"),
        ("WATER-RES", date(2024, 11, 30), Standing.not_on_record, None),
        ("WATER-RES", date(2024, 12, 1), Standing.ended, None),
        ("TM-COLL", date(2019, 6, 30), Standing.words_only, "1500元"),
        ("TM-COLL", date(2019, 7, 1), Standing.words_only, "1350元"),
        ("PAT-CHG-AGENT", date(2018, 7, 31), Standing.in_force, "¥50.00"),
        ("PAT-CHG-AGENT", date(2018, 8, 1), Standing.ended, None),
    ],
)
def test_an_item_stands_as_it_did_on_the_day(
    app: Flask, key: str, on: date, standing: Standing, words: str | None
) -> None:
    line = reading.item(key, on).line
    assert line.standing is standing
    assert (words in line.standard.zh) if words and line.standard else not words


def test_an_item_shows_all_that_is_on_record_of_it(app: Flask) -> None:
    item = reading.item("SOIL", date(2017, 6, 30))
    assert [row.time for row in item.rows].count("now") == 1
    assert {row.time for row in item.rows} == {"now", "prospective"}
    assert [one.words.zh for one in item.collectors] == ["水利部门", "税务部门"]
    assert [basis.number for row in item.rows if row.time == "now" for basis in row.basis] == ["发改价格〔2014〕886号"]
    assert [other.key for other in item.local] == ["SOIL-HH"]
    assert item.elsewhere[0].edition.key == "nat-xzsy-qy__2024-07" and not item.elsewhere[0].confirmed
    assert item.earliest == date(2014, 5, 1)


def test_official_words_come_with_the_edition_they_stand_in(app: Flask) -> None:
    now = reading.item("TM-COLL", date(2019, 7, 1)).official[0]
    assert (now.edition.key, now.row, now.in_force) == ("nat-trademark__2019-07", 2, True)
    assert now.standard_words == "纸质申请：1500元；接受电子发文的网上申请：1350元"
    assert now.edition.start_words.zh == "2019年7月1日起"


def test_every_item_reads_on_every_boundary_day(app: Flask) -> None:
    for key in cataloguing.current().items:
        for change in reading.history(key):
            if change.on:
                view = reading.item(key, change.on)
                assert view.line.standing_words.zh and view.line.standing_words.en


def test_a_key_of_the_lists_leads_to_its_item(app: Flask) -> None:
    catalogue = cataloguing.current()
    listed, owner = next(iter(catalogue.item_of_listed_key.items()))
    assert reading.item(listed).line.key == owner


def test_what_is_not_there_is_not_found(app: Flask) -> None:
    for ask in (reading.item, reading.history, reading.edition):
        with pytest.raises(NotFound):
            ask("NO-SUCH")
    with pytest.raises(NotFound):
        reading.compare_editions("NO-SUCH", "nat-trademark__2019-07")


def test_history_says_what_changed_when_why_and_what_it_was_before(app: Flask) -> None:
    change = next(one for one in reading.history("SOIL") if one.kind == "standard" and one.before)
    assert change.on == date(2017, 7, 1) and change.basis[0].number == "发改价格〔2017〕1186号"
    assert change.before and "¥2.00" in change.before.zh and change.after and "¥1.40" in change.after.zh


def test_what_lies_ahead_is_marked_and_not_told_as_news(app: Flask) -> None:
    coming = reading.coming()
    assert coming and all(one.prospective and one.on and one.on > TODAY for one in coming)
    assert all(one.on and one.on <= TODAY for one in reading.changes(50))
    assert [one.on for one in reading.changes(50)] == sorted((one.on for one in reading.changes(50)), reverse=True)


def test_editions_are_listed_with_how_much_of_them_is_confirmed(app: Flask) -> None:
    lines = reading.list_editions()
    assert len(lines) == 42
    assert (sum(line.rows for line in lines), sum(line.confirmed_rows for line in lines)) == (452, 369)
    assert {line.ref.key for line in reading.list_editions(region="441400")} > {"gd-meizhou-renfang__2021-03"}
    assert all("deposit" in line.natures for line in reading.list_editions(nature="deposit"))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("gd-meizhou-renfang__2021-03", "2021年3月起"),
        ("nat-2136-scope__2015-09", "起日不详"),
        ("nat-xzsy-qy__2024-07", "2024年7月16日公布"),
        ("sc-yanyuan-xzsy-qy__2017", "2017年起"),
    ],
)
def test_a_day_is_told_no_more_exactly_than_it_is_known(app: Flask, key: str, words: str) -> None:
    assert reading.edition(key).line.ref.start_words.zh == words


def test_an_edition_carries_its_rows_and_its_seal(app: Flask) -> None:
    edition = reading.edition("nat-trademark__2019-07")
    assert len(edition.entries) == edition.line.rows == 13
    assert edition.diff_with and edition.diff_with.key == "nat-trademark__2017-04"
    assert edition.signature["document"]["digest"] == edition.digest


def test_coverage_says_how_much_there_is_and_of_where(app: Flask) -> None:
    found = reading.coverage()
    assert (found.rows, found.confirmed_rows, found.structured, found.events, found.editions) == (452, 369, 85, 74, 42)
    assert "梅州市" in {place.name for place in found.cities}


def queries_of(ask: object) -> int:
    counted: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        counted.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask()  # type: ignore[operator]
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([one for one in counted if not one.startswith("BEGIN")])


def test_a_page_takes_the_same_few_queries_however_much_is_on_it(app: Flask) -> None:
    cataloguing.current()
    assert queries_of(lambda: reading.list_items(limit=1)) == queries_of(lambda: reading.list_items(limit=200)) <= 1
    assert queries_of(lambda: reading.item("SOIL")) == queries_of(lambda: reading.item("LIT-PROP")) <= 1
    assert queries_of(lambda: reading.compare_days("440100", date(2015, 1, 1), TODAY)) <= 1
    assert queries_of(lambda: reading.edition("nat-trademark__2019-07")) <= 2
    assert queries_of(lambda: reading.list_items(q="费")) <= 3


def test_lines_are_the_same_whoever_asks_first(app: Flask) -> None:
    cold, warm = reading.list_items(), reading.list_items()
    assert cold == warm and replace(cold) == warm
