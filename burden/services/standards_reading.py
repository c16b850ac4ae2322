"""A file of the form of ``standards.yaml`` read into documents; whatever cannot become law is named with its place."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from burden.models.rulebooks import DocumentKind
from burden.rules.catalogue import compile_catalogue
from burden.rules.documents import DocumentErrors, read_item
from burden.rules.sources import Sources
from burden.services import cataloguing
from burden.services.unpacking import CATALOGUE, EVENTS
from burden.services.yaml_places import Document, read_yaml
from core.errors import Invalid
from core.values.text import Text, same

Key = tuple[DocumentKind, str]

PARTS: dict[str, tuple[DocumentKind, type]] = {
    "families": (DocumentKind.families, list),
    "words_for_listed": (DocumentKind.words_for_listed, dict),
    "schema": (DocumentKind.conventions, dict),
    "status_events": (DocumentKind.events, list),
}
"""Parts of the file beside `items`; each replaces the whole part in force."""
NO_SUCH_ITEM = Text("没有“{key}”这个项目，或它没有标准", "There is no item “{key}”, or it has no standards")
PART_WORDS = {
    DocumentKind.families: Text("家族用语", "families of words"),
    DocumentKind.words_for_listed: Text("清单项目的俗名", "everyday words of listed items"),
    DocumentKind.conventions: Text("约定（schema）", "conventions (schema)"),
    DocumentKind.events: Text("停征、取消、降低等事件", "status events"),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that cannot be saved: in which item, which row and field, on which line."""

    item: str
    path: str
    """As in the document: ``standards.2.brackets.1.threshold``; empty for the whole item."""
    line: int | None
    message: Text

    @property
    def where(self) -> Text:
        """TM-APP，第 3 条标准，brackets 第 2 段 threshold（第 201 行）."""
        zh, en = _place(self.path)
        line = Text(f"（第 {self.line} 行）", f" (line {self.line})") if self.line else Text("", "")
        zh = "，".join(part for part in (self.item, zh) if part)
        return Text(f"{zh}{line.zh}", ", ".join(part for part in (self.item, en) if part) + line.en)


_LISTS = {
    "standards": ("第 {n} 条标准", "standard {n}"),
    "relief": ("第 {n} 条减免", "relief {n}"),
    "status_events": ("第 {n} 个事件", "event {n}"),
    "brackets": ("第 {n} 段", "bracket {n}"),
}


def _place(path: str) -> tuple[str, str]:
    """A path in words: rows counted from 1, names as they stand in the file."""
    zh, en = [], []
    parts = path.split(".") if path else []
    while parts:
        name = parts.pop(0)
        if name in _LISTS and parts and parts[0].isdecimal():
            number = int(parts.pop(0)) + 1
            zh.append(_LISTS[name][0].format(n=number))
            en.append(_LISTS[name][1].format(n=number))
        else:
            zh.append(name)
            en.append(name)
    return " ".join(zh), " ".join(en)


class WrongStandards(Invalid):
    """Documents that cannot become law; `wrong` lists every place."""

    def __init__(self, wrong: Sequence[Wrong], field: str = "file") -> None:
        said = [Text(f"{one.where.zh}：{one.message.zh}", f"{one.where.en}: {one.message.en}") for one in wrong]
        super().__init__({field: said})
        self.wrong = list(wrong)


def read_standards(text: str) -> dict[Key, Any]:
    """The documents of a file that differ from those in force.

    :raises WrongStandards: naming item, row, field and line of all that is wrong.
    :raises Invalid: (field ``file``) when it is no YAML, has no items and parts, or changes nothing.
    """
    document = read_yaml(text)
    if not isinstance(document.body, dict) or not ({"items", *PARTS} & set(document.body)):
        raise Invalid(
            {
                "file": [
                    Text(
                        "没有 items 这一段：请照 standards.yaml 的样子写",
                        "There is no `items`: write it in the form of standards.yaml",
                    )
                ]
            }
        )
    found, wrong = _parts(document)
    items, wrong_items = _items(document)
    wrong += wrong_items
    if wrong:
        raise WrongStandards(wrong)
    known = cataloguing.documents_published()
    changed = {key: body for key, body in {**items, **found}.items() if known.get(key) != body}
    if not changed:
        raise Invalid(
            {"file": [Text("和现在用的一样，没有要改的", "It is the same as what is in force; nothing to change")]}
        )
    return changed


