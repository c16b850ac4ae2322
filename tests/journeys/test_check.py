"""An accountant checks a receipt: asked for what is missing, told what was too much, shown why."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def fill_receipt(page: Page) -> None:
    page.goto("/check")
    page.get_by_label("收费名称").fill("房产证办证费")
    page.get_by_label("收了多少钱").fill("４，２８０元")
    page.get_by_label("哪天收的").fill("2025-07-16")
    page.get_by_label("谁收的").fill("广州市不动产登记中心")
    page.get_by_label("在哪里").fill("广州市天河区")
    page.get_by_role("button", name="核对", exact=True).click()


def answer_what_is_missing(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("还差 3 项才能判断")
    page.get_by_role("group", name="登记的是住宅还是非住宅？").get_by_label("非住宅").check()
    page.get_by_label("登记了几件？").fill("６")
    page.get_by_label("中型企业").check()
    page.get_by_role("button", name="补上，再核对").click()


def walk(page: Page) -> None:
    fill_receipt(page)
    answer_what_is_missing(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("这笔收费多收了 ¥980.00")
    expect(page.get_by_role("region", name="怎么得出的")).to_contain_text("¥3,300.00")
    page.get_by_role("link", name="不是就改").click()
    page.get_by_label("除第一本以外，另外加发了几本证书？").fill("1")
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这笔收费多收了 ¥970.00")
    page.get_by_role("link", name="给收费窗口看").click()
    expect(page.get_by_role("article")).to_contain_text("发改价格规〔2016〕2559号")


def test_a_receipt_is_checked_from_the_form_to_the_sheet_for_the_counter(page: Page) -> None:
    walk(page)
    expect(page.get_by_role("button", name="打印")).to_be_visible()


def test_the_same_without_javascript(plain_page: Page) -> None:
    walk(plain_page)
    expect(plain_page.get_by_role("button", name="打印")).to_be_hidden()


def test_a_wrong_answer_puts_the_focus_on_the_summary_which_leads_to_the_field(page: Page) -> None:
    page.goto("/check")
    page.get_by_label("收费名称").fill("水保费")
    page.get_by_label("收了多少钱").fill("-5")
    page.get_by_role("button", name="核对", exact=True).click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="金额不能是负数").click()
    expect(page.get_by_label("收了多少钱")).to_be_focused()
    expect(page.get_by_label("收费名称")).to_have_value("水保费")


def test_a_result_is_passed_on_by_its_address_and_prints_on_one_page(page: Page, tmp_path: Path) -> None:
    fill_receipt(page)
    answer_what_is_missing(page)
    page.goto(page.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("这笔收费多收了 ¥980.00")
    for address in (page.url, page.url + "/notice"):
        page.goto(address)
        sheet = page.pdf(prefer_css_page_size=True)
        assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") == 1, "one A4 page"


def test_the_certificate_is_downloaded(page: Page) -> None:
    fill_receipt(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载凭证", exact=True).click()
    assert waiting.value.suggested_filename.startswith("check-")
