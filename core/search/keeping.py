"""Putting documents under search, finding them, and keeping the index up with them.

Whoever changes a thing puts its words here in the same transaction; from then on it is found, read through at first,
through the index when the worker has taken it in.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

from core import jobs
from core.db import db, transaction
from core.search import pending
from core.search.analysis import MAX_TEXT, fold
from core.search.documents import SearchDocument, SearchPending
from core.search.engines import engine
from core.search.index import condition
from core.search.query import Query, parse

STEP = 500
"""Documents taken in by one short step of the worker."""
BULK = 10_000
"""And by one of a rebuild."""

_ASKED = "search.index asked"


def put(kind: str, key: str, words: str) -> None:
    """Let the thing `key` of `kind` be found by `words`, in the caller's transaction."""
    put_all(kind, {key: words})


def put_new(kind: str, words: Mapping[str, str]) -> int:
    """Let new things be found, of which none was under search before, in the caller's transaction; how many.

    :raises ValueError: as `put_all`.
    """
    folds = _folded(words)
    if folds:
        _mark(db.session.scalars(insert(SearchDocument).returning(SearchDocument.id), _rows(kind, folds)))
    return len(folds)


def put_all(kind: str, words: Mapping[str, str], *, whole: bool = False) -> int:
    """Let things be found by their words, in the caller's transaction; how many changed.

    :param whole: these are all there are of `kind`; others are taken out.
    :raises ValueError: for more than `MAX_TEXT` characters; what is so long is put as several things.
    """
    folds = _folded(words)
    asked = select(SearchDocument.key, SearchDocument.fold).where(SearchDocument.kind == kind)
    if not whole:
        asked = asked.where(SearchDocument.key.in_(folds))
    there = {key: text for key, text in db.session.execute(asked)}
    changed = {key: text for key, text in folds.items() if there.get(key) != text}
    _write(kind, {key: text for key, text in changed.items() if key not in there}, changed.keys() & there.keys(), folds)
    gone = there.keys() - folds.keys() if whole else set()
    for key in gone:
        remove(kind, key)
    if changed:
        numbers = select(SearchDocument.id).where(SearchDocument.kind == kind, SearchDocument.key.in_(changed))
        _mark(db.session.scalars(numbers))
    return len(changed) + len(gone)


def _folded(words: Mapping[str, str]) -> dict[str, str]:
    folds = {key: fold(text) for key, text in words.items()}
    if too_long := [key for key, text in folds.items() if len(text) > MAX_TEXT]:
        raise ValueError(f"too long to be searched: {', '.join(too_long)}")
    return folds


def _rows(kind: str, folds: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"kind": kind, "key": key, "fold": text} for key, text in folds.items()]


def _write(kind: str, new: Mapping[str, str], edited: Any, folds: Mapping[str, str]) -> None:
    if new:
        db.session.execute(insert(SearchDocument), _rows(kind, new))
    if edited:
        changing = update(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.key == bindparam("which"))
        rows = [{"which": key, "text": folds[key]} for key in edited]
        db.session.connection().execute(changing.values(fold=bindparam("text")), rows)


def _mark(numbers: Iterable[int]) -> None:
    """Note that the index has not seen these documents as they are, and ask the worker to see to it."""
    insert_here = insert_in_postgresql if db.engine.dialect.name == "postgresql" else insert_in_sqlite
    stamp = secrets.token_hex(16)
    rows = [{"document_id": number, "stamp": stamp} for number in numbers]
    marking = insert_here(SearchPending)
    db.session.execute(
        marking.on_conflict_do_update(index_elements=["document_id"], set_={"stamp": marking.excluded.stamp}), rows
    )
    _ask_worker()


def _ask_worker() -> None:
    """One job a transaction is enough: it takes in whatever is pending."""
    now = db.session().get_transaction()
    if db.session.info.get(_ASKED) is not now:
        db.session.info[_ASKED] = now
        jobs.enqueue("search.index", {})


def remove(kind: str, key: str) -> None:
    """Let the thing be found no longer, in the caller's transaction."""
    db.session.execute(delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.key == key))


def matches(query: Query | str) -> ColumnElement[bool]:
    """What must be true of a `SearchDocument` for it to match: a house adds its own conditions and order to it.

    :raises Invalid: if what was typed is too long.
    """
    return condition(engine(), parse(query) if isinstance(query, str) else query)


def keys(kind: str, query: Query | str) -> Select[str]:
    """The keys of the things of `kind` that match, as a query to run or to join."""
    return select(SearchDocument.key).where(SearchDocument.kind == kind, matches(query))


@jobs.handler("search.index", own_transactions=True)
def take_in(_args: dict[str, Any]) -> None:
    """Index whatever is pending."""
    while engine().take_in(STEP):
        pass


@jobs.handler("search.tidy", daily=time(3, 40), own_transactions=True)
def tidy(_args: dict[str, Any]) -> None:
    """Put the index in its best shape, at night."""
    engine().tidy()


def rebuild(progress: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Build the whole index anew, in transactions of its own; how many documents it holds.

    Searching goes on meanwhile, and misses nothing: what is not indexed yet is read through.
    """
    with transaction():
        engine().begin_anew()
        every = pending.count()
    done = 0
    while taken := engine().take_in(BULK):
        done += taken
        progress(min(done, every), every)
    return done
