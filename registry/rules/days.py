"""Edge rule 1: days are whole days in Asia/Shanghai, and both ends of a period belong to it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date


@dataclass(frozen=True, slots=True)
class Period:
    """A run of whole days with both its ends (edge rule 1); `end` None: it has none."""

    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in it; the first and the last day do (edge rule 1)."""
        return self.start <= day and (self.end is None or day <= self.end)


def months_after(day: date, months: int) -> date:
    """The day of the same number that many months on, cut to the month's end (edge rule 7).

    08-31 + 6 = 02-28, 02-28 + 12 = 02-28, 2024-02-29 + 12 = 2025-02-28. Past the last year there is, its last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])
