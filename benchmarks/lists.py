"""The lists by program against Datasette, and pages against a bare Flask page of that size."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from benchmarks.bare import bare_page
from benchmarks.measuring import Bar, Caller, in_turns
from benchmarks.platforms import free_port, platform_served, serving

NO_PEER = "no peer here: see benchmarks/peers.txt"
ITEM, LIST = "/api/v1/items/LIT-PROP", "/api/v1/items?limit=50"
PAGE = "/items/TM-APP"


def bars_of_json(folder: Path, peers: Path | None) -> Iterator[Bar]:
    """An item and a list of fifty by program."""
    with platform_served(folder) as ours:
        if peers is None:
            one, many = in_turns(lambda: ours.ask(ITEM), lambda: ours.ask(LIST), calls=100)
            yield Bar("item JSON", "Datasette's row, rate", None, "≥ 1.3", f"{1 / one:.0f}/s; {NO_PEER}")
            yield Bar("list of 50, JSON", "Datasette's table, rate", None, "≥ 1.3", f"{1 / many:.0f}/s; {NO_PEER}")
            return
        port, file = free_port(), _entries(folder)
        command = [
            str(peers / "bin" / "datasette"),
            "serve",
            str(file),
            "--port",
            str(port),
            "--setting",
            "suggest_facets",
        ]
        with serving([*command, "off"], port, "/entries/entry/1.json") as peer:
            row = "/entries/entry/1.json"
            one, other = in_turns(lambda: ours.ask(ITEM), lambda: peer.ask(row), calls=100)
            yield Bar("item JSON", "Datasette's row, rate", other / one, "≥ 1.3", f"{1 / one:.0f}/s, {1 / other:.0f}/s")
            table = "/entries/entry.json?_size=50&_nofacet=1&_nosuggest=1"
            many, others = in_turns(lambda: ours.ask(LIST), lambda: peer.ask(table), calls=50)
            detail = f"{1 / many:.0f}/s, {1 / others:.0f}/s"
            yield Bar("list of 50, JSON", "Datasette's table, rate", others / many, "≥ 1.3", detail)


def _entries(folder: Path) -> Path:
    """The entries of all editions in a database of their own, for Datasette."""
    file = folder / "entries.db"
    with sqlite3.connect(file) as made:
        made.execute("ATTACH ? AS platform", (str(folder / "platform.db"),))
        columns = [row[1] for row in made.execute("PRAGMA platform.table_info(entry)")]
        types = ", ".join(f'"{name}" {"INTEGER PRIMARY KEY" if name == "id" else "TEXT"}' for name in columns)
        made.execute(f"CREATE TABLE entry ({types})")
        made.execute("INSERT INTO entry SELECT * FROM platform.entry")
    made.close()
    return file


def bars_of_pages(app: Flask, folder: Path) -> Iterator[Bar]:
    """The page of an item, and the answer that it has not changed."""
    page = Caller(app, PAGE)
    size = len(page().decode())
    bare = Caller(bare_page(folder / "bare.db", size), "/")
    bare()
    page()
    again = Caller(app, PAGE, if_none_match=page.headers["ETag"])
    again()
    if not (page.status[:3], bare.status[:3], again.status[:3]) == ("200", "200", "304"):
        raise RuntimeError(f"pages answer {page.status}, {bare.status}, {again.status}")
    ours, floor, unchanged = in_turns(page, bare, again, calls=100)
    detail = f"{1 / ours:.0f}/s, {1 / floor:.0f}/s, {size} characters"
    yield Bar("item page", "bare Flask page of that size with login", floor / ours, "≥ 0.75", detail)
    yield Bar("item page, not changed (304)", "its own 200, rate", ours / unchanged, "≥ 1.5", f"{1 / unchanged:.0f}/s")
