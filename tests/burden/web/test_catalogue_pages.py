"""Looking up: what a visitor reads in the catalogue, today and on another day."""

from xml.etree import ElementTree

import pytest

from tests.burden.web.eyes import headline, words_of
from tests.visiting import Visitor


def test_the_front_page_says_what_is_held_and_what_is_not(visitor: Visitor) -> None:
    words = words_of(visitor.get("/"))
    assert "452 行" in words and "369 行逐字核对过原件" in words
    assert "广州 ：已收录" in words and "珠海 ：还没收录" in words


def test_the_example_of_the_front_page_is_what_a_check_says(visitor: Visitor) -> None:
    words = words_of(visitor.get("/"))
    assert "票据上收了 ¥4,280.00 最多可以收 ¥3,310.00 多收 ¥970.00" in words


@pytest.mark.parametrize("typed", ["水土保持", "水保费", "shuibaofei", "水土 补偿"])
def test_an_item_is_found_by_name_alias_pinyin_and_parts(visitor: Visitor, typed: str) -> None:
    page = visitor.get("/items", query_string={"q": typed})
    assert page.status_code == 200 and "水土保持补偿费" in words_of(page)


def test_nothing_found_teaches_what_to_try_and_promises_nothing(visitor: Visitor) -> None:
    words = words_of(visitor.get("/items?q=没有这样的费"))
    assert "没找到“没有这样的费”" in words
    assert "查不到不等于违规" in words and "照票据核对" in words


def test_filters_are_shown_as_tags_that_take_themselves_away(visitor: Visitor) -> None:
    text = visitor.get("/items?nature=deposit&q=保证金").get_data(as_text=True)
    assert 'href="/items?q=%E4%BF%9D%E8%AF%81%E9%87%91"' in text and "涉企保证金" in text


def test_counts_stand_beside_the_values_of_a_filter(visitor: Visitor) -> None:
    words = words_of(visitor.get("/items"))
    assert "行政事业性收费 (" in words and "政府性基金 (" in words


def test_the_list_goes_on_page_by_page_without_losing_an_item(visitor: Visitor) -> None:
    seen: list[str] = []
    address: str | None = "/items?nature=government_fund"
    while address:
        text = visitor.get(address).get_data(as_text=True)
        seen += [part.split('"')[0].split("?")[0] for part in text.split('<h2><a href="/items/')[1:]]
        address = (
            text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
            if ('rel="next"' in text)
            else None
        )
    total = int(words_of(visitor.get("/items?nature=government_fund")).split("共 ")[1].split(" 项")[0])
    assert len(seen) == len(set(seen)) == total > 20


def test_an_item_says_how_much_who_whom_why_and_since_when(visitor: Visitor) -> None:
    words = words_of(visitor.get("/items/SOIL"))
    assert "每平方米 ¥1.40" in words and "水利部门" in words
    assert "发改价格〔2017〕1186号" in words and "2017年7月1日起" in words


def test_an_item_on_a_past_day_has_that_days_standard_under_a_banner(visitor: Visitor) -> None:
    page = visitor.get("/items/SOIL?on=2017-06-30")
    words = words_of(page)
    assert "您在看 2017年6月30日 的清单，不是今天的" in words
    assert words.index("每平方米 ¥2.00") < words.index("每平方米 ¥1.40")
    assert "那天和今天比" in words and "发改价格〔2014〕886号 发改价格〔2017〕1186号 变了" in words
    assert "您在看" not in words_of(visitor.get("/items/SOIL"))


def test_a_future_day_is_marked_as_one_that_may_still_change(visitor: Visitor) -> None:
    assert "那天还没到，中间可能再变" in words_of(visitor.get("/items/SOIL?on=2099-01-01"))


def test_an_ended_item_says_so_first(visitor: Visitor) -> None:
    words = words_of(visitor.get("/items/ENV-MONITOR"))
    assert "不得再收" in words and "财税〔2017〕20号" in words


def test_what_is_not_verified_is_marked(visitor: Visitor) -> None:
    assert "未核实" in words_of(visitor.get("/items/SOIL"))


def test_a_history_tells_what_changed_and_why(visitor: Visitor) -> None:
    words = words_of(visitor.get("/items/SOIL/history"))
    assert "收费标准变了" in words and "原来：东部：每平方米 ¥2.00" in words and "发改价格〔2017〕1186号" in words


def test_two_days_of_a_place_are_compared_with_the_reason(visitor: Visitor) -> None:
    words = words_of(visitor.get("/compare?from=2017-06-30&to=2017-07-01"))
    assert "每平方米 ¥2.00" in words and "每平方米 ¥1.40" in words and "发改价格〔2017〕1186号" in words


def test_two_editions_are_compared_and_what_may_not_be_concluded_is_said(visitor: Visitor) -> None:
    words = words_of(visitor.get("/compare?a=nat-trademark__2017-04&b=nat-trademark__2019-07"))
    assert "改了" in words and "没变" in words
    doubtful = words_of(visitor.get("/compare?a=nat-trademark__2017-04&b=gd-gongzheng__2007-09"))
    assert "不等于取消或新增" in doubtful


def test_an_edition_names_its_publisher_its_rows_and_its_seal(visitor: Visitor) -> None:
    words = words_of(visitor.get("/editions/nat-xzsy-qy__2024-07"))
    assert "财政部" in words and "全部 31 行" in words and "已签名" in words
    assert "42" in words_of(visitor.get("/editions"))


def test_the_changes_can_be_read_and_subscribed_to(visitor: Visitor) -> None:
    assert "水资源费" in words_of(visitor.get("/changes"))
    feed = visitor.get("/changes.atom")
    entries = ElementTree.fromstring(feed.get_data()).findall("{http://www.w3.org/2005/Atom}entry")
    assert feed.mimetype == "application/atom+xml" and len(entries) == 50


@pytest.mark.parametrize("address", ["/items/NO-SUCH-ITEM", "/items/NO-SUCH-ITEM/history", "/editions/none__2020"])
def test_what_is_not_there_is_said_in_plain_words(visitor: Visitor, address: str) -> None:
    page = visitor.get(address)
    assert page.status_code == 404 and headline(page)


def test_an_unreadable_day_is_named_and_the_page_shown_all_the_same(visitor: Visitor) -> None:
    page = visitor.get("/items/SOIL?on=2017-02-30")
    assert page.status_code == 422
    assert "2017-02-30" in words_of(page) and "水土保持补偿费" in words_of(page)


def test_an_unknown_region_is_named_and_the_rest_of_the_filter_kept(visitor: Visitor) -> None:
    page = visitor.get("/items", query_string={"q": "水土", "region": "月球背面"})
    assert page.status_code == 422 and "月球背面" in words_of(page) and "水土保持补偿费" in words_of(page)
