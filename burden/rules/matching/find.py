"""From a receipt's words to a listed item: the order of design §4, "Matching", one step after the other.

exact name or alias → not-a-fee → family, or a name inside the words → closed classes → market prices → likeness
→ nothing (the lists decide). Sure → used and named; unsure → candidates and the one question that tells them apart;
a generic word is never sure by itself; a market payee is not judged by an ended state fee.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.matching import (
    by_family,
    by_likeness,
    by_name,
    by_payee,
    clipped,
    closed,
    contained,
    families,
    generic,
    market,
    nonfees,
    paid_through,
)
from burden.rules.matching.answers import CHOSEN_ITEM, ask, item_question, open_question
from burden.rules.matching.asked import Asked
from burden.rules.matching.match import PAYEE_KIND, YES_NO, Match, Outcome, Question, Reason
from burden.rules.matching.standing import Fit, fit_of_item
from burden.rules.matching.tells import told_by
from burden.rules.wordlists import Family

Step = Callable[[Asked], Match | None]


def find(charge: Charge, catalogue: Catalogue, on: date) -> Match:
    """What the charge is, as far as its words, its payee, its story and the facts given can tell. Never raises."""
    asked = Asked(charge, catalogue, on)
    if not asked.called and not asked.story:
        return ask(Reason.name_generic, (open_question(),))
    found = next((found for step in _ORDER if (found := step(asked)) is not None), None)
    return _without_strangers(asked, by_payee.narrowed(asked, found) or by_likeness.nothing(asked))


def _without_strangers(asked: Asked, found: Match) -> Match:
    """A question without the items that the payee is known not to collect, where others are left."""
    if found.outcome is not Outcome.ask or not asked.payee.known or not found.candidates:
        return found
    items = {one.key: asked.catalogue.item(one.key) for one in found.candidates}
    mine = tuple(one for one in found.candidates if (item := items[one.key]) and fit_of_item(asked, item) > Fit.no)
    if not mine or len(mine) == len(found.candidates) or asked.payee.is_market:
        return found
    questions = tuple(item_question(mine) if one.fact == CHOSEN_ITEM else one for one in found.questions)
    return replace(found, candidates=mine, questions=questions)


def _not_a_fee(asked: Asked) -> Match | None:
    if nonfees.too_broad(asked):
        return ask(Reason.name_ambiguous, (open_question(),))
    one = nonfees.of_list(asked)
    return Match(Outcome.not_a_fee, id=one.id) if one else None


def _not_a_fee_everyday(asked: Asked) -> Match | None:
    one = nonfees.everyday(asked)
    return Match(Outcome.not_a_fee, id=one.id) if one else None


def _closed(asked: Asked) -> Match | None:
    if asked.called in asked.names.generic and not closed.is_membership(asked):
        return None
    found = closed.of_words(asked)
    if found is None:
        return None
    if found.payee_unknown:
        return ask(Reason.facts_missing, (PAYEE_KIND,))
    if found.holds:
        return Match(Outcome.closed_class, id=found.one.id)
    condition = found.one.condition
    if condition is None:
        return None
    return ask(Reason.facts_missing, (Question(condition.fact, condition.question, type="yes_no", options=YES_NO),))


def _market(asked: Asked) -> Match | None:
    inside = paid_through.named_by_agent(asked)
    if inside:
        return paid_through.official_part(asked, inside)
    one = market.service(asked)
    if one is None:
        return ask(Reason.facts_missing, (PAYEE_KIND,)) if market.unknown_seller(asked) else None
    family = asked.catalogue.families_by_name.get(market.AGENTS_OF_OFFICES.get(one.id, ""))
    if family is None or not market.says_agency(asked):
        return paid_through.priced(one)
    keys = _told_matter(asked, family) or family.items
    items = tuple(item for key in keys if (item := asked.catalogue.item(key)) is not None)
    return paid_through.official_part(asked, items, family.ask)


def _told_matter(asked: Asked, family: Family) -> tuple[str, ...]:
    """The members a fact or the words already point at; a question that was answered is not asked again."""
    value = families.answered(asked, family) or told_by(family.ask, f"{asked.called}。{asked.story}")
    answer = family.ask.answers.get(value) if value else None
    return (answer,) if isinstance(answer, str) else answer or ()


_ORDER: tuple[Step, ...] = (
    by_name.chosen,
    by_name.named,
    _not_a_fee,
    by_family.step,
    by_likeness.unmistakable,
    clipped.step,
    contained.step,
    _not_a_fee_everyday,
    _closed,
    _market,
    by_likeness.step,
    generic.step,
)
