"""The first look: the words are exactly an item's name, alias, listed word, name in a list, or name of an event.

Rules: `schema.item.aliases` (完全相同的优先; 词尾 equal where three characters remain; two items alike then = ask),
`csv_names` (inside the list's region), `families` step 1 (own names come before families, list names after them).
"""

from collections.abc import Iterable

from burden.rules.matching.asked import Asked
from burden.rules.matching.cleaning import stem
from burden.rules.matching.index import Name, root_of

MIN_WORD = 2
_LONGEST = 30
_SHORTEST_TOLD = 3


def as_written(asked: Asked) -> tuple[Name, ...]:
    """What the words name as they stand, nothing cleaned away."""
    return one_each(asked, _here(asked, asked.names.exact.get(asked.called, ())))


def named(asked: Asked, words: Iterable[str]) -> tuple[Name, ...]:
    """What the first fitting of `words` names, exactly or but for its ending; empty = nothing, several = unclear."""
    spellings = [word for word in words if len(word) >= MIN_WORD]
    for word in spellings:
        found = one_each(asked, _here(asked, asked.names.exact.get(word, ())))
        if found:
            return found
        if word in asked.names.families or word in asked.names.generic:
            return ()
    for word in spellings:
        bare = stem(word)
        if bare is None:
            continue
        alike = asked.names.stems.get(bare, ())
        if bare in asked.names.family_stems:
            alike = tuple(name for name in alike if name.own)
        found = one_each(asked, _here(asked, alike))
        if found:
            return found
    return ()


def _here(asked: Asked, names: Iterable[Name]) -> list[Name]:
    """Names that count where the charge arose; an own name is preferred to one that only a list gives."""
    inside = [name for name in names if asked.covered_by(name.region)]
    own = [name for name in inside if name.own]
    return own or inside


def one_each(asked: Asked, names: Iterable[Name]) -> tuple[Name, ...]:
    """One name for each item; an item and its local standards are one."""
    by_root: dict[str, Name] = {}
    for name in names:
        item = asked.catalogue.item(name.key)
        if item is not None:
            by_root.setdefault(root_of(asked.catalogue, item), name)
    return tuple(by_root.values())


def in_story(asked: Asked) -> tuple[Name, ...]:
    """Items whose names, with or without their endings, stand in the narrative; the longest names, each item once."""
    found: list[Name] = []
    taken: list[tuple[int, int]] = []
    story = asked.story
    for size in range(min(len(story), _LONGEST), _SHORTEST_TOLD - 1, -1):
        for start in range(len(story) - size + 1):
            word = story[start : start + size]
            names = asked.names.exact.get(word) or (asked.names.stems.get(word, ()) if size > _SHORTEST_TOLD else ())
            if names and not any(begin <= start and start + size <= end for begin, end in taken):
                taken.append((start, start + size))
                found += _here(asked, names)
    return one_each(asked, found)
