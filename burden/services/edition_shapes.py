"""What reading the editions returns: their list, one with its rows and seal, two beside each other, what there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from burden.services.shapes import CellChange, EditionRef, OfficialEntry, Place
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in a list."""

    ref: EditionRef
    list_type: str
    natures: tuple[str, ...]
    series: str
    coverage: str
    completeness: str
    end: date | None
    published_on: date | None
    precision: str
    rows: int
    confirmed_rows: int
    in_force: bool
    """On the day asked about."""
    prospective: bool


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition with all its rows, and its seal."""

    line: EditionLine
    source: str
    note: str
    scope: Mapping[str, Any]
    scope_note: str
    diff_with: EditionRef | None
    entries: tuple[OfficialEntry, ...]
    digest: str
    signature: Mapping[str, Any]
    published_at: datetime
    reason: str
    corrects: EditionRef | None
    corrected_by: EditionRef | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the catalogue holds."""

    rows: int
    confirmed_rows: int
    items: int
    structured: int
    events: int
    editions: int
    places: tuple[Place, ...]
    """Places that a list on record is of, the whole country apart."""
    cities: tuple[Place, ...]
    """Of them, cities and what lies in them."""


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row in one or both of two editions."""

    name: str
    item_key: str | None
    before: OfficialEntry | None
    after: OfficialEntry | None
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class EditionComparison:
    """Two editions, row by row."""

    before: EditionLine
    after: EditionLine
    assertable: bool
    """Both are whole within their scope and made to be compared: a missing row is an ended one."""
    caution: Text | None
    """Why a missing row says nothing, where it does not."""
    added: tuple[RowDifference, ...]
    changed: tuple[RowDifference, ...]
    ended: tuple[RowDifference, ...]
    only_before: tuple[RowDifference, ...]
    """In place of `ended` where nothing may be asserted."""
    only_after: tuple[RowDifference, ...]
    touched: tuple[RowDifference, ...]
    """Only numbering, sources or remarks differ."""
    unchanged: int
