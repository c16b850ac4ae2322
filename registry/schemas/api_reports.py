"""What became of reports that programs sent, as documents; and the public law, as lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import Schema, fields

from core.errors import Invalid
from core.values.text import Text
from registry.rules.procedures import Procedure
from registry.rules.reading import Unreadable, day
from registry.rules.standards import Standard
from registry.services.importing.entering import Brought
from registry.services.judging import Outcome
from registry.services.reading_law import LaboratoryLine

MOST_PROBLEMS = 1000


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """A report that is on record, now or before."""

    id: int
    number: str
    created: bool
    """False: it was on record already, word for word."""
    digest: str
    standing: str
    warnings: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CellDocument:
    """What could not be read, where, and how to mend it."""

    where: Text
    row: int | None
    column: str | None
    what: Text
    remedy: Text
    blocking: bool
    """Whether its report stays out until it is mended."""


@dataclass(frozen=True, slots=True)
class BroughtDocument:
    """What came of a file, by reports; of `problems` the first thousand."""

    reports: int
    created: int
    known: int
    refused: int
    findings: int
    problems: tuple[CellDocument, ...]
    more_problems: int


@dataclass(frozen=True, slots=True)
class LaboratoriesDocument:
    """Laboratories on record."""

    laboratories: tuple[LaboratoryLine, ...]


@dataclass(frozen=True, slots=True)
class ProceduresDocument:
    """Procedures as they are on a day."""

    on: date
    procedures: tuple[Procedure, ...]


@dataclass(frozen=True, slots=True)
class StandardsDocument:
    """Method standards."""

    standards: tuple[Standard, ...]


class OnDay(Schema):
    """As of which day."""

    on = fields.String(
        load_default="", metadata={"description": "The day; today if not given", "pattern": "^([0-9-]{10})?$"}
    )


class Words(Schema):
    """By a part of number or title."""

    q = fields.String(load_default="")


def read_day(typed: Mapping[str, Any]) -> date | None:
    """The day asked about.

    :raises core.errors.Invalid: at ``on`` for one that is none.
    """
    try:
        return day(typed["on"], "on") if typed["on"] else None
    except Unreadable as error:
        raise Invalid({one.path: [one.why] for one in error.problems}) from error


def of_outcome(outcome: Outcome) -> RecordedDocument:
    """One report."""
    return RecordedDocument(
        outcome.id, outcome.number.strip(), outcome.created, outcome.digest, outcome.standing, outcome.warnings
    )


def of_brought(brought: Brought) -> BroughtDocument:
    """A file."""
    problems = tuple(
        CellDocument(one.where, one.row, one.column, one.what, one.remedy, one.blocking)
        for one in brought.problems[:MOST_PROBLEMS]
    )
    more = max(0, len(brought.problems) - MOST_PROBLEMS)
    return BroughtDocument(
        brought.reports, brought.created, brought.known, brought.refused, brought.findings, problems, more
    )
