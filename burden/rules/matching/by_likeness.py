"""The last step: words that resemble an item or a family, by sound, slip, initials, order or abbreviation.

Rules: design §4 (likeness), editions.yaml rule 5 (乙). `unmistakable` comes before the closed classes, because a
resembling item is never passed over for not_on_list; the rest comes after them.
"""

from collections.abc import Iterable

from burden.rules.matching import by_family, families, paid_through
from burden.rules.matching.alike import RESEMBLES, Alike, clear_winner, offered, resembling
from burden.rules.matching.answers import alike_candidates, ask, family_question, item_question, sure_item
from burden.rules.matching.asked import NOT_IN_CATALOGUE, Asked
from burden.rules.matching.by_payee import OTHER_MONEY
from burden.rules.matching.families import Called
from burden.rules.matching.match import Candidate, How, Match, Outcome, Question, Reason
from burden.rules.matching.standing import Fit
from core.values.text import Text

_LIKE = Text("单据上写的“{called}”与“{word}”只是写法不同", "“{called}” on the receipt is another spelling of “{word}”")
_SHOWN = 5
_ALIKE = "alike"
FAR = 0.75
"""Degree below which a word for other money (查询, 检测) means that nothing listed is meant."""
ONLY_MEMBER = 0.8
"""Degree from which a family is believed if the payee is its and only one of its members is this payee's."""


def unmistakable(asked: Asked) -> Match | None:
    """Alike beyond doubt, and the payee is one who may collect it."""
    first = clear_winner(asked, _found(asked))
    return _taken(asked, first) if first is not None and first.fit >= Fit.hinted else None


def step(asked: Asked) -> Match | None:
    """Alike beyond doubt by itself; or alike enough that it must be asked about."""
    found = _found(asked)
    first = clear_winner(asked, found)
    if first is not None:
        return _taken(asked, first)
    worth = _in_the_catalogue(asked, offered(found))
    if worth and worth[0].degree < FAR and any(s not in worth[0].word for s in OTHER_MONEY.findall(asked.called)):
        worth = []
    answered = next((one for one in worth if one.family and families.answered(asked, one.family)), None)
    if answered is not None:
        return _taken(asked, answered)
    if worth and worth[0].family is not None and worth[0].fit is Fit.yes and worth[0].degree >= ONLY_MEMBER:
        left = by_family.left_of(asked, worth[0].family, asked.words.core + asked.words.remarks)
        if left is not None:
            return left
    if not worth:
        return None
    options = alike_candidates(asked, worth)
    return ask(Reason.name_ambiguous, _questions(worth, options), options)


def _in_the_catalogue(asked: Asked, worth: list[Alike]) -> list[Alike]:
    """Without families whose question the words already answer with "not in the catalogue", and without their items."""
    outside: set[str] = set()
    for one in worth:
        if (
            one.family is not None
            and families.settle(asked, one.family, Called(one.word, (one.family,), asked.words.remarks)).outside
        ):
            outside |= {one.target, *one.family.items}
    return [one for one in worth if one.target not in outside]


def nothing(asked: Asked) -> Match:
    """No item: the nearest names to show, and those alike enough that a list's silence about them proves nothing."""
    found = _found(asked)
    alike = alike_candidates(asked, [one for one in found if one.degree >= RESEMBLES and one.fit >= Fit.unlikely])
    return Match(Outcome.nothing, nearest=alike_candidates(asked, found[:_SHOWN])[:_SHOWN], resembling=alike)


def _found(asked: Asked) -> list[Alike]:
    """What the core of the words and single parts of them resemble, the likeliest first, each target once."""
    if NOT_IN_CATALOGUE in asked.kept:
        return []
    if _ALIKE not in asked.kept:
        best: dict[str, Alike] = {}
        for word in dict.fromkeys((asked.words.core, *asked.words.parts)):
            for one in resembling(asked, word):
                if one.target not in best or one.degree > best[one.target].degree:
                    best[one.target] = one
        asked.kept[_ALIKE] = sorted(best.values(), key=lambda one: (-one.weight, one.target))
    return asked.kept[_ALIKE]


def _taken(asked: Asked, first: Alike) -> Match | None:
    if first.family is not None:
        rest = f"{asked.words.core}。{asked.words.remarks}。{first.word}"
        return by_family.of_call(asked, Called(first.word, (first.family,), rest))
    if first.item is None:
        return None
    note = _LIKE.fill(called=asked.words.core, word=first.name.shown if first.name else first.word)
    return paid_through.check(asked, (first.item,)) or sure_item(first.item, How.alike, note)


def _questions(worth: list[Alike], options: Iterable[Candidate]) -> tuple[Question, ...]:
    if len(worth) == 1 and worth[0].family is not None:
        return (family_question(worth[0].family.ask),)
    return (item_question(options),)
