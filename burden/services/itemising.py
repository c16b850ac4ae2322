"""One item with everything on record of it, as of a day."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from burden.rules.catalogue import Catalogue
from burden.rules.days import Period
from burden.rules.editions import Entry
from burden.rules.items import Item, Relief, Row, StatusEvent
from burden.rules.status import ended_by
from burden.services import wording
from burden.services.reasoning import history
from burden.services.shapes import (
    CollectorView,
    EventView,
    ItemView,
    OfficialEntry,
    Related,
    ReliefView,
    RowView,
)
from burden.services.standing import covers, edition_ref, entries_of_day, lines, place, places_of


@lru_cache(maxsize=512)
def view(catalogue: Catalogue, key: str, on: date) -> ItemView:
    """The item of `key` (which is on record) as of the day `on`, where it holds."""
    item = catalogue.items[key]
    line = lines(catalogue, on, None)[key]
    now = entries_of_day(catalogue, item, on, None)
    end = ended_by(item, on, covers(catalogue, item, None))
    rows = sorted(item.standards, key=lambda row: row.period.start or date.min, reverse=True)
    told = history(catalogue, key)
    return ItemView(
        line=line,
        on=on,
        official=tuple(official(catalogue, entry, on) for entry in now),
        elsewhere=_elsewhere(catalogue, item, now, on),
        rows=tuple(_row(row, item, on) for row in rows),
        reliefs=tuple(_relief(relief, item, on) for relief in item.reliefs),
        events=tuple(_event(catalogue, event, on) for event in item.events),
        ended_by=_event(catalogue, end, on) if end else None,
        collectors=tuple(_collectors(item, now)),
        payers=tuple(dict.fromkeys(entry.payers for entry in (now or catalogue.entries_of(item)) if entry.payers)),
        area=place(catalogue, item.area),
        inputs=tuple(item.inputs.values()),
        specialises=_related(catalogue, [item.specialises] if item.specialises else [])[0]
        if item.specialises in catalogue.items
        else None,
        local=_related(catalogue, _local_keys(catalogue, key)),
        notes=item.notes,
        refund=item.refund,
        history=told,
        earliest=min((change.on for change in told if change.on), default=None),
        confirmed=line.confirmed and all(entry.confirmed for entry in now),
    )


def _elsewhere(catalogue: Catalogue, item: Item, now: tuple[Entry, ...], on: date) -> tuple[OfficialEntry, ...]:
    others = [official(catalogue, entry, on) for entry in catalogue.entries_of(item) if entry not in now]
    return tuple(sorted(others, key=lambda entry: entry.edition.start or date.min, reverse=True))


def official(catalogue: Catalogue, entry: Entry, on: date) -> OfficialEntry:
    """A row of an edition, word for word."""
    return OfficialEntry(
        edition=edition_ref(catalogue, entry.edition),
        in_force=catalogue.editions[entry.edition].in_force(on),
        row=entry.row,
        serial=entry.number,
        item_key=entry.key,
        item_name=entry.name,
        department=entry.department,
        collecting_body=entry.body,
        body_kind=entry.body_kind,
        list_nature=entry.nature_words,
        funds=entry.funds,
        payers=entry.payers,
        standard_words=entry.words,
        set_by=entry.set_by,
        basis_words=entry.basis,
        relief_words=entry.relief,
        remark=entry.note,
        source=entry.source,
        on_enterprises=entry.on_enterprises,
        confirmed=entry.confirmed,
    )


def _time(period: Period, on: date) -> str:
    if period.holds(on):
        return "now"
    return "prospective" if period.start is not None and period.start > on else "past"


def _row(row: Row, item: Item, on: date) -> RowView:
    return RowView(
        kind=row.kind.NAME,
        kind_words=row.kind.LABEL,
        condition=wording.condition(row.when, item.inputs),
        words=wording.standard(row.kind, item.inputs),
        bound=row.bound.value,
        bound_words=wording.BOUNDS[row.bound],
        start=row.period.start,
        end=row.period.end,
        period=wording.period(row.period),
        basis=row.basis,
        confirmed=row.confirmed,
        note=row.note,
        time=_time(row.period, on),
    )


def _relief(relief: Relief, item: Item, on: date) -> ReliefView:
    return ReliefView(
        words=wording.relief(relief),
        condition=wording.condition(relief.when, item.inputs),
        start=relief.period.start,
        end=relief.period.end,
        period=wording.period(relief.period),
        basis=relief.basis,
        confirmed=relief.confirmed,
        note=relief.note,
        time=_time(relief.period, on),
    )


def _event(catalogue: Catalogue, event: StatusEvent, on: date) -> EventView:
    return EventView(
        status=event.status.value,
        words=wording.event(event),
        start=event.period.start,
        end=event.period.end,
        period=wording.period(event.period),
        place=place(catalogue, event.region),
        keeps=event.keeps.what if event.keeps else None,
        into=event.into,
        note=event.words,
        basis=event.basis,
        confirmed=event.confirmed,
        ends=event.status.ends,
        time=_time(event.period, on),
    )


def _collectors(item: Item, entries: Iterable[Entry]) -> Iterable[CollectorView]:
    """The collectors on record; of an item known by lists only, the bodies its rows name."""
    for one in item.collectors:
        yield CollectorView(wording.collector(one), one.name, one.note, one.confirmed)
    if item.collectors:
        return
    named = dict.fromkeys((entry.department, entry.body, entry.confirmed) for entry in entries)
    for department, body, confirmed in named:
        name = body if body and body != "本级" else None
        yield CollectorView(wording.same(department or body), name, None, confirmed)


def _related(catalogue: Catalogue, keys: Iterable[str]) -> tuple[Related, ...]:
    held = places_of(catalogue)
    return tuple(Related(key, catalogue.items[key].name, place(catalogue, held[key][0])) for key in keys)


def _local_keys(catalogue: Catalogue, key: str) -> list[str]:
    """Items that are local standards of this one, or parts of it that a place has set."""
    return [other.key for other in catalogue.items.values() if other.specialises == key]
