"""What a desk says of states and of days that are owed: how many working days are left, due today, or too late."""

from dataclasses import dataclass
from datetime import date, timedelta

from complaints.services.wording import DESK_STATES
from core import clock
from core.calendars import calendar
from core.values.text import Text

__all__ = ["DESK_STATES", "MOST_COUNTED", "NONE", "SOON", "WAITS", "Mark", "mark", "working_days"]

SOON = 3
"""Working days from which on a term is marked as near."""
MOST_COUNTED = 400
"""Days beyond which nobody counts; the day itself says more."""
_LEFT = Text("剩 {n} 个工作日", "{n} working days left")
_ONE_LEFT = Text("剩 1 个工作日", "1 working day left")
_TODAY = Text("今天到期", "Due today")
_LATE = Text("超 {n} 个工作日", "{n} working days late")
_ONE_LATE = Text("超 1 个工作日", "1 working day late")
_WAITS = Text("等投诉人", "Waits for the complainant")
_NONE = Text("没有期限在走", "No term is running")


@dataclass(frozen=True, slots=True)
class Mark:
    """A state of the design (glyph, word and colour together) and its words."""

    state: str
    words: Text


WAITS, NONE = Mark("wait", _WAITS), Mark("idle", _NONE)


def mark(due: date | None) -> Mark:
    """How the day `due` stands to today, counted in working days."""
    if due is None:
        return NONE
    today = clock.today()
    if due == today:
        return Mark("stop", _TODAY)
    if due < today:
        late = max(working_days(due, today), 1)
        return Mark("stop", _ONE_LATE if late == 1 else _LATE.fill(n=late))
    left = working_days(today, due)
    if left == 1:
        return Mark("warn", _ONE_LEFT)
    return Mark("warn" if left <= SOON else "idle", _LEFT.fill(n=left))


def working_days(after: date, until: date) -> int:
    """Working days after `after` up to `until`, that day included."""
    days = min((until - after).days, MOST_COUNTED)
    return sum(calendar().is_working(after + timedelta(days=day)) for day in range(1, days + 1))
