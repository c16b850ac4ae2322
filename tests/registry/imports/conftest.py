"""A laboratory with a spreadsheet: LAB01 of the samples, its member, and files as it exports them."""

import pytest
from flask import Flask

from tests.registry.imports.files import Desk
from tests.registry.services.world import build


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(build())
