"""Services whose price no government sets, and official fees paid through an agent.

Rules: head of market-priced.yaml, points 1–4, and `schema.passed_on`.
"""

import re

from burden.rules.bodies import STATE_KINDS, Body
from burden.rules.items import Item, Nature
from burden.rules.matching.asked import Asked
from burden.rules.matching.cleaning import squash
from burden.rules.matching.likeness import bare, is_clipped
from burden.rules.matching.standing import Fit, fit_of_item
from burden.rules.matching.wordtable import pairs
from burden.rules.status import ended_by
from burden.rules.wordlists import MarketService

AGENTS_OF_OFFICES = {"trademark_agency": "trademark", "patent_agency": "patent"}
"""Services whose price usually holds an official fee (their `note`), and the family of that fee."""

_EVERYDAY = pairs(
    """
    accounting_agency=做账费 accounting_agency=代理做账 accounting_agency=会计服务 accounting_agency=财务代理
    accounting_agency=汇算清缴 accounting_agency=税审费 drawing_review=图审费 drawing_review=审图费
    engineering_consulting=可研费 engineering_consulting=可行性研究 engineering_consulting=造价费
    environmental_report=环评报告 environmental_report=环境影响评价 soil_water_report=水保方案
    legal_service=法律服务费 legal_service=法律咨询费 safety_evaluation=安全评估 safety_evaluation=职评费
    tender_agency=招标服务费 customs_agency=报关费 rent_property=租金 rent_property=房屋租赁 rent_property=厂房租赁
    rent_property=仓库租赁 rent_property=场地租赁 rent_property=商铺租赁 rent_property=物管费
    lightning_test=避雷检测 asset_valuation=评估服务费
    """
)
"""Words of receipts for the services, beside those of the file (ours; words_confirmed no)."""

_AGENCY_WORDS = ("代理", "服务", "代办", "代缴", "顾问")


def service(asked: Asked) -> MarketService | None:
    """The service with the longest word in the name that this payee sells, on a day the list may be relied on."""
    listed = asked.catalogue.market_priced
    named = [one for one in listed.services if listed.asserted(one, asked.on) and sells(asked.payee, one)]
    found = [(longest, one) for one in named if (longest := _longest_word(asked.called, one))]
    return max(found, key=lambda pair: pair[0])[1] if found else _clipped(asked, named)


def _clipped(asked: Asked, sold: list[MarketService]) -> MarketService | None:
    """The one service the payee sells whose word is clipped on the receipt: 厂租 for 厂房租金."""
    word = bare(asked.words.core)
    if len(word) < 2 or asked.words.core in asked.names.generic:
        return None
    fitting = [one for one in sold if any(is_clipped(word, known) for known in _words_of(one))]
    return fitting[0] if len(fitting) == 1 else None


def _words_of(one: MarketService) -> list[str]:
    return [*map(squash, one.words), *(word for id_, word in _EVERYDAY if id_ == one.id)]


def _longest_word(called: str, one: MarketService) -> int:
    """The length of the service's longest word in the name: as listed, an everyday one, or with 服务 before its 费."""
    words = [word for word in map(squash, one.words) if word in called or _with_service(called, word)]
    words += [word for id_, word in _EVERYDAY if id_ == one.id and word in called]
    return max(map(len, words), default=0)


def _with_service(called: str, word: str) -> bool:
    trunk = word.removesuffix("费")
    return trunk != word and re.search(f"{re.escape(trunk)}(?:技术|咨询|劳务|代理)?服务费?$", called) is not None


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
