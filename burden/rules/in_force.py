"""What an item holds on one day: its standards, its reliefs, and the facts they turn on."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from burden.rules.conditions import names_of
from burden.rules.items import Item, Relief, Row


@dataclass(frozen=True, slots=True)
class InForce:
    """One item on one day."""

    rows: tuple[Row, ...]
    reliefs: tuple[Relief, ...]
    exempting: tuple[Relief, ...]
    lowering: tuple[Relief, ...]
    """Reliefs that leave something due: multiply, cap, refund."""
    may_not_be_due: bool
    """Whether nothing is due where no standard's conditions hold."""
    in_conditions: tuple[str, ...]
    """The facts that conditions of standards and reliefs turn on."""
    used: frozenset[str]
    """Those, and the facts the standards reckon with."""

    @classmethod
    def of(cls, item: Item, on: date) -> Self:
        """What `item` holds on the day `on`."""
        rows, reliefs = item.rows_on(on), item.reliefs_on(on)
        in_conditions = names_of([*(row.when for row in rows), *(relief.when for relief in reliefs)])
        return cls(
            rows,
            reliefs,
            exempting=tuple(one for one in reliefs if one.effect == "exempt"),
            lowering=tuple(one for one in reliefs if one.effect != "exempt"),
            may_not_be_due=bool(rows) and rows[-1].otherwise == "not_liable",
            in_conditions=in_conditions,
            used=frozenset(in_conditions).union(*(row.kind.bases for row in rows)),
        )


@lru_cache(maxsize=4096)
def in_force(item: Item, on: date) -> InForce:
    """What `item` holds on the day `on`, remembered: a batch asks of few items on few days."""
    return InForce.of(item, on)
