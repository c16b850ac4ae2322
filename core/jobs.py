"""Follow-up work: rows written in the transaction that asks for it, done by `flask worker`, safe to run twice.

A job is claimed in one transaction (its attempt counted, a lease taken) and done in another together with what it
changes, so a worker that dies half-way leaves nothing half-done and the job runs again when its lease is over.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.columns import BigKey, Instant, JsonDocument
from core.db import Base, db, transaction

LEASE = timedelta(minutes=5)
ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=10)
KEPT = timedelta(days=30)


class Job(Base):
    """A piece of follow-up work."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    args: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """Work that is wanted once has a key; asking again for the same key changes nothing."""
    run_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    """waiting, done, or dead: given up after `ATTEMPTS`, for a person to look at."""
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
        Index(None, "state", "run_at"),
    )


class Duty(Base):
    """Work that recurs: up to which of its times it has been asked for."""

    __tablename__ = "duty"

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    through: Mapped[datetime] = mapped_column(Instant)


Run = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Handler:
    """What does the jobs of one kind."""

    run: Run
    daily: time | None
    own_transactions: bool


HANDLERS: dict[str, Handler] = {}


def handler(kind: str, *, daily: time | None = None, own_transactions: bool = False) -> Callable[[Run], Run]:
    """Mark a function as what does jobs of `kind`. It must be safe to run twice.

    :param daily: a time of day in Asia/Shanghai at which the work recurs; its jobs carry ``{"slot": instant}``.
    :param own_transactions: for long work: runs outside a transaction and opens short ones of its own.
    """

    def register(run: Run) -> Run:
        if kind in HANDLERS and HANDLERS[kind].run is not run:
            raise ValueError(f"two handlers for {kind}")
        HANDLERS[kind] = Handler(run, daily, own_transactions)
        return run

    return register


def enqueue(kind: str, args: Mapping[str, Any], *, run_at: datetime | None = None, key: str | None = None) -> None:
    """Ask for work, in the caller's transaction. Without effect if a job of this `key` is on record."""
    insert = insert_in_postgresql if db.engine.dialect.name == "postgresql" else insert_in_sqlite
    now = clock.now()
    row = {
        "kind": kind,
        "args": dict(args),
        "key": key,
        "run_at": run_at or now,
        "made_at": now,
        "state": "waiting",
        "attempts": 0,
        "error": "",
    }
    db.session.execute(insert(Job).values(row).on_conflict_do_nothing(index_elements=["key"]))


def raise_duties() -> None:
    """Ask for every time of a recurring duty that has come since it was last asked for, after any outage."""
    now = clock.now()
    through = dict(db.session.execute(select(Duty.kind, Duty.through)).all())
    daily = {kind: found.daily for kind, found in HANDLERS.items() if found.daily}
    if all(kind in through and not any(_slots(at, through[kind], now)) for kind, at in daily.items()):
        return
    with transaction():
        for kind, at in daily.items():
            _raise_duty(kind, at, now)


def _raise_duty(kind: str, at: time, now: datetime) -> None:
    duty = db.session.get(Duty, kind, with_for_update=True)
    if duty is None:
        db.session.add(Duty(kind=kind, through=now))
        return
    for slot in _slots(at, duty.through, now):
        enqueue(kind, {"slot": slot.isoformat()}, key=f"{kind}@{slot.isoformat()}")
    duty.through = max(now, duty.through)


def _slots(at: time, after: datetime, until: datetime) -> Iterator[datetime]:
    """The instants of the time of day `at` in Asia/Shanghai, after `after` and not past `until`."""
    day = after.astimezone(clock.LEGAL_ZONE).date()
    while (slot := datetime.combine(day, at, clock.LEGAL_ZONE)) <= until:
        if slot > after:
            yield slot
        day += timedelta(days=1)


def run_due(stopping: Callable[[], bool] = lambda: False) -> int:
    """Do all work that is due; how many jobs were tried. Between two jobs `stopping` is asked."""
    tried = 0
    while not stopping() and (claimed := _claim()):
        tried += 1
        _do(*claimed)
    return tried


def _due(now: datetime) -> Any:
    return (Job.state == "waiting", Job.run_at <= now, or_(Job.leased_until.is_(None), Job.leased_until <= now))


def _claim() -> tuple[int, datetime] | None:
    """Take the next job that is due: its id and until when it is ours."""
    now = clock.now()
    if not db.session.scalar(select(exists().where(*_due(now)))):
        return None
    with transaction():
        asked = select(Job).where(*_due(now)).order_by(Job.run_at, Job.id).limit(1)
        job = db.session.scalars(asked.with_for_update(skip_locked=True)).one_or_none()
        if job is None:
            return None
        job.attempts += 1
        job.leased_until = now + LEASE
        return job.id, job.leased_until


def _do(job_id: int, lease: datetime) -> None:
    try:
        _run(job_id, lease)
    except Exception as error:  # whatever a handler raises is the job's failure, not the worker's
        with transaction():
            _failed(job_id, error)


def _run(job_id: int, lease: datetime) -> None:
    found = db.session.execute(select(Job.kind, Job.args).where(Job.id == job_id)).one()
    doing = HANDLERS.get(found.kind)
    if doing is None:
        raise LookupError(f"nothing does jobs of the kind {found.kind}")
    if doing.own_transactions:
        db.session.rollback()
        doing.run(found.args)
    with transaction():
        ours = select(Job).where(Job.id == job_id, Job.state == "waiting", Job.leased_until == lease)
        job = db.session.scalars(ours.with_for_update()).one_or_none()
        if job is None:
            return
        if not doing.own_transactions:
            doing.run(found.args)
        job.state, job.done_at, job.leased_until, job.error = "done", clock.now(), None, ""


def _failed(job_id: int, error: Exception) -> None:
    job = db.session.get_one(Job, job_id, with_for_update=True)
    job.error = f"{type(error).__name__}: {error}"[:2000]
    job.leased_until = None
    job.run_at = clock.now() + FIRST_WAIT * 4 ** (job.attempts - 1)
    if job.attempts >= ATTEMPTS:
        job.state = "dead"


def retry(job_id: int) -> bool:
    """Give a dead job another set of attempts; whether there was such a job."""
    revived = update(Job).where(Job.id == job_id, Job.state == "dead")
    done = db.session.execute(revived.values(state="waiting", attempts=0, run_at=clock.now()))
    return bool(done.rowcount)  # type: ignore[attr-defined] # an UPDATE's result has it


def forget_done() -> None:
    """Take away jobs that were done long ago."""
    db.session.execute(delete(Job).where(Job.state == "done", Job.done_at < clock.now() - KEPT))


@dataclass(frozen=True)
class Backlog:
    """How the follow-up work stands."""

    waiting: int
    due_since: datetime | None
    """When the oldest job that is due was due."""
    dead: list[Job]


def backlog() -> Backlog:
    """Counts of what waits, and the dead letters (the newest hundred)."""
    now = clock.now()
    waiting = db.session.scalar(select(func.count()).where(Job.state == "waiting")) or 0
    oldest = db.session.scalar(select(func.min(Job.run_at)).where(Job.state == "waiting", Job.run_at <= now))
    dead = db.session.scalars(select(Job).where(Job.state == "dead").order_by(Job.id.desc()).limit(100)).all()
    return Backlog(waiting, oldest, list(dead))
