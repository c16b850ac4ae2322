"""All names of a catalogue, prepared for looking up: exact spellings, stems, and the words of families.

Rules: `schema.item.aliases` (词尾), `csv_names` (a list's name counts inside its region only, and never against a
family's word), `event_columns.item_key` (a row without a key is an item under its own name), `words_for_listed`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from weakref import WeakKeyDictionary

from burden.rules.catalogue import Catalogue, plain_name
from burden.rules.items import NATIONAL, Item
from burden.rules.matching.cleaning import Cleaner, brackets, fold, squash, stem
from burden.rules.matching.match import How
from burden.rules.matching.wordtable import table
from burden.rules.wordlists import Family

_OFFICE = re.compile(r"(?:局|所|中心|部门|厅|站|院|处|支队|大队|机构|海关|人防办)$")
_MORE_OFFICES = table("人民法院 法院 仲裁委员会 仲裁委 公证处 交警队 人防办 房管所 国土局 供电局 自来水公司")
_LONGEST_NAME = 40
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling and the item it names; `region` is where the name counts."""

    word: str
    key: str
    how: How
    shown: str
    own: bool
    """The item's own name, alias or listed everyday word; False for a name that only a list or event gives."""
    region: str = NATIONAL


class Names:
    """The names of one catalogue. Build with `names_of`, which keeps it beside the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.cleaner = Cleaner(
            (region.name for region in catalogue.regions.by_code.values() if region.code != NATIONAL),
            (*_MORE_OFFICES, *(word for word, _ in catalogue.bodies.sector_words if _OFFICE.search(word))),
        )
        self.generic = frozenset(squash(word) for word in catalogue.generic_words)
        self.families = _family_words(catalogue)
        self.family_stems = _by_stem((word, family) for word, group in self.families.items() for family in group)
        self.exact = _exact_words(catalogue, self.families)
        self.stems = _by_stem((name.word, name) for group in self.exact.values() for name in group)
        self.tells = _tells(catalogue)
        self.opening: dict[str, tuple[str, ...]] = {}
        for word in self.exact:
            self.opening[word[0]] = (*self.opening.get(word[0], ()), word)
        self.all_words: tuple[str, ...] = tuple(dict.fromkeys((*self.exact, *self.families)))

    def words_inside(self, core: str, shortest: int) -> Iterator[tuple[int, str]]:
        """Known words that stand inside `core`, longest first, with their places."""
        length = len(core)
        for size in range(min(length, _LONGEST_NAME), shortest - 1, -1):
            for start in range(length - size + 1):
                word = core[start : start + size]
                if word in self.exact or word in self.families:
                    yield start, word


_kept: WeakKeyDictionary[Catalogue, Names] = WeakKeyDictionary()


def names_of(catalogue: Catalogue) -> Names:
    """The names of this catalogue, prepared at the first call and kept as long as the catalogue lives."""
    found = _kept.get(catalogue)
    if found is None:
        found = _kept[catalogue] = Names(catalogue)
    return found


def _family_words(catalogue: Catalogue) -> dict[str, tuple[Family, ...]]:
    """The words of families; the name of an event that concerns several of a family's items is one of them."""
    words: dict[str, tuple[Family, ...]] = {}
    for family in catalogue.families:
        for word in family.words:
            _add(words, squash(word), family)
    for row in catalogue.event_rows:
        holding = _families_of(catalogue, row.keys)
        if holding and squash(row.name) not in words:
            _add(words, squash(row.name), min(holding, key=lambda family: len(family.items)))
    return words


def _exact_words(catalogue: Catalogue, families: dict[str, tuple[Family, ...]]) -> dict[str, tuple[Name, ...]]:
    """All names by their spelling, own names first; other readings of them where they are nobody's name yet."""
    words: dict[str, tuple[Name, ...]] = {}
    for name in sorted(_all_names(catalogue), key=lambda name: not name.own):
        if name.own or name.word not in families:
            _add(words, name.word, name)
    for name in _derived_names(list(words.values())):
        if name.word not in words and name.word not in families:
            words[name.word] = (name,)
    return words


