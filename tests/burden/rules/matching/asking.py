"""Short forms for asking the matching one question."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.matching.find import find
from burden.rules.matching.match import Match
from core.values.money import Money

DAY = date(2022, 5, 10)
TRADEMARKS = "国家知识产权局商标局"
PATENTS = "国家知识产权局"
POLICE = "广州市公安局交警支队"
COURT = "广州市天河区人民法院"
LAND = "广州市规划和自然资源局"
HOUSING = "广州市住房和城乡建设局"
TAXES = "国家税务总局广州市税务局"
FARMING = "湛江市农业农村局"
MARKETS = "广州市市场监督管理局"
AGENT = "广州华进联合专利商标代理有限公司"
LABORATORY = "东莞示例检测技术有限公司"
ASSOCIATION = "佛山市示例安全生产协会"


def ask(
    catalogue: Catalogue,
    called_as: str,
    charged_by: str = "",
    *,
    on: date = DAY,
    region: str | None = "440100",
    facts: Mapping[str, Any] | None = None,
    story: str | None = None,
    required_by: str | None = None,
    amount: str = "100.00",
) -> Match:
    """What the matching finds for one charge."""
    charge = Charge(
        called_as=called_as,
        charged_by=charged_by,
        amount=Money(amount),
        charged_on=on,
        region=region,
        required_by=required_by,
        facts=facts or {},
        narrative=story,
    )
    return find(charge, catalogue, on)


def keys(match: Match) -> set[str]:
    """The item found, or the candidates."""
    return {match.key} if match.key else {one.key for one in match.candidates}


def asks(match: Match) -> list[str]:
    """The facts asked for."""
    return [question.fact for question in match.questions]
