"""What is no item: no fee at all, closed by the law, priced by the market, or an official fee passed on."""

from datetime import date

import pytest

from burden.rules.catalogue import Catalogue
from burden.rules.matching.match import Outcome
from tests.burden.rules.matching.asking import (
    AGENT,
    ASSOCIATION,
    HOUSING,
    LABORATORY,
    LAND,
    MARKETS,
    PATENTS,
    TAXES,
    ask,
    asks,
)

ADVISER = "广州示例环境技术咨询有限公司"


@pytest.mark.parametrize(
    ("called", "class_id"),
    [
        ("印花税", "tax"),
        ("城建税", "tax"),
        ("个税", "tax"),
        ("5月社保单位部分", "social_insurance"),
        ("违章罚款", "fine"),
        ("土地出让金", "resource_income"),
        ("排污权有偿使用费", "resource_income"),
        ("住房公积金汇缴", "housing_fund"),
        ("工会经费", "union_dues"),
        ("合同违约金", "civil_liability"),
        ("印花稅", "tax"),
    ],
)
def test_money_that_is_no_fee_is_told_apart_by_its_name(catalogue: Catalogue, called: str, class_id: str) -> None:
    match = ask(catalogue, called, TAXES)
    assert (match.outcome, match.id) == (Outcome.not_a_fee, class_id)


@pytest.mark.parametrize("called", ["税务代理服务费", "税控盘服务费", "纳税申报代办费"])
def test_services_around_a_tax_are_no_tax(catalogue: Catalogue, called: str) -> None:
    assert ask(catalogue, called, "航天信息股份有限公司").outcome is not Outcome.not_a_fee


def test_a_fund_the_tax_office_collects_stays_a_fund(catalogue: Catalogue) -> None:
    assert ask(catalogue, "残保金", TAXES).key == "FUND-DISABLED"


def test_taxes_and_fees_together_are_asked_about(catalogue: Catalogue) -> None:
    assert ask(catalogue, "税费", TAXES).outcome is Outcome.ask


def test_an_item_named_with_a_tax_is_the_item(catalogue: Catalogue) -> None:
    match = ask(catalogue, "发明专利登记费含印花税", PATENTS)
    assert match.outcome is not Outcome.not_a_fee


@pytest.mark.parametrize(
    ("called", "payee", "more", "class_id"),
    [
        ("治安联防费", "东莞市虎门镇人民政府", {}, "apportionment"),
        ("会费", ASSOCIATION, {"facts": {"forced": True}}, "membership"),
        ("会费", ASSOCIATION, {"required_by": "佛山市应急管理局"}, "membership"),
        ("赞助款", "中山市小榄镇人民政府", {"facts": {"forced": True}}, "sponsorship"),
        ("专家评审费", ADVISER, {"facts": {"for_the_body": True}}, "cost_of_body"),
        ("抽检费", MARKETS, {}, "inspection"),
        ("扬尘保证金", HOUSING, {}, "deposit"),
        ("党报订阅费", "广州市越秀区人民政府", {"facts": {"forced": True}}, "subscription"),
        ("报刊征订款", "广州市越秀区人民政府", {"facts": {"forced": True}}, "subscription"),
    ],
)
def test_classes_the_law_closes_need_no_list(
    catalogue: Catalogue, called: str, payee: str, more: dict, class_id: str
) -> None:
    match = ask(catalogue, called, payee, **more)
    assert (match.outcome, match.id) == (Outcome.closed_class, class_id)


def test_an_open_condition_is_asked_and_a_no_goes_on(catalogue: Catalogue) -> None:
    assert asks(ask(catalogue, "会费", ASSOCIATION)) == ["forced"]
    assert ask(catalogue, "会费", ASSOCIATION, facts={"forced": False}).outcome is Outcome.nothing


def test_a_class_of_the_state_is_not_a_firms(catalogue: Catalogue) -> None:
    assert ask(catalogue, "安全检查费", ADVISER).outcome is Outcome.nothing