def _by_stem(words: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    stems: dict[str, tuple[_T, ...]] = {}
    for word, value in words:
        _add(stems, stem(word), value)
    return stems


def _tells(catalogue: Catalogue) -> dict[str, tuple[Family, ...]]:
    """The tells of all families, and whose they are."""
    tells: dict[str, tuple[Family, ...]] = {}
    for family in catalogue.families:
        for tell in (squash(tell) for group in family.ask.tells.values() for tell in group):
            if len(tell) > 1:
                _add(tells, tell, family)
    return tells


def _all_names(catalogue: Catalogue) -> Iterator[Name]:
    for item in catalogue.items.values():
        if item.structured:
            yield Name(squash(item.name), item.key, How.name, item.name, own=True)
        for alias in item.aliases:
            yield Name(squash(alias), item.key, How.alias, alias, own=True)
    for key, words in catalogue.words_for_listed.items():
        known = catalogue.item(key)
        for word in words if known else ():
            yield Name(squash(word), known.key if known else key, How.listed, word, own=True)
    for entry in catalogue.entries:
        known = catalogue.item(entry.key) if entry.key else None
        if known is not None:
            plain, region = plain_name(entry.name), catalogue.editions[entry.edition].region
            yield Name(squash(plain), known.key, How.listed, plain, own=False, region=region)
    for row in catalogue.event_rows:
        yield from _event_names(catalogue, row.keys, row.name, row.is_summary)


def _families_of(catalogue: Catalogue, keys: tuple[str, ...]) -> list[Family]:
    """The families that hold all items of an event that concerns several: its name is a word of the smallest."""
    return [family for family in catalogue.families if len(keys) > 1 and set(keys) <= set(family.items)]


def _event_names(catalogue: Catalogue, keys: tuple[str, ...], name: str, is_summary: bool) -> Iterator[Name]:
    """The name of an event belongs to its one key, or to itself; a row with many keys names a family, not an item."""
    if is_summary or len(keys) > 1:
        return
    item = catalogue.item(keys[0] if keys else name)
    if item is not None:
        yield Name(squash(name), item.key, How.event, name, own=False)


def _derived_names(groups: Iterable[tuple[Name, ...]]) -> list[Name]:
    """Other readings of official names: without what stands in brackets; 复审费—发明专利 as 发明专利复审费."""
    derived: dict[str, list[Name]] = {}
    for name in (one for group in groups for one in group):
        for word in _readings(name.shown):
            derived.setdefault(word, []).append(Name(word, name.key, name.how, name.shown, name.own, name.region))
    return [names[0] for names in derived.values() if len({name.key for name in names}) == 1]


def _readings(shown: str) -> Iterator[str]:
    outside, inside = brackets(fold(shown))
    if inside and len(squash(outside)) >= 4:
        yield squash(outside)
        if len(inside) == 1 and re.fullmatch(r".{2,12}费", inside[0]):
            yield squash(inside[0])
    head, dash, tail = outside.partition("—")
    if dash and head and tail:
        first, second = squash(head), squash(tail)
        yield second + first
        if second.endswith("案件"):
            yield second + first.removeprefix("案件")
        if second.endswith(("费", "金")) and len(second) >= 4:
            yield second


def _add(index: dict[str, tuple[_T, ...]], word: str | None, value: _T) -> None:
    if word and value not in index.get(word, ()):
        index[word] = (*index.get(word, ()), value)


def root_of(catalogue: Catalogue, item: Item) -> str:
    """The key under which an item and its local standards are one (``specialises_as: same``)."""
    if item.specialises and item.specialises_as == "same":
        above = catalogue.item(item.specialises)
        return above.key if above else item.specialises
    return item.key
