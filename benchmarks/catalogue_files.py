"""The catalogue compiled straight from the files that come with the project, without a database."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from burden.rules.catalogue import Catalogue, compile_catalogue
from burden.rules.sources import Sources

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "burden" / "data" / "catalogue"
PEOPLE = ROOT / "core" / "people" / "data"
EVENTS = "status-events.csv"


def _rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _yaml(name: str) -> Any:
    with open(CATALOGUE / f"{name}.yaml", encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def sources_of_files() -> Sources:
    """What the files hold, in the form the compiler reads."""
    standards, registered = _yaml("standards"), _yaml("editions")
    lists = [row for row in registered["editions"] if row["file"] != EVENTS]
    editions = [{"id": row["file"].removesuffix(".csv"), **row} for row in lists]
    entries = [
        {**row, "edition": edition["id"], "row": number}
        for edition in editions
        for number, row in enumerate(_rows(CATALOGUE / edition["file"]), start=1)
    ]
    return Sources(
        items=standards["items"],
        families=standards["families"],
        words_for_listed=standards["words_for_listed"],
        conventions=standards["schema"],
        editions=editions,
        entries=entries,
        events=_rows(CATALOGUE / EVENTS),
        nature_words=registered["nature_words"],
        not_a_fee=_yaml("not-a-fee"),
        closed_classes=_yaml("closed-classes"),
        market_priced=_yaml("market-priced"),
        bodies=_rows(PEOPLE / "organisations.csv"),
        regions=_rows(PEOPLE / "regions-guangdong.csv"),
    )


@lru_cache(maxsize=1)
def catalogue_of_files() -> Catalogue:
    """The compiled catalogue, made once per process."""
    return compile_catalogue(sources_of_files())
