"""Matching remembered: the same receipt with another sum is the same item, and is not recognised anew.

What a charge is hangs on its words, its payee, its place, its day and the facts that tell items apart; never on how
much was charged, nor on the numbers a standard reckons with. So these are left out of what is remembered by. Stories
are told once, and a part of the sum (`official_part`) is judged by the sum: both are recognised anew each time.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.items import InputType
from burden.rules.matching.find import find as find_anew
from burden.rules.matching.match import OFFICIAL_PART, Match

_NUMBERS = (InputType.money, InputType.count, InputType.number)
_LONGEST = 100
_KEPT = 2048


@dataclass(frozen=True, slots=True)
class _Question:
    """A charge, equal to another by all that recognising it hangs on."""

    by: tuple[Hashable, ...]
    charge: Charge = field(compare=False)


def find(charge: Charge, catalogue: Catalogue, on: date) -> Match:
    """What `find.find` answers."""
    if charge.narrative or charge.required_by or OFFICIAL_PART.fact in charge.facts:
        return find_anew(charge, catalogue, on)
    if len(charge.called_as) > _LONGEST or len(charge.charged_by) > _LONGEST:
        return find_anew(charge, catalogue, on)
    told = _told(charge.facts, _reckoned_with(catalogue))
    by = (charge.called_as, charge.charged_by, charge.region, told, _told(charge.payer, frozenset()))
    try:
        return _remembered(_Question(by, charge), catalogue, on)
    except TypeError:  # a fact that cannot be hashed is none, but matching never raises
        return find_anew(charge, catalogue, on)


@lru_cache(maxsize=_KEPT)
def _remembered(question: _Question, catalogue: Catalogue, on: date) -> Match:
    return find_anew(question.charge, catalogue, on)


def _told(facts: Mapping[str, Any], left_out: frozenset[str]) -> tuple[tuple[str, str, Hashable], ...]:
    """Facts by name; the class beside the value, for 1 and true are not the same answer."""
    return tuple(
        (name, "", None) if name in left_out else (name, type(value).__name__, value) for name, value in facts.items()
    )


@lru_cache(maxsize=8)
def _reckoned_with(catalogue: Catalogue) -> frozenset[str]:
    """Inputs that are numbers in every item that has them, and answer no question that tells items apart."""
    kinds: dict[str, set[InputType]] = {}
    for item in catalogue.items.values():
        for name, one in item.inputs.items():
            kinds.setdefault(name, set()).add(one.type)
    asked = {family.ask.fact for family in catalogue.families}
    asked |= {one.condition.fact for one in catalogue.closed_classes if one.condition}
    numbers = {name for name, types in kinds.items() if types <= set(_NUMBERS)}
    return frozenset(numbers - asked)
