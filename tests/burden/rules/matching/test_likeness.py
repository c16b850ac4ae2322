"""Homophones, slips, pinyin, initials and other everyday words (design §4, likeness)."""

import pytest

from burden.rules.catalogue import Catalogue
from burden.rules.matching.likeness import degree
from burden.rules.matching.match import How, Outcome
from burden.rules.matching.sounds import confusable
from tests.burden.rules.matching.asking import COURT, HOUSING, LAND, PATENTS, POLICE, TAXES, TRADEMARKS, ask, keys


@pytest.mark.parametrize(
    ("written", "payee", "key"),
    [
        ("行使证工本费", POLICE, "VEH-LIC"),
        ("残疾人就业保证金", TAXES, "FUND-DISABLED"),
        ("残保斤", TAXES, "FUND-DISABLED"),
        ("水土保持补尝费", "广州市水务局", "SOIL"),
        ("不动产登计费", LAND, "REG-REALTY"),
        ("商标异义费", TRADEMARKS, "TM-OPPOSE"),
        ("破产申情费", COURT, "LIT-BANKR"),
        ("白义防治费", HOUSING, "TERMITE"),
        ("faming zhuanli shenqingfei", PATENTS, "PAT-APP-INV"),
        ("canbaojin", TAXES, "FUND-DISABLED"),
        ("Canbao金", TAXES, "FUND-DISABLED"),
        ("bdcdjf", LAND, "REG-REALTY"),
        ("BDC登记费", LAND, "REG-REALTY"),
        ("水保补偿费", "广州市水务局", "SOIL"),
        ("补商标注册证", TRADEMARKS, "TM-REISSUE"),
        ("地教附", TAXES, "FUND-EDU-L"),
    ],
)
def test_another_spelling_is_recognised_where_the_payee_fits(
    catalogue: Catalogue, written: str, payee: str, key: str
) -> None:
    match = ask(catalogue, written, payee)
    assert (match.outcome, match.key, match.how) == (Outcome.item, key, How.alike)


@pytest.mark.parametrize(
    "name",
    [
        "食品检验费",
        "动物检疫费",
        "渔船检验费",
        "企业年检费",
        "植物新品种申请费",
        "排污许可证费",
        "专利检索费",
        "食品经营许可证费",
    ],
)
def test_another_things_name_is_not_taken_for_a_misspelling(catalogue: Catalogue, name: str) -> None:
    assert ask(catalogue, name, "广东省市场监督管理局").outcome is not Outcome.item


def test_a_translators_fee_is_not_misheard_as_pest_control(catalogue: Catalogue) -> None:
    assert ask(catalogue, "翻译费", COURT).outcome is Outcome.nothing


def test_a_negation_is_no_slip(catalogue: Catalogue) -> None:
    assert ask(catalogue, "非机动车号牌费", POLICE).outcome is not Outcome.item


def test_a_misspelling_of_anothers_charge_is_never_sure(catalogue: Catalogue) -> None:
    assert ask(catalogue, "商标异义费", TAXES).outcome is not Outcome.item


def test_what_resembles_is_offered_with_the_reason(catalogue: Catalogue) -> None:
    match = ask(catalogue, "市政公用设施配套费", HOUSING)
    assert "FUND-INFRA" in keys(match)
    assert match.candidates[0].why.zh


def test_what_resembles_too_little_to_ask_is_kept_for_the_lists_silence(catalogue: Catalogue) -> None:
    match = ask(catalogue, "不动产登记查询费", LAND)
    assert match.outcome is Outcome.nothing
    assert [one.key for one in match.resembling] == ["REG-REALTY"]


@pytest.mark.parametrize(
    ("asked", "name", "least"),
    [
        ("残保金", "残保金", 1.0),
        ("土地复垦", "土地复垦费", 0.95),
        ("公正费", "公证费", 0.95),
        ("注册商标费", "商标注册费", 0.9),
    ],
)
def test_degrees_follow_what_a_slip_costs(asked: str, name: str, least: float) -> None:
    assert degree(asked, name) >= least


@pytest.mark.parametrize(("asked", "name"), [("二类器械注册费", "三类器械注册费"), ("进口药注册费", "出口药注册费")])
def test_a_character_that_distinguishes_is_no_slip(asked: str, name: str) -> None:
    assert degree(asked, name) < 0.9


def test_characters_are_confused_by_ear_or_by_eye() -> None:
    assert confusable("证", "征")
    assert confusable("人", "入")
    assert not confusable("动", "植")


@pytest.mark.parametrize(
    ("called_as", "charged_by", "key"),
    [("河道管理费", "湛江市水务局", "河道采砂管理费"), ("人防工程维护", "梅州市人民防空办公室", "CIVIL-DEF-MZ")],
)
def test_a_name_somewhat_alike_is_asked_about_if_the_payee_may_take_it(
    catalogue: Catalogue, called_as: str, charged_by: str, key: str
) -> None:
    region = "441400" if "梅州" in charged_by else "440800"
    found = ask(catalogue, called_as, charged_by, region=region)
    assert found.outcome is Outcome.ask
    assert key in keys(found)


@pytest.mark.parametrize("called_as", ["驾驶证审验费", "行驶证年检费"])
def test_other_money_somewhat_alike_is_not_asked_about(catalogue: Catalogue, called_as: str) -> None:
    assert ask(catalogue, called_as, POLICE).outcome is Outcome.nothing
