"""A family of items sharing an everyday word: which families the word means here, which members, which one.

Rules: `schema.families`, steps 1–5, and `generic_words`. A step's outcome of "not in the catalogue" (an answer of
null) is told apart from "not this family", because the former goes on down the order and the latter tries the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from burden.rules.catalogue import Catalogue
from burden.rules.items import Item
from burden.rules.matching.asked import Asked
from burden.rules.matching.cleaning import stem
from burden.rules.matching.likeness import bare
from burden.rules.matching.places import distinct, members_here
from burden.rules.matching.standing import Fit, fit_of_family, fit_of_item, of_other_level
from burden.rules.matching.tells import exactly, told_by
from burden.rules.status import ended_by
from burden.rules.wordlists import Answer, Family

_SHORTEST_TELL = 3


@dataclass(frozen=True, slots=True)
class Called:
    """A family's word found in the receipt's words, and what stands beside it."""

    word: str
    families: tuple[Family, ...]
    rest: str = ""
    whole: bool = True
    """Whether the words are the family's word, alone or with exactly a tell; else they only resemble it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a family leaves: its members here, the value told, whether that value is outside the catalogue."""

    family: Family
    members: tuple[Item, ...] = ()
    value: str | None = None
    outside: bool = False
    notes: tuple[str, ...] = field(default=())


def called(asked: Asked) -> Called | None:
    """Step 1: the words, cleaned, are a family's word, or its word with exactly a tell beside it."""
    names = asked.names
    for form in asked.words.forms:
        if form in names.families:
            return Called(form, names.families[form], asked.words.remarks)
    for form in asked.words.forms:
        trunk = stem(form)
        if trunk is not None and trunk in names.family_stems:
            return Called(form, names.family_stems[trunk], asked.words.remarks)
    return _with_a_tell(asked) or _in_a_part(asked) or _a_tell_alone(asked)


def _a_tell_alone(asked: Asked) -> Called | None:
    """Nothing but a tell of three characters or more, told to a payee who is the family's: 号牌架, 固封装置."""
    word = bare(asked.words.core)
    told = asked.names.tells.get(word, ()) if len(word) >= _SHORTEST_TELL else ()
    own = tuple(family for family in told if fit_of_family(asked, family) is Fit.yes)
    return Called(word, own, word + asked.words.remarks) if len(own) == 1 else None


def _with_a_tell(asked: Asked) -> Called | None:
    """The longest family word inside the core of which the rest is exactly a tell (小车+车牌费)."""
    core = asked.words.core
    for start, word in asked.names.words_inside(core, 2):
        families = asked.names.families.get(word, ())
        rest = (core[:start] + core[start + len(word) :]).strip("的之用")
        if word in asked.names.generic:
            families = tuple(family for family in families if fit_of_family(asked, family) is Fit.yes)
        told = tuple(family for family in families if rest and _is_tell(family, rest))
        if told:
            return Called(word, told, rest + asked.words.remarks)
    return _around_a_tell(asked)


def _around_a_tell(asked: Asked) -> Called | None:
    """A family's word with a tell in its midst: 仲裁处理费 is 仲裁费 and 处理费."""
    core = asked.words.core
    for tell, families in asked.names.tells.items():
        if tell not in core:
            continue
        rest = core.replace(tell, "", 1)
        for word in (rest, rest + "费"):
            holding = tuple(family for family in asked.names.families.get(word, ()) if family in families)
            if holding and len(word) >= 3:
                return Called(word, holding, tell + asked.words.remarks)
    return None


def _is_tell(family: Family, rest: str) -> bool:
    if exactly(family.ask, rest) is not None:
        return True
    return bool(rest) and told_by(family.ask, rest) is not None and len(rest) <= 6


def _in_a_part(asked: Asked) -> Called | None:
    """A part between separators or in brackets is a family's word, the only one: 非税收入（诉讼费）."""
    found = [part for part in asked.words.parts if part in asked.names.families]
    if len(found) != 1:
        return None
    others = "".join(part for part in asked.words.parts if part != found[0])
    whole = not others or _known_rest(asked, found[0], others)
    return Called(found[0], asked.names.families[found[0]], others, whole=whole)


def _known_rest(asked: Asked, word: str, rest: str) -> bool:
    return any(told_by(family.ask, rest) is not None for family in asked.names.families[word])


def of_payee(asked: Asked, families: Iterable[Family]) -> tuple[list[Family], list[Family]]:
    """Step 2: the families whose collectors the payee is, and those of which that cannot be told."""
    fits = [(fit_of_family(asked, family), family) for family in families]
    sure = [family for fit, family in fits if fit in (Fit.yes, Fit.anybodys)]
    return sure, [family for fit, family in fits if fit is Fit.unknown]


def narrowed(asked: Asked, families: list[Family]) -> list[Family]:
    """Of several families, those that a fact given or the story points at; all of them where nothing does."""
    for points in (_asked_already, _own_fact, _told):
        pointed = [family for family in families if points(asked, family)]
        if len(pointed) == 1:
            return pointed
    return families


