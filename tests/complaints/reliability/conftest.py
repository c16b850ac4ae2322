"""People and days, as in the tests of the services; programs, as in those of the interface."""

from tests.complaints.api.conftest import program
from tests.complaints.services.conftest import days, people

__all__ = ["days", "people", "program"]
