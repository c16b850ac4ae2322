"""Lists of items: searched, filtered, counted by facet, page by page."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache

from burden.rules.catalogue import Catalogue
from burden.services import wording
from burden.services.shapes import STANDINGS, Choice, ItemLine, ItemPage, Standing
from burden.services.standing import lines, places_of
from core.errors import Invalid
from core.values.text import Text, same

Test = Callable[[ItemLine], bool]
MAX_PAGE = 200

_BAD_CURSOR = Text(
    "翻页标记 after 读不懂，请从第一页重新开始", "The cursor `after` cannot be read; start from the first page again"
)
_ORDER = {standing: at for at, standing in enumerate(Standing)}


def page(
    catalogue: Catalogue,
    on: date,
    filters: Mapping[str, str | None],
    found: Mapping[str, int] | None,
    after: str | None,
    limit: int,
) -> ItemPage:
    """One page of the items that meet `filters` (region, body, nature, sector, standing).

    :param found: keys of the items a search found, with the rank of their likeness; None: nothing was searched.
    :raises Invalid: for a cursor that is none.
    """
    chosen = tuple(sorted((name, value) for name, value in filters.items() if value))
    ordered, facets = (
        _filtered(catalogue, on, chosen) if found is None else _matching(catalogue, on, chosen, found.keys())
    )
    ranks = found or {}
    positions = _positions(catalogue)
    keyed = sorted(((ranks.get(line.key, 0), _ORDER[line.standing], positions[line.key]), line) for line in ordered)
    start = _cursor(after)
    rest = [(rank, line) for rank, line in keyed if rank > start] if start else keyed
    size = max(1, min(limit, MAX_PAGE))
    shown = rest[:size]
    following = ".".join(map(str, shown[-1][0])) if len(rest) > size else None
    return ItemPage(tuple(line for _, line in shown), len(keyed), facets, following, on)


def _cursor(after: str | None) -> tuple[int, ...] | None:
    if not after:
        return None
    parts = after.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts):
        raise Invalid({"after": [_BAD_CURSOR]})
    return tuple(map(int, parts))


@lru_cache(maxsize=8)
def _positions(catalogue: Catalogue) -> Mapping[str, int]:
    return {key: at for at, key in enumerate(catalogue.items)}


Chosen = tuple[tuple[str, str], ...]
Facets = Mapping[str, tuple[Choice, ...]]


@lru_cache(maxsize=128)
def _filtered(catalogue: Catalogue, on: date, chosen: Chosen) -> tuple[Sequence[ItemLine], Facets]:
    return _matching(catalogue, on, chosen, None)


def _matching(
    catalogue: Catalogue, on: date, chosen: Chosen, found: Collection[str] | None
) -> tuple[Sequence[ItemLine], Facets]:
    """The lines that pass every filter, and for each facet the counts with all filters but its own."""
    asked = dict(chosen)
    whole = lines(catalogue, on, asked.get("region")).values()
    searched = list(whole) if found is None else [line for line in whole if line.key in found]
    tests = {name: _test(catalogue, on, name, value) for name, value in chosen}
    facets = {
        facet: count(_passing(searched, {name: test for name, test in tests.items() if name != facet}), catalogue)
        for facet, count in _FACETS.items()
    }
    return _passing(searched, tests), facets


def _passing(found: Sequence[ItemLine], tests: Mapping[str, Test]) -> list[ItemLine]:
    return [line for line in found if all(test(line) for test in tests.values())]


def _test(catalogue: Catalogue, on: date, name: str, value: str) -> Test:
    if name == "region":
        held = places_of(catalogue)
        return lambda line: any(catalogue.regions.covers(place, value) for place in held[line.key])
    if name == "body":
        return _charged_by(catalogue, on, value)
    if name == "sector":
        return lambda line: value in line.sectors
    return lambda line: getattr(line, name) == value


def _charged_by(catalogue: Catalogue, on: date, name: str) -> Test:
    """Whether the body of that name or code may collect the item; of items known by lists only, whether its sector is
    named there."""
    body = catalogue.bodies.find(name, on)

    def test(line: ItemLine) -> bool:
        collectors = catalogue.items[line.key].collectors
        if collectors:
            return body.fits_any(collectors) is True
        return body.sector is not None and body.sector in line.sectors

    return test


def _by_nature(found: Sequence[ItemLine], _catalogue: Catalogue) -> tuple[Choice, ...]:
    return tuple(
        Choice(nature, words, count)
        for nature, words in wording.NATURES.items()
        if (count := sum(line.nature == nature for line in found))
    )


def _by_standing(found: Sequence[ItemLine], _catalogue: Catalogue) -> tuple[Choice, ...]:
    return tuple(
        Choice(standing, words, count)
        for standing, words in STANDINGS.items()
        if (count := sum(line.standing is standing for line in found))
    )


def _by_sector(found: Sequence[ItemLine], _catalogue: Catalogue) -> tuple[Choice, ...]:
    counts: dict[str, int] = {}
    for line in found:
        for sector in line.sectors:
            counts[sector] = counts.get(sector, 0) + 1
    most_first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Choice(sector, same(sector), count) for sector, count in most_first)


def _by_region(found: Sequence[ItemLine], catalogue: Catalogue) -> tuple[Choice, ...]:
    """How many items hold in each place that a list or standard is of: its own and those from above."""
    held = places_of(catalogue)
    covers = catalogue.regions.covers
    return tuple(
        Choice(code, same(catalogue.regions.name(code)), count)
        for code in _known_places(catalogue)
        if (count := sum(any(covers(place, code) for place in held[line.key]) for line in found))
    )


@lru_cache(maxsize=8)
def _known_places(catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(sorted({place for places in places_of(catalogue).values() for place in places}))


_FACETS: Mapping[str, Callable[[Sequence[ItemLine], Catalogue], tuple[Choice, ...]]] = {
    "nature": _by_nature,
    "sector": _by_sector,
    "region": _by_region,
    "standing": _by_standing,
}
