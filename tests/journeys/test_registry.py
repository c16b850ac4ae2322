"""Without JavaScript: a bureau looks up a boiler tested for another, recognises and certifies; a second bureau orders
the same test and is stopped."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import DESK, PHONE
from tests.journeys.test_handling import sign_in
from tests.people import Staff
from tests.registry.services.world import BOILER, OUTSIDE_CHECK, build, finding

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROCEDURE = "锅炉定期检验"


def look_up(page: Page) -> None:
    page.get_by_role("navigation", name="主要功能").get_by_role("link", name="查重").click()
    page.get_by_label("对象的编号").fill(BOILER.identifier)
    page.get_by_role("button", name="找对象").click()
    page.get_by_label("办哪件事").select_option(label=PROCEDURE)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("不是", exact=True).check()
    page.get_by_role("button", name="查已有结果").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明为什么查")
    expect(page.get_by_label("不是", exact=True)).to_be_checked()
    page.get_by_label("为什么查").fill("办理使用登记")
    page.get_by_role("button", name="查已有结果").click()
    expect(page.get_by_role("main")).to_contain_text("3 项要求里，2 项已有结果可用，只差 1 项")


def recognise(page: Page) -> None:
    page.get_by_role("button", name="采信这 2 项").click()
    expect(page.get_by_role("status")).to_contain_text("已采信 2 项")
    page.get_by_role("button", name="开互认证明").click()
    expect(page.get_by_role("main")).to_contain_text("有效")
    expect(page.locator("svg.qr").first).to_be_visible()


def be_stopped(page: Page) -> None:
    page.get_by_role("link", name="只为差的 1 项下检测单").click()
    for box in page.get_by_role("group", name="检测哪几项").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("企业", exact=True).check()
    page.get_by_role("button", name="下检测单").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("先停一下：2 项已有可用结果")
    expect(page.get_by_role("main")).to_contain_text("检测单还没有下")
    page.get_by_role("button", name="采信，不再检测").click()
    expect(page.get_by_role("status")).to_contain_text("已采信 2 项")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_one_bureau_recognises_and_the_next_is_stopped(
    chromium: Browser, address: str, staff: Staff, size: dict[str, int]
) -> None:
    build().record("N-1", finding(), finding(OUTSIDE_CHECK))

    def person(name: str) -> Page:
        context = chromium.new_context(viewport=size, base_url=address, java_script_enabled=False, locale="zh-CN")
        page = context.new_page()
        sign_in(page, name)
        return page

    first, second = person("recogniser"), person("recogniser3")
    look_up(first)
    recognise(first)
    look_up(second)
    be_stopped(second)
    for page in (first, second):
        page.context.close()
