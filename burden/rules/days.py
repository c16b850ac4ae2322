"""Legal days and periods. In the data: from and to both include their day; null = not known, or no end seen."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

_WRITTEN = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2}))?(-(?P<day>\d{2}))?")


def read_day(value: Any) -> date | None:
    """A day as YAML or CSV gives it: a date, ``2019-07-01``, or None; ``unknown`` and empty are None.

    A day written to the year or month only counts as the last day of it ("rather late than early", head of the
    editions file). Raises ValueError for anything else.
    """
    if value is None or value in ("", "unknown"):
        return None
    if isinstance(value, date):
        return value
    found = _WRITTEN.fullmatch(str(value))
    if found is None:
        raise ValueError(f"not a day: {value!r}")
    year, month = int(found["year"]), int(found["month"] or 12)
    return date(year, month, int(found["day"] or monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; None is open at that end."""

    start: date | None = None
    end: date | None = None

    def holds(self, on: date) -> bool:
        """Whether `on` lies within."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def meets(self, other: "Period") -> "Period | None":
        """The days in both, or None if there are none."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        common = Period(max(starts, default=None), min(ends, default=None))
        inverted = common.start is not None and common.end is not None and common.start > common.end
        return None if inverted else common
