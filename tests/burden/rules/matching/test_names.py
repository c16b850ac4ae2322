"""Exact names, aliases, listed words and names of events (first step); names inside the words."""

from datetime import date

import pytest

from burden.rules.catalogue import Catalogue
from burden.rules.matching.match import How, Outcome
from tests.burden.rules.matching.asking import COURT, HOUSING, LAND, PATENTS, POLICE, TAXES, TRADEMARKS, ask, asks, keys


@pytest.mark.parametrize(
    ("called", "payee", "key", "how"),
    [
        ("受理商标注册费", TRADEMARKS, "TM-APP", How.name),
        ("商标注册费", TRADEMARKS, "TM-APP", How.alias),
        ("商标注册的钱", TRADEMARKS, "TM-APP", How.alias),
        ("车辆抵押登记", POLICE, "MORTGAGE-VEH", How.alias),
        ("软著登记费", "中国版权保护中心", "SOFT-COPYRIGHT", How.listed),
        ("城市基础设施配套费", HOUSING, "FUND-INFRA", How.listed),
        ("婚姻登记费", "广州市民政局", "婚姻登记费", How.event),
        ("闲置土地罚款", LAND, "LAND-IDLE", How.alias),
    ],
)
def test_an_exact_name_is_sure(catalogue: Catalogue, called: str, payee: str, key: str, how: How) -> None:
    match = ask(catalogue, called, payee)
    assert (match.outcome, match.key, match.how) == (Outcome.item, key, how)


def test_a_name_of_a_list_counts_in_that_lists_region_only(catalogue: Catalogue) -> None:
    assert ask(catalogue, "工程建设领域农民工工资保证金", region="530124").how is How.listed
    assert ask(catalogue, "工程建设领域农民工工资保证金", region="440100").how is not How.listed


def test_a_familys_word_is_not_taken_for_the_listed_name_of_the_same_spelling(catalogue: Catalogue) -> None:
    match = ask(catalogue, "再注册费", "国家药品监督管理局", region="130000")
    assert match.how is not How.listed


def test_two_names_on_one_receipt_are_asked_about(catalogue: Catalogue) -> None:
    match = ask(catalogue, "教育费附加、地方教育附加", TAXES)
    assert match.outcome is Outcome.candidates
    assert keys(match) == {"FUND-EDU", "FUND-EDU-L"}


@pytest.mark.parametrize(
    ("called", "payee", "key"),
    [
        ("厂房不动产登记费", LAND, "REG-REALTY"),
        ("小型汽车号牌", POLICE, "PLATE-CAR"),
        ("法院保全费", COURT, "LIT-PRES"),
        ("专利优先权要求费2项", PATENTS, "PAT-PRIOR"),
    ],
)
def test_a_name_at_the_end_of_the_words_is_sure_where_the_payee_is_its_collector(
    catalogue: Catalogue, called: str, payee: str, key: str
) -> None:
    assert ask(catalogue, called, payee).key == key


@pytest.mark.parametrize(
    "called",
    ["水资源费滞纳金", "残疾人就业保障金滞纳金", "投标保证金利息", "不动产登记资料复印费", "采矿权使用费代理服务费"],
)
def test_other_money_beside_a_name_is_never_taken_for_it(catalogue: Catalogue, called: str) -> None:
    assert ask(catalogue, called, "广州市水务局").outcome is not Outcome.item


def test_an_item_chosen_among_candidates_is_taken(catalogue: Catalogue) -> None:
    match = ask(catalogue, "年费", PATENTS, facts={"item": "PAT-ANN-UM"})
    assert (match.key, match.how) == ("PAT-ANN-UM", How.chosen)


def test_none_of_the_candidates_leaves_nothing_that_resembles(catalogue: Catalogue) -> None:
    assert ask(catalogue, "市政公用设施建设费", HOUSING, facts={"item": "none"}).outcome is Outcome.nothing
    assert not ask(catalogue, "不动产登记查询费", LAND, facts={"item": "none"}).resembling


def test_the_full_name_given_to_a_question_counts_for_the_receipts_words(catalogue: Catalogue) -> None:
    assert ask(catalogue, "服务费", LAND, facts={"called_as": "不动产登记费"}).key == "REG-REALTY"


def test_without_any_words_it_is_asked_what_for(catalogue: Catalogue) -> None:
    assert asks(ask(catalogue, "—（）", "")) == ["called_as"]


def test_the_day_does_not_change_what_a_name_means(catalogue: Catalogue) -> None:
    assert ask(catalogue, "商标续展费", TRADEMARKS, on=date(1990, 1, 1)).key == "TM-RENEW"
