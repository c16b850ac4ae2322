"""What the tests of core share."""

import pytest

from tests.core.hours import Hours


@pytest.fixture
def hours() -> Hours:
    return Hours()
