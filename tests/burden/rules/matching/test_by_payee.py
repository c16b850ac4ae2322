"""What the payee may take, with the names of the facts given, points at one item; without likeness it is asked."""

from typing import Any

import pytest

from burden.rules.catalogue import Catalogue
from burden.rules.matching.match import Outcome
from tests.burden.rules.matching.asking import COURT, LAND, PATENTS, ask, keys

REGISTRY, ARBITRATION, CRANES = "广州市番禺区示例不动产登记中心", "广州仲裁委员会", "深圳市特种设备安全检验研究院"
REALTY = {"use": "non_residential", "units": 1}


@pytest.mark.parametrize(
    ("called_as", "charged_by", "facts", "key"),
    [
        ("厂房办证登记费", LAND, REALTY, "REG-REALTY"),
        ("不动产权证过户登记费（写字楼）", LAND, REALTY, "REG-REALTY"),
        ("案件费", ARBITRATION, {"claim": "5000"}, "ARB-ACCEPT"),
        ("占用耕地开垦", LAND, {"area_m2": 300, "place": "other"}, "FARMLAND-RECLAIM"),
        ("厂房办证登记费", REGISTRY, {}, "REG-REALTY"),
        ("登记费", REGISTRY, {}, "REG-REALTY"),
    ],
)
def test_facts_or_the_payees_name_point_at_its_item(
    catalogue: Catalogue, called_as: str, charged_by: str, facts: dict[str, Any], key: str
) -> None:
    found = ask(catalogue, called_as, charged_by, facts=facts)
    assert (found.outcome, found.key) == (Outcome.item, key)


@pytest.mark.parametrize(
    ("called_as", "charged_by", "region", "facts"),
    [
        ("权利要求翻译费", PATENTS, "440100", {"claims": 14}),
        ("反请求费", ARBITRATION, "440100", {"claim": "3000"}),
        ("钢丝绳更换费", CRANES, "440300", {"ropes": 2}),
        ("叉车载荷试验", CRANES, "440300", {"items": 2}),
        ("管理人报酬", COURT, "440100", {"estate": "5000"}),
        ("发明加快费", PATENTS, "440100", {}),
    ],
)
def test_facts_alone_or_beside_other_money_only_ask(
    catalogue: Catalogue, called_as: str, charged_by: str, region: str, facts: dict[str, Any]
) -> None:
    found = ask(catalogue, called_as, charged_by, region=region, facts=facts)
    assert found.outcome is Outcome.ask
    assert found.candidates


@pytest.mark.parametrize("called_as", ["土地评估费", "土地交易服务费"])
def test_other_money_with_a_fact_of_an_item_is_not_that_item(catalogue: Catalogue, called_as: str) -> None:
    assert ask(catalogue, called_as, LAND, facts={"land_price": "5000"}).key is None


def test_a_question_offers_nothing_that_the_payee_may_not_take(catalogue: Catalogue) -> None:
    assert "MORTGAGE-VEH" not in keys(ask(catalogue, "抵押变更登记", LAND))


def test_none_of_these_is_not_asked_again(catalogue: Catalogue) -> None:
    found = ask(catalogue, "反请求费", ARBITRATION, facts={"claim": "3000", "item": "none"})
    assert found.outcome is Outcome.nothing
