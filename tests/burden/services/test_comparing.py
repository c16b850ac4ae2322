"""Two days and two editions beside each other: what was added, changed, ended, and of what nothing can be said."""

from datetime import date

import pytest
from flask import Flask

from burden.services import reading
from burden.services.shapes import DayComparison, ItemChange

GUANGZHOU = "440100"


def keys(changes: tuple[ItemChange, ...]) -> set[str]:
    return {change.key for change in changes}


def compare(first: date, second: date) -> DayComparison:
    return reading.compare_days(GUANGZHOU, first, second)


def test_a_changed_standard_is_shown_cell_by_cell_with_its_reason(app: Flask) -> None:
    change = next(one for one in compare(date(2017, 6, 30), date(2017, 7, 1)).changed if one.key == "SOIL")
    cells = {cell.column: (cell.before, cell.after) for cell in change.cells}
    assert "¥2.00" in cells["standard"][0] and "¥1.40" in cells["standard"][1]
    assert cells["basis"] == ("发改价格〔2014〕886号", "发改价格〔2017〕1186号")
    assert {one.kind for one in change.why} == {"standard", "event"}


def test_an_event_ends_an_item(app: Flask) -> None:
    found = compare(date(2024, 11, 30), date(2024, 12, 1))
    assert "WATER-RES" in keys(found.ended)
    assert "PAT-CHG-AGENT" in keys(compare(date(2018, 7, 31), date(2018, 8, 1)).ended)


def test_a_row_that_a_later_excerpt_lacks_is_not_ended(app: Flask) -> None:
    found = compare(date(2019, 8, 1), date(2026, 7, 20))
    told = keys(found.ended)
    for change in found.unknown:
        assert change.key not in told
        assert not any(one.kind == "event" and one.title.zh in ("取消", "停征") for one in change.why)


def test_the_same_day_twice_differs_in_nothing(app: Flask) -> None:
    found = compare(date(2020, 1, 1), date(2020, 1, 1))
    assert not (found.added or found.changed or found.ended or found.unknown) and found.unchanged > 50


def test_the_earlier_day_comes_first_however_asked(app: Flask) -> None:
    assert compare(date(2026, 1, 1), date(2017, 1, 1)) == compare(date(2017, 1, 1), date(2026, 1, 1))


def test_what_does_not_hold_in_a_place_is_not_compared_there(app: Flask) -> None:
    found = compare(date(2015, 1, 1), date(2026, 11, 25))
    everything = (*found.added, *found.changed, *found.ended, *found.unknown)
    assert {change.place.code for change in everything} <= {"000000", "440000", GUANGZHOU}


def test_whole_lists_made_to_be_compared_are_told_apart_cell_by_cell(app: Flask) -> None:
    found = reading.compare_editions("nat-trademark__2019-07", "nat-trademark__2017-04")
    assert (found.before.ref.key, found.after.ref.key) == ("nat-trademark__2017-04", "nat-trademark__2019-07")
    assert found.assertable and found.caution is None
    change = next(one for one in found.changed if one.item_key == "TM-RENEW")
    assert ("收费标准（原文）", "1000元") in {(cell.label.zh, cell.before) for cell in change.cells}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sx-zhengfu-jijin__2017-03", "nat-zhengfu-jijin__2019-07"),
        ("nat-zhengfu-jijin__2019-07", "nat-zhengfu-jijin__2022"),
        ("nat-trademark__2015-10", "nat-trademark__2019-07"),
    ],
)
def test_of_excerpts_and_of_lists_not_made_for_it_nothing_is_asserted(app: Flask, one: str, other: str) -> None:
    found = reading.compare_editions(one, other)
    assert not found.assertable and found.caution is not None
    assert found.added == found.ended == ()
    rows = len(found.changed) + len(found.touched) + found.unchanged
    assert rows + len(found.only_before) == found.before.rows
    assert rows + len(found.only_after) == found.after.rows
