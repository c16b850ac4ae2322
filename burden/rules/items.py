"""An item of the catalogue and its parts, as ``data/catalogue/standards.yaml`` describes them in its head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from burden.rules.days import Period
from core.values.text import Text

if TYPE_CHECKING:
    from burden.rules.conditions import When
    from burden.rules.standards.kind import Kind

NATIONAL = "000000"
Scalar = str | int | bool


class Nature(StrEnum):
    """What kind of money it is (glossary: 性质)."""

    administrative_fee = "administrative_fee"
    government_fund = "government_fund"
    government_priced_service = "government_priced_service"
    deposit = "deposit"
    intermediary_service = "intermediary_service"
    resource_income = "resource_income"


class InputType(StrEnum):
    """The domain of an input; a value outside it counts as not given."""

    money = "money"
    count = "count"  # type: ignore[assignment]  # a member of that name; nobody counts letters in a type
    number = "number"
    choice = "choice"
    yes_no = "yes_no"
    day = "day"


class Bound(StrEnum):
    """How a standard bounds what is lawful; all three only forbid more."""

    exact = "exact"
    max = "max"
    range = "range"


class Status(StrEnum):
    """What happened to an item (glossary: 变动)."""

    suspended = "suspended"
    abolished = "abolished"
    ended = "ended"
    converted = "converted"
    reduced = "reduced"
    resumed = "resumed"

    @property
    def ends(self) -> bool:
        """Whether the item may no longer be charged from that day."""
        return self in (Status.suspended, Status.abolished, Status.ended, Status.converted)


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis: the document's title or number, the article, and whether its text was seen."""

    title: str | None = None
    number: str | None = None
    article: str | None = None
    confirmed: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The form of the API."""
        return {"title": self.title, "number": self.number, "article": self.article, "confirmed": self.confirmed}


@dataclass(frozen=True, slots=True)
class Input:
    """A fact a standard asks for: name, domain, question in plain words; `default` is applied aloud."""

    name: str
    type: InputType
    question: Text
    unit: str | None = None
    meaning: str | None = None
    values: tuple[Scalar, ...] = ()
    labels: Mapping[Scalar, Text] = field(default_factory=dict)
    minimum: Fraction | int | None = None
    maximum: Fraction | int | None = None
    default: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Collector:
    """Who may collect: a sector or a kind of body, perhaps of one level only; `confirmed` False only widens."""

    sector: str | None = None
    kind: str | None = None
    level: str | None = None
    name: str | None = None
    note: str | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Within:
    """A place inside the region that has no code of its own, known by its names, or asked."""

    names: tuple[str, ...]
    question: Text
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Keeps:
    """What stays lawful after an end: an amount in yuan, or words alone."""

    what: str
    amount: Fraction | int | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """An end, a reduction or a resumption; ``period.start`` None = earlier than any day on record."""

    status: Status
    period: Period
    basis: tuple[Basis, ...]
    confirmed: bool
    region: str = NATIONAL
    factor: Fraction | None = None
    payers: str | None = None
    keeps: Keeps | None = None
    into: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Relief:
    """Frees a payer, or lowers what is due, in a period: exempt, multiply (by `factor`), cap, refund."""

    effect: str
    period: Period
    when: When
    basis: tuple[Basis, ...]
    confirmed: bool
    factor: Fraction | int | None = None
    cap: Fraction | int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One standard: a kind with its numbers, in force in a period, where `when` holds."""

    kind: Kind
    period: Period
    when: When
    bound: Bound
    basis: tuple[Basis, ...]
    confirmed: bool
    otherwise: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A charge that keeps its identity over all editions; without standards where only words are on record."""

    key: str
    name: str
    nature: Nature
    region: str = NATIONAL
    area: str = NATIONAL
    aliases: tuple[str, ...] = ()
    collectors: tuple[Collector, ...] = ()
    inputs: Mapping[str, Input] = field(default_factory=dict)
    standards: tuple[Row, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    events: tuple[StatusEvent, ...] = ()
    specialises: str | None = None
    specialises_as: str | None = None
    within: Within | None = None
    csv_keys: tuple[str, ...] = ()
    notes: str | None = None
    refund: Mapping[str, Any] | None = None
    structured: bool = True
    """False for an item known only from lists or events."""
    departments: tuple[str, ...] = ()
    """Who the lists or events name, as written; a hint for matching, never a claim."""

    def __hash__(self) -> int:
        return hash(self.key)

    def rows_on(self, on: date) -> tuple[Row, ...]:
        """The standards in force that day, in order."""
        return tuple(row for row in self.standards if row.period.holds(on))

    def reliefs_on(self, on: date) -> tuple[Relief, ...]:
        """The reliefs in force that day, in order."""
        return tuple(relief for relief in self.reliefs if relief.period.holds(on))
