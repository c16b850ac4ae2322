"""One charge as matching sees it: the words cleaned, the payee looked up, the place known or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from burden.rules.bodies import Body, payee_of, place_of, requirer_of
from burden.rules.case import Case
from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.matching.cleaning import LONGEST_STORY, Words, squash
from burden.rules.matching.index import Names, names_of

_SAID = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}

NOT_IN_CATALOGUE = "not in the catalogue"
"""Kept when a family's question is answered so (null): no item may be recognised after that (`families`, step 4)."""

FULL_NAME = "called_as"
"""The fact by which a person answers what exactly was charged."""


@dataclass(frozen=True)
class Asked:
    """The charge with all that helps to recognise it; derived things are worked out when first needed."""

    charge: Charge
    catalogue: Catalogue
    on: date
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What one step worked out and a later one needs again."""

    @cached_property
    def names(self) -> Names:
        """The names of the catalogue."""
        return names_of(self.catalogue)

    @cached_property
    def name(self) -> str:
        """What it was called: the full name given to a question, else the receipt's words."""
        fuller = self.facts.get(FULL_NAME)
        return fuller if isinstance(fuller, str) and fuller.strip() else str(self.charge.called_as or "")

    @cached_property
    def words(self) -> Words:
        """The receipt's words, cleaned."""
        return self.names.cleaner.clean(self.name, str(self.charge.charged_by or ""))

    @cached_property
    def called(self) -> str:
        """The receipt's words as one spelling, nothing taken away."""
        return squash(self.name)

    @cached_property
    def story(self) -> str:
        """The narrative as one spelling."""
        return squash(str(self.charge.narrative or ""), LONGEST_STORY)

    @cached_property
    def payee(self) -> Body:
        """Who took the money."""
        return payee_of(self.charge, self.catalogue.bodies, self.on)

    @cached_property
    def requirer(self) -> Body:
        """Who ordered it; a Body of which nothing is known where that is not told."""
        return requirer_of(self.charge, self.catalogue.bodies, self.on)

    @cached_property
    def place(self) -> str | None:
        """The code of the place, None where neither the charge nor the payee tells it."""
        return place_of(self.charge, self.payee)

    @cached_property
    def case(self) -> Case:
        """The charge as the other rules look at it."""
        return Case(self.charge, self.catalogue, self.on, self.payee, self.requirer, self.place, self.charge.amount)

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts given, by the names of inputs and of questions."""
        return self.charge.facts

    def covered_by(self, region: str) -> bool:
        """Whether the charge arose inside `region`; unknown places are covered by the whole country only."""
        return self.catalogue.regions.covers(region, self.place or "000000")

    def says(self, fact: str) -> bool | None:
        """A yes-or-no fact, None where it is not given or is no such answer."""
        value = self.facts.get(fact)
        if isinstance(value, str):
            return _SAID.get(value.strip().lower())
        return value if isinstance(value, bool) else None
