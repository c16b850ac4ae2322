"""Whether the log of events is whole: checkpoints that sign the heads of all streams, and the walk over everything."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import groupby
from typing import Any

import rfc8785
from sqlalchemy import BigInteger, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.columns import BigKey, Instant, JsonDocument
from core.db import Base, db
from core.events import BEGINNING, Event, Stream, hash_of
from core.jobs import handler
from core.signing import sign, verify
from core.values.text import Text

PURPOSE = "checkpoint"
Head = tuple[int, str]
"""Number and hash of a stream's last event."""
Heads = Mapping[tuple[str, str], Head]


class Checkpoint(Base):
    """A signed statement of where every stream ended at an instant. Never changed or deleted (triggers)."""

    __tablename__ = "checkpoint"

    no: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(Instant)
    streams: Mapped[int] = mapped_column(BigInteger)
    events: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[str] = mapped_column(String(64))
    """Digest over the heads of all streams, in order of kind and key."""
    envelope: Mapped[dict[str, Any]] = mapped_column(JsonDocument)


class CheckpointHead(Base):
    """A stream's head at a checkpoint, kept where it moved since the checkpoint before."""

    __tablename__ = "checkpoint_head"

    checkpoint_no: Mapped[int] = mapped_column(ForeignKey("checkpoint.no"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    head_no: Mapped[int] = mapped_column(BigInteger)
    head_hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Finding:
    """Something in the log that is not as it was written: where, and what."""

    stream: tuple[str, str]
    no: int
    """The first bad event's number in its stream; 0 where it is about the stream or a checkpoint as a whole."""
    what: Text


@dataclass
class Report:
    """What a walk over the whole log came to."""

    streams: int = 0
    events: int = 0
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.findings


_GAP = Text("第 {n} 条缺失或顺序不对", "Event {n} is missing or out of order")
_CHAIN = Text("第 {n} 条没有接在前一条之后", "Event {n} does not follow the one before it")
_EDITED = Text("第 {n} 条被改动过", "Event {n} was changed")
_TAIL = Text(
    "最后的事件被删或被加：记到第 {n} 条，现有到第 {m} 条", "The tail was cut or added to: {n} recorded, {m} found"
)
_NO_STREAM = Text("有事件，但所属的流没有了", "There are events whose stream is gone")
_VANISHED = Text(
    "检查点 {c} 记着到第 {n} 条，现在没有或不一样", "Checkpoint {c} holds event {n}; it is gone or another"
)
_FORGED = Text("检查点 {c} 的签名或内容不对", "Checkpoint {c}: signature or content is wrong")
_CHECKPOINT_GONE = Text("检查点 {c} 缺失", "Checkpoint {c} is missing")


def _root(heads: Heads) -> str:
    running = hashlib.sha256()
    for stream in sorted(heads):
        running.update(rfc8785.dumps([*stream, *heads[stream]]) + b"\n")
    return running.hexdigest()


def make_checkpoint() -> Checkpoint | None:
    """Sign the heads of all streams, in the caller's transaction; None if no event came since the last checkpoint."""
    before = _heads_on_record()
    rows = db.session.execute(select(Stream.kind, Stream.key, Stream.head_no, Stream.head_hash)).all()
    heads = {(row.kind, row.key): (row.head_no, row.head_hash) for row in rows}
    moved = {stream: head for stream, head in heads.items() if before.get(stream) != head}
    last = db.session.scalars(select(Checkpoint).order_by(Checkpoint.no.desc()).limit(1)).one_or_none()
    if not moved:
        return None
    now = clock.now()
    document = {
        "no": last.no + 1 if last else 1,
        "made_at": now.astimezone(UTC).isoformat(timespec="microseconds"),
        "streams": len(heads),
        "events": sum(head[0] for head in heads.values()),
        "root": _root(heads),
        "moved": _root(moved),
        "previous": last.envelope["signature"] if last else "",
    }
    numbers = {name: document[name] for name in ("no", "streams", "events", "root")}
    made = Checkpoint(made_at=now, envelope=sign(document, PURPOSE), **numbers)
    db.session.add(made)
    db.session.flush()
    db.session.add_all(
        CheckpointHead(checkpoint_no=made.no, kind=kind, key=key, head_no=no, head_hash=hash_)
        for (kind, key), (no, hash_) in moved.items()
    )
    db.session.flush()
    return made


@handler("core.checkpoint", daily=time(2, 0))
def nightly_checkpoint(_args: dict[str, Any]) -> None:
    """The nightly checkpoint; several nights caught up after an outage come to one, since nothing moved between."""
    make_checkpoint()


def _heads_on_record() -> dict[tuple[str, str], Head]:
    asked = select(CheckpointHead).order_by(CheckpointHead.checkpoint_no)
    return {(row.kind, row.key): (row.head_no, row.head_hash) for row in db.session.scalars(asked)}


def verify_log(against: Iterable[Mapping[str, Any]] = ()) -> Report:
    """Walk over all events, streams and checkpoints, in one snapshot of the database.

    :param against: checkpoints kept elsewhere, as signed envelopes: each must be on record as it was.
    """
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    report = Report()
    try:
        report.findings += _walk_streams(report)
        report.findings += _walk_checkpoints(report)
        for envelope in against:
            report.findings += _compare(envelope)
    finally:
        db.session.rollback()
    return report


def _walk_streams(report: Report) -> Iterator[Finding]:
    asked = select(Stream.id, Stream.kind, Stream.key, Stream.head_no, Stream.head_hash).order_by(Stream.id)
    streams = {row.id: row for row in db.session.execute(asked)}
    report.streams = len(streams)
    seen: set[int] = set()
    events = db.session.execute(
        select(Event.__table__).order_by(Event.stream_id, Event.no).execution_options(yield_per=2000)
    )
    for stream_id, rows in groupby(events, key=lambda row: row.stream_id):
        seen.add(stream_id)
        stream = streams.get(stream_id)
        if stream is None:
            yield Finding(("?", str(stream_id)), sum(1 for _ in rows) and 0, _NO_STREAM)
            continue
        yield from _walk_events(stream, rows, report)
    for stream_id, stream in streams.items():
        if stream_id not in seen:
            yield Finding((stream.kind, stream.key), 0, _TAIL.fill(n=stream.head_no, m=0))


def _walk_events(stream: Any, rows: Iterator[Any], report: Report) -> Iterator[Finding]:
    """At most one finding for a stream: its first bad row, or its tail."""
    name = (stream.kind, stream.key)
    last: Head = (0, BEGINNING)
    fault: Text | None = None
    for row in rows:
        report.events += 1
        if fault is None and (fault := _fault(name, row, last)):
            yield Finding(name, row.no, fault)
        last = (row.no, row.hash)
    if fault is None and last != (stream.head_no, stream.head_hash):
        yield Finding(name, last[0], _TAIL.fill(n=stream.head_no, m=last[0]))


def _fault(stream: tuple[str, str], row: Any, last: Head) -> Text | None:
    if row.no != last[0] + 1:
        return _GAP.fill(n=last[0] + 1)
    if row.previous != last[1]:
        return _CHAIN.fill(n=row.no)
    try:
        same = hash_of(stream, row) == row.hash
    except (rfc8785.CanonicalizationError, AttributeError, TypeError):
        same = False
    return None if same else _EDITED.fill(n=row.no)


def _walk_checkpoints(report: Report) -> Iterator[Finding]:
    expected: dict[tuple[str, str], tuple[int, Head]] = {}
    previous = ""
    made = db.session.scalars(select(Checkpoint).order_by(Checkpoint.no)).all()
    for checkpoint in made:
        report.checkpoints += 1
        if checkpoint.no != report.checkpoints:
            yield _about(checkpoint.no, _CHECKPOINT_GONE, report.checkpoints)
            report.checkpoints = checkpoint.no
        moved = _moved_at(checkpoint.no)
        expected |= {stream: (checkpoint.no, head) for stream, head in moved.items()}
        heads = {stream: head for stream, (_, head) in expected.items()} if checkpoint is made[-1] else None
        if not _is_as_signed(checkpoint, moved, heads, previous):
            yield _about(checkpoint.no, _FORGED, checkpoint.no)
        previous = str(checkpoint.envelope.get("signature"))
    yield from _heads_that_are_gone(expected)


def _about(no: int, what: Text, missing: int) -> Finding:
    return Finding(("checkpoint", str(no)), 0, what.fill(c=missing))


def _moved_at(no: int) -> dict[tuple[str, str], Head]:
    rows = db.session.scalars(select(CheckpointHead).filter_by(checkpoint_no=no))
    return {(row.kind, row.key): (row.head_no, row.head_hash) for row in rows}


def _is_as_signed(
    checkpoint: Checkpoint,
    moved: Mapping[tuple[str, str], Head],
    heads: Mapping[tuple[str, str], Head] | None,
    previous: str,
) -> bool:
    """Whether the row says what its envelope says, and the envelope is ours and follows the one before it."""
    document = checkpoint.envelope.get("document", {})
    says = {
        "no": checkpoint.no,
        "made_at": checkpoint.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "streams": checkpoint.streams,
        "events": checkpoint.events,
        "root": checkpoint.root,
        "moved": _root(moved),
        "previous": previous,
    }
    if document != says or not verify(checkpoint.envelope, PURPOSE):
        return False
    return heads is None or (document["root"], document["streams"]) == (_root(heads), len(heads))


def _heads_that_are_gone(expected: Mapping[tuple[str, str], tuple[int, Head]]) -> Iterator[Finding]:
    asked = (
        select(Stream.kind, Stream.key, Event.no, Event.hash)
        .join(Event, Event.stream_id == Stream.id)
        .join(
            CheckpointHead,
            (CheckpointHead.kind == Stream.kind)
            & (CheckpointHead.key == Stream.key)
            & (CheckpointHead.head_no == Event.no),
        )
    )
    found = {(row.kind, row.key, row.no): row.hash for row in db.session.execute(asked)}
    for stream, (checkpoint_no, (no, hash_)) in sorted(expected.items()):
        if found.get((*stream, no)) != hash_:
            yield Finding(stream, no, _VANISHED.fill(c=checkpoint_no, n=no))


def _compare(envelope: Mapping[str, Any]) -> Iterator[Finding]:
    no = envelope.get("document", {}).get("no", 0)
    if not verify(envelope, PURPOSE):
        yield _about(no, _FORGED, no)
        return
    held = db.session.get(Checkpoint, no)
    if held is None:
        yield _about(no, _CHECKPOINT_GONE, no)
    elif held.envelope != dict(envelope):
        yield _about(no, _FORGED, no)
