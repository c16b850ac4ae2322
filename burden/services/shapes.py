"""What reading the catalogue returns: frozen shapes, ready to be shown or sent; days as `date`, words as `Text`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from burden.rules.items import Basis, Input
from core.values.text import Text


class Standing(StrEnum):
    """How an item stands on a day."""

    in_force = "in_force"
    """A structured standard of that day is on record."""
    words_only = "words_only"
    """On a list in force that day, in official words only."""
    ended = "ended"
    """Suspended, abolished, ended or converted by that day: nothing may be charged."""
    prospective = "prospective"
    """Its first standard begins later."""
    not_on_record = "not_on_record"
    """Known from another day; nothing of this day is on record."""


STANDINGS: dict[Standing, Text] = {
    Standing.in_force: Text("当日有效", "In force that day"),
    Standing.words_only: Text("当日在清单上，只有原文", "On a list that day, in words only"),
    Standing.ended: Text("当日已停收", "Ended by that day"),
    Standing.prospective: Text("最早的标准在这天之后", "Its first standard begins later"),
    Standing.not_on_record: Text("当日标准不在案", "No standard of that day on record"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A region by code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class EditionRef:
    """An edition, named."""

    key: str
    title: str
    issuer: str
    place: Place
    start: date | None
    start_words: Text
    """Its day as exactly as it is known: 2021年3月, 2018年 …"""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in a list, as of a day."""

    key: str
    name: str
    nature: str
    nature_words: Text
    place: Place
    sectors: tuple[str, ...]
    aliases: tuple[str, ...]
    structured: bool
    standing: Standing
    standing_words: Text
    since: date | None
    """From when the standard or list entry of that day is in force; None where that is not known."""
    standard: Text | None
    """The first standard of the day in words; None where there are only official words."""
    rows: int
    """How many standards apply that day, by case."""
    basis: tuple[Basis, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, with how many items there are under it, the other filters as they are."""

    value: str
    words: Text
    count: int


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A page of items. `next` goes into `after` for the next page; None on the last."""

    items: tuple[ItemLine, ...]
    total: int
    facets: Mapping[str, tuple[Choice, ...]]
    """By filter: nature, sector, region, standing."""
    next: str | None
    on: date


@dataclass(frozen=True, slots=True)
class RowView:
    """A structured standard, explained."""

    kind: str
    kind_words: Text
    condition: Text | None
    words: Text
    bound: str
    bound_words: Text
    start: date | None
    end: date | None
    period: Text
    basis: tuple[Basis, ...]
    confirmed: bool
    note: str | None
    time: str
    """past, now or prospective, seen from the day asked about."""


@dataclass(frozen=True, slots=True)
class ReliefView:
    """A relief, explained."""

    words: Text
    condition: Text | None
    start: date | None
    end: date | None
    period: Text
    basis: tuple[Basis, ...]
    confirmed: bool
    note: str | None
    time: str


@dataclass(frozen=True, slots=True)
class EventView:
    """What happened to an item: ended, reduced, resumed."""

    status: str
    words: Text
    start: date | None
    end: date | None
    period: Text
    place: Place
    keeps: str | None
    into: str | None
    note: str | None
    basis: tuple[Basis, ...]
    confirmed: bool
    ends: bool
    time: str


@dataclass(frozen=True, slots=True)
class CollectorView:
    """Who may collect."""

    words: Text
    name: str | None
    note: str | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class OfficialEntry:
    """An item's row in an edition, word for word; empty cells are empty."""

    edition: EditionRef
    in_force: bool
    """On the day asked about."""
    row: int
    serial: str
    item_key: str | None
    item_name: str
    department: str
    collecting_body: str
    body_kind: str
    list_nature: str
    funds: str
    payers: str
    standard_words: str
    set_by: str
    basis_words: str
    relief_words: str
    remark: str
    source: str
    on_enterprises: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell before and after."""

    column: str
    label: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed for an item, on a day, and why."""

    kind: str
    """standard, relief, event, listed, words or unlisted."""
    on: date | None
    title: Text
    before: Text | None
    after: Text | None
    why: Text | None
    basis: tuple[Basis, ...]
    confirmed: bool
    item_key: str
    item_name: str
    place: Place
    edition: EditionRef | None = None
    cells: tuple[CellChange, ...] = ()
    prospective: bool = False
    """Still ahead, today."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another item that belongs to this one: its local standard, what it specialises."""

    key: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class ItemView:
    """Everything on record of one item, as of a day."""

    line: ItemLine
    on: date
    official: tuple[OfficialEntry, ...]
    """Its rows in the editions in force that day, the narrowest place first."""
    elsewhere: tuple[OfficialEntry, ...]
    """Its rows in all other editions, the latest first."""
    rows: tuple[RowView, ...]
    """Every structured standard, the newest first."""
    reliefs: tuple[ReliefView, ...]
    events: tuple[EventView, ...]
    ended_by: EventView | None
    collectors: tuple[CollectorView, ...]
    payers: tuple[str, ...]
    """From whom it is charged, in the words of the lists."""
    area: Place
    inputs: tuple[Input, ...]
    """What a check needs to know."""
    specialises: Related | None
    local: tuple[Related, ...]
    notes: str | None
    refund: Mapping[str, Any] | None
    history: tuple[Change, ...]
    earliest: date | None
    """Before this day nothing is on record."""
    confirmed: bool
    """All of what counts that day was seen in a source."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item on two days."""

    key: str
    name: str
    nature_words: Text
    place: Place
    before: ItemLine
    after: ItemLine
    cells: tuple[CellChange, ...]
    why: tuple[Change, ...]
    """What happened in between, the newest first."""
    confirmed: bool


@dataclass(frozen=True, slots=True)
class DayComparison:
    """The catalogue of a place on two days."""

    place: Place
    first: date
    second: date
    added: tuple[ItemChange, ...]
    changed: tuple[ItemChange, ...]
    ended: tuple[ItemChange, ...]
    unknown: tuple[ItemChange, ...]
    """On record for one of the two days only: nothing says that it began or ended."""
    unchanged: int
