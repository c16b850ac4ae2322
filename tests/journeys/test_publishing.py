"""Without JavaScript: a publisher drafts a list from a file, another publishes it, a visitor sees it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.people.services.samples import PASSWORD
from tests.browsing import PHONE
from tests.journeys.test_accessibility import findings, wider_than_the_screen
from tests.people import Staff

pytestmark = pytest.mark.browser

LIST = """附件,,,,,,
湛江市涉企行政事业性收费目录清单（2026年）,,,,,,
序号,部门,执收单位,收费项目,收费标准,征收对象,政策依据
1,公安部门,市公安局,岭海试验号牌费,100元/副,机动车所有人,发改价格〔2004〕2831号
2,,,岭海试验证件费,######,个人,粤价函〔2007〕382号
"""


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.locator("[name=sign_in_name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()


def draft(page: Page, folder: Path) -> str:
    """From the file to the submitted draft; its address."""
    path = folder / "清单.csv"
    path.write_bytes(LIST.encode("gb18030"))
    page.goto("/publishing")
    page.get_by_role("link", name="起草一份清单").click()
    page.get_by_label("CSV、XLSX 或 XLS").set_input_files(path)
    page.get_by_role("button", name="读一读，先不存").click()
    expect(page.get_by_text("收下 2 行")).to_be_visible()
    expect(page.get_by_text("（E5）")).to_be_visible()
    expect(page.get_by_label("清单名称")).to_have_value("湛江市涉企行政事业性收费目录清单（2026年）")
    page.get_by_label("管哪里").fill("湛江市")
    page.get_by_role("button", name="存成草稿").click()
    expect(page.get_by_role("alert")).to_contain_text("请填发布单位")
    expect(page.get_by_label("管哪里")).to_have_value("湛江市")
    page.get_by_label("发布单位", exact=True).fill("湛江市财政局")
    page.get_by_label("从哪一天起有效").fill("2026-01-01")
    page.get_by_role("button", name="存成草稿").click()
    mend_the_amount(page)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("main")).to_contain_text("已提交，等另一位发布员发布")
    return page.url


def mend_the_amount(page: Page) -> None:
    page.get_by_role("link", name="看 2 行，逐行改").click()
    page.get_by_role("link", name="岭海试验证件费").click()
    expect(page.get_by_text("显示成了 ####")).to_be_visible()
    page.get_by_label("收费标准（原文）").fill("10元/证")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("main")).to_contain_text("10元/证")
    page.get_by_role("navigation", name="当前位置").get_by_role("link", name="湛江市涉企").click()


def publish(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="发布", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("发布后只能出新版")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("已发布，2026年1月1日起有效")


def look(page: Page) -> None:
    page.goto("/items?q=岭海试验")
    page.get_by_role("link", name="岭海试验证件费").first.click()
    expect(page.get_by_role("main")).to_contain_text("10元/证")
    expect(page.get_by_role("main")).to_contain_text("湛江市")


def test_from_a_file_to_what_a_visitor_sees(chromium: Browser, address: str, staff: Staff, tmp_path: Path) -> None:
    def person(name: str | None = None) -> Page:
        context = chromium.new_context(
            viewport=PHONE, base_url=address, java_script_enabled=False, locale="zh-CN"
        )  # fmt: skip
        page = context.new_page()
        if name:
            sign_in(page, name)
        return page

    first, second, visitor = person("publisher"), person("publisher2"), person()
    publish(second, draft(first, tmp_path))
    look(visitor)
    for page in (first, second, visitor):
        page.context.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_page_of_the_desk_has_a_serious_finding(page: Page, staff: Staff, tmp_path: Path) -> None:
    sign_in(page, "publisher")
    draft_address = draft(page, tmp_path)
    for path in (
        "/publishing", "/publishing/lists/new", "/publishing/lists/new?way=current", draft_address,
        f"{draft_address}/rows", "/publishing/standards/new", "/publishing/standards/new/item?key=TM-RENEW",
        "/publishing/standards/new/item?key=TM-RENEW&mode=yaml",
    ):  # fmt: skip
        page.goto(path)
        assert findings(page) == [], path
        assert not wider_than_the_screen(page), path
