"""Bar charts drawn on the server: where each bar, line and word of the picture stands. The table stands beside it.

Pure reckoning; `templates/components/chart.html` draws what comes of it and writes the same numbers as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.values.text import Text

WIDTH, HEIGHT = 960.0, 170.0
_LEFT, _TOP, _BASE = 40.0, 10.0, 144.0
_WORDS_AT = 162.0
_GAP = 0.2
"""Of the room of a bar, what is left free beside it."""
_WORD_ROOM = 76.0
"""Under the picture, room for one word."""
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as it is asked for."""

    label: Text
    """In full: for the table, and for who does not see the picture."""
    value: int
    part: int = 0
    """Of `value`, the lower part that is told apart."""
    short: Text | None = None
    """Under the bar, where there is room; None: `label`."""
    address: str = ""
    """Where the bar leads; empty: nowhere."""
    key: str = ""
    """What it stands for, by machine: 2026-07."""


@dataclass(frozen=True, slots=True)
class Column:
    """One bar as it is drawn: left and upper edge, width, height, and the same of its lower part."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    part_y: float
    part_height: float
    word: Text | None
    """What stands under it, at `Chart.words_at`; None where there is no room."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of bars that stand on one line."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[float, int], ...]
    """Height of each line across, and the number it stands for."""
    total: int
    parts: int
    width: float = WIDTH
    height: float = HEIGHT
    left: float = _LEFT
    words_at: float = _WORDS_AT

    @property
    def most(self) -> Bar | None:
        """The longest bar, the first of equal ones; None where all are empty."""
        found = max((column.bar for column in self.columns), key=lambda bar: bar.value, default=None)
        return found if found and found.value else None


def chart(bars: Sequence[Bar]) -> Chart:
    """The picture of `bars`, from left to right. Values are counts: whole, not below 0."""
    top = nice(max((bar.value for bar in bars), default=0))
    room = (WIDTH - _LEFT) / max(len(bars), 1)
    every = max(1, round(_WORD_ROOM / room + 0.49))
    columns = tuple(
        _column(bar, place, room, top, shown=place % every == 0 or len(bars) == 1) for place, bar in enumerate(bars)
    )
    step = top // 2 if top > 1 else 1
    lines = tuple((_height(value, top), value) for value in range(0, top + 1, step))
    return Chart(columns, lines, sum(bar.value for bar in bars), sum(bar.part for bar in bars))


def _column(bar: Bar, place: int, room: float, top: int, *, shown: bool) -> Column:
    y, part_y = _height(bar.value, top), _height(bar.part, top)
    return Column(
        bar=bar,
        x=round(_LEFT + place * room, 1),
        y=y,
        width=round(room * (1 - _GAP), 1),
        height=round(_BASE - y, 1),
        part_y=part_y,
        part_height=round(_BASE - part_y, 1),
        word=(bar.short or bar.label) if shown else None,
    )


def _height(value: int, top: int) -> float:
    return round(_BASE - (_BASE - _TOP) * value / top, 1)


def nice(most: int) -> int:
    """The least even number of the form 2, 4, 10, 20, 40, 100 … that is not below `most`."""
    scale = 1
    while True:
        for step in _STEPS:
            if step * scale * 2 >= most:
                return step * scale * 2
        scale *= 10


def months(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, as 2026-07; none is left out where nothing happened."""
    year, month = int(first[:4]), int(first[5:7])
    found = [first[:7]]
    while found[-1] < last[:7]:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found.append(f"{year:04}-{month:02}")
    return found


_MONTH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def month(key: str) -> Text:
    """2026年7月, July 2026."""
    year, number = int(key[:4]), int(key[5:7])
    return Text(f"{year}年{number}月", f"{_MONTH[number - 1]} {year}")


def month_shorts(keys: Sequence[str]) -> dict[str, Text]:
    """What stands under the bars of these months: the year with the first and with each January, else the month."""
    found = {}
    for before, key in pairwise(["", *keys]):
        number = int(key[5:7])
        with_year = before[:4] != key[:4]
        short = Text(f"{number}月", _MONTH[number - 1][:3])
        found[key] = Text(f"{key[:4]}年{number}月", f"{short.en} {key[:4]}") if with_year else short
    return found
