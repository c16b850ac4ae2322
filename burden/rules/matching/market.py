"""Services whose price no government sets, and official fees paid through an agent.

Rules: head of market-priced.yaml, points 1–4, and `schema.passed_on`.
"""

from burden.rules.bodies import STATE_KINDS, Body
from burden.rules.items import Item, Nature
from burden.rules.matching.asked import Asked
from burden.rules.matching.standing import Fit, fit_of_item
from burden.rules.status import ended_by
from burden.rules.wordlists import MarketService

AGENTS_OF_OFFICES = {"trademark_agency": "trademark", "patent_agency": "patent"}
"""Services whose price usually holds an official fee (their `note`), and the family of that fee."""

_AGENCY_WORDS = ("代理", "服务", "代办", "代缴", "顾问")


def service(asked: Asked) -> MarketService | None:
    """The service with the longest word in the name that this payee sells, on a day the list may be relied on."""
    found = [
        (max(len(word) for word in one.words if word in asked.called), one)
        for one in asked.catalogue.market_priced.named_in(asked.called, asked.on)
        if sells(asked.payee, one)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def sells(payee: Body, one: MarketService) -> bool:
    """Whether the payee is one of the service's kinds.

    Which of intermediary, laboratory and enterprise a firm is, is guessed from its name; so a firm that is not in
    the table of bodies sells whatever any of them sells.
    """
    if payee.kind in one.payees:
        return True
    return payee.is_market and (not payee.on_record or payee.kind == "intermediary")


def unknown_seller(asked: Asked) -> bool:
    """Whether the words name a service and nobody can tell what the payee is (point 2)."""
    named = asked.catalogue.market_priced.named_in(asked.called, asked.on)
    return bool(named) and asked.payee.kind is None and not asked.payee.is_state


def without_standard(asked: Asked, item: Item) -> bool:
    """Point 4: the item ended, or known by name alone, on that day."""
    if ended_by(item, asked.on, asked.covered_by) is not None:
        return True
    return item.structured and not item.rows_on(asked.on) and not item.reliefs_on(asked.on)


def sold_by_market(asked: Asked) -> bool:
    """Whether the money went to a market provider that does not merely collect for an authority (point 4)."""
    if not asked.payee.is_market:
        return False
    collects = asked.requirer.is_state and "代收" in asked.called + asked.story
    return not collects


def unknown_payee(asked: Asked) -> bool:
    """Whether it cannot be told if the payee is of the state or of the market."""
    return asked.payee.kind is None and asked.payee.sector is None


def official(item: Item) -> bool:
    """Whether only authorities, courts or their institutions may collect the item."""
    if item.nature not in (Nature.administrative_fee, Nature.government_fund):
        return False
    if item.collectors:
        return all(one.sector is not None or one.kind in STATE_KINDS | {"court"} for one in item.collectors)
    return not item.structured and bool(item.departments)


def may_take(asked: Asked, item: Item) -> bool:
    """Whether the payee may collect the item itself."""
    return fit_of_item(asked, item) > Fit.unknown


def says_agency(asked: Asked) -> bool:
    """Whether the name itself speaks of an agent's own charge (代理费、服务费、代办)."""
    return any(word in asked.called for word in _AGENCY_WORDS)
