"""The items and families whose names resemble the words, each with its degree and how the payee stands to it.

Rules: design §4 (likeness; a resembling item is never passed over for not_on_list), editions.yaml rule 5 (乙).
The thresholds are this project's own, set on the `tune` half of benchmarks/wordings.yaml.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz, process

from burden.rules.items import Item
from burden.rules.matching import likeness, sounds
from burden.rules.matching.asked import Asked
from burden.rules.matching.exact import one_each
from burden.rules.matching.index import Name, Names, root_of
from burden.rules.matching.standing import Fit, fit_of_family, fit_of_item
from burden.rules.wordlists import Family

NEAR_ENOUGH_TO_COMPARE = 45
MOST_COMPARED = 40
LONGEST_COMPARED = 40
"""No name on record is longer; a longer text resembles nothing."""
LEAD = 0.04
RESEMBLES = 0.74
WORTH_ASKING = {
    Fit.yes: 0.7,
    Fit.hinted: 0.72,
    Fit.anybodys: 0.8,
    Fit.unknown: 0.88,
    Fit.unlikely: 0.95,
    Fit.no: 0.95,
}
SURE = {
    Fit.yes: likeness.INITIALS,
    Fit.hinted: likeness.REORDERED,
    Fit.anybodys: likeness.SLIP,
    Fit.unknown: likeness.SAME_WORDS,
}


@dataclass(frozen=True, slots=True)
class Alike:
    """One item (by `name` and `item`) or one family that the words resemble."""

    degree: float
    fit: Fit
    word: str
    name: Name | None = None
    item: Item | None = None
    family: Family | None = None

    @property
    def weight(self) -> float:
        """For the order: how alike, and a little whose it is."""
        return self.degree + 0.02 * self.fit

    @property
    def target(self) -> str:
        """What it is, for comparing two of them."""
        return f"family {self.family.name}" if self.family else self.item.key if self.item else ""

    @property
    def is_sure(self) -> bool:
        """Whether degree and payee together leave no doubt."""
        return self.degree >= SURE.get(self.fit, 2)

    @property
    def is_worth_asking(self) -> bool:
        """Whether it should be offered as what may be meant."""
        return self.degree >= WORTH_ASKING[self.fit]


class _BySound:
    """Names by how they sound and by everyday words, made at the first use."""

    def __init__(self, names: Names) -> None:
        self.spelled: dict[str, list[str]] = {}
        self.southern: dict[str, list[str]] = {}
        self.initials: dict[str, list[str]] = {}
        self.everyday: dict[str, list[str]] = {}
        for word in names.all_words:
            bare = likeness.bare(word)
            for form in {word, bare}:
                self.spelled.setdefault(sounds.spelled(form), []).append(word)
                self.initials.setdefault(sounds.initials(form), []).append(word)
            for form in {word, bare}:
                self.southern.setdefault("".join(sounds.southern(form)), []).append(word)
            self.everyday.setdefault(likeness.everyday(word), []).append(word)

    def heard(self, word: str) -> list[str]:
        """The names that sound like `word` to a southern ear."""
        return self.southern.get("".join(sounds.southern(word)), [])


_kept: WeakKeyDictionary[Names, _BySound] = WeakKeyDictionary()


def _by_sound(names: Names) -> _BySound:
    found = _kept.get(names)
    if found is None:
        found = _kept[names] = _BySound(names)
    return found


def resembling(asked: Asked, word: str) -> list[Alike]:
    """All that `word` resembles, the likeliest first, each target once."""
    if not word or len(word) > LONGEST_COMPARED or word in asked.names.generic:
        return []
    best: dict[str, Alike] = {}
    for known in _candidates(asked.names, word):
        degree = likeness.degree(word, known)
        if degree < RESEMBLES - 0.15:
            continue
        for alike in _targets(asked, known, degree):
            if alike.target not in best or alike.degree > best[alike.target].degree:
                best[alike.target] = alike
    return sorted(best.values(), key=lambda one: (-one.weight, one.target))


def _candidates(names: Names, word: str) -> list[str]:
    sound = _by_sound(names)
    if sounds.latin(word):
        return [*sound.spelled.get(word, ()), *sound.initials.get(word, ())]
    mixed = sound.spelled.get(sounds.spelled(word), ()) if any(c.isascii() for c in word) else ()
    near = process.extract(
        word, names.all_words, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH_TO_COMPARE, limit=MOST_COMPARED
    )
    heard = [known for form in {word, likeness.bare(word)} for known in sound.heard(form)]
    same = sound.everyday.get(likeness.everyday(word), ())
    inside = [known for _, known in names.words_inside(word, 4)]
    return list(dict.fromkeys((*mixed, *heard, *same, *inside, *(known for known, _, _ in near))))


def _targets(asked: Asked, known: str, degree: float) -> Iterator[Alike]:
    inside = [name for name in asked.names.exact.get(known, ()) if asked.covered_by(name.region)]
    for name in one_each(asked, inside):
        item = asked.catalogue.item(name.key)
        if item is not None:
            yield Alike(degree, fit_of_item(asked, item), known, name=name, item=item)
    for family in asked.names.families.get(known, ()) if known not in asked.names.generic else ():
        yield Alike(degree, fit_of_family(asked, family), known, family=family)


def clear_winner(asked: Asked, found: list[Alike]) -> Alike | None:
    """The first, if it is sure and no other comes near it, save a family that holds it or an item of that family."""
    if not found or not found[0].is_sure:
        return None
    first = found[0]
    for other in found[1:]:
        if other.fit >= Fit.unknown and other.degree > first.degree - LEAD and not _related(asked, first, other):
            return None
    return first


def _related(asked: Asked, first: Alike, other: Alike) -> bool:
    if first.item and other.item:
        return root_of(asked.catalogue, first.item) == root_of(asked.catalogue, other.item)
    item, family = first.item or other.item, first.family or other.family
    return bool(item and family and item.key in family.items)


def offered(found: Iterable[Alike], most: int = 6) -> list[Alike]:
    """Those worth offering in a question."""
    return [one for one in found if one.is_worth_asking][:most]
