"""What tests stand on: both databases, a client that fills in forms, a live server and a browser."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.orm import Session

from core import clock
from tests.databases import KINDS, Database, PostgresCluster, in_ci

pytest_plugins = ["tests.browsing"]

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


def _filled(app: Flask) -> None:
    from burden.services import initialising  # noqa: PLC0415 # tests of pure rules need no platform

    initialising.initialise()


@pytest.fixture
def bare_app(database: Database) -> Iterator[Flask]:
    """The platform with its tables and nothing in them, inside an application context."""
    database.go_to("bare", _bare)
    with database.app.app_context():
        yield database.app


@pytest.fixture
def app(database: Database) -> Iterator[Flask]:
    """The platform after `flask init`: the real lists published; inside an application context."""
    database.go_to("filled", _filled)
    with database.app.app_context():
        yield database.app


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    """Whatever a test does to the clock ends with it."""
    yield
    clock.set_clock(None)


class Visitor:
    """A person with a browser without JavaScript: opens pages, fills in forms, keeps cookies."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()

    def get(self, address: str, **more: Any) -> Any:
        return self.http.get(address, **more)

    def token(self, page: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page).get_data(as_text=True))
        assert found, f"no form with a token on {page}"
        return found[1]

    def post(self, address: str, data: dict[str, Any] | None = None, page: str | None = None, **more: Any) -> Any:
        """Send `data` as the form of `page` (the address itself by default) would."""
        return self.http.post(address, data={"csrf_token": self.token(page or address), **(data or {})}, **more)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skip is a failure: what was not run was not shown."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if in_ci() and reporter and not hasattr(session.config, "workerinput") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
