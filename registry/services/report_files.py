"""The file of a report: kept as evidence is (`core.files`), handed out byte for byte to who may read the report."""

from typing import IO

from core.errors import Invalid, NotFound
from core.files import store
from core.files.store import Kept
from core.policy import Actor
from core.values.text import Text
from registry.services import reading

_GONE = Text("传过的文件已经过期，请再选一次", "The file sent before was dropped; choose it again")


def take(source: IO[bytes], name: str) -> Kept:
    """Write a file down, encrypted; outside a transaction. It is nobody's until `wait` and `attach`.

    :raises core.errors.Invalid: at ``file`` for what is not taken.
    """
    return store.keep(source, name)


def wait(kept: Kept) -> None:
    """It waits for a form that is not taken yet, in the caller's transaction."""
    store.enter(kept, attached=False)


def waiting(key: str) -> Kept | None:
    """A file that waits for a form, by its key."""
    return store.find_all([key]).get(key) if key and store.waiting([key]) else None


def attach(key: str) -> None:
    """The file now belongs to a report, in the transaction that records it.

    :raises core.errors.Invalid: at ``file`` if it waited too long.
    """
    if store.attach(key) is None:
        raise Invalid({"file": [_GONE]})


def of_report(report_id: int, actor: Actor) -> Kept:
    """The kept file of a report, to who may read the whole report.

    :raises core.errors.NotFound: if there is none, or not for this actor.
    """
    key = reading.report(report_id, actor).file_key
    kept = store.find_all([key]).get(key) if key else None
    if kept is None:
        raise NotFound
    return kept


def of_key(key: str) -> Kept | None:
    """What is on record of a file; None if none is kept."""
    return store.find_all([key]).get(key) if key else None
