"""A receipt's words lose what does not name the charge, and nothing else."""

import pytest

from burden.rules.matching.cleaning import Cleaner, squash, stem

CLEANER = Cleaner(["广东省", "广州市", "番禺区", "城区"], ["车管所", "税务局", "不动产登记中心"])


@pytest.mark.parametrize(
    ("written", "remains"),
    [
        ("2023年度残保金", "残保金"),
        ("缴10月教育费附加", "教育费附加"),
        ("水资源费 三季度", "水资源费"),
        ("2022.01-06排污费", "排污费"),
        ("发明专利第5年年费", "发明专利年费"),
        ("换行驶证工本费3本", "换行驶证工本费"),
        ("广州市番禺区不动产登记费", "不动产登记费"),
        ("税务局代征残保金", "残保金"),
        ("不动产登记中心收产权登记费", "产权登记费"),
        ("诉讼费收款收据", "诉讼费"),
        ("关于缴纳投标保证金的通知", "投标保证金"),
        ("非税收入-诉讼费", "诉讼费"),
        ("其他应付款—残保金", "残保金"),
        ("行政事业性收费（不动产登记费）", "不动产登记费"),
        ("支付水保费1笔 500元", "水保费"),
        ("Ⅱ类医疗器械注册费", "二类医疗器械注册费"),
        ("３类医疗器械注册费", "三类医疗器械注册费"),
        ("環境監測費", "环境监测费"),
    ],
)
def test_time_quantity_place_payee_and_paper_are_taken_away(written: str, remains: str) -> None:
    assert CLEANER.clean(written).core == remains


@pytest.mark.parametrize(
    "name", ["交易手续费", "收养登记费", "付费", "补发商标注册证费", "支付令费", "城区", "代征基金"]
)
def test_a_name_that_opens_like_a_verb_or_a_place_keeps_its_opening(name: str) -> None:
    assert CLEANER.clean(name).core == name


def test_the_payees_own_name_is_taken_away_wherever_it_stands() -> None:
    assert CLEANER.clean("湛江市水务局水资源费", "湛江市水务局").core == "水资源费"


def test_what_stands_in_brackets_is_kept_beside_the_core() -> None:
    words = CLEANER.clean("仲裁费（案件受理费部分）")
    assert (words.core, words.remarks) == ("仲裁费", "案件受理费部分")


@pytest.mark.parametrize(
    ("word", "trunk"),
    [
        ("行驶证工本费", "行驶证"),
        ("不动产登记收费", "不动产登记"),
        ("商标注册的钱", "商标注册"),
        ("残保金", None),
        ("年费", None),
        ("临时车牌", "临时车牌"),
    ],
)
def test_an_ending_is_no_part_of_a_name_where_three_characters_remain(word: str, trunk: str | None) -> None:
    assert stem(word) == trunk


def test_width_case_blanks_and_marks_do_not_matter() -> None:
    assert squash("ＥＴＣ 通行费\x00《2》") == squash("etc通行费2")
