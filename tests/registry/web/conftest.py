"""The world of the tests of the stored registry: built once on each database, then put back."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.databases import Database, fill
from tests.registry.services.world import NOON, World, at, build

WORLDS: dict[str, World] = {}


@pytest.fixture
def app(database: Database) -> Iterator[Flask]:
    """The platform after `flask init`, with two bureaus, laboratories and a boiler; inside an application context."""

    def make(app: Flask) -> None:
        fill(app)
        WORLDS[database.kind] = build()

    database.go_to("registry", make)
    with database.app.app_context():
        yield database.app


@pytest.fixture
def world(app: Flask, database: Database) -> World:
    at(NOON)
    return WORLDS[database.kind]
