"""The first step: the words, or the one part of them that names anything, are an item's name."""

from burden.rules.matching import exact, market, nonfees, paid_through
from burden.rules.matching.answers import CHOSEN_ITEM, NONE, item_question, named_candidates, sure, sure_item
from burden.rules.matching.asked import NOT_IN_CATALOGUE, Asked
from burden.rules.matching.index import Name
from burden.rules.matching.match import How, Match, Outcome, Reason

_FEES = ("费", "金", "款", "税")


def chosen(asked: Asked) -> Match | None:
    """An item the person chose among candidates; "none of these" leaves nothing to recognise by resemblance."""
    key = asked.facts.get(CHOSEN_ITEM)
    if key == NONE:
        asked.kept[NOT_IN_CATALOGUE] = True
    item = asked.catalogue.items.get(key) if isinstance(key, str) else None
    return sure_item(item, How.chosen) if item else None


def named(asked: Asked) -> Match | None:
    """Exactly an item's name, but for endings, years, places and "received"."""
    names = exact.as_written(asked) or exact.named(asked, asked.words.forms) or _by_part(asked)
    if not names:
        return None
    if len(names) > 1:
        return between(asked, names) if NOT_IN_CATALOGUE not in asked.kept else None
    item = asked.catalogue.item(names[0].key)
    through = paid_through.check(asked, (item,)) if item else None
    return through or sure(names[0])


def between(asked: Asked, names: tuple[Name, ...]) -> Match:
    """Several items are named: which of them is it?"""
    options = named_candidates(asked, names)
    return Match(
        Outcome.candidates, candidates=options, questions=(item_question(options),), reason=Reason.name_ambiguous
    )


def _by_part(asked: Asked) -> tuple[Name, ...]:
    """The parts in brackets and between separators: one of them names an item, and no other names money of its own."""
    if market.says_agency(asked) or nonfees.of_list(asked) is not None:
        return ()
    found = [exact.named(asked, (part,)) for part in asked.words.parts]
    names = exact.one_each(asked, (name for group in found for name in group))
    others = [part for part, group in zip(asked.words.parts, found, strict=True) if not group]
    if len(names) == 1 and any(part in asked.names.families or _money(part) for part in others):
        return ()
    return names


def _money(part: str) -> bool:
    return len(part) > 2 and part.endswith(_FEES)
