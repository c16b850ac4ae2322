"""The real catalogue, compiled once for all tests of the rules."""

import pytest

from benchmarks.catalogue_files import CATALOGUE, sources_of_files
from burden.rules.catalogue import Catalogue, compile_catalogue
from burden.rules.sources import Sources

DATA = CATALOGUE.parent


@pytest.fixture(scope="session")
def sources() -> Sources:
    """The project's own data."""
    return sources_of_files()


@pytest.fixture(scope="session")
def catalogue(sources: Sources) -> Catalogue:
    """The project's own data, compiled."""
    return compile_catalogue(sources)
