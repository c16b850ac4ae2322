"""Ends, reductions and resumptions of items (``status_events``): what an item's standing was on a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from burden.rules.basis import read_bases
from burden.rules.days import Period, read_day
from burden.rules.items import NATIONAL, Item, Keeps, Status, StatusEvent

Covers = Callable[[str], bool]
"""Whether a region covers the place of the charge."""

_SUMMARY_SIGN = "项"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row of status-events.csv: the name it gives, the keys it concerns (none = its own name), the event."""

    name: str
    keys: tuple[str, ...]
    department: str
    event: StatusEvent

    @property
    def is_summary(self) -> bool:
        """``42项…`` counts items of others and is none itself."""
        return self.name.lstrip("0123456789") != self.name and _SUMMARY_SIGN in self.name[:5]


def read_event_row(row: Mapping[str, Any]) -> EventRow:
    """One row of the table of events, columns as ``event_columns`` of the conventions."""
    keeps = (row.get("keeps") or "").strip()
    factor = (row.get("factor") or "").strip()
    confirmed = row.get("核实") == "是"
    event = StatusEvent(
        status=Status(row["event"].strip()),
        period=Period(read_day((row.get("生效日期") or "").strip()), read_day((row.get("to") or "").strip())),
        basis=read_bases(row.get("政策依据"), confirmed),
        confirmed=confirmed,
        region=(row.get("region") or "").strip() or NATIONAL,
        factor=Fraction(factor) if factor else None,
        payers=(row.get("payers") or "").strip() or None,
        keeps=Keeps(keeps) if keeps else None,
        words=(row.get("处置") or "").strip() or None,
    )
    keys = tuple(key.strip() for key in (row.get("item_key") or "").split(";") if key.strip())
    return EventRow(row["事项"].strip(), keys, (row.get("部门") or "").strip(), event)


def merge_events(items: Mapping[str, Item], rows: Sequence[EventRow]) -> dict[str, Item]:
    """Items with the table's events added to their own; the same item, day and basis counts once."""
    added: dict[str, list[StatusEvent]] = {}
    for row in rows:
        for key in row.keys or (() if row.is_summary else (row.name,)):
            added.setdefault(key, []).append(row.event)
    return {
        key: replace(item, events=(*item.events, *_new(item.events, added.get(key, ())))) if key in added else item
        for key, item in items.items()
    }


def _new(own: Sequence[StatusEvent], others: Sequence[StatusEvent]) -> list[StatusEvent]:
    known = {_identity(event) for event in own}
    return [event for event in others if _identity(event) not in known]


def _identity(event: StatusEvent) -> tuple[object, ...]:
    return event.period.start, tuple((basis.title, basis.number, basis.article) for basis in event.basis)


def ended_by(item: Item, on: date, covers: Covers) -> StatusEvent | None:
    """The latest event before or on the day that ended the item, unless it was resumed since or has run out."""
    ends = [event for event in item.events if event.status.ends and event.period.holds(on) and covers(event.region)]
    if not ends:
        return None
    last = max(ends, key=lambda event: event.period.start or date.min)
    resumed = any(
        event.status is Status.resumed
        and event.period.holds(on)
        and covers(event.region)
        and (event.period.start or date.min) >= (last.period.start or date.min)
        for event in item.events
    )
    return None if resumed else last


def waivers(item: Item, on: date, covers: Covers) -> tuple[StatusEvent, ...]:
    """Reductions to nothing in force that day: an exemption where no standard speaks."""
    return tuple(
        event
        for event in item.events
        if event.status is Status.reduced and event.factor == 0 and event.period.holds(on) and covers(event.region)
    )
