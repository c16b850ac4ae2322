"""What tests stand on: both databases, a client that fills in forms, a live server and a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.orm import Session

from core import clock
from core.people.services import secrecy
from tests.databases import KINDS, Database, PostgresCluster, fill, in_ci
from tests.visiting import Visitor

pytest_plugins = ["tests.browsing", "tests.people"]

DEAR, CHEAP = secrecy.HASHER, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""How passwords are hashed in earnest, and in tests, which sign in hundreds of times."""
secrecy.HASHER = CHEAP

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    made: dict[str, Database] = {}

    def mark(session: Session) -> None:
        for database in made.values():
            database.changed = True

    event.listen(Session, "after_commit", mark)
    yield made
    event.remove(Session, "after_commit", mark)
    for database in made.values():
        if database.cluster:
            database.cluster.stop()


@pytest.fixture(scope="session", params=KINDS)
def database(request: pytest.FixtureRequest, databases: dict[str, Database], tmp_path_factory: Any) -> Database:
    """Either database, whatever state it is in; most tests want `app` or `bare_app` instead."""
    kind = request.param
    if kind not in databases:
        cluster = PostgresCluster() if kind == "postgresql" else None
        databases[kind] = Database(kind, tmp_path_factory.mktemp(kind), cluster)
    return databases[kind]


def _bare(app: Flask) -> None:
    upgrade()


@pytest.fixture
def bare_app(database: Database) -> Iterator[Flask]:
    """The platform with its tables and nothing in them, inside an application context."""
    database.go_to("bare", _bare)
    with database.app.app_context():
        yield database.app


@pytest.fixture
def app(database: Database) -> Iterator[Flask]:
    """The platform after `flask init`, with the demo's people; inside an application context."""
    database.go_to("filled", fill)
    with database.app.app_context():
        yield database.app


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    """Whatever a test does to the clock ends with it."""
    yield
    clock.set_clock(None)


@pytest.fixture
def dear_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[PasswordHasher]:
    """Passwords are hashed as in earnest, for tests of how long that takes."""
    secrecy._nobody.cache_clear()
    monkeypatch.setattr(secrecy, "HASHER", DEAR)
    yield DEAR
    secrecy._nobody.cache_clear()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skip is a failure: what was not run was not shown."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if in_ci() and reporter and not hasattr(session.config, "workerinput") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
