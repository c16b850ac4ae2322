"""A file of reports at a laboratory's desk: kept, read, looked at, entered; the large ones by the worker."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update

from core import clock, jobs
from core.db import db, transaction
from core.errors import Invalid, NotInThisState
from core.policy import Action, Actor, Role, fetch, require, visible
from core.tables.cells import LIMITS, refuse
from core.tables.reading import open_table
from core.values.text import Text
from registry.models.imports import ReportImport
from registry.services.importing import describing, entering, remembering, weighing
from registry.services.importing.choosing import Choices
from registry.services.importing.collecting import uncollected
from registry.services.importing.placing import Laboratory, laboratory_of
from registry.services.importing.reading import Reading, read_reports
from registry.services.judging import Outcome
from registry.services.lawkeeping import current

LARGE = 1 << 20
"""Bytes from which a file is read and entered by the worker, its page telling how far it is."""
KEPT = timedelta(days=30)
"""How long a file is kept for what must go back from it."""
_READ, _ENTER = "registry.read_import", "registry.enter_import"
_NOT_NOW = Text("这份文件已经登记或者丢开了", "This file was entered or put away already")


@dataclass(frozen=True)
class Shown:
    """A file as its page shows it."""

    id: int
    name: str
    state: str
    sent_at: datetime
    size: int
    summary: Mapping[str, Any]
    outcome: Mapping[str, Any]
    total: int
    done: int
    choices: Choices
    before: datetime | None = None
    """When the very same file was entered before."""
    kept: bool = True
    """Whether what must go back can still be had."""


def receive(content: bytes, name: str, form_key: str, actor: Actor, *, organisation: int = 0) -> int:
    """Keep a sent file, and read it, or have it read if it is large; its number. A form sent twice is one file.

    :raises core.errors.Invalid: (field ``file``) when it is no readable table, naming what to do instead.
    """
    require(Action.import_reports, actor)
    laboratory = laboratory_of(actor, organisation)
    known = db.session.scalars(select(ReportImport).where(ReportImport.form_key == form_key)).one_or_none()
    if known is not None and known.sent_by == actor.user_id:
        return known.id
    if len(content) > LIMITS.size:
        raise refuse(
            "文件超过 {most} MB。请按月或按报告拆成几份再传", "The file has more than {most} MB. Split it by months",
            most=LIMITS.size >> 20,
        )  # fmt: skip
    open_table(io.BytesIO(content))
    row = ReportImport(
        form_key=form_key, issuer_id=laboratory.id, sent_by=actor.user_id, sent_at=clock.now(), name=name[-200:],
        digest=sha256(content).hexdigest(), size=len(content), content=content, choices=Choices().as_dict(),
        state="reading", summary={}, outcome={},
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _read_now_or_later(row, actor)
    return row.id


def _read_now_or_later(row: ReportImport, actor: Actor) -> None:
    row.state = "reading"
    if row.size > LARGE:
        jobs.enqueue(_READ, {"id": row.id})
    else:
        _read(row, actor)


def _read(row: ReportImport, actor: Actor) -> None:
    laboratory = laboratory_of(actor, row.issuer_id)
    with uncollected():
        reading = _reading(row, laboratory)
        weighed = weighing.weigh(reading, laboratory, actor, current())
    row.choices = reading.choices.as_dict()
    row.summary = describing.summary(reading, weighed)
    row.state = "read"


def _reading(row: ReportImport, laboratory: Laboratory) -> Reading:
    remembered = remembering.of(laboratory.id)
    return read_reports(io.BytesIO(row.content), Choices.from_dict(row.choices), laboratory, current(), remembered)


def show(import_id: int, actor: Actor) -> Shown:
    """One file of the actor's laboratory.

    :raises core.errors.NotFound: if it is not.
    """
    return _shown(_own(import_id, actor))


def recent(actor: Actor, most: int = 50) -> list[Shown]:
    """The laboratory's latest files."""
    asked = select(ReportImport).where(visible(Action.import_reports, actor, ReportImport))
    rows = db.session.scalars(asked.where(ReportImport.state != "dropped").order_by(ReportImport.id.desc()).limit(most))
    return [_shown(row, alone=False) for row in rows]


def _shown(row: ReportImport, *, alone: bool = True) -> Shown:
    before = None
    if alone and row.state == "read":
        same = select(ReportImport.sent_at).where(
            ReportImport.issuer_id == row.issuer_id, ReportImport.digest == row.digest, ReportImport.state == "done"
        )
        before = db.session.scalars(same.order_by(ReportImport.id.desc()).limit(1)).one_or_none()
    return Shown(
        row.id, row.name, row.state, row.sent_at, row.size, row.summary, row.outcome, row.total, row.done,
        Choices.from_dict(row.choices), before, bool(alone and row.content),
    )  # fmt: skip


def correct(import_id: int, choices: Choices, actor: Actor) -> None:
    """Read the file by other columns, another head or sheet, other names from now on.

    :raises core.errors.Invalid: when it cannot be read so.
    :raises core.errors.NotInThisState: once it was entered.
    """
    row = _own(import_id, actor, "read")
    open_table(io.BytesIO(row.content), sheet=choices.sheet)
    before = Choices.from_dict(row.choices)
    head, sheet = row.summary.get("head"), row.summary.get("sheet") or None
    if (choices.head_row, choices.sheet or sheet) != (head[0] if head else None, sheet):  # other columns altogether
        choices, before = replace(choices, columns={}), replace(before, columns={})
    row.choices = choices.after(before).as_dict()
    _read_now_or_later(row, actor)


