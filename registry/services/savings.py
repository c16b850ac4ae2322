"""What recognising saves: recognitions, refusals by ground, repeats, tests and money avoided; open to everybody.

A fee is that of all tests a procedure asks of one subject: it counts once for a department, procedure and subject on
a day, and only where the catalogue knows it. What it does not know is counted apart, never as nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from core import clock
from core.db import db
from core.people.services import organising
from core.values.money import Money
from registry.models.acts import Recognition
from registry.models.papers import Repeat


@dataclass(frozen=True, slots=True)
class Totals:
    """One line of the table: of a department, a region and a month, as far as these are told apart."""

    department_id: int
    department: str
    region: str
    month: date | None
    recognised: int
    refused: int
    by_ground: tuple[tuple[str, int], ...]
    repeats: int
    fees_known: Money | None
    """The sum of known fees; None where none is known, which is not the same as nothing saved."""
    fees_unknown: int
    """Of how many decisions on a subject the fee is not known."""


_Key = tuple[int, str, date | None]


def totals(
    start: date, end: date, *, by_department: bool = True, by_region: bool = False, by_month: bool = False
) -> tuple[Totals, ...]:  # fmt: skip
    """The table for the days from `start` to `end`, both included."""
    parts = (by_department, by_region, by_month)
    decided = [(_key(row, row.on_day, parts), row) for row in _decisions(start, end)]
    repeated = Counter(_key(row, row.on_day, parts) for row in _repeats(start, end))
    lines: dict[_Key, list[Row[Any]]] = {}
    for key, row in decided:
        lines.setdefault(key, []).append(row)
    keys = sorted({*lines, *repeated}, key=lambda key: (key[2] or date.min, key[1], key[0]))
    names = organising.names({key[0] for key in keys}, clock.today())
    return tuple(_totals(key, lines.get(key, []), repeated[key], names.get(key[0], "")) for key in keys)


def _key(row: Row[Any], day: date, parts: tuple[bool, bool, bool]) -> _Key:
    by_department, by_region, by_month = parts
    return (
        row.organisation_id if by_department else 0,
        row.region if by_region else "",
        day.replace(day=1) if by_month else None,
    )


def _decisions(start: date, end: date) -> Iterable[Row[Any]]:
    """One row for each department, procedure, subject, day, outcome and ground; samples are counted like the rest."""
    columns = (
        Recognition.organisation_id, Recognition.region, Recognition.on_day, Recognition.outcome, Recognition.ground,
        Recognition.procedure, Recognition.subject_id,
    )  # fmt: skip
    asked = select(*columns, func.count().label("times"), func.max(Recognition.avoided_fee).label("fee"))
    asked = asked.where(Recognition.on_day >= start, Recognition.on_day <= end).group_by(*columns)
    return db.session.execute(asked)


def _repeats(start: date, end: date) -> Iterable[Row[Any]]:
    asked = select(Repeat.body_id.label("organisation_id"), Repeat.region, Repeat.tested_on.label("on_day"))
    return db.session.execute(asked.where(Repeat.tested_on >= start, Repeat.tested_on <= end))


def _totals(key: _Key, rows: list[Row[Any]], repeats: int, name: str) -> Totals:
    taken = [row for row in rows if row.outcome == "recognised"]
    grounds: Counter[str] = Counter()
    for row in rows:
        if row.outcome == "refused":
            grounds[row.ground] += row.times
    fees = [row.fee for row in taken if row.fee is not None]
    return Totals(
        department_id=key[0],
        department=name,
        region=key[1],
        month=key[2],
        recognised=sum(row.times for row in taken),
        refused=sum(grounds.values()),
        by_ground=tuple(sorted(grounds.items())),
        repeats=repeats,
        fees_known=Money.of_fen(sum(_fen(fee) for fee in fees)) if fees else None,
        fees_unknown=len(taken) - len(fees),
    )


def _fen(fee: Money | int) -> int:
    return fee.fen if isinstance(fee, Money) else int(fee)
