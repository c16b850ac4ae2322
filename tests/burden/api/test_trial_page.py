"""The page to try the interface: works under the strict Content-Security-Policy, from our own origin alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def test_a_check_can_be_tried_on_the_page(page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda sent: refused.append(sent.url) if "127.0.0.1" not in sent.url and "data:" not in sent.url else None,
    )
    page.goto("/api/v1/")
    page.locator("#swagger .opblock-summary-path", has_text="/api/v1/items/{key}/history").click()
    operation = page.locator(".opblock.is-open")
    operation.get_by_role("button", name="Try it out").click()
    operation.locator("input[placeholder='key']").fill("TM-APP")
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".responses-table.live-responses-table .response-col_status").last).to_contain_text("200")
    assert refused == []
    violations = Axe().run(page).response["violations"]
    assert [one["id"] for one in violations if one["impact"] in ("serious", "critical")] == []


def test_without_javascript_the_page_says_where_the_description_is(plain_page: Page) -> None:
    plain_page.goto("/api/v1/")
    expect(plain_page.get_by_role("link", name="openapi.json")).to_be_visible()
