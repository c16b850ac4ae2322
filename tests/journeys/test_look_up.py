"""A visitor looks a charge up: by the words of a receipt, then on a day in the past, then what changed."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_the_front_page_to_what_an_item_cost_on_another_day(page: Page) -> None:
    page.goto("/")
    page.get_by_label("收费名称、部门或票据上的字").fill("水保费")
    page.get_by_role("button", name="查收费").click()
    page.get_by_role("link", name="水土保持补偿费（一般性生产建设项目，国家上限，东部）").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("水土保持补偿费")
    expect(page.get_by_role("main")).to_contain_text("每平方米 ¥1.40")

    page.get_by_label("日期").fill("2017-06-30")
    page.get_by_role("button", name="看这一天").click()
    expect(page.get_by_text("您在看 2017年6月30日 的清单，不是今天的。")).to_be_visible()
    expect(page.get_by_role("region", name="当天最多收多少")).to_contain_text("每平方米 ¥2.00")

    page.get_by_role("link", name="看今天的").click()
    expect(page.get_by_text("您在看")).to_have_count(0)
    page.get_by_role("link", name="全部历史").click()
    expect(page.get_by_role("main")).to_contain_text("发改价格〔2017〕1186号")


def test_filters_narrow_the_list_and_take_themselves_away(page: Page) -> None:
    page.goto("/items")
    page.locator("summary", has_text="筛选").click()
    page.get_by_label("性质").select_option("deposit")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("status")).to_contain_text("共")
    chosen = page.get_by_role("list", name="已选条件").get_by_role("link")
    expect(chosen).to_have_count(1)
    chosen.click()
    expect(page.get_by_role("list", name="已选条件")).to_have_count(0)


def test_two_days_are_compared(page: Page) -> None:
    page.goto("/compare")
    page.get_by_label("从哪天").fill("2017-06-30")
    page.get_by_label("到哪天").fill("2017-07-01")
    page.get_by_role("button", name="比较这两天").click()
    expect(page.get_by_role("region", name="广东省")).to_contain_text("每平方米 ¥1.40")


def test_everything_is_reached_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("收费名称、部门或票据上的字")).to_be_focused()
    page.keyboard.type("公证")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("公证")


def test_the_language_changes_and_one_comes_back_to_the_same_page(page: Page) -> None:
    page.goto("/items/SOIL?on=2017-06-30")
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("You are looking at the list of 30 June 2017, not of today.")).to_be_visible()
