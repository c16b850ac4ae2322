"""The log of events and its checkpoints, as an auditor reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select, tuple_

from core.audit import Checkpoint
from core.db import db
from core.errors import NotFound
from core.events import Event, Stream

PAGE = 50


@dataclass(frozen=True)
class EventLine:
    """An event as it is listed."""

    stream: tuple[str, str]
    no: int
    kind: str
    at: datetime
    by: str
    user_id: int
    payload: Mapping[str, Any]
    hash: str


@dataclass(frozen=True)
class EventPage:
    """Some events, the latest first, and before which mark the next page begins (empty if there is none)."""

    events: list[EventLine]
    following: str


def list_events(kind: str = "", key: str = "", before: str = "") -> EventPage:
    """Events, the latest first, of streams of `kind`, or of the one stream; `before` is a page's `following`."""
    asked = select(Event, Stream).join(Stream, Stream.id == Event.stream_id)
    if kind:
        asked = asked.where(Stream.kind == kind)
    if key:
        asked = asked.where(Stream.key == key)
    if (mark := _read_mark(before)) is not None:
        asked = asked.where(tuple_(Event.at, Event.stream_id, Event.no) < mark)
    asked = asked.order_by(Event.at.desc(), Event.stream_id.desc(), Event.no.desc()).limit(PAGE + 1)
    rows = db.session.execute(asked).tuples().all()
    last = rows[PAGE - 1][0] if len(rows) > PAGE else None
    following = f"{last.at.isoformat()}~{last.stream_id}~{last.no}" if last else ""
    return EventPage([_line(event, stream) for event, stream in rows[:PAGE]], following)


def _line(event: Event, stream: Stream) -> EventLine:
    return EventLine(
        (stream.kind, stream.key), event.no, event.kind, event.at, event.by, event.user_id, event.payload, event.hash
    )


def _read_mark(before: str) -> tuple[Any, Any, Any] | None:
    """Where a page begins; None for the first page, and for a mark that is none."""
    parts = before.split("~")
    if len(parts) != 3 or not (parts[1] + parts[2]).isdecimal():
        return None
    try:
        at = datetime.fromisoformat(parts[0])
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    columns = Event.__table__.c
    return (
        literal(at, columns.at.type),
        literal(int(parts[1]), columns.stream_id.type),
        literal(int(parts[2]), columns.no.type),
    )


def stream_kinds() -> list[str]:
    """The kinds of streams there are."""
    return list(db.session.scalars(select(Stream.kind).distinct().order_by(Stream.kind)))


@dataclass(frozen=True)
class CheckpointLine:
    """A checkpoint as it is listed."""

    no: int
    made_at: datetime
    streams: int
    events: int
    root: str


def list_checkpoints(limit: int = 30) -> list[CheckpointLine]:
    """The latest checkpoints, the latest first."""
    rows = db.session.scalars(select(Checkpoint).order_by(Checkpoint.no.desc()).limit(limit))
    return [CheckpointLine(row.no, row.made_at, row.streams, row.events, row.root) for row in rows]


def checkpoint(no: int) -> dict[str, Any]:
    """A checkpoint's signed envelope.

    :raises NotFound: if there is none of this number.
    """
    found = db.session.get(Checkpoint, no)
    if found is None:
        raise NotFound
    return found.envelope
