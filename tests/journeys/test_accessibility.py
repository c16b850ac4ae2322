"""axe-core on every public page: both widths, both colours, no serious finding; and nothing wider than the screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

PAGES = (
    "/", "/items", "/items?q=水土&nature=administrative_fee", "/items?q=没有这样的费", "/items/SOIL",
    "/items/SOIL?on=2017-06-30", "/items/ENV-MONITOR", "/items/SOIL/history", "/changes", "/editions",
    "/editions/nat-xzsy-qy__2024-07", "/compare?from=2017-06-30&to=2017-07-01", "/check", "/check?item=SOIL", "/help",
    "/privacy", "/accessibility", "/language", "/sign-in", "/items/NO-SUCH-ITEM", "/complaints/new", "/complaints",
    "/registry", "/registry/procedures/se_boiler_periodic", "/registry/grounds", "/certificates/absent",
)  # fmt: skip
GRAVE = ("serious", "critical")


def run_axe(page: Page, **options: Any) -> list[str]:
    found: Any = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in GRAVE]


def findings(page: Page) -> list[str]:
    """All of it in light colours; in dark ones (the attribute that the server sets) what depends on colour."""
    page.emulate_media(reduced_motion="reduce")  # colours must not be measured while they change
    light = run_axe(page)
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    dark = run_axe(page, runOnly=["color-contrast", "link-in-text-block"])
    return light + [f"dark {one}" for one in dark]


def wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_has_no_serious_finding(page: Page, path: str) -> None:
    page.goto(path)
    assert findings(page) == [] and not wider_than_the_screen(page)


@pytest.mark.parametrize(
    "answers", [{}, {"facts.units": "6", "facts.use": "non_residential", "facts.payer_size": "medium"}]
)
def test_a_verdict_has_no_serious_finding(page: Page, answers: dict[str, str]) -> None:
    page.goto("/check?item=REG-REALTY")
    page.get_by_label("收费名称").fill("房产证办证费")
    page.get_by_label("收了多少钱").fill("4280")
    page.get_by_label("哪天收的").fill("2025-07-16")
    for name, value in answers.items():
        field = page.locator(f'[name="{name}"]')
        field.fill(value) if name == "facts.units" else page.check(f'[name="{name}"][value="{value}"]')
    page.get_by_role("button", name="核对", exact=True).click()
    assert findings(page) == [] and not wider_than_the_screen(page)
    page.goto(page.url + "/notice")
    assert findings(page) == [] and not wider_than_the_screen(page)


def test_a_form_with_mistakes_has_no_serious_finding(page: Page) -> None:
    page.goto("/check")
    page.get_by_label("收了多少钱").fill("-1")
    page.get_by_role("button", name="核对", exact=True).click()
    assert findings(page) == [] and not wider_than_the_screen(page)
