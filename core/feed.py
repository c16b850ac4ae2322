"""Events for programs, read in turn: numbered by the worker, after commit, in one place; shown to who may see each.

A house says of each kind of stream which of its events an actor may see and what of them is told (`VIEWS`); what it
does not name, nobody is shown. The numbers themselves stay inside: how far a reader has come is sealed, so that
nobody can tell from it how much happened that is not his to see.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, text

from core import vault
from core.db import db, transaction
from core.errors import Invalid
from core.events import Event, FeedEntry, Stream
from core.policy import Actor
from core.values.text import Text

_AT_ONCE = 1000
KEY = "feed"
_BAD_CURSOR = Text(
    "after 读不懂，请用上一次回答里的 next，或留空从头读起",
    "after cannot be read; use the `next` of the answer before, or leave it out to begin at the beginning",
)
_ONE_AT_A_TIME = 7_031_001
"""The number of PostgreSQL's advisory lock that lets one worker at a time give numbers."""


@dataclass(frozen=True)
class View:
    """Which events of a kind of stream are shown, and what of them."""

    visible: Callable[[Actor], ColumnElement[bool]]
    """Over the columns of `Stream` and `Event`."""
    tells: tuple[str, ...] = ()
    """The names in the payload that go along."""


VIEWS: dict[str, View] = {}
"""Kind of stream → what is shown of it. Houses add theirs when they move in."""


@dataclass(frozen=True)
class FedEvent:
    """An event as a program reads it."""

    about: str
    """The kind of thing: matter, edition …"""
    key: str
    """Which one."""
    no: int
    """1, 2, 3 … within the thing."""
    kind: str
    at: datetime
    said: Mapping[str, Any]


@dataclass(frozen=True)
class FedPage:
    """Some events in turn; `next` is the `after` of the next question, whether or not more is there already."""

    events: tuple[FedEvent, ...]
    next: str
    more: bool


def stamp() -> int:
    """Give feed numbers to events that have none, oldest first; how many got one.

    A stream that somebody is writing to is left for the next round, so that nobody waits for anybody.
    """
    stamped = 0
    while db.session.scalar(select(exists().where(Stream.fed_no < Stream.head_no))):
        with transaction():
            batch = _stamp_some()
        stamped += batch
        if not batch:
            break
    return stamped


def _stamp_some() -> int:
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
    streams = db.session.scalars(
        select(Stream)
        .where(Stream.fed_no < Stream.head_no)
        .order_by(Stream.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    waiting = (
        select(Event.stream_id, Event.no)
        .join(Stream, Stream.id == Event.stream_id)
        .where(Stream.id.in_([stream.id for stream in streams]), Event.no > Stream.fed_no)
        .order_by(Event.at, Event.stream_id, Event.no)
    )
    last = db.session.scalar(select(func.max(FeedEntry.no))) or 0
    rows = db.session.execute(waiting).all()
    for number, (stream_id, event_no) in enumerate(rows, start=last + 1):
        db.session.add(FeedEntry(no=number, stream_id=stream_id, event_no=event_no))
    for stream in streams:
        stream.fed_no = stream.head_no
    return len(rows)


def read(actor: Actor, after: str = "", limit: int = 100) -> FedPage:
    """The events after the mark `after` that `actor` may see now, in turn.

    :raises Invalid: for a mark that is none.
    """
    since = _unsealed(after)
    end = db.session.scalar(select(func.max(FeedEntry.no))) or 0  # asked first: what is stamped meanwhile comes next
    asked = (
        select(FeedEntry.no, Stream.kind.label("about"), Stream.key, Event.no.label("event_no"))
        .add_columns(Event.kind, Event.at, Event.payload)
        .join(Event, and_(Event.stream_id == FeedEntry.stream_id, Event.no == FeedEntry.event_no))
        .join(Stream, Stream.id == FeedEntry.stream_id)
        .where(FeedEntry.no > since, FeedEntry.no <= end, _shown_to(actor))
        .order_by(FeedEntry.no)
        .limit(limit + 1)
    )
    rows = db.session.execute(asked).all()
    more = len(rows) > limit
    reached = rows[limit - 1].no if more else max(end, since)
    return FedPage(tuple(_fed(row) for row in rows[:limit]), _sealed(reached), more)


def _shown_to(actor: Actor) -> ColumnElement[bool]:
    shown = [and_(Stream.kind == kind, view.visible(actor)) for kind, view in sorted(VIEWS.items())]
    return or_(false(), *shown)


def _fed(row: Any) -> FedEvent:
    said = {name: row.payload[name] for name in VIEWS[row.about].tells if name in row.payload}
    return FedEvent(row.about, row.key, row.event_no, row.kind, row.at, said)


def _sealed(number: int) -> str:
    """Always as long, never twice the same."""
    return vault.seal(KEY, f"{number:020}")


def _unsealed(mark: str) -> int:
    if not mark:
        return 0
    try:
        return int(vault.unseal(KEY, mark))
    except (InvalidToken, ValueError) as error:
        raise Invalid({"after": [_BAD_CURSOR]}) from error
