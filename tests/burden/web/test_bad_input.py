"""Whatever is typed: the field is named, the remedy said, the status right, and nothing lost."""

from datetime import UTC, datetime

import pytest

from core import clock
from tests.burden.web.eyes import fields_of, headline, words_of
from tests.visiting import Visitor

GOOD = {"called_as": "不动产登记费", "amount": "550", "charged_on": "2025-07-16", "charged_by": "某某登记中心",
        "narrative": "窗口说先交钱", "facts.units": "2"}  # fmt: skip
ENDED = {"called_as": "环境监测服务费", "amount": "1", "charged_on": "2025-07-16", "charged_by": "广州市生态环境局"}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("charged_on", "2999-01-01", "日期在今天之后，请填收费当天"),
        ("charged_on", "去年夏天", "不是一个日期"),
        ("charged_on", "2025-02-30", "不是一个日期"),
        ("charged_on", "", "请填"),
        ("amount", "-550", "不能是负数"),
        ("amount", "五百五", "不是一笔金额"),
        ("amount", "99999999999999999999", "金额太大了"),
        ("amount", "1.234", "两位小数"),
        ("amount", "", "请填"),
        ("region", "月球背面", "没有“月球背面”这个地区"),
        ("called_as", "", "请填"),
        ("called_as", "长" * 10_000, "最多 200 个"),
        ("called_as", "登记\x00费", "控制字符"),
        ("charged_by", "91440101MA5XXXXX1X", "信用代码"),
        ("narrative", "长" * 10_000, "最多 4,000 个"),
        ("facts.units", "长" * 1_000, "最多 200 个"),
    ],
)
def test_a_wrong_field_is_named_with_its_remedy_and_all_else_is_kept(
    visitor: Visitor, field: str, typed: str, said: str
) -> None:
    page = visitor.post("/check", GOOD | {field: typed})
    text, words = page.get_data(as_text=True), words_of(page)
    assert page.status_code == 422 and words.count(said) >= 2, "the same words in the summary and beside the field"
    assert f'href="#f-{field.replace(".", "-")}"' in text and f'id="f-{field.replace(".", "-")}"' in text
    shown = fields_of(page)
    assert {name: shown[name] for name in GOOD | {field: typed}} == GOOD | {field: typed}


def test_the_title_says_that_something_is_wrong(visitor: Visitor) -> None:
    assert "<title>问题：请改正" in visitor.post("/check", GOOD | {"amount": "x"}).get_data(as_text=True)


@pytest.mark.parametrize("typed", ["５５０", "550元", "￥550.00", "0.055万元", " 550 "])
def test_an_amount_is_read_as_people_write_it(visitor: Visitor, typed: str) -> None:
    page = visitor.post("/check", ENDED | {"amount": typed},
                        follow_redirects=True)  # fmt: skip
    assert "¥550.00 应当退还" in headline(page)


@pytest.mark.parametrize("typed", ["2025年7月16日", "2025/7/16", "２０２５-０７-１６", "20250716"])
def test_a_day_is_read_as_people_write_it(visitor: Visitor, typed: str) -> None:
    page = visitor.post("/check", ENDED | {"charged_on": typed},
                        follow_redirects=True)  # fmt: skip
    assert "2025年7月16日" in words_of(page)


def test_a_day_before_any_list_is_answered_honestly(visitor: Visitor) -> None:
    page = visitor.post("/check", {"called_as": "企业档案管理费", "amount": "1", "charged_on": "1949-10-01",
                                   "charged_by": "广州市政务服务中心", "region": "广州市"},
                        follow_redirects=True)  # fmt: skip
    assert page.status_code == 200 and "说不准合不合规" in words_of(page)


def test_a_fact_the_item_does_not_know_is_kept_and_harms_nothing(visitor: Visitor) -> None:
    page = visitor.post("/check", GOOD | {"facts.moon_phase": "full"}, follow_redirects=True)
    assert page.status_code == 200 and "moon_phase" in words_of(page)


def test_a_value_outside_its_domain_is_asked_again(visitor: Visitor) -> None:
    answers = {"facts.units": "两件半", "facts.use": "residential", "facts.payer_size": "large"}
    page = visitor.post("/check", GOOD | answers, follow_redirects=True)
    assert "登记了几件？" in words_of(page) and "不在范围里" in headline(page)


def test_a_stale_form_brings_everything_back(visitor: Visitor) -> None:
    page = visitor.http.post("/check", data=GOOD | {"csrf_token": "stale"})
    assert page.status_code == 400 and fields_of(page)["called_as"] == GOOD["called_as"]


def test_a_form_open_too_long_brings_everything_back(visitor: Visitor) -> None:
    token = visitor.token("/check")
    clock.set_clock(lambda: datetime(2099, 1, 1, tzinfo=UTC))
    page = visitor.http.post("/check", data=GOOD | {"csrf_token": token[:-3] + "abc"})
    assert page.status_code == 400 and "您填的都在" in words_of(page)


@pytest.mark.parametrize(
    "address",
    [
        "/items?after=%00",
        "/items?q=" + "a" * 5000,
        "/items?nature=x",
        "/compare?from=x&to=y",
        "/compare?a=none&b=neither",
        "/check?item=NONE",
        "/items?on=%EF%BC%91",
    ],
)
def test_a_wrong_address_never_breaks_a_page(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status_code in (200, 404, 422)
