"""The log of events and its checkpoints, as an auditor reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true, tuple_

from core import audit
from core.audit import Checkpoint, Finding
from core.db import db
from core.errors import NotFound
from core.events import Event, Stream
from core.notices import GATES
from core.policy import Actor
from core.values.text import Text, same

PAGE = 50

WORDS: dict[str, Text] = {
    "audit-look": Text("审计员的查看", "Looks of an auditor"),
    "checkpoint": Text("检查点", "Checkpoint"),
    "complaints.exported": Text("导出投诉", "Complaints exported"),
    "complaints.opened": Text("打开投诉事项", "Matter opened"),
    "complaints.refused": Text("查看投诉被拒绝", "Look at complaints refused"),
    "complaints.searched": Text("检索投诉", "Complaints searched"),
    "edition": Text("清单", "List"),
    "edition.corrected": Text("更正清单", "List corrected"),
    "edition.discarded": Text("弃用草稿", "Draft discarded"),
    "edition.drafted": Text("起草清单", "List drafted"),
    "edition.published": Text("发布清单", "List published"),
    "edition.revised": Text("修改草稿", "Draft revised"),
    "edition.sent_back": Text("退回清单", "List sent back"),
    "edition.submitted": Text("提交清单", "List submitted"),
    "edition.taken_back": Text("收回提交", "Submission taken back"),
    "key.ended": Text("停用密钥", "Key ended"),
    "key.made": Text("做了密钥", "Key made"),
    "matter": Text("投诉事项", "Matter of a complaint"),
    "membership.ended": Text("结束角色", "Role ended"),
    "membership.given": Text("给了角色", "Role given"),
    "person": Text("人员", "Person"),
    "person.added": Text("加人", "Person added"),
    "person.codes_set_up": Text("设了验证码", "One-time codes set up"),
    "person.codes_taken_away": Text("取消验证码", "One-time codes taken away"),
    "person.locked": Text("停用账号", "Account locked"),
    "person.password_changed": Text("换密码", "Password changed"),
    "person.password_handed_out": Text("给了首次密码", "First password handed out"),
    "person.signed_in": Text("登录", "Signed in"),
    "person.signed_out": Text("退出", "Signed out"),
    "person.unlocked": Text("恢复账号", "Account unlocked"),
    "rule_release": Text("结构化标准", "Structured standards"),
    "rule_release.discarded": Text("弃用标准草稿", "Draft of standards discarded"),
    "rule_release.drafted": Text("起草标准", "Standards drafted"),
    "rule_release.published": Text("发布标准", "Standards published"),
    "rule_release.revised": Text("修改标准草稿", "Draft of standards revised"),
    "rule_release.sent_back": Text("退回标准", "Standards sent back"),
    "rule_release.submitted": Text("提交标准", "Standards submitted"),
    "rule_release.taken_back": Text("收回提交的标准", "Submitted standards taken back"),
}
"""Kinds of streams and events, for people to read. One that is not here is shown by its name."""


def words_of(kind: str) -> Text:
    """What a kind of stream or event is called."""
    return WORDS.get(kind) or same(kind)


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


def open_to(actor: Actor) -> ColumnElement[bool]:
    """The streams that `actor` may read about: of what is kept secret, the things he may see (`core.notices.GATES`)."""
    closed = [or_(Stream.kind != kind, Stream.key.in_(gate(actor))) for kind, gate in GATES.items()]
    return and_(true(), *closed)


def list_events(actor: Actor, kind: str = "", key: str = "", before: str = "") -> EventPage:
    """Events, the latest first, of streams of `kind`, or of the one stream; `before` is a page's `following`."""
    asked = select(Event, Stream).join(Stream, Stream.id == Event.stream_id).where(open_to(actor))
    if kind:
        asked = asked.where(Stream.kind == kind)
    if key:
        asked = asked.where(Stream.key == key)
    if (mark := _read_mark(before)) is not None:
        asked = asked.where(tuple_(Event.at, Event.stream_id, Event.no) < mark)
    asked = asked.order_by(Event.at.desc(), Event.stream_id.desc(), Event.no.desc()).limit(PAGE + 1)
    rows = db.session.execute(asked).all()
    last = rows[PAGE - 1][0] if len(rows) > PAGE else None
    following = f"{last.at.isoformat()}~{last.stream_id}~{last.no}" if last else ""
    return EventPage([_line(event, stream) for event, stream in rows[:PAGE]], following)


def _line(event: Event, stream: Stream) -> EventLine:
    return EventLine(
        (stream.kind, stream.key), event.no, event.kind, event.at, event.by, event.user_id, event.payload, event.hash
    )


def _read_mark(before: str) -> tuple[datetime, int, int] | None:
    """Where a page begins; None for the first page, and for a mark that is none."""
    parts = before.split("~")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts[1:]):
        return None
    try:
        at = datetime.fromisoformat(parts[0])
        if at.tzinfo is None:
            return None
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at, int(parts[1]), int(parts[2])


def stream_kinds(actor: Actor) -> list[str]:
    """The kinds of streams there are that `actor` may read about."""
    return list(db.session.scalars(select(Stream.kind).where(open_to(actor)).distinct().order_by(Stream.kind)))


@dataclass(frozen=True)
class Verification:
    """What a walk over the whole log came to, told to one reader: counts and places are of what he may read about."""

    streams: int
    events: int
    checkpoints: int
    findings: list[Finding]
    elsewhere: bool
    """Whether something is wrong, too, where he may not read."""

    @property
    def whole(self) -> bool:
        return not self.findings and not self.elsewhere


def verification(actor: Actor) -> Verification:
    """Walk over the whole log now; of the rest `actor` learns whether it is whole, and not how much there is."""
    report = audit.verify_log()
    streams, events = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Stream.head_no), 0)).select_from(Stream).where(open_to(actor))
    ).one()
    seen = [each for each in report.findings if _may_read_about(each, actor)]
    return Verification(streams, int(events), report.checkpoints, seen, len(seen) < len(report.findings))


def _may_read_about(finding: Finding, actor: Actor) -> bool:
    kind, key = finding.stream
    if kind not in GATES:
        return True
    asked = select(Stream.id).where(Stream.kind == kind, Stream.key == key, open_to(actor))
    return db.session.scalar(asked) is not None


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
