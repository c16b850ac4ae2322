"""Without JavaScript: an officer accepts, asks and drafts, another approves, the complainant's money is confirmed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from core.db import db
from core.people.services.samples import PASSWORD
from tests.browsing import DESK, PHONE
from tests.complaints.services import cases
from tests.complaints.web.test_case import colleague
from tests.complaints.web.test_desk import CITY
from tests.people import Staff

pytestmark = pytest.mark.browser


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.locator("[name=sign_in_name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()


def take(page: Page, number: str) -> None:
    """From the desk to the accepted matter, and a question to the complainant."""
    page.get_by_role("navigation", name="主要功能").get_by_role("link", name="待办").click()
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("main")).to_contain_text(cases.STORY)
    page.get_by_role("button", name="受理").click()
    expect(page.get_by_role("status")).to_contain_text("已经记下：受理")
    page.get_by_role("link", name="请投诉人补充").click()
    page.get_by_role("button", name="请投诉人补充").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写这一项")
    page.get_by_label("请投诉人补充什么").fill("票据还在吗？")
    page.get_by_role("button", name="请投诉人补充").click()
    expect(page.get_by_role("main")).to_contain_text("等投诉人补充")


def draft(page: Page) -> None:
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("票据在")
    page.get_by_role("link", name="拟决定").click()
    page.get_by_label("属实", exact=True).check()
    page.get_by_label("查明的事实和理由").fill("材料审核费不在清单上，应当退还。")
    page.get_by_label("退费").check()
    page.get_by_label("应退多少").fill("六百块")
    page.get_by_role("button", name="拟决定").click()
    expect(page.get_by_label("查明的事实和理由")).to_have_value("材料审核费不在清单上，应当退还。")
    page.get_by_label("应退多少").fill("６００")
    page.get_by_role("button", name="拟决定").click()
    expect(page.get_by_role("main")).to_contain_text("等另一位经办人核准的草稿")


def approve(page: Page, number: str) -> None:
    page.goto(f"/desk/matters/{number}")
    page.get_by_role("link", name="核准并送达").click()
    page.get_by_role("button", name="核准并送达").click()
    expect(page.get_by_role("main")).to_contain_text("只能经复查改变")
    page.get_by_role("button", name="确认核准并送达").click()
    expect(page.get_by_role("main")).to_contain_text("退款中")
    page.get_by_role("link", name="打印决定书").click()
    expect(page.get_by_role("article")).to_contain_text("责令广州市住房和城乡建设局退还 600.00 元")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_from_a_matter_to_money_that_came_back(
    chromium: Browser, address: str, staff: Staff, size: dict[str, int]
) -> None:
    receipt = cases.file(cases.told(**CITY))
    number, complaint = receipt.matters[0].number, cases.complaint_id(receipt)
    colleague(staff)

    def person(name: str) -> Page:
        context = chromium.new_context(viewport=size, base_url=address, java_script_enabled=False, locale="zh-CN")
        page = context.new_page()
        sign_in(page, name)
        return page

    first, second = person("handler"), person("second")
    take(first, number)
    afresh(lambda: cases.answer(complaint, number, "answer", text="票据在"))
    first.goto(f"/desk/matters/{number}")
    draft(first)
    approve(second, number)
    afresh(lambda: cases.answer(complaint, number, "confirm_refund"))
    first.goto(f"/desk/matters/{number}")
    expect(first.get_by_role("main")).to_contain_text("归档")
    for page in (first, second):
        page.context.close()


def afresh(act: Callable[[], object]) -> None:
    """Do it on what stands in the database now, not on what this test has read before."""
    db.session.rollback()
    act()
    db.session.rollback()
