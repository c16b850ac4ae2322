"""Searching complaints as an auditor does, against FTS5 over the same bigrams of the same texts; CPU of each.

python -m benchmarks.search_complaints --complaints 10000
python -m benchmarks.search_complaints --complaints 100000 --folder KEPT     kept, and taken up again, in that folder

Both answer how many there are and the newest twenty; ours also within an auditor's sight. Beside that: what a whole
page costs, with its extracts, and with all counts and months; how long the index takes to build, and its size.
"""

import argparse
import logging
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from benchmarks.measuring import Bar, cores, cpu_of_each, p50_p95
from benchmarks.platforms import filled
from complaints.models.cases import Matter
from complaints.search import KIND
from complaints.services import auditing, samples
from complaints.services.audit_criteria import Search
from core import clock
from core.config import read_settings
from core.db import db, transaction
from core.people.services import organising
from core.people.services import samples as people
from core.policy import Actor, Role
from core.search import keeping
from core.search.documents import SearchDocument
from core.search.query import parse
from wsgi import create_app

SEED, ASKED, PAGE = 20261125, 60, 20
Answer = tuple[int, list[str]]


def platform(folder: Path, complaints: int) -> Flask:
    """The platform with so many sample complaints; what is in the folder already is taken up."""
    there = (folder / "platform.db").exists()
    app = create_app(read_settings({"INSTANCE": str(folder), "SECRET_KEY": "only measured"})) if there else None
    app = app or filled(folder)
    with app.app_context():
        with transaction():
            people.add_sample_people()
        samples.add(complaints)
    return app


def questions(folds: list[str]) -> list[str]:
    """Runs of two to six characters out of the texts, one in four with a second beside it; always the same."""
    chance, found = random.Random(SEED), list[str]()
    while len(found) < ASKED:
        runs = [_run(chance, chance.choice(folds)) for _ in range(1 + (chance.random() < 0.25))]
        if all(runs):
            found.append(" ".join(runs))
    return found


def _run(chance: random.Random, fold: str) -> str:
    length = chance.choice((2, 2, 3, 3, 4, 4, 5, 6))
    at = chance.randrange(max(1, len(fold) - length))
    run = fold[at : at + length]
    return run if len(run) == length and run.isalnum() else ""


def auditor() -> Actor:
    """An auditor of an office without a stake in most."""
    body = organising.find_body("440000-gxt", clock.today())
    return Actor(1, "审", frozenset({(Role.auditor, body.id if body else 1)}))


def _plain(query: str, who: Actor) -> Answer:
    """Total and the newest numbers, within sight."""
    asked = auditing.listed(Search(query), who, "", Matter.number, func.count().over()).limit(PAGE)
    rows = db.session.execute(asked).all()
    return (rows[0][2] if rows else 0), [number for _, number, _ in rows]


def fts5(file: Path, who: Actor) -> tuple[Callable[[str], Answer], float, int]:
    """FTS5 with the bigrams of each text in order, so that a run is a phrase; CPU and bytes of its index."""
    seen = auditing.criteria(Search(), who)
    asked = select(SearchDocument.id, Matter.number, Matter.filed_at, SearchDocument.fold)
    rows = db.session.execute(asked.join(Matter, Matter.number == SearchDocument.key).where(*seen)).all()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(grams, content='', detail=full, tokenize='ascii')")
    start = time.process_time()
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO found (rowid, grams) VALUES (?, ?)", ((row.id, _spelled(row.fold)) for row in rows)
    )
    connection.execute("COMMIT")
    took, size = time.process_time() - start, file.stat().st_size
    connection.execute("CREATE TABLE filed (id INTEGER PRIMARY KEY, number TEXT, at TEXT)")
    connection.executemany(
        "INSERT INTO filed VALUES (?, ?, ?)", ((r.id, r.number, r.filed_at.isoformat()) for r in rows)
    )
    connection.execute("CREATE INDEX filed_at ON filed (at, number)")
    newest = (
        "SELECT number FROM filed WHERE id IN (SELECT rowid FROM found WHERE grams MATCH ?)"
        f" ORDER BY at DESC, number DESC LIMIT {PAGE}"
    )

    def ask(query: str) -> Answer:
        phrases = " AND ".join(f'"{_spelled(run)}"' for run in parse(query).include)
        total: int = connection.execute("SELECT count(*) FROM found WHERE grams MATCH ?", (phrases,)).fetchone()[0]
        return total, [number for (number,) in connection.execute(newest, (phrases,))]

    return ask, took, size


def _spelled(text: str) -> str:
    return " ".join(text[at : at + 2].encode().hex() for at in range(len(text) - 1))


def bars(app: Flask, folder: Path) -> Iterator[Bar]:
    """Every line of the report; both engines count the same, or the run fails."""
    with app.app_context():
        who = auditor()
        start = time.process_time()
        count = keeping.rebuild()
        own_build = time.process_time() - start
        own_size = sum(each.stat().st_size for each in (folder / "search-index").rglob("*") if each.is_file())
        with tempfile.TemporaryDirectory() as other:
            peer, build, size = fts5(Path(other) / "fts5.db", who)
            asked = questions(list(db.session.scalars(select(SearchDocument.fold).where(SearchDocument.kind == KIND))))
            for query in asked:
                if _plain(query, who) != peer(query):
                    raise RuntimeError(f"{query}: {_plain(query, who)} here, {peer(query)} by FTS5")
            yield from _times(asked, who, peer, count)
        yield Bar("index build", "FTS5, CPU", own_build / build, "≤ 8", f"{own_build:.1f} s, {build:.1f} s")
        yield Bar("index size", "FTS5", own_size / size, "≤ 1", f"{own_size / 1e6:.1f} MB, {size / 1e6:.1f} MB")


def _times(asked: list[str], who: Actor, peer: Callable[[str], Answer], count: int) -> Iterator[Bar]:
    theirs = cpu_of_each(peer, asked, turns=2)
    ways: dict[str, Callable[[str], object]] = {
        "total and numbers": lambda query: _plain(query, who),
        "page with extracts": lambda query: auditing.search(Search(query), who, counts=False),
        "page, counts, months": lambda query: auditing.search(Search(query), who),
    }
    for name, way in ways.items():
        ours = cpu_of_each(way, asked, turns=2)
        goals = ("≤ 2", "≤ 3") if name.startswith("total") else ("", "")
        for part, goal, own, other in zip(("p50", "p95"), goals, p50_p95(ours), p50_p95(theirs), strict=True):
            detail = f"{own * 1000:.1f} ms, {other * 1000:.1f} ms, {count:,} documents, {len(asked)} questions"
            yield Bar(f"{name}, {part}", "FTS5's total and numbers, CPU", own / other, goal, detail)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure searching complaints against FTS5 in the same run.")
    parser.add_argument("--complaints", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=None, help="where the platform is kept between runs")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    print(f"ratios of CPU on {cores()} cores; detail: ours, theirs")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for bar in bars(platform(folder, given.complaints), folder):
            print(bar, flush=True)


if __name__ == "__main__":
    main()
