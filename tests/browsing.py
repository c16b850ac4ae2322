"""A live server in a thread and Debian's Chromium to look at it."""

import shutil
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("browser tests: no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the platform answers for a real browser during this test."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(params=["phone", "desk"])
def page(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Page]:
    """A page of a fresh browser, once at a phone's width and once at a desk's."""
    size = PHONE if request.param == "phone" else DESK
    context = chromium.new_context(viewport=size, base_url=address, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page of a browser without JavaScript, at a phone's width."""
    context = chromium.new_context(viewport=PHONE, base_url=address, java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()
