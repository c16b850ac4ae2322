"""People and days, as in the tests of the services."""

from tests.complaints.services.conftest import days, people

__all__ = ["days", "people"]
