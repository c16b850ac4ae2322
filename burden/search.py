"""What of this house can be found by searching: items, by everything they are called."""

from collections.abc import Mapping

from burden.rules.catalogue import Catalogue
from burden.rules.items import Item
from core.search.analysis import fold
from core.search.query import Query, parse

KIND = "item"


def words_of(item: Item, catalogue: Catalogue) -> str:
    """Everything an item may be looked for by, a line each."""
    names = [item.key, item.name, *item.aliases, *catalogue.words_for_listed.get(item.key, ())]
    families = [family for family in catalogue.families if item.key in family.items]
    return "\n".join(dict.fromkeys([*names, *(word for family in families for word in family.words)]))


def ranked(typed: str, catalogue: Catalogue) -> Mapping[str, int]:
    """Keys of the items that match what was typed; the number says how like: 0 its very name, the more the less."""
    query = parse(typed)
    found = [item for item in catalogue.items.values() if query.meets(fold(words_of(item, catalogue)))]
    return {item.key: _likeness(item, query) for item in found}


def _likeness(item: Item, query: Query) -> int:
    """0 a name in full, 1 its beginning, 2 within the official name, 3 within an alias, 4 elsewhere."""
    run = " ".join(query.include)
    name, aliases = fold(item.name), [fold(alias) for alias in item.aliases]
    if run == name or run in aliases:
        return 0
    if name.startswith(run):
        return 1
    if run in name:
        return 2
    return 3 if any(run in alias for alias in aliases) else 4
