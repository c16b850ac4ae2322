"""The catalogue as the rules use it: everything on record, compiled once, looked up many times."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from burden.rules.bodies import Bodies
from burden.rules.documents import read_item
from burden.rules.editions import Edition, Entry, read_edition, read_entry, with_successors
from burden.rules.items import NATIONAL, Input, Item, Nature
from burden.rules.regions import Regions
from burden.rules.sources import Sources
from burden.rules.standards.likeness import with_borrowed_scales
from burden.rules.status import EventRow, merge_events, read_event_row
from burden.rules.wordlists import (
    ClosedClass,
    Family,
    MarketPriced,
    NotAFee,
    read_closed_classes,
    read_family,
    read_market_priced,
    read_not_a_fee,
)

_NUMBERING = re.compile(r"^(\d+[.、])?\s*([(（]\d+[)）])?\s*[①②③④⑤⑥⑦⑧⑨]?\s*")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All items with their standards, reliefs and events; all editions and entries; all word lists; all bodies.

    Compared and hashed by identity, so that what is derived from it (indexes for matching) can be kept beside it.
    """

    items: Mapping[str, Item]
    editions: Mapping[str, Edition]
    entries: Sequence[Entry]
    entries_by_key: Mapping[str, tuple[Entry, ...]]
    event_rows: Sequence[EventRow]
    families: Sequence[Family]
    families_by_word: Mapping[str, tuple[Family, ...]]
    words_for_listed: Mapping[str, tuple[str, ...]]
    generic_words: frozenset[str]
    nature_words: Mapping[Nature, tuple[str, ...]]
    not_a_fee: NotAFee
    closed_classes: Sequence[ClosedClass]
    market_priced: MarketPriced
    bodies: Bodies
    regions: Regions
    specialisations: Mapping[str, tuple[str, ...]]
    """A higher item → its local standards that are the same item (``specialises_as: same``)."""
    item_of_listed_key: Mapping[str, str]
    """A key of the lists → the item it belongs to (``csv_keys``, or the key itself)."""
    shared_inputs: Mapping[str, Input]
    """Any input of that name, for questions that belong to no single item (payer_size …)."""
    digest: str
    families_by_name: Mapping[str, Family] = field(default_factory=dict)

    def item(self, key: str) -> Item | None:
        """The item of a key of items, lists or events."""
        return self.items.get(key) or self.items.get(self.item_of_listed_key.get(key, ""))

    def entries_of(self, item: Item) -> tuple[Entry, ...]:
        """All entries of the item, in all editions."""
        return self.entries_by_key.get(item.key, ())

    def entries_in_force(self, item: Item, on: date, region: str | None) -> tuple[Entry, ...]:
        """The item's entries in editions in force that day for that place, the narrowest place first."""
        return _entries_in_force(self, item.key, on, region)

    def is_for(self, edition: Edition, region: str | None) -> bool:
        """Whether the edition reaches the place; an unknown place is reached by national ones alone."""
        return edition.region == NATIONAL or (region is not None and self.regions.covers(edition.region, region))


@lru_cache(maxsize=4096)
def _entries_in_force(catalogue: Catalogue, key: str, on: date, region: str | None) -> tuple[Entry, ...]:
    found = [(entry, catalogue.editions[entry.edition]) for entry in catalogue.entries_by_key.get(key, ())]
    fitting = [pair for pair in found if pair[1].in_force(on) and catalogue.is_for(pair[1], region)]
    fitting.sort(key=lambda pair: (_breadth(pair[1].region), -_ordinal(pair[1])))
    return tuple(entry for entry, _ in fitting)


def _breadth(region: str) -> int:
    return {NATIONAL: 3}.get(region, 2 if region.endswith("0000") else 1 if region.endswith("00") else 0)


def _ordinal(edition: Edition) -> int:
    return edition.period.start.toordinal() if edition.period.start else 0


