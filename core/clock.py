"""The one clock. Everything that needs the time asks here; tests put another clock in its place."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def set_clock(source: Callable[[], datetime] | None) -> None:
    """Use `source` (returning aware UTC instants) as the clock; None puts the system's back."""
    global _source
    _source = source or _system


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def today() -> date:
    """The present day of law: the date in Asia/Shanghai."""
    return now().astimezone(LEGAL_ZONE).date()
