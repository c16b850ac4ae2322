"""What the rules of one item come to for one charge, before it is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from burden.rules.items import Basis, Relief, StatusEvent
from burden.rules.standards.kind import Line
from core.values.money import Money
from core.values.text import Text


class Name(StrEnum):
    """The verdicts (glossary: 结论)."""

    not_a_fee = "not_a_fee"
    market_priced = "market_priced"
    needs_information = "needs_information"
    not_on_list = "not_on_list"
    no_list_known = "no_list_known"
    wrong_body = "wrong_body"
    discontinued = "discontinued"
    conditions_not_met = "conditions_not_met"
    exempt = "exempt"
    above_standard = "above_standard"
    within_standard = "within_standard"

    @property
    def all_is_excess(self) -> bool:
        """Nothing may be charged, but for what stays lawful."""
        return self in (Name.not_on_list, Name.discontinued, Name.conditions_not_met, Name.exempt)


class Reason(StrEnum):
    """Why information is needed."""

    name_ambiguous = "name_ambiguous"
    name_generic = "name_generic"
    facts_missing = "facts_missing"
    out_of_domain = "out_of_domain"
    standard_not_on_record = "standard_not_on_record"
    words_only = "words_only"


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on one charge under one item; amounts are None where nothing is said of them."""

    verdict: Name
    maximum: Money | None = None
    excess: Money | None = None
    at_least: bool = False
    lines: tuple[Line, ...] = ()
    basis: tuple[Basis, ...] = ()
    confirmed: bool = False
    reason: Reason | None = None
    missing: tuple[str, ...] = ()
    """Names of facts, each an input of the item."""
    assumed: Mapping[str, Any] = field(default_factory=dict)
    why: Text | None = None
    relief: Relief | None = None
    event: StatusEvent | None = None

    @property
    def ending(self) -> tuple[Name, Money | None]:
        """Two findings end alike if verdict and excess are the same."""
        return self.verdict, self.excess
