"""From a wrong charge to a followed complaint: once at each width, once without JavaScript, once by keyboard alone."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.core.files.hostile import picture
from tests.journeys.test_accessibility import findings, wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def look_for_faults(page: Page, script: bool) -> None:
    """No page of filing is wider than the screen or has a grave finding of axe."""
    if script:
        assert findings(page) == [] and not wider_than_the_screen(page)


def to_the_verdict(page: Page) -> None:
    page.goto("/check")
    page.get_by_label("收费名称").fill("房产证办证费")
    page.get_by_label("收了多少钱").fill("4280")
    page.get_by_label("哪天收的").fill("2025-07-16")
    page.get_by_label("谁收的").fill("广州市番禺区示例不动产登记中心")
    page.get_by_label("在哪里").fill("广州市番禺区")
    page.get_by_role("button", name="核对", exact=True).click()
    page.get_by_role("group", name="登记的是住宅还是非住宅？").get_by_label("非住宅").check()
    page.get_by_label("登记了几件？").fill("6")
    page.get_by_label("中型企业").check()
    page.get_by_role("button", name="补上，再核对").click()


def file(page: Page, script: bool) -> str:
    """From the verdict to the receipt; the code that it shows."""
    to_the_verdict(page)
    page.get_by_role("link", name="带着这份结果去投诉").click()
    expect(page.get_by_label("有这项收费，但是收多了")).to_be_checked()
    look_for_faults(page, script)
    page.get_by_role("button", name="保存，下一步").click()
    page.get_by_role("alert").get_by_role("link", name="请写一写事情的经过").click()
    look_for_faults(page, script)
    page.get_by_label("怎么一回事").fill("窗口多收了九百八十元，\n不交不给证。")
    page.get_by_role("button", name="保存，下一步").click()
    page.get_by_label("手上有什么").fill("财政票据一张")
    send_files(page, script)
    look_for_faults(page, script)
    page.get_by_role("button", name="保存，下一步").click()
    expect(page.get_by_label("谁收的、谁来的")).to_have_value("广州市番禺区示例不动产登记中心")
    look_for_faults(page, script)
    page.get_by_role("button", name="保存，下一步").click()
    page.get_by_label("匿名", exact=False).first.check()
    look_for_faults(page, script)
    page.get_by_role("button", name="保存，下一步").click()
    expect(page.get_by_text("财政票据一张")).to_be_visible()
    look_for_faults(page, script)
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的投诉")
    return "".join(page.locator(".code span").all_inner_texts())


def send_files(page: Page, script: bool) -> None:
    """With script several at once, and what is refused is said beside the rest; without, one by the button."""
    files = [
        FilePayload(name="票据.png", mimeType="image/png", buffer=picture("PNG")),
        FilePayload(name="程序.jpg", mimeType="image/jpeg", buffer=b"MZ" + bytes(60)),
        FilePayload(name="通知.txt", mimeType="text/plain", buffer="请另交材料审核费".encode()),
    ]
    sent = page.get_by_role("list", name="已经传上来的")
    if script:
        page.get_by_label("选文件").set_input_files(files)
        expect(page.get_by_text("“程序.jpg”：这是程序或脚本")).to_be_visible()
        expect(sent).to_contain_text("通知.txt")
    else:
        page.get_by_label("选一个文件").set_input_files(files[0])
        page.get_by_role("button", name="传上来").click()
    expect(sent).to_contain_text("票据.png")
    expect(page.get_by_label("手上有什么")).to_have_value("财政票据一张")


def follow(page: Page, code: str, script: bool) -> None:
    page.get_by_role("link", name="去看进度").click()
    look_for_faults(page, script)
    page.get_by_label("回执码").fill(code.lower())
    page.get_by_role("button", name="打开").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("您的投诉")
    look_for_faults(page, script)
    page.get_by_text("看图").first.click()
    expect(page.locator("img.evidence").first).to_have_js_property("naturalWidth", 64)
    page.get_by_text("给办理机构留言").click()
    page.get_by_label("留言", exact=False).last.fill("还有一张票找到了")
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_role("status")).to_contain_text("已经记下")
    expect(page.get_by_text("还有一张票找到了")).to_be_visible()
    assert code not in page.url


def test_from_a_verdict_to_a_followed_complaint(page: Page) -> None:
    code = file(page, script=True)
    expect(page.get_by_role("button", name="打印回执")).to_be_visible()
    look_for_faults(page, script=True)
    assert sheets(page) == 1, "one A4 page"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载签名回执").click()
    assert waiting.value.suggested_filename.startswith("receipt-TS")
    follow(page, code, script=True)


def sheets(page: Page) -> int:
    printed = page.pdf(prefer_css_page_size=True, format="A4")
    return printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ")


def test_the_same_without_javascript(plain_page: Page) -> None:
    code = file(plain_page, script=False)
    expect(plain_page.get_by_role("button", name="打印回执")).to_be_hidden()
    follow(plain_page, code, script=False)


def test_back_in_the_browser_loses_nothing(page: Page) -> None:
    page.goto("/complaints/new")
    page.get_by_label("收了钱不给票").check()
    page.get_by_label("怎么一回事").fill("没有给票")
    page.get_by_role("button", name="保存，下一步").click()
    said = {
        "票据或通知上叫什么": "材料审核费", "涉及多少钱": "600", "哪一天的事": "2025-07-16", "手上有什么": "照片"
    }  # fmt: skip
    for label, value in said.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="保存，下一步").click()
    page.get_by_label("谁收的、谁来的").fill("番禺区某窗口")
    page.get_by_label("在哪里").fill("广州市番禺区")
    page.go_back()
    for label, value in said.items():
        expect(page.get_by_label(label)).to_have_value(value)
    page.go_forward()
    expect(page.get_by_label("谁收的、谁来的")).to_have_value("番禺区某窗口")
    expect(page.get_by_label("在哪里")).to_have_value("广州市番禺区")
    page.go_back()
    page.go_back()
    expect(page.get_by_label("怎么一回事")).to_have_value("没有给票")


def test_back_loses_nothing_without_javascript(plain_page: Page) -> None:
    test_back_in_the_browser_loses_nothing(plain_page)


def test_by_keyboard_alone(page: Page) -> None:
    page.goto("/complaints/new")
    page.get_by_label("怎么一回事").focus()
    page.keyboard.type("没有给票")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("怎么一回事")).to_have_value("没有给票")


def test_leaving_at_once(page: Page) -> None:
    page.goto("/complaints/new")
    page.get_by_label("怎么一回事").fill("被人看到就糟了")
    page.get_by_role("link", name="快速离开").click()
    assert page.url.rstrip("/").count("/") == 2
    assert page.context.cookies() == []