def enter(import_id: int, actor: Actor) -> None:
    """Put the good reports on record, now or (of a large file) by the worker; how it was read is kept for the next.

    :raises core.errors.NotInThisState: if it was entered or put away already.
    """
    row = _own(import_id, actor, "read")
    row.state, row.done = "entering", 0
    if row.size > LARGE:
        row.total = int(row.summary.get("parts", 0))
        jobs.enqueue(_ENTER, {"id": row.id, "user": actor.user_id, "name": actor.name, "key": actor.key_id})
        return
    laboratory = laboratory_of(actor, row.issuer_id)
    reading = _reading(row, laboratory)
    parts = entering.ready(reading, actor)
    outcomes = [one for run in entering.batches(parts) for one in entering.record(reading, run, actor)]
    remembering.keep(laboratory.id, reading, actor)
    row.total = row.done = len(parts)
    _finish(row, entering.summed(reading, parts, outcomes))


def _finish(row: ReportImport, brought: entering.Brought, created: int = 0, findings: int = 0) -> None:
    counts = brought.counts()
    counts["created"] += created
    counts["known"] -= created
    counts["findings"] += findings
    row.outcome = counts
    row.state = "done"
    if not brought.refused:
        row.content = b""


def drop(import_id: int, actor: Actor) -> None:
    """Put a file away; nothing of it is entered.

    :raises core.errors.NotInThisState: if it was entered.
    """
    row = _own(import_id, actor, "read", "failed")
    row.state, row.content = "dropped", b""


def returned(import_id: int, actor: Actor) -> tuple[Reading, str, bytes]:
    """What a file was read as, its name and its bytes: to write back what could not be taken.

    :raises core.errors.NotFound: if the file is not the laboratory's, or no longer kept.
    """
    row = _own(import_id, actor, "read", "done")
    laboratory = laboratory_of(actor, row.issuer_id)
    reading = _reading(row, laboratory)
    weighing.weigh(reading, laboratory, actor, current())
    return reading, row.name, row.content


def _own(import_id: int, actor: Actor, *states: str) -> ReportImport:
    row: ReportImport = fetch(ReportImport, Action.import_reports, actor, ReportImport.id == import_id)
    if states and (row.state not in states or not row.content):
        raise NotInThisState(_NOT_NOW)
    return row


def _actor(row: ReportImport, user: int, name: str = "", key: int = 0) -> Actor:
    """Who asked, as a member of the laboratory for which it was asked."""
    return Actor(user, name, frozenset({(Role.laboratory_member, row.issuer_id)}), key_id=key)


@jobs.handler(_READ, own_transactions=True)
def read_later(args: dict[str, Any]) -> None:
    """Read a large file; a file that turns out to be unreadable says so on its page."""
    with transaction():
        row = db.session.get(ReportImport, args["id"])
        if row is None or row.state != "reading":
            return
        try:
            _read(row, _actor(row, row.sent_by))
        except Invalid as error:
            row.state = "failed"
            row.summary = {"error": [words.as_dict() for texts in error.fields.values() for words in texts]}


@jobs.handler(_ENTER, own_transactions=True)
def enter_later(args: dict[str, Any]) -> None:
    """Enter a large file, some reports a transaction; begun again after a crash, it goes on where it was."""
    row = db.session.get(ReportImport, args["id"])
    if row is None or row.state != "entering":
        return
    actor = _actor(row, args["user"], args["name"], args["key"])
    laboratory = laboratory_of(actor, row.issuer_id)
    with uncollected():
        reading = _reading(row, laboratory)
        parts = entering.ready(reading, actor)
    begun, before = row.done, dict(row.outcome)
    outcomes = [Outcome("", id=1) for _ in parts[:begun]]
    for run in entering.batches(parts[begun:]):
        with transaction():
            outcomes += entering.record(reading, run, actor)
            partly = entering.summed(reading, parts[: len(outcomes)], outcomes)
            made = {"created": partly.created, "findings": partly.findings}
            said = {name: made[name] + int(before.get(name, 0)) for name in made}
            progress = {"done": len(outcomes), "total": len(parts), "outcome": said}
            db.session.execute(update(ReportImport).where(ReportImport.id == args["id"]).values(**progress))
    with transaction():
        row = db.session.get_one(ReportImport, args["id"])
        remembering.keep(laboratory.id, reading, actor)
        brought = entering.summed(reading, parts, outcomes)
        _finish(row, brought, int(before.get("created", 0)), int(before.get("findings", 0)))


@jobs.handler("registry.forget_imports", daily=time(3, 40))
def forget(_args: dict[str, Any]) -> None:
    """Empty the files that were sent long ago; what was entered and how many stays told."""
    old = update(ReportImport).where(ReportImport.sent_at < clock.now() - KEPT, ReportImport.content != b"")
    db.session.execute(old.values(content=b""))
