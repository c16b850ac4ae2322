"""What a person reads on a page, and what a form there would send."""

import html
import re
from html.parser import HTMLParser
from typing import Any


def words_of(response: Any) -> str:
    """All words of the page, blanks as one."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def headline(response: Any) -> str:
    """The words of the page's first heading."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.get_data(as_text=True), re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", found[1])).split()) if found else ""


class Fields(HTMLParser):
    """Every field of the page's forms with the value it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.open_area: str | None = None
        self.open_select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "textarea":
            self.open_area, self.values[name] = name, ""
        elif tag == "select":
            self.open_select, self.values[name] = name, ""
        elif tag == "option" and self.open_select and "selected" in given:
            self.values[self.open_select] = given["value"]
        elif tag == "input" and name and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.values[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.open_area is not None:
            self.values[self.open_area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.open_area = None
        elif tag == "select":
            self.open_select = None


def fields_of(response: Any) -> dict[str, str]:
    """Name → value of every field on the page, as a browser would show it."""
    reader = Fields()
    reader.feed(response.get_data(as_text=True))
    return reader.values
