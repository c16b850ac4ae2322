"""The form of a complaint, filled in as a person without script does, with the fields that are carried along."""

from html.parser import HTMLParser
from typing import Any

from tests.visiting import Visitor


class Fields(HTMLParser):
    """What a browser would send of a page's main form, and the texts of its errors."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.hidden: set[str] = set()
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "input" and name:
            kind = given.get("type")
            if kind not in ("radio", "checkbox") or "checked" in given:
                self.values[name] = given.get("value") or ""
            if kind == "hidden":
                self.hidden.add(name)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self._area] = self.values[self._area].removeprefix("\n")
            self._area = ""


class Report:
    """A person who files: keeps the page that is open."""

    def __init__(self, visitor: Visitor, address: str = "/complaints/new") -> None:
        self.visitor = visitor
        self.answer: Any = visitor.get(address)

    @property
    def page(self) -> str:
        text: str = self.answer.get_data(as_text=True)
        return text

    @property
    def values(self) -> dict[str, str]:
        return Fields(self.page).values

    def go(self, button: str = "next", **typed: str) -> "Report":
        """Type into the fields (``matters__0__story`` for ``matters.0.story``) and press a button."""
        named = {name.replace("__", "."): value for name, value in typed.items()}
        self.answer = self.visitor.http.post("/complaints/new", data=self.values | named | {"go": button})
        return self

    def to_answers(self, mode: str = "anonymous", **typed: str) -> "Report":
        """A whole complaint of one matter, up to the page to check it."""
        told = {"matters__0__kind": "own_made_item", "matters__0__story": "窗口让我们另交一笔材料审核费。"} | typed
        contact = {} if mode == "anonymous" else {"contact__enterprise": "广州番禺示例精密五金有限公司"}
        self.go(**{name: told[name] for name in told if name.endswith(("kind", "story"))})
        self.go(**{name: told[name] for name in told if name.endswith(("amount", "called_as", "happened_on"))})
        self.go(matters__0__body=typed.get("matters__0__body", "广州市番禺区示例不动产登记中心"))
        return self.go(mode=mode, **contact)