def _asked_already(asked: Asked, family: Family) -> bool:
    return family.ask.fact in asked.facts


def _own_fact(asked: Asked, family: Family) -> bool:
    return sole_owner(asked, _items(asked.catalogue, family.items)) is not None


def _told(asked: Asked, family: Family) -> bool:
    return told_by(family.ask, asked.story) is not None


def settle(asked: Asked, family: Family, call: Called) -> Settled:
    """Steps 3 and 4: the members that are left, and the one a fact, the words or the story points at."""
    everyone = _items(asked.catalogue, family.items)
    members = members_here(asked, everyone)
    value = answered(asked, family) or _by_words(asked, family, call, members)
    if value is None:
        owner = sole_owner(asked, members)
        return Settled(family, (owner,) if owner else possible(asked, members))
    answer = family.ask.answers.get(value)
    if answer is None:
        return Settled(family, (), value, outside=True)
    chosen = members_here(asked, _items(asked.catalogue, _keys(answer)))
    fitting = possible(asked, chosen)
    narrower = told_kind(asked, fitting, call) or told_by_narrower(asked, family, fitting) or on_record(asked, fitting)
    return Settled(family, narrower or fitting or chosen, value)


def answered(asked: Asked, family: Family) -> str | None:
    """The answer already given to the family's question."""
    given = asked.facts.get(family.ask.fact)
    if isinstance(given, bool):
        given = "yes" if given else "no"
    return given if isinstance(given, str) and given in family.ask.answers else None


def _by_words(asked: Asked, family: Family, call: Called, members: tuple[Item, ...]) -> str | None:
    """A tell beside the family's word, in the words, or in the story; a generic word does not tell of itself."""
    generic = call.word in asked.names.generic
    told = exactly(family.ask, call.rest) if call.rest else None
    if told is None:
        said = call.rest if generic else f"{call.rest}。{asked.called}"
        told = told_by(family.ask, f"{said}。{asked.story}")
    if told is None and generic:
        told = _of_itself(asked, family, members)
    return told


def _of_itself(asked: Asked, family: Family, members: tuple[Item, ...]) -> str | None:
    """监测费 says monitoring: believed of a generic word only while the item it points at may be this payee's."""
    value = told_by(family.ask, asked.called)
    answer = family.ask.answers.get(value) if value else None
    pointed = members_here(asked, _items(asked.catalogue, _keys(answer))) if answer else ()
    allowed = {item.key for item in possible(asked, members)}
    return value if any(item.key in allowed for item in pointed) else None


def told_kind(asked: Asked, items: tuple[Item, ...], call: Called) -> tuple[Item, ...]:
    """Of several items under one answer, those whose kind of patent the words name (note of family patent)."""
    text = call.rest + asked.called + asked.story
    kinds = [kind for kind in ("发明", "实用新型", "外观设计", "外观", "新型") if kind in text]
    named = tuple(item for item in items if any(kind in item.name for kind in kinds))
    return named if kinds and named else ()


def told_by_narrower(asked: Asked, family: Family, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Of several items under one answer, those that the answer to a narrower family's question leaves (patent_kind)."""
    keys = {item.key for item in items}
    for other in asked.catalogue.families if len(items) > 1 else ():
        value = answered(asked, other) if other is not family and keys <= set(other.items) else None
        chosen = set(_keys(other.ask.answers[value])) if value else set()
        if keys & chosen:
            return tuple(item for item in items if item.key in chosen)
    return ()


def on_record(asked: Asked, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Of several items under one answer, one with its standard of that day: those not known from later lists only."""
    if not any(item.rows_on(asked.on) for item in items):
        return ()
    return tuple(
        item
        for item in items
        if item.rows_on(asked.on)
        or ended_by(item, asked.on, asked.covered_by) is not None
        or asked.catalogue.entries_in_force(item, asked.on, asked.place)
    )


def sole_owner(asked: Asked, items: Iterable[Item]) -> Item | None:
    """The item that alone has an input among the facts given (facts 里有只属于一个成员的输入名)."""
    owners: dict[str, list[Item]] = {}
    for item in items:
        for name in item.inputs:
            if name in asked.facts:
                owners.setdefault(name, []).append(item)
    sole = {items[0].key: items[0] for items in owners.values() if len(items) == 1}
    return next(iter(sole.values())) if len(sole) == 1 else None


def possible(asked: Asked, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Without those the payee is known not to collect, or that only lists of another level hold, where any are left."""
    allowed = tuple(item for item in items if fit_of_item(asked, item) is not Fit.no)
    return tuple(item for item in allowed if not of_other_level(asked, item)) or allowed


def _items(catalogue: Catalogue, keys: Iterable[str]) -> tuple[Item, ...]:
    found = (catalogue.item(key) for key in keys)
    return distinct(item for item in found if item is not None)


def _keys(answer: Answer) -> tuple[str, ...]:
    return () if answer is None else (answer,) if isinstance(answer, str) else answer
