"""The real catalogue, compiled once for all tests of the rules."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from burden.rules.catalogue import Catalogue, compile_catalogue
from burden.rules.sources import Sources

ROOT = Path(__file__).parents[3]
DATA = ROOT / "burden" / "data"
PEOPLE = ROOT / "core" / "people" / "data"
CATALOGUE = DATA / "catalogue"


def _yaml(name: str) -> Any:
    return yaml.load((CATALOGUE / name).read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def real_sources() -> Sources:
    """The files of the project, uninterpreted."""
    standards, lists = _yaml("standards.yaml"), _yaml("editions.yaml")
    editions = [{**row, "id": row["file"].removesuffix(".csv")} for row in lists["editions"]]
    entries = [
        {**row, "edition": edition["id"], "row": at}
        for edition in editions
        if edition["file"] != "status-events.csv"
        for at, row in enumerate(_rows(CATALOGUE / edition["file"]), start=1)
    ]
    return Sources(
        items=standards["items"],
        families=standards["families"],
        words_for_listed=standards["words_for_listed"],
        conventions=standards["schema"],
        editions=editions,
        entries=entries,
        events=list(_rows(CATALOGUE / "status-events.csv")),
        nature_words=lists["nature_words"],
        not_a_fee=_yaml("not-a-fee.yaml"),
        closed_classes=_yaml("closed-classes.yaml"),
        market_priced=_yaml("market-priced.yaml"),
        bodies=list(_rows(PEOPLE / "organisations.csv")),
        regions=list(_rows(PEOPLE / "regions-guangdong.csv")),
    )


@pytest.fixture(scope="session")
def sources() -> Sources:
    """The project's own data."""
    return real_sources()


@pytest.fixture(scope="session")
def catalogue(sources: Sources) -> Catalogue:
    """The project's own data, compiled."""
    return compile_catalogue(sources)
