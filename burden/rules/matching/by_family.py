"""The third step: the words are a family's everyday word.

Rules: `schema.families`, step 2 (whose word it is; wrong_body or a question where it is nobody's here) and step 5.
"""

from collections.abc import Sequence

from burden.rules.items import Item
from burden.rules.matching import families, market, paid_through
from burden.rules.matching.answers import ask, candidates_of, family_question, of_family, sure_item
from burden.rules.matching.asked import NOT_IN_CATALOGUE, Asked
from burden.rules.matching.families import Called
from burden.rules.matching.match import PAYEE_KIND, How, Match, Outcome, Reason
from burden.rules.matching.tells import told_by
from burden.rules.wordlists import Family
from core.values.text import Text

_MAY = Text("“{word}”可能是这一项", "“{word}” may mean this item")
_MOST = 8


def step(asked: Asked) -> Match | None:
    """A family's word, decided by payee, facts, words and story, or asked about."""
    call = families.called(asked)
    return None if call is None else of_call(asked, call)


def of_call(asked: Asked, call: Called) -> Match | None:
    """What a family's word found in the receipt's words comes to; None = not in the catalogue, go on."""
    whose, open_ones = families.of_payee(asked, call.families)
    fitting = families.narrowed(asked, whose or open_ones)
    if not fitting:
        return _nobodys_here(asked, call)
    if len(fitting) > 1:
        return _whom(asked, fitting, call, payee_known=bool(whose))
    left = families.settle(asked, fitting[0], call)
    if left.outside and call.whole:
        asked.kept[NOT_IN_CATALOGUE] = True
    if left.outside or not left.members or (NOT_IN_CATALOGUE in asked.kept and len(left.members) > 1):
        return None
    through = paid_through.check(asked, left.members, left.family.ask)
    if through is not None:
        return through
    doubtful = not call.whole and left.value is None and len(left.members) > 1
    return of_family(asked, left, call.word, doubtful=doubtful)


def left_of(asked: Asked, family: Family, text: str) -> Match | None:
    """The one member of a family that is left for this payee; None where several or none are."""
    left = families.settle(asked, family, Called(family.words[0], (family,), text, whole=False))
    if len(left.members) != 1 or left.outside or (left.value is None and family.has_none_answer):
        return None
    return paid_through.check(asked, left.members, family.ask) or of_family(asked, left, text)


def _whom(asked: Asked, fitting: Sequence[Family], call: Called, *, payee_known: bool) -> Match:
    """Several families use the word: who was paid, or if that is known, the question of the first of them."""
    members = [item for family in fitting for item in families.settle(asked, family, call).members]
    question = family_question(fitting[0].ask) if payee_known else PAYEE_KIND
    return ask(Reason.name_ambiguous, (question,), candidates_of(members[:_MOST], _MAY.fill(word=call.word)))


def _nobodys_here(asked: Asked, call: Called) -> Match | None:
    """Step 2: no family of the word is this payee's."""
    if call.word in asked.names.generic:
        return None
    members = _all_members(asked, call)
    if asked.payee.is_market:
        return _of_market(asked, call, members)
    if not (asked.payee.is_state and asked.payee.known):
        return None
    if len(call.families) == 1:
        decided = _decided(asked, call.families[0], call)
        if decided is not None or families.settle(asked, call.families[0], call).outside:
            return decided
    closed_ones = [family for family in call.families if not family.has_none_answer]
    if len(closed_ones) == len(call.families):
        collectors = tuple(one for family in call.families for one in family.collectors)
        return Match(Outcome.wrong_body, collectors=collectors, candidates=_may(call, members))
    questions = tuple(family_question(family.ask) for family in call.families if family.has_none_answer)
    return ask(Reason.name_ambiguous, questions[:1], _may(call, members))


def _decided(asked: Asked, family: Family, call: Called) -> Match | None:
    """The question is answered already: judged by that item, whose collectors say that it is not this body's."""
    value = families.answered(asked, family) or told_by(family.ask, call.rest + asked.called)
    answer = family.ask.answers.get(value) if value else None
    item = asked.catalogue.item(answer) if isinstance(answer, str) else None
    return sure_item(item, How.family, _MAY.fill(word=call.word)) if item else None


def _of_market(asked: Asked, call: Called, members: Sequence[Item]) -> Match | None:
    one = market.service(asked)
    if one is not None and one.id not in market.AGENTS_OF_OFFICES:
        return paid_through.priced(one)
    official = tuple(item for item in members if market.official(item))
    return paid_through.check(asked, official, call.families[0].ask) if official else None


def _all_members(asked: Asked, call: Called) -> tuple[Item, ...]:
    found = (asked.catalogue.item(key) for family in call.families for key in family.items)
    return tuple({item.key: item for item in found if item is not None}.values())


def _may(call: Called, members: Sequence[Item]) -> tuple:
    return candidates_of(members[:_MOST], _MAY.fill(word=call.word))
