"""The world of the tests of the stored registry: built once on each database, then put back."""

import pytest
from flask import Flask

from tests.registry.services.world import World, build


@pytest.fixture
def world(app: Flask) -> World:
    return build()