def compile_catalogue(sources: Sources) -> Catalogue:
    """Read every document and row; raises DocumentErrors where a standard cannot be read."""
    natures = {words: Nature(nature) for nature, words in sources.conventions.get("natures", {}).items()}
    editions = with_successors([read_edition(row) for row in sources.editions if row.get("list_type") != "事件"])
    entries = tuple(read_entry(row, natures) for row in sources.entries)
    event_rows = tuple(read_event_row(row) for row in sources.events)
    items = _items(sources, entries, event_rows, {edition.id: edition for edition in editions})
    regions = Regions.read(sources.regions)
    families = tuple(read_family(document) for document in sources.families)
    of_listed = {key: item.key for item in items.values() for key in item.csv_keys if key not in items}
    return Catalogue(
        items=items,
        editions={edition.id: edition for edition in editions},
        entries=entries,
        entries_by_key=_grouped(entries, items.values()),
        event_rows=event_rows,
        families=families,
        families_by_word=_by_word(families),
        words_for_listed={key: tuple(words) for key, words in sources.words_for_listed.items()},
        generic_words=frozenset(sources.conventions.get("generic_words", ())),
        nature_words={Nature(nature): tuple(words) for nature, words in sources.nature_words.items()},
        not_a_fee=read_not_a_fee(sources.not_a_fee),
        closed_classes=read_closed_classes(sources.closed_classes),
        market_priced=read_market_priced(sources.market_priced),
        bodies=Bodies.read(sources.bodies, sources.conventions.get("sectors", {}), regions),
        regions=regions,
        specialisations=_specialisations(items.values()),
        item_of_listed_key=of_listed,
        shared_inputs=_shared_inputs(items.values()),
        digest=digest_of(sources),
        families_by_name={family.name: family for family in families},
    )


def digest_of(sources: Sources) -> str:
    """SHA-256 over all sources in one canonical form: the rules a verdict was computed with."""
    plain = {name: getattr(sources, name) for name in Sources.__dataclass_fields__}
    text = json.dumps(_plain(plain), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Keys as text, so that 1 and true sort beside other keys."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _items(
    sources: Sources, entries: Sequence[Entry], rows: Sequence[EventRow], editions: Mapping[str, Edition]
) -> dict[str, Item]:
    """Structured items first, then those only the lists know, then those only the events know."""
    items = {item.key: item for item in map(read_item, sources.items)}
    higher = {item.specialises for item in items.values()}
    structured = set(items) | {key for item in items.values() for key in item.csv_keys if key not in higher}
    listed = [entry for entry in entries if entry.key and entry.key not in structured]
    for entry in sorted(listed, key=lambda entry: (_breadth(editions[entry.edition].region) != 3, not entry.confirmed)):
        alike = [one for one in listed if one.key == entry.key]
        regions = {editions[one.edition].region for one in alike}
        items.setdefault(entry.key or "", _listed_item(entry, alike, regions))
    for row in rows:
        for key in row.keys or (() if row.is_summary else (row.name,)):
            items.setdefault(key, _event_item(key, row))
    return with_borrowed_scales(merge_events(items, rows))


def _listed_item(entry: Entry, all_of_key: Sequence[Entry], regions: set[str]) -> Item:
    """An item of the lists alone; listed in one place only, it is that place's."""
    return Item(
        key=entry.key or entry.name,
        name=plain_name(entry.name),
        nature=entry.nature or Nature.administrative_fee,
        region=regions.pop() if len(regions) == 1 else NATIONAL,
        structured=False,
        departments=tuple(dict.fromkeys(one.department for one in all_of_key if one.department)),
    )


def _event_item(key: str, row: EventRow) -> Item:
    fund = row.department == "政府性基金"
    return Item(
        key=key,
        name=row.name,
        nature=Nature.government_fund if fund else Nature.administrative_fee,
        structured=False,
        departments=() if fund else (row.department,),
    )


def plain_name(listed: str) -> str:
    """A name of a list without its numbering: ``(2)机动车行驶证工本费`` → ``机动车行驶证工本费``."""
    return _NUMBERING.sub("", listed) or listed


def _grouped(entries: Iterable[Entry], items: Iterable[Item]) -> dict[str, tuple[Entry, ...]]:
    """Item key → its entries, those under its other keys in the lists included."""
    by_listed_key: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.key:
            by_listed_key.setdefault(entry.key, []).append(entry)
    keys = {item.key: (item.key, *item.csv_keys) for item in items}
    found = {key: tuple(one for own in others for one in by_listed_key.get(own, ())) for key, others in keys.items()}
    return {key: group for key, group in found.items() if group}


def _by_word(families: Iterable[Family]) -> dict[str, tuple[Family, ...]]:
    by_word: dict[str, tuple[Family, ...]] = {}
    for family in families:
        for word in family.words:
            by_word[word] = (*by_word.get(word, ()), family)
    return by_word


def _shared_inputs(items: Iterable[Item]) -> dict[str, Input]:
    """Each input once, by name; of several with that name the one with the widest choice."""
    found = sorted((pair for item in items for pair in item.inputs.items()), key=lambda pair: len(pair[1].values))
    return dict(found)


def _specialisations(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    local: dict[str, tuple[str, ...]] = {}
    for item in items:
        if item.specialises and item.specialises_as == "same":
            local[item.specialises] = (*local.get(item.specialises, ()), item.key)
    return local
