"""Bar charts: bars as long as their numbers, a scale that holds them, months without gaps."""

import pytest

from core import charts
from core.charts import Bar, chart
from core.values.text import same


def test_bars_are_as_long_as_their_numbers() -> None:
    made = chart([Bar(same("a"), 10, 5), Bar(same("b"), 20), Bar(same("c"), 0)])
    long, longer, none = made.columns
    assert longer.height == 2 * long.height == 4 * long.part_height
    assert none.height == 0 and made.total == 30 and made.parts == 5
    assert made.most is not None and made.most.label.zh == "b"
    assert made.lines[0][1] == 0 and made.lines[-1][1] >= 20


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (3, 4), (5, 10), (11, 20), (41, 100), (100, 100), (101, 200)]
)
def test_the_scale_holds_the_longest_bar(most: int, top: int) -> None:
    assert charts.nice(most) == top


def test_nothing_to_draw_draws_nothing() -> None:
    assert chart([]).columns == () and chart([]).most is None
    assert chart([Bar(same("a"), 0)]).most is None


def test_words_under_many_bars_leave_room_for_each_other() -> None:
    made = chart([Bar(same(str(n)), n) for n in range(60)])
    shown = [column.x for column in made.columns if column.word]
    assert len(shown) > 5 and min(b - a for a, b in zip(shown, shown[1:], strict=False)) >= 70


def test_months_go_over_the_turn_of_the_year_without_gaps() -> None:
    keys = charts.months("2025-11", "2026-02")
    assert keys == ["2025-11", "2025-12", "2026-01", "2026-02"]
    shorts = charts.month_shorts(keys)
    assert [shorts[key].zh for key in keys] == ["2025年11月", "12月", "2026年1月", "2月"]
    assert charts.month("2026-07").en == "July 2026"
