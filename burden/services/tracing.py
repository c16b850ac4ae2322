"""What changed for an item, when and why: from its standards, reliefs, events and the lists it came onto."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from burden.rules.basis import read_bases
from burden.rules.catalogue import Catalogue
from burden.rules.editions import Edition, Entry
from burden.rules.items import Basis, Item, Relief, Row, StatusEvent
from burden.services import wording
from burden.services.shapes import CellChange, Change
from burden.services.standing import edition_ref, place, places_of
from core.values.text import Text, same

_DAY = timedelta(days=1)
FUNDAMENTAL = {
    "item_name": Text("收费项目", "Item"),
    "body": Text("收费单位", "Collecting body"),
    "words": Text("收费标准", "Standard"),
    "payers": Text("征收对象", "Payers"),
    "basis": Text("政策依据", "Legal basis"),
    "relief": Text("减免规定", "Reliefs"),
}
"""Cells whose change from one edition to the next is worth telling; attributes of a rules' Entry."""


@lru_cache(maxsize=1024)
def history(catalogue: Catalogue, key: str) -> tuple[Change, ...]:
    """Every change of the item on record, the newest first; what has no day stands last."""
    item = catalogue.items[key]
    found = [*_standards(catalogue, item), *_reliefs(catalogue, item)]
    found += [_event(catalogue, item, event) for event in item.events]
    found += _listings(catalogue, item)
    return tuple(sorted(found, key=lambda change: (change.on or date.min, change.kind), reverse=True))


@lru_cache(maxsize=4)
def everything(catalogue: Catalogue) -> tuple[Change, ...]:
    """Every dated change of every item that tells a reader something, the newest first.

    Left out are first standards and first listings: that an item came on record says nothing of when it began.
    """
    found = [change for key in catalogue.items for change in history(catalogue, key) if is_news(change)]
    return tuple(sorted(found, key=lambda change: (change.on or date.min, change.item_key), reverse=True))


def is_news(change: Change) -> bool:
    """Whether it tells a reader of the whole catalogue something."""
    tells = change.kind in ("event", "relief", "words", "unlisted") or change.before is not None
    return tells and change.on is not None


def _change(catalogue: Catalogue, item: Item, kind: str, on: date | None, title: Text) -> Change:
    """A change with nothing but what every one has; the rest is filled in by `replace`."""
    where = place(catalogue, places_of(catalogue)[item.key][0])
    return Change(kind, on, title, None, None, None, (), False, item.key, item.name, where)


def _standards(catalogue: Catalogue, item: Item) -> Iterator[Change]:
    """A change on every day on which other standards begin to hold, and where they stop without a successor."""
    starts = {row.period.start for row in item.standards}
    stops = {row.period.end + _DAY for row in item.standards if row.period.end} - starts
    if None in starts:
        rows = [row for row in item.standards if row.period.start is None]
        yield _standard(catalogue, item, None, (), rows)
    for day in sorted(day for day in (starts | stops) if day):
        before, after = item.rows_on(day - _DAY), item.rows_on(day)
        if _words(item, before) != _words(item, after):
            yield _standard(catalogue, item, day, before, after)


def _standard(
    catalogue: Catalogue, item: Item, day: date | None, before: Sequence[Row], after: Sequence[Row]
) -> Change:
    if not after:
        title = Text("此后没有标准在案", "No standard on record from here on")
    elif not before:
        title = Text("标准在案之始", "First standard on record")
    else:
        title = Text("收费标准变了", "The standard changed")
    return replace(
        _change(catalogue, item, "standard", day, title),
        before=_words(item, before),
        after=_words(item, after),
        why=_notes(after or before),
        basis=_bases(after),
        confirmed=all(row.confirmed for row in after or before),
    )


def _words(item: Item, rows: Sequence[Row]) -> Text | None:
    return wording.joined([wording.row(row, item.inputs) for row in rows], "\n", "\n") if rows else None


