"""Without JavaScript: an auditor searches, leaves out, reads months, exports, keeps, opens; a supervisor sees what is
late and owed; anybody reads the public figures."""

import csv
import io

import pytest
from playwright.sync_api import Browser, Page, expect

from core.values.money import Money
from tests.browsing import DESK, PHONE
from tests.complaints.services import cases
from tests.complaints.services.conftest import days, people
from tests.databases import on_sqlite
from tests.journeys.test_handling import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, on_sqlite]
__all__ = ["days", "people"]

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


def person(chromium: Browser, address: str, name: str, size: dict[str, int]) -> Page:
    context = chromium.new_context(viewport=size, base_url=address, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, name)
    return page


def narrow(page: Page) -> None:
    """From the words to the matters that are left when one state is left out."""
    page.goto("/complaints-audit")
    page.get_by_label("要找的字").fill("材料审核")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.get_by_role("heading", name="3 件", exact=True)).to_be_visible()
    expect(page.locator("mark").first).to_have_text("材料审核")
    page.locator('[name="not_state"][value="declined"]').check()
    page.get_by_role("button", name="按这些条件查").click()
    expect(page.get_by_role("heading", name="2 件", exact=True)).to_be_visible()


def read_months(page: Page) -> None:
    months = page.get_by_role("region", name="按月收到", exact=True)
    months.get_by_text("看成表格").click()
    expect(months.get_by_role("row", name="合计")).to_contain_text("2")


def export(page: Page, kept: str) -> None:
    """Not without a reason; then exactly what was on the page."""
    page.get_by_role("button", name="导出", exact=True).click()
    page.get_by_role("alert").get_by_role("link").click()
    page.get_by_label("为什么导出").fill("年度审计")
    page.get_by_label("格式").select_option("csv")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出", exact=True).click()
    with waiting.value.path().open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(io.StringIO(file.read())))
    assert len(lines) == 3 and any(kept in line for line in lines)


def keep(page: Page) -> None:
    page.get_by_label("名称", exact=True).fill("材料审核费专项")
    page.get_by_role("button", name="存下", exact=True).click()
    page.get_by_role("link", name="材料审核费专项").click()
    expect(page.get_by_role("heading", name="2 件", exact=True)).to_be_visible()


@SIZES
def test_an_auditor_finds_it_again_among_all_others(
    chromium: Browser, address: str, people: cases.People, size: dict[str, int]
) -> None:
    numbers = [cases.file().matters[0].number for _ in range(3)]
    cases.decided(people, numbers[0])
    cases.do(numbers[1], "decline", people.officers(numbers[1])[0], ground="duplicate", right_door="原件在办")
    page = person(chromium, address, "auditor", size)
    narrow(page)
    read_months(page)
    export(page, numbers[0])
    keep(page)
    page.locator(f'a[href$="{numbers[0]}"]').click()
    expect(page.get_by_role("main")).to_contain_text("经查属实")
    expect(page.get_by_role("main")).not_to_contain_text(cases.CONTACT.name)
    page.context.close()


@SIZES
def test_a_supervisor_sees_what_is_late_and_owed_and_anybody_the_figures(
    chromium: Browser, address: str, people: cases.People, days: cases.Days, size: dict[str, int]
) -> None:
    owed, late = (cases.file().matters[0].number for _ in range(2))
    cases.decided(people, owed, Money("600.00"))
    days.pass_days(90)
    page = person(chromium, address, "supervisor", size)
    page.get_by_role("navigation", name="主要功能").get_by_role("link", name="督办").click()
    rows = page.get_by_role("table", name="超期：在哪里、从哪天起")
    expect(rows.get_by_role("link", name=late)).to_be_visible()
    expect(rows).to_contain_text("广州市市场监督管理局")
    page.get_by_label("退款从哪天").fill("2026-01-01")
    page.get_by_label("到哪天").fill("2027-12-31")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("main")).to_contain_text("¥600.00")
    page.goto("/statistics/complaints")
    expect(page.get_by_role("heading", level=1)).to_contain_text("投诉统计")
    expect(page.get_by_role("link", name="CSV")).to_have_attribute("href", "/statistics/complaints.csv")
    page.context.close()