def test_the_four_deposits_are_not_closed(catalogue: Catalogue) -> None:
    assert ask(catalogue, "履约保证金", HOUSING).key == "BOND-PERF"


@pytest.mark.parametrize(
    ("called", "payee", "service"),
    [
        ("审计费", "广东中恒会计师事务所", "accounting_agency"),
        ("检测费", LABORATORY, "commissioned_test"),
        ("电梯检验费", LABORATORY, "commissioned_test"),
        ("环评编制费", ADVISER, "environmental_report"),
        ("商标查询费", AGENT, "trademark_agency"),
        ("审计服务费", "广东中恒会计师事务所", "accounting_agency"),
        ("图审费", "广州市设计院施工图审查有限公司", "drawing_review"),
        ("厂房租赁费", "东莞市宏达物业投资有限公司", "rent_property"),
    ],
)
def test_a_market_provider_sells_at_its_price(catalogue: Catalogue, called: str, payee: str, service: str) -> None:
    match = ask(catalogue, called, payee)
    assert (match.outcome, match.id) == (Outcome.market_priced, service)


def test_what_a_state_organ_takes_is_never_a_market_price(catalogue: Catalogue) -> None:
    assert ask(catalogue, "防雷检测费", "广州市气象局").outcome is Outcome.nothing


def test_nothing_is_said_of_a_market_before_the_list_may_be_relied_on(catalogue: Catalogue) -> None:
    assert ask(catalogue, "环评编制费", ADVISER, on=date(2015, 12, 31)).outcome is Outcome.nothing
    assert ask(catalogue, "环评编制费", ADVISER, on=date(2016, 1, 1)).outcome is Outcome.market_priced


@pytest.mark.parametrize("called", ["商标代理费", "商标注册费", "商标官费", "不动产登记代办服务费", "代缴专利年费"])
def test_an_agents_bill_is_asked_for_its_official_part(catalogue: Catalogue, called: str) -> None:
    match = ask(catalogue, called, AGENT)
    assert (match.outcome, asks(match)) == (Outcome.ask, ["official_part"])
    assert match.candidates


def test_the_official_part_told_is_judged_by_its_item_alone(catalogue: Catalogue) -> None:
    match = ask(catalogue, "商标注册费", AGENT, facts={"official_part": "300"}, amount="1300.00")
    assert (match.outcome, match.key, str(match.amount)) == (Outcome.item, "TM-APP", "300.00")


@pytest.mark.parametrize("part", ["1300.01", "-1", "abc", "1e400", "NaN", True, "0.001"])
def test_an_official_part_that_cannot_be_is_asked_for_again(catalogue: Catalogue, part: object) -> None:
    match = ask(catalogue, "商标注册费", AGENT, facts={"official_part": part}, amount="1300.00")
    assert asks(match) == ["official_part"]


def test_a_market_payee_is_not_judged_by_an_ended_state_fee(catalogue: Catalogue) -> None:
    firm = "广州绿安有害生物防治有限公司"
    assert asks(ask(catalogue, "白蚁防治费", firm)) == ["commissioned"]
    assert ask(catalogue, "白蚁防治费", firm, facts={"commissioned": True}).outcome is Outcome.market_priced
    assert ask(catalogue, "白蚁防治费", firm, facts={"commissioned": False}).key == "TERMITE"
    assert ask(catalogue, "白蚁防治费", HOUSING).key == "TERMITE"


def test_a_payee_nobody_can_place_is_asked_about_before_an_end_is_held_against_it(catalogue: Catalogue) -> None:
    assert asks(ask(catalogue, "白蚁防治费", "白蚁防治服务部")) == ["payee_kind"]


def test_the_authority_itself_is_not_an_agent(catalogue: Catalogue) -> None:
    assert ask(catalogue, "不动产登记费", LAND).outcome is Outcome.item
