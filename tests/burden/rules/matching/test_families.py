"""Families: everyday words shared by several items (`schema.families`, steps 1–5) and generic words."""

from datetime import date

import pytest

from burden.rules.catalogue import Catalogue
from burden.rules.matching.match import Outcome, Reason
from tests.burden.rules.matching.asking import (
    ASSOCIATION,
    COURT,
    FARMING,
    HOUSING,
    LABORATORY,
    LAND,
    MARKETS,
    PATENTS,
    POLICE,
    TAXES,
    TRADEMARKS,
    ask,
    asks,
    keys,
)


def test_a_shared_word_is_never_one_of_its_items_by_itself(catalogue: Catalogue) -> None:
    match = ask(catalogue, "专利年费", PATENTS)
    assert match.outcome is Outcome.candidates
    assert (keys(match), asks(match)) == ({"PAT-ANN-INV", "PAT-ANN-UM"}, ["patent_kind"])


@pytest.mark.parametrize(
    ("called", "payee", "more", "key"),
    [
        ("专利年费", PATENTS, {"facts": {"patent_kind": "invention"}}, "PAT-ANN-INV"),
        ("年费", PATENTS, {"facts": {"patent_year": 4}}, "PAT-ANN-INV"),
        ("专利年费（外观）", PATENTS, {}, "PAT-ANN-UM"),
        ("发明专利年费第7年", PATENTS, {}, "PAT-ANN-INV"),
        ("小车车牌费", POLICE, {}, "PLATE-CAR"),
        ("上牌费", POLICE, {"story": "新买的货车上牌"}, "PLATE-CAR"),
        ("诉讼费", COURT, {"story": "跟员工的劳动争议"}, "LIT-LABOUR"),
        ("货款案诉讼费", COURT, {}, "LIT-PROP"),
        ("申请费", COURT, {"story": "申请撤销仲裁裁决"}, "LIT-ARBSET"),
        ("仲裁处理费", "广州仲裁委员会", {}, "ARB"),
        ("登记费", LAND, {}, "REG-REALTY"),
        ("护照费", "广州市公安局出入境管理支队", {}, "PASSPORT"),
        ("第二类医疗器械延续注册费", "广东省药品监督管理局", {}, "GD-DEV2-EXT"),
        ("三类医疗器械注册", "国家药品监督管理局", {"story": "国产三类首次注册"}, "DEV3-DOM-FIRST"),
        ("电梯年检费", "广州市示例特种设备检验研究院", {}, "SPECEQ"),
        ("检验费", "黄埔海关", {"story": "进口设备报关时收的"}, "CIQ"),
    ],
)
def test_facts_words_story_and_payee_decide(
    catalogue: Catalogue, called: str, payee: str, more: dict, key: str
) -> None:
    assert ask(catalogue, called, payee, **more).key == key


def test_two_values_told_decide_nothing(catalogue: Catalogue) -> None:
    match = ask(catalogue, "诉讼费", COURT, story="货款纠纷，同时申请了保全")
    assert match.outcome is Outcome.candidates


def test_another_rest_than_a_tell_only_resembles_the_family(catalogue: Catalogue) -> None:
    match = ask(catalogue, "粤通卡高速公路通行费", "广东省高速公路有限公司")
    assert match.outcome is Outcome.ask


def test_none_of_these_goes_on_and_recognises_nothing(catalogue: Catalogue) -> None:
    assert ask(catalogue, "车辆过户费", POLICE).outcome is Outcome.nothing
    assert ask(catalogue, "检疫费", FARMING, story="卖猪的时候收的").outcome is Outcome.nothing
    assert ask(catalogue, "垃圾费", HOUSING, facts={"waste_kind": "cleaning"}).outcome is Outcome.nothing


def test_none_of_the_four_deposits_is_closed_by_law(catalogue: Catalogue) -> None:
    match = ask(catalogue, "工程保证金", HOUSING, facts={"bond_for": "other"})
    assert (match.outcome, match.id) == (Outcome.closed_class, "deposit")


def test_another_bodys_word_is_anothers_charge(catalogue: Catalogue) -> None:
    match = ask(catalogue, "诉讼费", TAXES)
    assert match.outcome is Outcome.wrong_body
    assert [one.kind for one in match.collectors] == ["court"]


