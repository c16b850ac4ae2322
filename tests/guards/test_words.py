"""Both languages on every page: no Chinese outside a pair in the templates, none but the law's own words in English."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.databases import on_sqlite
from tests.guards.addresses import PUBLIC_PAGES
from tests.visiting import Visitor

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
PAIR = re.compile(r"""\bt\(\s*(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*,\s*(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""")
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
LANGUAGE_OF_ITS_OWN = re.compile(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_chinese_words_stand_beside_their_english(template: Path) -> None:
    rest = COMMENT.sub("", template.read_text("utf-8"))
    rest = LANGUAGE_OF_ITS_OWN.sub("", PAIR.sub("", rest))
    assert [line.strip() for line in rest.splitlines() if CHINESE.search(line)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_inline_that_the_content_security_policy_refuses(template: Path) -> None:
    text = COMMENT.sub("", template.read_text("utf-8"))
    assert re.findall(r"\sstyle=|\son\w+=\"|<style|javascript:|<script(?![^>]*\bsrc=)", text) == []


class Untranslated(HTMLParser):
    """Collects Chinese text that stands outside every element marked as Chinese."""

    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        chinese = (given.get("lang") or "").startswith("zh") or bool(self.open and self.open[-1])
        self.found += [f"{tag} {name}={value}" for name, value in attrs
                       if name in ("title", "alt", "aria-label", "placeholder") and not chinese
                       and CHINESE.search(value or "")]  # fmt: skip
        if tag not in self.VOID:
            self.open.append(chinese)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if CHINESE.search(data) and not (self.open and self.open[-1]):
            self.found.append(data.strip())


@on_sqlite
@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_a_page_in_english_keeps_chinese_only_for_the_words_of_law(visitor: Visitor, address: str) -> None:
    visitor.http.set_cookie("lang", "en")
    page: Any = visitor.get(address)
    assert page.status_code == 200
    reader = Untranslated()
    reader.feed(page.get_data(as_text=True))
    assert reader.found == []
