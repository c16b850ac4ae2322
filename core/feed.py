"""Numbers for reading events in turn: given by the worker, after commit, in one place, without gaps."""

from sqlalchemy import exists, func, select, text

from core.db import db, transaction
from core.events import Event, FeedEntry, Stream

_AT_ONCE = 1000
_ONE_AT_A_TIME = 7_031_001
"""The number of PostgreSQL's advisory lock that lets one worker at a time give numbers."""


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
