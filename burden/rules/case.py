"""One charge before the rules: who took it, who ordered it, where and on what day it arose."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from burden.rules.bodies import Body, payee_of, place_of, requirer_of
from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from core.values.money import Money


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the rules look at, worked out once."""

    charge: Charge
    catalogue: Catalogue
    on: date
    payee: Body
    requirer: Body
    place: str | None
    amount: Money
    passed_on: bool = False
    """The amount is an official fee an agent paid on the enterprise's behalf: the agent is not its collector."""

    @classmethod
    def of(cls, charge: Charge, catalogue: Catalogue, on: date) -> Self:
        """The case of a charge; whatever cannot be told stays unknown."""
        payee = payee_of(charge, catalogue.bodies, on)
        requirer = requirer_of(charge, catalogue.bodies, on)
        return cls(charge, catalogue, on, payee, requirer, place_of(charge, payee), charge.amount)

    def for_part(self, amount: Money) -> Self:
        """The case of an official fee within an agent's bill."""
        return replace(self, amount=amount, passed_on=True)

    def covers(self, region: str) -> bool:
        """Whether `region` contains the place; an unknown place lies in the whole country only."""
        if region == "000000":
            return True
        return self.place is not None and self.catalogue.regions.covers(region, self.place)

    @property
    def name(self) -> str:
        """What it was called, as text."""
        return str(self.charge.called_as or "")

    @property
    def story(self) -> str:
        """Everything told in words: the name, who was paid, the narrative."""
        return f"{self.name}\n{self.charge.charged_by or ''}\n{self.charge.narrative or ''}"
