"""A server process killed again and again under people who file: whoever was told a reference finds it on record."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.models.cases import Complaint, Matter
from core import audit
from core.db import db
from core.events import Event as Happened
from core.events import Stream
from tests.databases import TEST_SECRET, Database

KILLS, WRITERS, LONGEST = 20, 3, 60.0
FILING = json.dumps(
    {"mode": "anonymous", "matters": [{"kind": "own_made_item", "story": "窗口另收材料审核费", "region": "440113"}]}
).encode()


@contextmanager
def serving(database: Database) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """gunicorn over the database of the tests: a master that starts another process for each one that dies."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    environment = os.environ | {"INSTANCE": str(database.live), "SECRET_KEY": TEST_SECRET}
    if database.cluster:
        environment["DATABASE_URL"] = database.cluster.url("live")
    chosen = ["--preload", "--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "critical"]
    command = [sys.executable, "-m", "gunicorn", *chosen, "wsgi:create_app()"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/api/v1/complaints", process
    finally:
        process.terminate()
        process.wait(30)


def children(pid: int) -> list[int]:
    """The processes that `pid` started and that live."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


@dataclass
class Writer:
    """Files under one key until it is told a reference, then under the next; stops only between two."""

    address: str
    stopping: Event
    told: list[str] = field(default_factory=list)
    broken: int = 0

    def run(self) -> None:
        while not self.stopping.is_set():
            self._file(str(uuid.uuid4()))

    def _file(self, key: str) -> None:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        asked = urllib.request.Request(self.address, FILING, headers)
        begun = time.monotonic()
        while time.monotonic() - begun < LONGEST:
            try:
                with urllib.request.urlopen(asked, timeout=30) as answer:
                    self.told.append(json.load(answer)["reference"])
                    return
            except (urllib.error.URLError, OSError, json.JSONDecodeError):
                self.broken += 1
                time.sleep(0.05)
        raise TimeoutError(f"nothing was taken for {LONGEST} s")


def ready(address: str) -> None:
    """Wait until the server answers."""
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=30)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server does not answer")


def kill_in_turns(master: int, writers: list[Writer]) -> None:
    """Kill one process at a time, each while somebody files: so many complaints must have come since the last."""
    chance = random.Random(11)
    for _ in range(KILLS):
        before = sum(len(each.told) for each in writers)
        begun = time.monotonic()
        while sum(len(each.told) for each in writers) == before and time.monotonic() - begun < LONGEST:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.1)
        os.kill(chance.choice(children(master)), signal.SIGKILL)


@pytest.mark.slow
def test_nothing_that_was_acknowledged_is_lost(app: Flask, database: Database) -> None:
    stopping = Event()
    with serving(database) as (address, process):
        ready(address)
        writers = [Writer(address, stopping) for _ in range(WRITERS)]
        threads = [Thread(target=each.run) for each in writers]
        for thread in threads:
            thread.start()
        kill_in_turns(process.pid, writers)
        stopping.set()
        for thread in threads:
            thread.join()
    database.changed = True
    told = [reference for each in writers for reference in each.told]
    assert len(told) >= KILLS and sum(each.broken for each in writers) > 0
    assert sorted(db.session.scalars(select(Complaint.reference))) == sorted(told)
    assert db.session.scalar(select(func.count()).select_from(Matter)) == len(told)
    first = select(func.count()).select_from(Happened).join(Stream, Stream.id == Happened.stream_id)
    assert db.session.scalar(first.where(Stream.kind == "matter", Happened.kind == "matter.filed")) == len(told)
    assert audit.verify_log().findings == []
