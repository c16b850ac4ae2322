"""What happened: events that are only ever added, chained within their stream so that no change goes unseen.

Writers of different things never wait for each other: each thing (an edition, a person, a complaint) has a stream of
its own, numbered without gaps. A checkpoint signs the heads of all streams (`core.audit`), so a cut tail shows too.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785
from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, select, text
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.columns import BigKey, Instant, JsonDocument
from core.db import Base, db
from core.policy import SYSTEM, Actor

_HELD = "event stream held"
BEGINNING = "0" * 64
"""What the first event of a stream has for its predecessor's hash."""


class Stream(Base):
    """The history of one thing. `head_no` and `head_hash` are those of its last event."""

    __tablename__ = "stream"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(160))
    head_no: Mapped[int] = mapped_column(BigInteger, default=0)
    head_hash: Mapped[str] = mapped_column(String(64), default=BEGINNING)
    fed_no: Mapped[int] = mapped_column(BigInteger, default=0)
    """Up to which event the worker has given feed numbers."""

    __table_args__ = (
        UniqueConstraint("kind", "key"),
        Index(
            "ix_stream_unfed", "id", sqlite_where=text("fed_no < head_no"), postgresql_where=text("fed_no < head_no")
        ),
    )


class Event(Base):
    """One change of state. Every column is covered by `hash`; nothing is ever changed or deleted (triggers)."""

    __tablename__ = "event"

    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    no: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """1, 2, 3 … within the stream."""
    kind: Mapped[str] = mapped_column(String(60))
    """Past tense: ``edition.published``."""
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    by: Mapped[str] = mapped_column(String(10))
    """visitor, person, program or system."""
    user_id: Mapped[int] = mapped_column(BigInteger)
    key_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """Identifiers, numbers, digests; never personal text."""
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class FeedEntry(Base):
    """The number by which programs read events in turn; given by the worker after commit, so none is missed."""

    __tablename__ = "feed_entry"

    no: Mapped[int] = mapped_column(BigKey, primary_key=True)
    stream_id: Mapped[int] = mapped_column(BigInteger)
    event_no: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        UniqueConstraint("stream_id", "event_no"),
        ForeignKeyConstraint(["stream_id", "event_no"], ["event.stream_id", "event.no"], name="fk_feed_entry_event"),
    )


def digest(document: Any) -> str:
    """SHA-256 of the canonical JSON (RFC 8785) of `document`, in hexadecimal."""
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def hash_of(stream: tuple[str, str], event: Event) -> str:
    """What `event.hash` must be, from everything else the row says and the stream it stands in."""
    return digest(
        {
            "stream": list(stream),
            "no": event.no,
            "kind": event.kind,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": [event.by, event.user_id, event.key_id],
            "payload": event.payload,
            "previous": event.previous,
        }
    )


def new_salt() -> str:
    """128 random bits, kept beside the personal text and erased with it."""
    return secrets.token_hex(16)


def personal(words: str, salt: str) -> str:
    """What stands in an event for personal text: a salted digest, which says nothing once the salt is erased."""
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()


def record(stream: tuple[str, str], kind: str, payload: Mapping[str, Any], actor: Actor) -> Event:
    """Add an event to the stream (kind, key), in the caller's transaction.

    :param payload: strings, whole numbers, booleans, None, lists and objects of them; fractions as strings.
    """
    head = _take(stream)
    event = Event(
        stream_id=head.id,
        no=head.head_no + 1,
        kind=kind,
        at=clock.now(),
        by=_who(actor),
        user_id=actor.user_id,
        key_id=actor.key_id,
        payload=_plain(payload),
        previous=head.head_hash,
    )
    event.hash = hash_of(stream, event)
    db.session.add(event)
    head.head_no, head.head_hash = event.no, event.hash
    return event


def _take(stream: tuple[str, str]) -> Stream:
    """The stream's row, held until the transaction ends; made if it is new.

    Nobody else can change it meanwhile, so the one taken last is not asked for again in the same transaction.
    """
    last, transaction, found = db.session.info.get(_HELD, (None, None, None))
    if last != stream or transaction is not db.session().get_transaction():
        found = _asked(stream) or _made(stream) or _asked(stream)
        db.session.info[_HELD] = (stream, db.session().get_transaction(), found)
    taken: Stream = found
    return taken


def _asked(stream: tuple[str, str]) -> Stream | None:
    asked = select(Stream).filter_by(kind=stream[0], key=stream[1]).with_for_update()
    found: Stream | None = db.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    return found


def _made(stream: tuple[str, str]) -> Stream | None:
    """The row of a new stream; None if another process was first."""
    insert = insert_in_postgresql if db.engine.dialect.name == "postgresql" else insert_in_sqlite
    row = {"kind": stream[0], "key": stream[1], "head_no": 0, "head_hash": BEGINNING, "fed_no": 0}
    made = insert(Stream).values(row).on_conflict_do_nothing().returning(Stream)
    found: Stream | None = db.session.scalars(made).one_or_none()
    return found


def _who(actor: Actor) -> str:
    if actor.key_id:
        return "program"
    if actor.user_id:
        return "person"
    return "system" if actor == SYSTEM else "visitor"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"an event cannot hold {value!r}; write fractions, days and sums as strings")