def _notes(rows: Sequence[Row]) -> Text | None:
    notes = dict.fromkeys(row.note for row in rows if row.note)
    return same("；".join(notes)) if notes else None


def _bases(rows: Sequence[Row | Relief]) -> tuple[Basis, ...]:
    return tuple(dict.fromkeys(basis for row in rows for basis in row.basis))


def _reliefs(catalogue: Catalogue, item: Item) -> Iterator[Change]:
    for one in item.reliefs:
        case = wording.condition(one.when, item.inputs)
        words = wording.relief(one) if case is None else wording.joined([case, wording.relief(one)], "：", ": ")
        why = same(one.note) if one.note else None
        told = _change(catalogue, item, "relief", one.period.start, Text("开始减免", "A relief begins"))
        told = replace(told, why=why, basis=one.basis, confirmed=one.confirmed)
        if one.period.start:
            yield replace(told, after=words)
        if one.period.end:
            title = Text("减免到期", "A relief ends")
            yield replace(told, on=one.period.end + _DAY, title=title, before=words)


def _event(catalogue: Catalogue, item: Item, event: StatusEvent) -> Change:
    after = wording.event(event)
    if event.keeps:
        after = Text(f"{after.zh}；仍可收：{event.keeps.what}", f"{after.en}; still lawful: {event.keeps.what}")
    said = [same(words) for words in dict.fromkeys((event.words, event.into)) if words]
    return replace(
        _change(catalogue, item, "event", event.period.start, wording.STATUSES[event.status]),
        after=after,
        why=wording.joined(said) if said else None,
        basis=event.basis,
        confirmed=event.confirmed,
        place=place(catalogue, event.region),
    )


def _listings(catalogue: Catalogue, item: Item) -> Iterator[Change]:
    """In each edition the item stands in: that it came onto the list, or what its words changed to."""
    by_edition: dict[str, list[Entry]] = {}
    for entry in catalogue.entries_of(item):
        by_edition.setdefault(entry.edition, []).append(entry)
    for key, entries in by_edition.items():
        edition = catalogue.editions[key]
        earlier = _edition_before(catalogue, edition, by_edition)
        before = by_edition[earlier.id] if earlier else []
        cells = _cells(before[0], entries[0]) if len(before) == len(entries) == 1 else ()
        if not before or cells:
            yield _listing(catalogue, item, edition, entries[0], cells)


def _edition_before(catalogue: Catalogue, edition: Edition, among: dict[str, list[Entry]]) -> Edition | None:
    """The last earlier edition of the same series and place in which the item stands."""
    start = edition.period.start or date.min
    earlier = [
        other
        for key in among
        if (other := catalogue.editions[key]).series == edition.series
        and other.region == edition.region
        and (other.period.start or date.min) < start
    ]
    return max(earlier, key=lambda other: other.period.start or date.min, default=None)


def _cells(before: Entry, after: Entry) -> tuple[CellChange, ...]:
    pairs = {"item_name": (before.name, after.name)} | {
        name: (getattr(before, name), getattr(after, name)) for name in FUNDAMENTAL if name != "item_name"
    }
    return tuple(CellChange(name, FUNDAMENTAL[name], old, new) for name, (old, new) in pairs.items() if old != new)


def _listing(catalogue: Catalogue, item: Item, edition: Edition, entry: Entry, cells: tuple[CellChange, ...]) -> Change:
    title = Text(f"收进《{edition.title}》", f"On the list “{edition.title}”")
    if cells:
        title = Text(f"《{edition.title}》改了原文", f"Its words changed in “{edition.title}”")
    return replace(
        _change(catalogue, item, "words" if cells else "listed", edition.period.start, title),
        after=same(entry.words) if entry.words else None,
        why=same(entry.note) if entry.note else None,
        basis=read_bases(entry.basis, entry.confirmed),
        confirmed=entry.confirmed,
        edition=edition_ref(catalogue, edition.id),
        cells=cells,
        place=place(catalogue, edition.region),
    )
