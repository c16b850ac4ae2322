"""What avoided tests would have cost, by the catalogue; 不知道 where it does not say, never 0."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from burden import public as burden
from burden.public import Fee
from core.values.money import Money
from registry.rules.coverage import Answer


@dataclass(frozen=True, slots=True)
class Saving:
    """One test that need not be done again, and its fee as far as the catalogue knows it."""

    answer: Answer
    fee: Fee | None
    """None: no item of the catalogue is named for it."""

    @property
    def amount(self) -> Money | None:
        """At most this much; None: not known (不知道)."""
        return self.fee.amount if self.fee else None


@dataclass(frozen=True, slots=True)
class Savings:
    """What a look-up saves."""

    lines: tuple[Saving, ...]

    @property
    def known(self) -> Money | None:
        """The sum of what is known; None where nothing is, which is not the same as nothing saved."""
        amounts = [line.amount for line in self.lines if line.amount is not None]
        return reduce(add, amounts) if amounts else None

    @property
    def unknown(self) -> int:
        """How many avoided tests have no known fee."""
        return sum(line.amount is None for line in self.lines)


def savings(
    avoided: Collection[Answer],
    fee_items: Mapping[str, str | None],
    on: date,
    region: str | None = None,
    facts: Mapping[str, Mapping[str, Any]] | None = None,
) -> Savings:
    """The fees of the tests avoided, as of `on`.

    `fee_items`: a requirement's id → its item of the catalogue; `facts`: the same id → what the item's standard asks
    (``{"items": 1}``). Without the facts a standard asks, the fee is not known.
    """
    known = facts or {}
    return Savings(tuple(Saving(one, _fee(one, fee_items, on, region, known)) for one in avoided))


def _fee(
    answer: Answer, fee_items: Mapping[str, str | None], on: date, region: str | None, facts: Mapping[str, Any]
) -> Fee | None:
    key = fee_items.get(answer.requirement.id)
    return burden.fee(key, on, region=region, facts=facts.get(answer.requirement.id, {})) if key else None
