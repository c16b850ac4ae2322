"""Follow-up work: done once, tried again after failures, given up visibly, caught up after any outage."""

import os
import signal
import subprocess
import sys
import threading
import time as clock_time
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from threading import Event as Flag
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import audit, jobs, worker
from core.db import db, transaction
from core.events import record
from core.jobs import Duty, Job, enqueue, run_due
from core.policy import SYSTEM
from tests.core.hours import START, Hours
from tests.databases import Database


@pytest.fixture
def done() -> Iterator[list[dict[str, Any]]]:
    """What the handler `test.note` was given; `test.fail` always fails."""
    seen: list[dict[str, Any]] = []
    before = dict(jobs.HANDLERS)

    @jobs.handler("test.note")
    def note(args: dict[str, Any]) -> None:
        record(("test", "notes"), "test.noted", args, SYSTEM)
        seen.append(args)

    @jobs.handler("test.fail")
    def fail(args: dict[str, Any]) -> None:
        record(("test", "notes"), "test.noted", args, SYSTEM)
        raise OSError("no disk")

    yield seen
    jobs.HANDLERS.clear()
    jobs.HANDLERS.update(before)


def ask(kind: str = "test.note", **more: Any) -> None:
    with transaction():
        enqueue(kind, {"n": 1}, **more)


def only() -> Job:
    db.session.expire_all()
    return db.session.scalars(select(Job)).one()


def test_a_job_is_done_once(bare_app: Flask, done: list[Any]) -> None:
    ask()
    assert (run_due(), run_due()) == (1, 0)
    assert done == [{"n": 1}]
    assert only().state == "done"


def test_what_is_asked_for_twice_under_one_key_is_done_once(bare_app: Flask, done: list[Any]) -> None:
    ask(key="index item 5")
    ask(key="index item 5")
    run_due()
    ask(key="index item 5")
    assert run_due() == 0
    assert len(done) == 1


def test_work_of_a_transaction_that_failed_is_never_done(bare_app: Flask, done: list[Any]) -> None:
    with pytest.raises(RuntimeError), transaction():
        enqueue("test.note", {})
        raise RuntimeError
    assert run_due() == 0


def test_work_for_later_waits(bare_app: Flask, hours: Hours, done: list[Any]) -> None:
    ask(run_at=START + timedelta(hours=1))
    assert run_due() == 0
    hours.on(hours=1)
    assert run_due() == 1


def test_what_a_failed_job_wrote_is_undone_and_it_waits_longer_each_time(
    bare_app: Flask, hours: Hours, done: list[Any]
) -> None:
    ask("test.fail")
    waits = []
    for _ in range(3):
        run_due()
        waits.append(only().run_at - hours.at)
        hours.at = only().run_at
    assert waits == [timedelta(seconds=10), timedelta(seconds=40), timedelta(seconds=160)]
    assert audit.verify_log().events == 0


def test_a_job_that_keeps_failing_is_given_up_and_shown(bare_app: Flask, hours: Hours, done: list[Any]) -> None:
    ask("test.fail")
    for _ in range(jobs.ATTEMPTS):
        run_due()
        hours.on(days=1)
    assert run_due() == 0
    (dead,) = jobs.backlog().dead
    assert dead.error == "OSError: no disk"
    assert "no disk" in bare_app.test_cli_runner().invoke(args=["jobs", "list"]).output
    assert bare_app.test_cli_runner().invoke(args=["jobs", "retry", str(dead.id)]).exit_code == 0
    assert run_due() == 1


def test_a_job_nobody_can_do_fails_visibly(bare_app: Flask) -> None:
    ask("test.unknown")
    run_due()
    assert "test.unknown" in only().error


def test_a_worker_that_died_half_way_loses_nothing(bare_app: Flask, hours: Hours, done: list[Any]) -> None:
    ask()
    assert jobs._claim()  # and then the machine went down
    assert run_due() == 0
    hours.on(minutes=6)
    assert run_due() == 1
    assert (only().state, only().attempts) == ("done", 2)


def test_a_worker_that_was_only_slow_does_nothing_twice(bare_app: Flask, hours: Hours, done: list[Any]) -> None:
    ask()
    claimed = jobs._claim()
    assert claimed
    hours.on(minutes=6)
    run_due()
    jobs._do(*claimed)
    assert len(done) == 1


def test_long_work_opens_transactions_of_its_own(bare_app: Flask, done: list[Any]) -> None:
    @jobs.handler("test.long", own_transactions=True)
    def long(_args: dict[str, Any]) -> None:
        with transaction():
            record(("test", "long"), "test.noted", {}, SYSTEM)

    ask("test.long")
    run_due()
    assert only().state == "done"


def test_several_workers_share_the_work_and_do_none_twice(bare_app: Flask, done: list[Any]) -> None:
    for number in range(24):
        with transaction():
            enqueue("test.note", {"n": number})

    def work() -> None:
        with bare_app.app_context():
            run_due()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(args["n"] for args in done) == list(range(24))
    assert audit.verify_log().events == 24


def test_a_worker_down_for_a_week_catches_up_and_does_nothing_twice(
    bare_app: Flask, hours: Hours, done: list[Any]
) -> None:
    slots: list[str] = []

    @jobs.handler("test.nightly", daily=time(2, 0))
    def nightly(args: dict[str, Any]) -> None:
        slots.append(args["slot"])

    worker.work_once(Flag())
    ask()
    with transaction():
        record(("test", "other"), "test.noted", {}, SYSTEM)
    hours.on(days=7)
    for _ in range(3):
        worker.work_once(Flag())
    assert len(done) == 1
    assert slots == [f"2026-11-{day:02}T02:00:00+08:00" for day in range(3, 10)]
    assert audit.verify_log().checkpoints == 1
    hours.on(days=1)
    worker.work_once(Flag())
    assert len(slots) == 8


def test_duties_begin_with_the_platform_and_not_before(bare_app: Flask, hours: Hours) -> None:
    worker.work_once(Flag())
    assert set(db.session.scalars(select(Duty.through))) == {START}
    assert db.session.scalar(select(Job.id)) is None


def test_what_was_done_long_ago_is_taken_away(bare_app: Flask, hours: Hours, done: list[Any]) -> None:
    ask()
    run_due()
    hours.on(days=31)
    worker.tidy({})
    db.session.commit()
    assert db.session.scalar(select(Job.id)) is None


def test_the_worker_stops_between_two_jobs(bare_app: Flask, done: list[Any]) -> None:
    ask()
    ask()
    stopping = Flag()

    @jobs.handler("test.stop")
    def stop(_args: dict[str, Any]) -> None:
        stopping.set()

    with transaction():
        enqueue("test.stop", {}, run_at=START - timedelta(days=1))
    worker.work(stopping)
    assert done == []


def test_a_worker_waits_for_a_database_that_has_no_tables_yet(database: Database) -> None:
    database.reset()
    database.state = ""
    stopping = Flag()
    with database.app.app_context():
        threading.Timer(0.6, stopping.set).start()
        worker.work(stopping)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_at_once_when_told(tmp_path: Path, number: int) -> None:
    environment = {**os.environ, "INSTANCE": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "db", "upgrade"], env=environment, check=True, capture_output=True)
    running = subprocess.Popen([*flask, "worker"], env=environment, stderr=subprocess.PIPE, text=True)
    assert running.stderr
    assert any("at work" in line for line in running.stderr)
    begun = clock_time.monotonic()
    running.send_signal(number)
    assert running.wait(timeout=30) == 0
    assert clock_time.monotonic() - begun < 10
