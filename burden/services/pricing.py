"""What a service is charged by an item of the catalogue, if the catalogue knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from burden.rules.case import Case
from burden.rules.charge import Charge
from burden.rules.finding import Finding, Name, Reason
from burden.rules.judging import judge
from burden.services import cataloguing
from core.values.money import NOTHING, Money


@dataclass(frozen=True, slots=True)
class Fee:
    """The lawful maximum of an item for one case, or why it is not known."""

    item: str
    amount: Money | None
    """None: not known (不知道): ended, in words only, no such item, or a fact is missing. Never 0."""
    why: str | None
    """Why not: a verdict, or what it would need (`facts_missing` …); None where the amount is known."""
    assumed: Mapping[str, Any]
    """Facts the amount rests on that nobody gave: the standard's own defaults."""
    confirmed: bool
    """Whether the text of the standard was seen."""


_OFFICIAL: Mapping[str, Any] = {"payee_kind": "unit"}
"""Asked is what the list's own payee may take; what a market laboratory charges is in no list."""


def fee(key: str, on: date, region: str | None, facts: Mapping[str, Any]) -> Fee:
    """What the item `key` (or a key of the lists) may cost on that day at that place, given those facts."""
    catalogue = cataloguing.current()
    item = catalogue.item(key)
    if item is None:
        return Fee(key, None, Name.no_list_known.value, {}, False)
    charge = Charge(
        called_as=item.name, charged_by="", amount=NOTHING, charged_on=on, region=region, facts={**_OFFICIAL, **facts}
    )
    found = judge(item, Case.of(charge, catalogue, on)).finding
    if found.verdict is not Name.within_standard or not found.maximum:
        return Fee(key, None, _why(found), {}, found.confirmed)
    return Fee(key, found.maximum, None, dict(found.assumed), found.confirmed)


def _why(finding: Finding) -> str:
    """Nothing is within every standard: a verdict on it without a maximum says that a fact is missing."""
    if finding.verdict is Name.within_standard and finding.maximum is None:
        return Reason.facts_missing.value
    return (finding.reason or finding.verdict).value
