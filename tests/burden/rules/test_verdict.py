"""The order of the verdicts, and what each carries."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from burden.rules.answer import Verdict
from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.finding import Name, Reason
from burden.rules.verdict import check
from core.values.money import Money

AGENT, LABORATORY = "广州示例商标代理有限公司", "广东示例检测技术有限公司"
MARK = {"classes": 1, "goods_over_10": 0, "channel": "paper"}


def _check(catalogue: Catalogue, called_as: str, charged_by: str, **more: Any) -> Verdict:
    on = date.fromisoformat(more.pop("on", "2022-03-01"))
    amount = Money(more.pop("amount", "1000.00"))
    more.setdefault("region", "440100")
    return check(Charge(called_as, charged_by, amount, on, **more), catalogue)


def _facts(verdict: Verdict) -> list[str]:
    return [question.fact for question in verdict.missing]


def test_every_verdict_has_the_same_fields_and_amounts_as_text(catalogue: Catalogue) -> None:
    answer = _check(catalogue, "商标注册费", "国家知识产权局商标局", amount="400.00", facts=MARK).as_dict()
    fields = "verdict item lawful_maximum excess at_least missing assumed reason candidates working edition basis"
    assert " ".join(answer) == f"{fields} confirmed next charge rules"
    assert (answer["lawful_maximum"], answer["excess"], answer["at_least"]) == ("300.00", "100.00", False)
    assert answer["charge"]["amount"] == "400.00"
    assert answer["rules"] == catalogue.digest
    assert answer["basis"] == [{"title": None, "number": "发改价格〔2019〕914号", "article": None, "confirmed": True}]
    assert answer["edition"]["id"] == "nat-trademark__2019-07"


def test_a_default_is_applied_aloud(catalogue: Catalogue) -> None:
    facts = {"goods_over_10": 0, "channel": "paper"}
    verdict = _check(catalogue, "商标注册费", "国家知识产权局商标局", amount="300.00", facts=facts)
    assert verdict.as_dict()["assumed"] == [{"fact": "classes", "value": 1}]
    assert "按 1类算" in verdict.working[1].text.zh


def test_the_day_may_be_another_than_that_of_the_payment(catalogue: Catalogue) -> None:
    charge = Charge("白蚁防治费", "广州市住房和城乡建设局", Money("500"), date(2017, 4, 5), "440100")
    assert check(charge, catalogue).verdict is Name.discontinued
    assert check(charge, catalogue, on=date(2017, 3, 31)).reason is Reason.standard_not_on_record


def test_an_end_comes_before_an_exemption_and_a_wrong_body_before_an_end(catalogue: Catalogue) -> None:
    assert _check(catalogue, "白蚁防治费", "广州市公安局").verdict is Name.wrong_body
    assert (
        _check(catalogue, "白蚁防治费", "广州市住房和城乡建设局", payer={"size": "small"}).verdict is Name.discontinued
    )


def test_who_collects_on_behalf_of_the_right_body_may(catalogue: Catalogue) -> None:
    ordered = _check(catalogue, "机动车行驶证工本费", "广州市财政局", required_by="广州市公安局", facts={"books": 1})
    assert ordered.verdict is Name.above_standard


def test_whose_it_is_is_said(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "机动车行驶证工本费", "广州市规划和自然资源局", facts={"books": 1})
    assert verdict.headline.zh == "机动车行驶证工本费在清单上，但不由广州市规划和自然资源局收，应由公安部门收。"
    assert verdict.excess is None


def test_an_agents_bill_is_asked_for_the_official_fee_in_it(catalogue: Catalogue) -> None:
    asked = _check(catalogue, "商标注册费", AGENT, facts=MARK)
    assert _facts(asked) == ["official_part"]
    told = _check(catalogue, "商标注册费", AGENT, facts={**MARK, "official_part": "300"})
    assert (told.verdict, told.lawful_maximum) == (Name.within_standard, Money("300"))
    assert any("¥700.00" in line.text.zh for line in told.working)


def test_an_agent_that_passed_on_too_much_is_told_to_the_fen(catalogue: Catalogue) -> None:
    told = _check(catalogue, "商标注册费", AGENT, facts={**MARK, "official_part": "300.01"})
    assert (told.verdict, told.excess) == (Name.above_standard, Money("0.01"))


@pytest.mark.parametrize(
    ("facts", "verdict", "asked"),
    [
        ({}, Name.needs_information, ["commissioned"]),
        ({"commissioned": True}, Name.market_priced, []),
        ({"commissioned": False}, Name.wrong_body, []),
    ],
)
def test_a_market_provider_is_not_judged_by_an_ended_state_fee(
    catalogue: Catalogue, facts: dict[str, Any], verdict: Name, asked: list[str]
) -> None:
    found = _check(catalogue, "环境监测服务费", LABORATORY, facts=facts)
    assert (found.verdict, _facts(found)) == (verdict, asked)


def test_whoever_cannot_be_placed_is_asked_before_an_end_is_held_against_them(catalogue: Catalogue) -> None:
    assert _facts(_check(catalogue, "环境监测服务费", "某单位")) == ["payee_kind"]
    said = _check(catalogue, "环境监测服务费", "某单位", facts={"payee_kind": "unit"})
    assert said.verdict is Name.discontinued


def test_income_from_state_resources_is_no_fee_and_its_rule_is_told(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "采矿权使用费", "广州市规划和自然资源局", facts={"km2": 2})
    assert verdict.verdict is Name.not_a_fee
    assert (verdict.lawful_maximum, verdict.excess) == (None, None)
    assert verdict.working[-1].amount == 2000


def test_items_that_end_alike_need_no_question(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "植物检疫费", "广州市农业农村局")
    assert (verdict.verdict, verdict.excess) == (Name.exempt, Money("1000"))
    assert len(verdict.candidates) == 6


def test_words_alone_are_shown_and_not_reckoned_with(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "号牌专用固封装置（单独补发）", "重庆市公安局", region="500000", on="2021-03-01")
    assert (verdict.verdict, verdict.reason) == (Name.needs_information, Reason.words_only)
    assert "每个1元" in verdict.headline.zh


def test_what_the_law_forbids_needs_no_list(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "联防费", "广州市公安局")
    assert (verdict.verdict, verdict.excess, verdict.edition) == (Name.not_on_list, Money("1000"), None)
    assert verdict.basis[0].title == "禁止向企业摊派暂行条例（1988）"


def test_an_unconfirmed_basis_is_said_in_the_headline(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "商标续展费", "国家工商行政管理总局商标局", amount="2000", on="2016-03-01")
    assert not verdict.confirmed
    assert "还没有核实" in verdict.headline.zh and "not been confirmed" in verdict.headline.en


def test_a_standard_without_a_first_day_says_so(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "专利权人变更费", "国家知识产权局", amount="200")
    assert any("起不详" in line.text.zh for line in verdict.working)


def test_a_lawful_deposit_says_when_it_comes_back(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "投标保证金", "某招标人", amount="20000", facts={"estimate": "1000000"})
    assert [step.act for step in verdict.next] == ["keep_result", "refund_due"]


def test_without_a_place_a_local_standard_is_not_used(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "耕地开垦费", "自然资源局", region=None)
    assert _facts(verdict) == ["region"]
    answered = _check(
        catalogue, "耕地开垦费", "自然资源局", region=None, facts={"region": "440100"}, payer={"size": "large"}
    )
    assert answered.verdict is Name.exempt


def test_the_rules_recompute_bit_for_bit(catalogue: Catalogue) -> None:
    charge = Charge(
        "财产案件受理费", "广东省广州市中级人民法院", Money("9"), date(2020, 1, 1), facts={"claim": "150000"}
    )
    assert check(charge, catalogue).as_dict() == check(replace(charge), catalogue).as_dict()


def test_the_condition_that_fails_is_named(catalogue: Catalogue) -> None:
    facts = {"contract": "100", "permit_required": False}
    body = "富民县人力资源和社会保障局"
    verdict = _check(catalogue, "农民工工资保证金", body, region="530124", on="2026-03-01", facts=facts)
    assert verdict.verdict is Name.conditions_not_met
    assert "施工合同约定的工程款预算是多少元？”是 100元" in verdict.headline.zh


def test_a_sum_that_was_rounded_says_so_and_comes_last(catalogue: Catalogue) -> None:
    facts = {"claim": "100000"}
    verdict = _check(catalogue, "申请支付令费", "广东省广州市中级人民法院", amount="800", facts=facts)
    last = verdict.as_dict()["working"][-1]
    assert (last["text"]["zh"], last["amount"]) == ("四舍五入到分", "766.67")


def test_what_the_record_says_of_a_standard_stands_before_the_sum(catalogue: Catalogue) -> None:
    verdict = _check(catalogue, "汽车号牌工本费", "广州市公安局", amount="100", facts={"sets": 1})
    assert [line.text.zh for line in verdict.working][1] == "说明：含固封装置和安装费；另收安装费即超标准"


def test_a_relief_told_in_words_only_is_pointed_out(catalogue: Catalogue) -> None:
    facts = {"employees": 25, "disabled": 0, "avg_wage": "50000", "local_avg_wage": "60000"}
    verdict = _check(catalogue, "残保金", "国家税务总局广东省税务局", amount="18750", on="2018-05-01", facts=facts)
    assert verdict.verdict is Name.within_standard
    assert any("另有减免" in line.text.zh for line in verdict.working)