def test_another_bodys_word_is_asked_about_where_it_may_lie_outside_the_catalogue(catalogue: Catalogue) -> None:
    match = ask(catalogue, "停车费", POLICE)
    assert (match.outcome, asks(match)) == (Outcome.ask, ["car_park"])


def test_an_unknown_payee_of_a_word_of_several_families_is_asked_for(catalogue: Catalogue) -> None:
    assert asks(ask(catalogue, "登记费", "")) == ["payee_kind"]


def test_members_are_exchanged_for_the_place(catalogue: Catalogue) -> None:
    assert keys(ask(catalogue, "补充申请费", "广东省药品监督管理局")) == {"GD-DRUG-SUP", "GD-DRUG-SUP-REV"}
    assert keys(ask(catalogue, "补充申请费", "国家药品监督管理局")) == {"DRUG-SUP", "DRUG-SUP-REV"}
    assert ask(catalogue, "破路费", "广州市城市管理和综合执法局").key == "ROAD-OCC"
    assert len(keys(ask(catalogue, "破路费", "枫溪区综合行政执法局", region="445100"))) == 9


def test_only_what_was_on_record_that_day_is_left_of_several_lists(catalogue: Catalogue) -> None:
    notary = "深圳市示例公证处"
    match = ask(catalogue, "公证费", notary, on=date(2014, 5, 10), facts={"notary_matter": "contract"})
    assert match.key == "NOTARY-2007-CON"


@pytest.mark.parametrize(
    "word", ["年费", "登记费", "检验费", "工本费", "手续费", "服务费", "管理费", "押金", "保证金", "资料费"]
)
@pytest.mark.parametrize("payee", ["", MARKETS, "中山市小榄镇人民政府", "云浮市政务服务和数据管理局"])
def test_a_generic_word_is_never_sure_and_never_unlisted(catalogue: Catalogue, word: str, payee: str) -> None:
    match = ask(catalogue, word, payee)
    assert match.outcome in (Outcome.ask, Outcome.candidates)
    assert match.questions


def test_a_generic_word_is_sure_once_the_story_names_the_item(catalogue: Catalogue) -> None:
    match = ask(catalogue, "保证金", "广州公共资源交易中心", story="投标保证金，开标前交的")
    assert match.key == "BOND-BID"


def test_a_generic_word_with_an_answer_outside_is_asked_even_if_one_member_is_left(catalogue: Catalogue) -> None:
    match = ask(catalogue, "检疫费", FARMING)
    assert match.outcome is Outcome.candidates
    assert match.ask_anyway


def test_what_an_association_takes_each_year_is_its_membership_fee(catalogue: Catalogue) -> None:
    assert asks(ask(catalogue, "年费", ASSOCIATION)) == ["forced"]


def test_a_laboratorys_generic_test_is_a_market_service(catalogue: Catalogue) -> None:
    assert ask(catalogue, "检验费", LABORATORY).outcome is Outcome.market_priced


def test_the_reason_says_whether_the_name_is_generic_or_ambiguous(catalogue: Catalogue) -> None:
    assert ask(catalogue, "服务费", HOUSING).reason is Reason.name_generic
    assert ask(catalogue, "商标规费", TRADEMARKS).reason is Reason.name_ambiguous


def test_an_answer_for_several_items_is_followed_by_the_narrower_question(catalogue: Catalogue) -> None:
    first = ask(catalogue, "专利费", PATENTS, facts={"patent_matter": "annual"})
    assert asks(first) == ["patent_kind"]
    second = ask(catalogue, "专利费", PATENTS, facts={"patent_matter": "annual", "patent_kind": "invention"})
    assert second.key == "PAT-ANN-INV"


@pytest.mark.parametrize(
    "called", ["专利费", "诉讼费", "车牌费", "证照费", "公证费", "水泥路面挖掘修复", "专利著录项目变更费"]
)
@pytest.mark.parametrize("payee", [PATENTS, COURT, POLICE, "广州市示例公证处", "枫溪区综合行政执法局"])
def test_an_answered_question_is_not_asked_again(catalogue: Catalogue, called: str, payee: str) -> None:
    match = ask(catalogue, called, payee)
    for question in match.questions:
        for value, _ in question.options:
            assert question.fact not in asks(ask(catalogue, called, payee, facts={question.fact: value}))
