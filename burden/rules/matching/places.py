"""Which members of a family count at the place of the charge: local items inside their region, higher ones outside.

Rules: `schema.item.area`, `specialises`, `specialises_as`, `within`, `local`, and `families` step 3. Where the place
is not known nothing is exchanged.
"""

from collections.abc import Iterable

from burden.rules.catalogue import Catalogue
from burden.rules.items import NATIONAL, Item
from burden.rules.local import is_inside
from burden.rules.matching.asked import Asked
from burden.rules.matching.standing import Fit, fit_of_item


def members_here(asked: Asked, items: Iterable[Item]) -> tuple[Item, ...]:
    """The items as they count here, each once, in order."""
    everyone = tuple(items)
    here = (_here(asked, item, everyone) for item in everyone if asked.place is None or asked.covered_by(item.area))
    return distinct(here)


def distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    """Each item once, by its key."""
    return tuple({item.key: item for item in items}.values())


def _here(asked: Asked, item: Item, family: tuple[Item, ...]) -> Item:
    if asked.place is None:
        return item
    above = higher(asked, item, family)
    if above is None:
        return _local_of(asked, item)
    return _local_of(asked, above) if not counts_here(asked, item, family) else item


def higher(asked: Asked, item: Item, family: tuple[Item, ...] = ()) -> Item | None:
    """The item that `item` is the local standard of; for one known from a list only, as its neighbours there say."""
    if item.specialises:
        return asked.catalogue.item(item.specialises)
    if item.structured:
        return None
    lists = {entry.edition for entry in asked.catalogue.entries_of(item)}
    for other in family:
        if other.specialises and lists & {entry.edition for entry in asked.catalogue.entries_of(other)}:
            return asked.catalogue.item(other.specialises)
    return None


def counts_here(asked: Asked, item: Item, family: tuple[Item, ...] = ()) -> bool:
    """Whether a local item counts at the place, as far as told; one of a list alone, as its neighbours there do."""
    if item.structured:
        return is_inside(item, asked.case) is not False
    region = region_of_lists(asked.catalogue, item)
    neighbour = next((other for other in family if other.within and other.region == region), None)
    return asked.covered_by(region) and (neighbour is None or is_inside(neighbour, asked.case) is not False)


def region_of_lists(catalogue: Catalogue, item: Item) -> str:
    """The region of the only list that holds the item; the whole country where several regions do."""
    regions = {catalogue.editions[entry.edition].region for entry in catalogue.entries_of(item)}
    return regions.pop() if len(regions) == 1 else NATIONAL


def _local_of(asked: Asked, item: Item) -> Item:
    """The local standard of the same item that counts here, unless only the higher item can be the payee's."""
    local = [asked.catalogue.items[key] for key in asked.catalogue.specialisations.get(item.key, ())]
    here = [one for one in local if counts_here(asked, one)]
    if len(here) != 1:
        return item
    only_higher = fit_of_item(asked, here[0]) is Fit.no and fit_of_item(asked, item) > Fit.unknown
    return item if only_higher else here[0]