def _parts(document: Document) -> tuple[dict[Key, Any], list[Wrong]]:
    found: dict[Key, Any] = {}
    wrong = []
    for name, body in document.body.items():
        if name in PARTS:
            kind, shape = PARTS[name]
            if isinstance(body, shape):
                found[kind, kind.value] = _event_rows(body) if kind is DocumentKind.events else body
            else:
                wrong.append(
                    Wrong(
                        name,
                        "",
                        document.line_of(name),
                        Text("这一段的写法不对", "This part is not written as it must be"),
                    )
                )
        elif name != "items":
            wrong.append(
                Wrong(name, "", document.line_of(name), Text("不认识这一段，请删掉", "This part is unknown; delete it"))
            )
    return found, wrong


def _event_rows(rows: Any) -> list[dict[str, str]]:
    """Rows of events with every column of status-events.csv, as text."""
    with open(CATALOGUE / EVENTS, encoding="utf-8-sig", newline="") as file:
        columns = next(csv.reader(file))
    return [
        {column: str(row.get(column, "") if row.get(column) is not None else "") for column in columns}
        for row in rows
        if isinstance(row, Mapping)
    ]


def _items(document: Document) -> tuple[dict[Key, Any], list[Wrong]]:
    found: dict[Key, Any] = {}
    wrong: list[Wrong] = []
    rows = document.body.get("items") or []
    if not isinstance(rows, list):
        return {}, [Wrong("items", "", document.line_of("items"), Text("这里要一列项目", "A list of items is needed"))]
    for at, body in enumerate(rows):
        here = wrong_places(body)
        name = str(body.get("item_key") or at + 1) if isinstance(body, dict) else str(at + 1)
        if (DocumentKind.item, name) in found:
            here.append(("item_key", Text("这个项目写了两次", "This item stands here twice")))
        wrong += [
            Wrong(name, path, document.line_of(f"items.{at}.{path}" if path else f"items.{at}"), message)
            for path, message in here
        ]
        found[DocumentKind.item, name] = body
    return found, wrong


def wrong_places(body: Any) -> list[tuple[str, Text]]:
    """(path, message) of everything that keeps an item's document from becoming law."""
    if not isinstance(body, dict):
        return [("", Text("这里要一组“名称: 值”", "A set of “name: value” is needed here"))]
    try:
        read_item(body)
    except DocumentErrors as error:
        return [(one.path, one.message) for one in error.errors]
    except (TypeError, AttributeError, ValueError, KeyError, IndexError) as error:
        return [("", Text(f"这一项有一处写法读不懂（{error}）", f"Something in this item cannot be read ({error})"))]
    if len(str(body.get("item_key", ""))) > 64:
        return [("item_key", Text("项目键最多 64 个字符", "An item key has 64 characters at most"))]
    return []


def wrong_together(sources: Sources) -> list[Wrong]:
    """What shows only when all is put together: a borrowed scale that is not there, a family of unknown items …"""
    try:
        catalogue = compile_catalogue(sources)
    except DocumentErrors as error:
        return [Wrong("", one.path, None, one.message) for one in error.errors]
    except (TypeError, AttributeError, ValueError, KeyError, IndexError) as error:
        return [Wrong("", "", None, Text(f"合在一起编不成目录：{error}", f"Together they make no catalogue: {error}"))]
    return [
        Wrong(str(body["item_key"]), f"standards.{at}.like", None, NO_SUCH_ITEM.fill(key=row["like"]))
        for body in sources.items
        for at, row in enumerate(body.get("standards") or ())
        if row.get("like") and not (catalogue.items.get(row["like"]) and catalogue.items[row["like"]].standards)
    ]


def document_words(kind: str, key: str) -> Text:
    """What a document is called."""
    return same(key) if kind == DocumentKind.item else PART_WORDS.get(DocumentKind(kind), same(kind))
