"""An item's name on the bill of a firm: an official fee passed on, or a service of the firm's own.

Rules: `schema.passed_on`, and head of market-priced.yaml, points 3 and 4 (a market payee is not judged by an ended
state fee; whoever cannot be told from name or table is asked about).
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from burden.rules.items import Item
from burden.rules.matching import market
from burden.rules.matching.answers import ask, candidates_of, family_question, sure_item
from burden.rules.matching.asked import Asked
from burden.rules.matching.match import COMMISSIONED, OFFICIAL_PART, PAYEE_KIND, How, Match, Outcome, Question, Reason
from burden.rules.wordlists import Ask, MarketService
from core.values.money import Money
from core.values.text import Text

_WHY = Text("其中代缴的官费可能是这一项", "The official fee passed on may be this item")
_ENDED = Text("同名的收费已取消或停征", "A charge of this name has ended")
TESTING = "commissioned_test"
_SHORTEST_STEM = 4
_TESTS = "检测验定校"


def check(asked: Asked, items: Sequence[Item], question: Ask | None = None) -> Match | None:
    """What must be said before `items` are judged as charged by this payee; None = judge them."""
    if not items or any(market.may_take(asked, item) for item in items):
        return None
    ended = all(market.without_standard(asked, item) for item in items)
    if ended and market.unknown_payee(asked) and all(market.official(item) for item in items):
        return ask(Reason.facts_missing, (PAYEE_KIND,), candidates_of(items, _ENDED))
    if not market.sold_by_market(asked) or not any(market.official(item) for item in items):
        return None
    return _not_the_ended_fee(asked, items) if ended else official_part(asked, items, question)


def _not_the_ended_fee(asked: Asked, items: Sequence[Item]) -> Match | None:
    one = market.service(asked)
    if one is not None:
        return priced(one)
    commissioned = asked.says(COMMISSIONED.fact)
    if commissioned is None:
        return ask(Reason.facts_missing, (COMMISSIONED,), candidates_of(items, _ENDED))
    tests = any(sign in item.name for sign in _TESTS for item in items)
    return Match(Outcome.market_priced, id=TESTING if tests else None) if commissioned else None


def priced(one: MarketService) -> Match:
    """A service with a market price."""
    return Match(Outcome.market_priced, id=one.id)


def official_part(asked: Asked, items: Sequence[Item], question: Ask | None = None) -> Match:
    """How much of the bill is the official fee; that part alone is judged by the item, once it is told."""
    part = told_part(asked)
    if part is None:
        return ask(Reason.facts_missing, (OFFICIAL_PART,), candidates_of(items, _WHY))
    if part.fen == 0:
        one = market.service(asked)
        return priced(one) if one else Match(Outcome.market_priced)
    if len(items) == 1:
        found = sure_item(items[0], How.contained, _WHY)
        return Match(found.outcome, key=found.key, how=found.how, notes=found.notes, amount=part)
    options = candidates_of(items, _WHY)
    questions: tuple[Question, ...] = (family_question(question),) if question else ()
    return Match(Outcome.candidates, candidates=options, questions=questions, reason=Reason.name_ambiguous, amount=part)


def named_by_agent(asked: Asked) -> tuple[Item, ...]:
    """The official items that an agent's bill names beside its own service (代办不动产登记服务费); empty where none."""
    if not (asked.payee.is_market and market.says_agency(asked)):
        return ()
    core = asked.words.core
    for size in range(len(core), _SHORTEST_STEM - 1, -1):
        for start in range(len(core) - size + 1):
            found = _of_stem(asked, core[start : start + size])
            if found:
                return found
    return ()


def _of_stem(asked: Asked, trunk: str) -> tuple[Item, ...]:
    keys = [name.key for name in asked.names.stems.get(trunk, ()) if asked.covered_by(name.region)]
    keys += [key for family in asked.names.family_stems.get(trunk, ()) for key in family.items]
    items = {key: item for key in keys if (item := asked.catalogue.item(key)) is not None}
    return tuple(item for item in items.values() if market.official(item) and not market.may_take(asked, item))


def told_part(asked: Asked) -> Money | None:
    """The official part, if it was told as an amount of no more than the whole."""
    given = asked.facts.get(OFFICIAL_PART.fact)
    if isinstance(given, bool) or given is None:
        return None
    try:
        part = Decimal(str(given))
        fen = int(part * 100)
    except (InvalidOperation, ValueError, OverflowError):
        return None
    exact = part.is_finite() and part * 100 == fen
    return Money(str(part)) if exact and 0 <= fen <= asked.charge.amount.fen else None
