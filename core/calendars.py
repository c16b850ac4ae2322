"""The platform's own calendar: what the library knows, and beside it the years of our own tables."""

import csv
from functools import lru_cache
from itertools import chain
from pathlib import Path

from core.values.calendar import Calendar

TABLES = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """The calendar of the library and of every ``calendar-*.csv`` (lines that begin with # are remarks)."""
    tables = (path.read_text("utf-8-sig").splitlines() for path in sorted(TABLES.glob("calendar-*.csv")))
    kept = ([line for line in lines if line and not line.startswith("#")] for lines in tables)
    return Calendar.read(chain.from_iterable(csv.DictReader(lines) for lines in kept))
