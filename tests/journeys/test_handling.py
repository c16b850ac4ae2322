"""Without JavaScript: an officer accepts, asks and drafts, another approves, the complainant's money is confirmed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from core.db import db
from core.people.services.samples import PASSWORD
from tests.browsing import DESK, PHONE
from tests.complaints.services import cases
from tests.complaints.services.conftest import people
from tests.complaints.web.test_case import colleague
from tests.complaints.web.test_desk import CITY
from tests.databases import on_sqlite
from tests.people import Staff

pytestmark = pytest.mark.browser
__all__ = ["people"]


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


@on_sqlite
@pytest.mark.slow
def test_the_money_comes_back_in_part_and_a_review_is_asked_for(plain_page: Page, people: cases.People) -> None:
    """The complainant's own side of it, without script."""
    receipt = cases.file(cases.told(**CITY))
    cases.decided(people, receipt.matters[0].number)
    page = plain_page
    page.goto("/complaints")
    page.get_by_label("回执码").fill(str(receipt.code))
    page.get_by_role("button", name="打开").click()
    expect(page.get_by_role("heading", name="决定：属实")).to_be_visible()
    page.get_by_text("没收到，或者只到了一部分").click()
    page.get_by_label("到现在一共收到多少").fill("一半")
    page.get_by_role("button", name="没收全").click()
    page.get_by_role("alert").get_by_role("link").click()
    page.get_by_label("到现在一共收到多少").fill("250")
    page.get_by_role("button", name="没收全").click()
    expect(page.get_by_role("main")).to_contain_text("¥350.00")
    page.get_by_text("评价这一次办理").click()
    page.get_by_label("一般", exact=True).check()
    page.get_by_role("button", name="评价", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已经记下")
    page.get_by_text("不同意这个决定").click()
    page.get_by_label("哪里不对").fill("只退了一部分。")
    page.get_by_role("button", name="请另一家复查").click()
    expect(page.get_by_role("main")).to_contain_text("只退了一部分。")
    expect(page.get_by_role("heading", level=1)).to_contain_text(receipt.reference)


def afresh(act: Callable[[], object]) -> None:
    """Do it on what stands in the database now, not on what this test has read before."""
    db.session.rollback()
    act()
    db.session.rollback()
