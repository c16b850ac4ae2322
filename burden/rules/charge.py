"""One charge, as the person who paid it tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.values.money import Money


@dataclass(frozen=True, slots=True)
class Charge:
    """What the receipt says and what is known beside it.

    `facts` are JSON scalars by the input names of the standards (decimals as text); `payer` holds size, industry,
    staff, type; a fact given in both places counts as `facts` say. `region` is a GB/T 2260 code.
    """

    called_as: str
    charged_by: str
    amount: Money
    charged_on: date
    region: str | None = None
    required_by: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    payer: Mapping[str, Any] = field(default_factory=dict)
    narrative: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The charge as it was asked, in the form of the API."""
        return {
            "called_as": self.called_as,
            "charged_by": self.charged_by,
            "required_by": self.required_by,
            "amount": str(self.amount),
            "charged_on": self.charged_on.isoformat(),
            "region": self.region,
            "facts": dict(self.facts),
            "payer": dict(self.payer),
            "narrative": self.narrative,
        }
