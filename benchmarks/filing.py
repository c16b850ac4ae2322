"""Filing against a bare transaction that stores as many rows; and how long eight who file at once wait for their turn.

The floor stores rows of the same size by the same SQLAlchemy, in one table, on SQLite as the platform sets it up (WAL,
synchronous=FULL): what filing does beyond is to read the law, route, reckon terms, chain events and sign the receipt.
"""

import multiprocessing
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.measuring import Bar, in_turns
from complaints.schemas.api import read_filing
from complaints.services import filing
from core.db import Base, db, transaction

WRITERS, EACH = 8, 12
DOCUMENT: dict[str, Any] = {
    "mode": "named",
    "contact": {"name": "陈示例", "enterprise": "广州番禺示例精密五金有限公司", "phone": "13800000000"},
    "matters": [
        {
            "kind": "own_made_item",
            "story": "窗口让我们另交一笔材料审核费，六百元，没有开票据。",
            "body": "440113-bdc",
            "region": "440113",
            "amount": "600.00",
        }
    ],
}


class _Bare(DeclarativeBase):
    """The floor's one table."""


class _Row(_Bare):
    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]


def _file() -> None:
    command = read_filing(DOCUMENT)
    with transaction():
        filing.file(command)


def _stored(file: Path) -> int:
    """Rows in all tables."""
    with sqlite3.connect(file) as held:
        return sum(held.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in Base.metadata.tables)


def _bare(file: Path, rows: int, size: int) -> Callable[[], None]:
    """Store so many rows of so many bytes in one transaction."""
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    _Bare.metadata.create_all(engine)

    def run() -> None:
        with Session(engine) as session:
            for place in range(rows):
                session.add(_Row(words=str(place).ljust(size, "x")))
                session.flush()  # one by one, as rows of different tables are
            session.commit()

    return run


def _waits(app: Flask, queue: Any) -> None:
    """The longest wait for the turn to write, of one process that files."""
    longest = 0.0
    with app.app_context():
        db.engine.dispose(close=False)
        for _ in range(EACH):
            command, start = read_filing(DOCUMENT), time.perf_counter()
            with transaction():
                longest = max(longest, time.perf_counter() - start)
                filing.file(command)
    queue.put(longest)


def _worst_wait(app: Flask) -> float:
    fork = multiprocessing.get_context("fork")
    queue = fork.Queue()
    writers = [fork.Process(target=_waits, args=(app, queue)) for _ in range(WRITERS)]
    for each in writers:
        each.start()
    found = [queue.get(timeout=300) for _ in writers]
    for each in writers:
        each.join()
    return max(found)


def bars(app: Flask, folder: Path) -> Iterator[Bar]:
    """The two bars of filing."""
    with app.app_context():
        _file()
        file = Path(str(db.engine.url.database))
        before = _stored(file)
        _file()
        rows = _stored(file) - before
        ours, bare = in_turns(_file, _bare(folder / "bare-filing.db", rows, 400), turns=9)
        count = db.session.scalar(select(func.count()).select_from(filing.Complaint)) or 0
        db.session.rollback()
    detail = f"{1 / ours:.0f}/s, {1 / bare:.0f}/s; {rows} rows each; {count} filed"
    yield Bar("filing", f"bare transaction of {rows} rows, FULL, rate", bare / ours, "≥ 0.7", detail)
    worst = _worst_wait(app)
    yield Bar("worst wait of 8 writers", "0.3 s", worst / 0.3, "≤ 1", f"{worst:.2f} s; {WRITERS * EACH} filed")
