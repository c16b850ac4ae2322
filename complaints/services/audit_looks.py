"""Every look of an auditor, every export and every refusal, put on record before it is answered.

The rows are for the other auditors to read; of matters they may not see they are told nothing. The chain of events
holds a salted digest of each row, so that a row that was changed or taken away shows.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, exists, false, select, tuple_

from complaints.models.cases import Matter
from complaints.models.searches import AuditLook
from complaints.services import sight
from complaints.services.sight import Sight
from core import clock, events
from core.db import db
from core.events import Stream
from core.people.services import employing
from core.policy import Actor, Role
from core.values.text import Text

STREAM = "audit-look"
SIZE = 50
ACTS = {
    "searched": Text("检索", "searched"),
    "opened": Text("打开一件", "opened a matter"),
    "exported": Text("导出", "exported"),
    "refused": Text("被拒绝", "was refused"),
}
_ABSENT = Text("没有这一件，或者不能看", "no such matter, or not open to this person")


@dataclass(frozen=True, slots=True)
class Look:
    """One thing another auditor asked for."""

    at: datetime
    who: str
    by_program: bool
    act: str
    query: str
    """As it stands in the address of the page."""
    number: str
    form: str
    reason: str


@dataclass(frozen=True, slots=True)
class Looks:
    """Some of them, the latest first; `next` is the cursor of the page after, empty if there is none."""

    lines: tuple[Look, ...]
    next: str


def searched(actor: Actor, query: str, count: int) -> None:
    """A search, or a page of one, in the caller's transaction; `query` as it stands in an address."""
    _put(actor, "searched", query=query, count=count)


def opened(actor: Actor, number: str) -> None:
    """A matter was opened."""
    _put(actor, "opened", number=number, count=1)


def exported(actor: Actor, query: str, count: int, form: str, reason: str) -> None:
    """What a search found was taken away."""
    _put(actor, "exported", query=query, count=count, form=form, reason=reason)


def refused(actor: Actor, *, number: str = "", query: str = "", reason: Text = _ABSENT) -> None:
    """Something was asked for and not given."""
    _put(actor, "refused", number=number[:40], query=query, reason=reason.zh)


def _put(
    actor: Actor, act: str, *, query: str = "", number: str = "", count: int = 0, form: str = "", reason: str = ""
) -> None:
    code, at = secrets.token_hex(16), clock.now()
    told = {"act": act, "query": query, "number": number, "count": count, "form": form, "reason": reason}
    db.session.add(AuditLook(code=code, at=at, user_id=actor.user_id, key_id=actor.key_id, **told))
    payload = {"look": events.personal(json.dumps(told, ensure_ascii=False, sort_keys=True), code)}
    events.record((STREAM, str(actor.user_id)), f"complaints.{act}", payload, actor)


def digest_of(row: AuditLook) -> str:
    """What must stand in the chain for `row`."""
    told = {name: getattr(row, name) for name in ("act", "query", "number", "count", "form", "reason")}
    return events.personal(json.dumps(told, ensure_ascii=False, sort_keys=True), row.code)


def others(actor: Actor, before: str = "") -> Looks:
    """What other auditors asked for, the latest first; of matters that `actor` may not see, nothing.

    How many a search came to is not told: it would tell of matters that this reader must not know of.
    """
    hidden = exists().where(Matter.number == AuditLook.number, ~sight.visible(Sight.audit_matter, actor))
    asked = select(AuditLook).where(AuditLook.user_id != actor.user_id, ~hidden)
    if Role.auditor not in actor.roles:
        asked = asked.where(false())
    if (mark := _read_mark(before)) is not None:
        asked = asked.where(tuple_(AuditLook.at, AuditLook.code) < mark)
    rows = db.session.scalars(asked.order_by(AuditLook.at.desc(), AuditLook.code.desc()).limit(SIZE + 1)).all()
    shown = rows[:SIZE]
    following = f"{shown[-1].at.astimezone(UTC).isoformat()}~{shown[-1].code}" if len(rows) > SIZE else ""
    return Looks(tuple(_lines(shown)), following)


def _read_mark(before: str) -> Any:
    """Where a page begins; None for the first, and for a mark that is none."""
    at, _, code = before.partition("~")
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (found, code[:32]) if found.tzinfo is not None else None


def _lines(rows: Sequence[AuditLook]) -> list[Look]:
    names = employing.names_of({row.user_id for row in rows})
    return [
        Look(
            at=row.at,
            who=names.get(row.user_id, ""),
            by_program=bool(row.key_id),
            act=row.act,
            query=row.query,
            number=row.number,
            form=row.form,
            reason=row.reason,
        )
        for row in rows
    ]


def gate(actor: Actor) -> Select[Any]:
    """The streams of looks that an actor may read about: an auditor those of the others, nobody else any."""
    found = select(Stream.key).where(Stream.kind == STREAM)
    return found.where(Stream.key != str(actor.user_id) if Role.auditor in actor.roles else false())
