"""The platform's own rules and tree of bodies, for tests of the law without a database."""

import csv
from datetime import date
from typing import Any

from complaints.rules.matters import Matter
from complaints.rules.routes import Route, route
from complaints.rules.tree import Tree
from complaints.services import rulebooks
from core.people.services.organising import TABLE

BOOK = rulebooks.current()
with TABLE.open(encoding="utf-8-sig", newline="") as file:
    ROWS = list(csv.DictReader(file))
TREE = Tree.read(ROWS)
TODAY = date(2026, 11, 20)
COLUMNS = ("code", "name", "parent", "region", "level", "roles", "kind", "line_superior", "from", "to", "successor")


def day(text: str) -> date:
    return date.fromisoformat(text)


def routed(
    kind: str, body: str | None, region: str | None, list_type: str | None = None, *, on: str = "2026-11-20",
    tree: Tree = TREE, **facts: str,
) -> Route:  # fmt: skip
    """The route of a matter; each fact is the codes it names, divided by blanks."""
    listed: dict[str, Any] = {name: tuple(codes.split()) for name, codes in facts.items()}
    return route(Matter(kind, body, region, list_type, **listed), tree, BOOK, day(on))


def by(found: Route, exclusion: str) -> set[str]:
    """Codes excluded by that exclusion."""
    return {each.code for each in found.excluded if each.by.id == exclusion}


def row(code: str, **columns: str) -> dict[str, str]:
    """A row of a tree of a test's own."""
    return {name: "" for name in COLUMNS} | {"code": code, "name": code, "kind": "bureau"} | columns
