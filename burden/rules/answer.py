"""The answer to one charge, in the form everything else reads: page, API, certificate, complaint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from burden.rules.charge import Charge
from burden.rules.editions import Edition
from burden.rules.finding import Name, Reason
from burden.rules.items import Basis, Item
from burden.rules.matching.match import Candidate, Question
from burden.rules.next_steps import Step
from burden.rules.standards.kind import Line
from core.values.money import Money
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one charge, with everything it rests on; `as_dict` is its form in the API."""

    verdict: Name
    charge: Charge
    rules: str
    headline: Text
    item: Item | None = None
    lawful_maximum: Money | None = None
    excess: Money | None = None
    at_least: bool = False
    missing: tuple[Question, ...] = ()
    assumed: Mapping[str, Any] = field(default_factory=dict)
    reason: Reason | None = None
    candidates: tuple[Candidate, ...] = ()
    working: tuple[Line, ...] = ()
    edition: Edition | None = None
    basis: tuple[Basis, ...] = ()
    confirmed: bool = False
    next: tuple[Step, ...] = ()
    ground: str | None = None
    """The id of the class or service of the word lists, where one decided."""

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the API: amounts as text, what is not known as null."""
        item = self.item
        return {
            "verdict": self.verdict.value,
            "item": {"key": item.key, "name": item.name} if item else None,
            "lawful_maximum": None if self.lawful_maximum is None else str(self.lawful_maximum),
            "excess": None if self.excess is None else str(self.excess),
            "at_least": self.at_least,
            "missing": [question.as_dict() for question in self.missing],
            "assumed": [{"fact": fact, "value": _plain(value)} for fact, value in self.assumed.items()],
            "reason": None if self.reason is None else self.reason.value,
            "candidates": [candidate.as_dict() for candidate in self.candidates],
            "working": [line.document for line in self.working],
            "edition": self.edition.as_dict() if self.edition else None,
            "basis": [basis.as_dict() for basis in self.basis],
            "confirmed": self.confirmed,
            "next": [step.as_dict() for step in self.next],
            "charge": self.charge.as_dict(),
            "rules": self.rules,
        }


def _plain(value: object) -> object:
    return value if isinstance(value, str | int) else str(value)
