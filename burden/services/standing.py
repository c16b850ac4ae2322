"""How every item stands on a day, worked out from the compiled catalogue and kept for the next reader."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from burden.rules.basis import read_bases
from burden.rules.catalogue import Catalogue
from burden.rules.editions import Edition, Entry
from burden.rules.items import Basis, Item, Row, StatusEvent
from burden.rules.regions import NATIONAL
from burden.rules.status import ended_by
from burden.services import wording
from burden.services.shapes import STANDINGS, EditionRef, ItemLine, Place, Standing
from core.values.text import Text, same


def place(catalogue: Catalogue, code: str) -> Place:
    """A region with its name."""
    return Place(code, catalogue.regions.name(code))


def edition_ref(catalogue: Catalogue, key: str) -> EditionRef:
    """An edition, named, with its day in words."""
    edition = catalogue.editions[key]
    return EditionRef(
        key=key,
        title=edition.title,
        issuer=edition.issuer,
        place=place(catalogue, edition.region),
        start=edition.period.start,
        start_words=start_words(edition),
    )


def start_words(edition: Edition) -> Text:
    """The first day of an edition, no more exact than it is known; a day of publication is called one."""
    start = edition.period.start
    if start is None:
        return Text("起日不详", "beginning unknown")
    zh, en = f"{start.year}年", str(start.year)
    if edition.precision != "year":
        zh, en = f"{zh}{start.month}月", f"{start:%B} {en}"
    if edition.precision == "day":
        zh, en = f"{zh}{start.day}日", f"{start.day} {en}"
    if edition.in_force_from is None:
        return Text(f"{zh}公布", f"published {en}")
    return Text(f"{zh}起", f"from {en}")


@lru_cache(maxsize=8)
def places_of(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Where each item holds: the region of its standards, or those of the lists it is on."""
    return {key: _places(catalogue, item) for key, item in catalogue.items.items()}


def _places(catalogue: Catalogue, item: Item) -> tuple[str, ...]:
    if item.structured:
        return (item.region,)
    listed = {catalogue.editions[entry.edition].region for entry in catalogue.entries_of(item)}
    listed |= {event.region for event in item.events}
    return (NATIONAL,) if NATIONAL in listed or not listed else tuple(sorted(listed))


@lru_cache(maxsize=8)
def sectors_of(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Which departments an item belongs to, in the words of the conventions where they know them."""
    return {key: _sectors(catalogue, item) for key, item in catalogue.items.items()}


def _sectors(catalogue: Catalogue, item: Item) -> tuple[str, ...]:
    kinds = wording.COLLECTOR_KINDS
    named = [one.sector or kinds[one.kind or ""].zh for one in item.collectors if one.sector or one.kind in kinds]
    if not named:
        departments = item.departments or tuple(entry.department for entry in catalogue.entries_of(item))
        named = [catalogue.bodies.find(one, date.max).sector or one for one in departments if one]
    return tuple(dict.fromkeys(named))


@lru_cache(maxsize=32)
def lines(catalogue: Catalogue, on: date, region: str | None) -> Mapping[str, ItemLine]:
    """Every item as a line of a list, as of the day `on`, for `region` (None: each where it holds)."""
    return {key: _line(catalogue, item, on, region) for key, item in catalogue.items.items()}


def covers(catalogue: Catalogue, item: Item, region: str | None) -> Callable[[str], bool]:
    """Whether what holds in a region holds where the item is looked at."""
    here = region or places_of(catalogue)[item.key][0]
    return lambda other: catalogue.regions.covers(other, here)


def entries_of_day(catalogue: Catalogue, item: Item, on: date, region: str | None) -> tuple[Entry, ...]:
    """The item's entries in editions in force that day, for a place or for all, the narrowest place first."""
    if region is not None:
        return catalogue.entries_in_force(item, on, region)
    found = [entry for entry in catalogue.entries_of(item) if catalogue.editions[entry.edition].in_force(on)]
    return tuple(sorted(found, key=lambda entry: _latest_first(catalogue.editions[entry.edition])))


def _latest_first(edition: Edition) -> tuple[bool, int]:
    """National lists before local ones, the later before the earlier."""
    return edition.region != NATIONAL, -(edition.period.start or date.min).toordinal()


def _line(catalogue: Catalogue, item: Item, on: date, region: str | None) -> ItemLine:
    end = ended_by(item, on, covers(catalogue, item, region))
    rows, entries = item.rows_on(on), entries_of_day(catalogue, item, on, region)
    standing = _standing(item, on, end, rows, entries)
    basis, confirmed = _grounds(standing, end, rows, entries)
    shown = rows if standing is Standing.in_force else ()
    return ItemLine(
        key=item.key,
        name=item.name,
        nature=item.nature.value,
        nature_words=wording.NATURES[item.nature],
        place=place(catalogue, places_of(catalogue)[item.key][0]),
        sectors=sectors_of(catalogue)[item.key],
        aliases=item.aliases or catalogue.words_for_listed.get(item.key, ()),
        structured=item.structured,
        standing=standing,
        standing_words=STANDINGS[standing],
        since=_since(catalogue, standing, end, rows, entries),
        standard=_standard(item, shown, standing, entries),
        rows=len(shown),
        basis=basis,
        confirmed=confirmed,
    )


def _standing(
    item: Item, on: date, end: StatusEvent | None, rows: tuple[Row, ...], entries: tuple[Entry, ...]
) -> Standing:
    if end is not None:
        return Standing.ended
    if rows:
        return Standing.in_force
    if entries:
        return Standing.words_only
    starts = [row.period.start for row in item.standards]
    return Standing.prospective if starts and all(s is not None and s > on for s in starts) else Standing.not_on_record


def _grounds(
    standing: Standing, end: StatusEvent | None, rows: tuple[Row, ...], entries: tuple[Entry, ...]
) -> tuple[tuple[Basis, ...], bool]:
    if end is not None:
        return end.basis, end.confirmed
    if standing is Standing.in_force:
        basis = dict.fromkeys(basis for row in rows for basis in row.basis)
        return tuple(basis), all(row.confirmed for row in rows)
    if entries:
        return read_bases(entries[0].basis, entries[0].confirmed), entries[0].confirmed
    return (), False


def _since(
    catalogue: Catalogue,
    standing: Standing,
    end: StatusEvent | None,
    rows: tuple[Row, ...],
    entries: tuple[Entry, ...],
) -> date | None:
    if end is not None:
        return end.period.start
    if standing is Standing.in_force:
        starts = [row.period.start for row in rows]
        return None if None in starts else max(start for start in starts if start)
    return catalogue.editions[entries[0].edition].period.start if entries else None


def _standard(item: Item, rows: tuple[Row, ...], standing: Standing, entries: tuple[Entry, ...]) -> Text | None:
    if rows:
        return wording.row(rows[0], item.inputs)
    if standing is Standing.words_only and entries[0].words:
        return same(entries[0].words)
    return None
