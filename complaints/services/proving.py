"""Whether every file of evidence is as it was handed in: its bytes, its row, and the digest in the chain of events."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from complaints.models.cases import Matter
from complaints.models.evidence import Evidence
from complaints.services import recording
from complaints.services.evidence import ADDED, KEPT_BY_DESK
from core import events
from core.db import db
from core.events import Event, Stream
from core.files import store
from core.files.sealing import Tampered


@dataclass(frozen=True, slots=True)
class Proved:
    """One file that was looked at."""

    number: str
    """Of the matter."""
    code: str
    differs: str
    """``bytes``, ``digest`` or ``event``: the first that is not as it was; empty if all is."""


def verify() -> Iterator[Proved]:
    """Every file of evidence on record, read whole and compared."""
    asked = select(Evidence, Matter.number).join(Matter, Matter.id == Evidence.matter_id).order_by(Evidence.id)
    for row, number in db.session.execute(asked).all():
        yield Proved(number, row.code, _differs(row, number))


def _differs(row: Evidence, number: str) -> str:
    running = hashlib.sha256()
    try:
        for piece in store.read(row.file_key):
            running.update(piece)
    except Tampered:
        return "bytes"
    if running.hexdigest() != row.digest:
        return "digest"
    sealed = {"code": row.code, "digest": events.personal(row.digest, row.salt)}
    return "" if sealed in _on_record(number) else "event"


def _on_record(number: str) -> list[dict[str, str]]:
    """What the chain holds of the files of a matter."""
    asked = select(Event.payload).join(Stream, Stream.id == Event.stream_id)
    asked = asked.where(Stream.kind == recording.STREAM, Stream.key == number, Event.kind.in_((ADDED, KEPT_BY_DESK)))
    return [each for payload in db.session.scalars(asked) for each in payload["files"]]
