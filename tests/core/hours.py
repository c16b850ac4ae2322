"""A clock for tests, moved by hand."""

from datetime import UTC, datetime, timedelta

from core import clock

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
"""A Monday, nine in the morning in Guangzhou."""


class Hours:
    """Stands at `START` until it is moved."""

    def __init__(self) -> None:
        self.at = START
        clock.set_clock(lambda: self.at)

    def on(self, **more: float) -> None:
        """Move on by so many hours, minutes …"""
        self.at += timedelta(**more)
