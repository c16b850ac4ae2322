"""People and days for the tests of complaints."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.complaints.services.cases import Days, People


@pytest.fixture
def people(app: Flask) -> People:
    return People()


@pytest.fixture
def days(app: Flask) -> Days:
    """A clock that begins on Monday 23 November 2026, at noon in China."""
    return Days(datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
