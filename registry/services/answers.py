"""What a question about results is, and what its answer holds, as other rooms and houses see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.values.money import Money
from core.values.text import Text
from registry.rules.conditions import Fact, Facts
from registry.rules.subjects import Asked
from registry.services.statements import Completeness

NO_USABLE_RESULT = "no_usable_result"
"""What a department is told where there is nothing that it may see: nothing on record, or a fail of a voluntary test
without the client's consent. The two are told alike, so that nobody is punished for testing."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: what of a subject need not be tested again."""

    subject_id: int
    on: date
    procedure: str = ""
    facts: Facts = field(default_factory=dict)
    """Facts of the case by name (design: `procedures.yaml`); what is not known is left out."""
    requirements: tuple[Asked, ...] = ()
    """Single requirements, where no procedure is named; an empty kind: of the subject itself."""
    batch: str | None = None
    fee_facts: Mapping[str, Any] = field(default_factory=dict)
    """What the catalogue's standard asks to tell the fee: ``{"items": 1}``."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as it is shown with an answer."""

    id: str
    report_id: int
    number: str
    laboratory_id: int
    laboratory: str
    parameter: str
    method: str
    value: str
    qualifier: str
    unit: str
    limit: str
    conclusion: str
    tested_on: date
    issued_on: date
    reasons: tuple[str, ...]
    """Why it does not count; none: it does."""


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to one requirement of one subject."""

    requirement: str
    subject_id: int
    subject: str
    parameter: str
    name: Text
    satisfied: bool
    findings: tuple[str, ...]
    """Those that satisfy it, newest test first."""
    until: date | None
    reasons: tuple[str, ...]
    shown: tuple[FindingView, ...]
    """Every finding reported, with its reasons."""
    because: Text
    confirmed: bool
    """Whether the law behind it was seen; else it is marked wherever it is shown."""
    basis: str
    complete: tuple[Completeness, ...]
    """Where nothing is on record: who could have tested it, and whether it reports completely."""


@dataclass(frozen=True, slots=True)
class Price:
    """What the tests of one subject would cost by the catalogue."""

    subject_id: int
    avoided: bool
    """Whether nothing of them is left to test."""
    amount: Money | None
    """None: not known (不知道), never nothing."""
    why: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """The whole answer to an `Ask`."""

    subject_id: int
    subject: str
    on: date
    procedure: str
    procedure_name: str
    lines: tuple[Line, ...]
    questions: tuple[Fact, ...]
    """Facts that must be known before the rest can be said."""
    undecided: tuple[str, ...]
    """Requirements that hang on those."""
    unasked: tuple[str, ...]
    """Requirements of a kind of subject of which none is on record."""
    claimed: tuple[str, ...]
    """Numbers of reports brought on paper on which their laboratories have said nothing yet: not counted."""
    prices: tuple[Price, ...]

    @property
    def residual(self) -> tuple[Line, ...]:
        """What is left to test."""
        return tuple(line for line in self.lines if not line.satisfied)

    @property
    def avoided(self) -> tuple[Line, ...]:
        """What need not be tested again."""
        return tuple(line for line in self.lines if line.satisfied)

    def saved(self, *, avoided: bool) -> tuple[Money | None, int]:
        """The sum of the known fees of what is avoided (or left), None if none is known; and of how many subjects the
        fee is not known."""
        mine = [one for one in self.prices if one.avoided == avoided]
        known = [one.amount for one in mine if one.amount is not None]
        return (Money.of_fen(sum(one.fen for one in known)) if known else None), len(mine) - len(known)
