"""What of this house can be found by searching: items, by everything they are called, and by how that sounds."""

from collections.abc import Mapping

from burden.rules.catalogue import Catalogue
from burden.rules.items import Item
from burden.rules.matching.sounds import initials, spelled
from core.db import db
from core.search import keeping
from core.search.analysis import fold
from core.search.query import Query, parse

KIND = "item"


def refresh(catalogue: Catalogue) -> int:
    """Let items be found by what `catalogue` calls them, in the caller's transaction; how many changed."""
    return keeping.put_all(KIND, {item.key: words_of(item, catalogue) for item in catalogue.items.values()}, whole=True)


def words_of(item: Item, catalogue: Catalogue) -> str:
    """Everything an item may be looked for by, a line each: names and aliases, everyday words of its families, what
    lists call it, who collects it; the names in pinyin and in initials."""
    entries = catalogue.entries_of(item)
    families = [family for family in catalogue.families if item.key in family.items]
    names = [item.name, *item.aliases, *catalogue.words_for_listed.get(item.key, ())]
    names += [entry.name for entry in entries]
    names += [word for family in families for word in family.words]
    bodies = [one.name or one.sector or "" for one in item.collectors]
    bodies += [one.sector or "" for one in item.collectors]
    bodies += [words for entry in entries for words in (entry.department, entry.body)]
    sounds = [f"{spelled(name)} {initials(name)}" for name in dict.fromkeys(names)]
    return "\n".join(dict.fromkeys([item.key, *names, *bodies, *sounds]))


def ranked(typed: str, catalogue: Catalogue) -> Mapping[str, int]:
    """Keys of the items that match what was typed; the number says how like: 0 its very name, the more the less.

    :raises Invalid: if what was typed is too long.
    """
    query = parse(typed)
    found = db.session.scalars(keeping.keys(KIND, query))
    return {key: _likeness(catalogue.items[key], query) for key in found if key in catalogue.items}


def _likeness(item: Item, query: Query) -> int:
    """0 a name in full, 1 the beginning of the official name, 2 within it, 3 within an alias, 4 elsewhere."""
    run = " ".join(query.include)
    name, aliases = fold(item.name), [fold(alias) for alias in item.aliases]
    if run == name or run in aliases:
        return 0
    if name.startswith(run):
        return 1
    if run in name:
        return 2
    return 3 if any(run in alias for alias in aliases) else 4
