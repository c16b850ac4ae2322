"""Names clipped to single characters in their order: 撤裁 for 撤销仲裁裁决, 办登 for 办理登记, 厂租 for 厂房租金.

Rule: design §4 (likeness; abbreviations). A clipping begins where the name begins and ends where it ends, by ear, and
is believed only where the payee is known to take the one item it fits and takes no other that it fits.
"""

from collections.abc import Iterable

from burden.rules.items import Item
from burden.rules.matching import by_family, families, paid_through
from burden.rules.matching.answers import sure_item
from burden.rules.matching.asked import NOT_IN_CATALOGUE, Asked
from burden.rules.matching.cleaning import squash
from burden.rules.matching.families import Called
from burden.rules.matching.index import root_of
from burden.rules.matching.likeness import bare, is_clipped
from burden.rules.matching.match import How, Match
from burden.rules.matching.standing import Fit, fit_of_family, fit_of_item
from core.values.text import Text

_CLIPPED = Text("“{called}”是“{item}”的缩略", "“{called}” is short for “{item}”")
_SHORTEST, _SHORTEST_BESIDE_A_TELL = 3, 2


def step(asked: Asked) -> Match | None:
    """The one item, or the one family with a tell beside it, that the words are a clipping of."""
    word = bare(asked.words.core)
    if NOT_IN_CATALOGUE in asked.kept or asked.words.core in asked.names.generic or not asked.payee.known:
        return None
    return _of_items(asked, word) or _of_families(asked, word)


def _of_items(asked: Asked, word: str) -> Match | None:
    if len(word) < _SHORTEST:
        return None
    fitting = {root_of(asked.catalogue, item): item for item in _items_of(asked, word)}
    if len(fitting) != 1:
        return None
    item = next(iter(fitting.values()))
    note = _CLIPPED.fill(called=asked.words.core, item=item.name)
    return paid_through.check(asked, (item,)) or sure_item(item, How.alike, note)


def _items_of(asked: Asked, word: str) -> Iterable[Item]:
    for known in asked.names.opening.get(word[0], ()):
        for name in asked.names.exact[known] if is_clipped(word, known) else ():
            item = asked.catalogue.item(name.key)
            if item is not None and asked.covered_by(name.region) and fit_of_item(asked, item) >= Fit.hinted:
                yield item


def _of_families(asked: Asked, word: str) -> Match | None:
    """A tell of a family of this payee's, and what is beside it clips one of that family's words: 发明+办登."""
    found: dict[str, Called] = {}
    for tell, told in asked.names.tells.items():
        rest = word.replace(tell, "", 1) if tell in word else ""
        if len(rest) < _SHORTEST_BESIDE_A_TELL:
            continue
        for family in told:
            known = next((one for one in map(squash, family.words) if is_clipped(rest, one)), None)
            if known is not None and fit_of_family(asked, family) is Fit.yes:
                found[family.name] = Called(known, (family,), tell + asked.words.remarks)
    if len(found) != 1:
        return None
    call = next(iter(found.values()))
    left = families.settle(asked, call.families[0], call)
    return by_family.of_call(asked, call) if len(left.members) == 1 else None
