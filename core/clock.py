"""The one clock. Everything that needs the time asks here; tests put another clock in its place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Within the block, for this thread alone, it is `instant`: how the past of samples is put on record."""
    before = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(before)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _told.get() or _source()


def today() -> date:
    """The present day of law: the date in Asia/Shanghai."""
    return now().astimezone(LEGAL_ZONE).date()
