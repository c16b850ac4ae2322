"""The real lists, rules and tables that come with the project, read from its files; nothing interpreted."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from burden.models.rulebooks import DocumentKind

DATA = Path(__file__).parent.parent / "data"
CATALOGUE = DATA / "catalogue"
EVENTS = "status-events.csv"


@dataclass(frozen=True)
class Shipped:
    """What the files hold. Days are text, numbers as YAML reads them."""

    editions: Sequence[Mapping[str, Any]]
    """Rows of editions.yaml with their `id`, the name of the file without ``.csv``."""
    entries: Mapping[str, Sequence[Mapping[str, str]]]
    """Rows of each list, by the id of its edition; columns in Chinese."""
    documents: Sequence[tuple[DocumentKind, str, Any]]
    """(kind, key, body) of every document of the rules."""


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a head, lines beginning with ``#`` left out."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def plain(value: Any) -> Any:
    """`value` as JSON can keep it: days as ``YYYY-MM-DD``, keys as text."""
    if isinstance(value, Mapping):
        return {_key(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _key(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def shipped() -> Shipped:
    """Read all the files of the catalogue."""
    standards, registered = _yaml("standards"), _yaml("editions")
    lists = [row for row in registered["editions"] if row["file"] != EVENTS]
    editions = [{"id": row["file"].removesuffix(".csv"), **plain(row)} for row in lists]
    whole = {
        DocumentKind.conventions: standards["schema"],
        DocumentKind.families: standards["families"],
        DocumentKind.words_for_listed: standards["words_for_listed"],
        DocumentKind.events: rows(CATALOGUE / EVENTS),
        DocumentKind.nature_words: registered["nature_words"],
        DocumentKind.not_a_fee: _yaml("not-a-fee"),
        DocumentKind.closed_classes: _yaml("closed-classes"),
        DocumentKind.market_priced: _yaml("market-priced"),
    }
    items = [(DocumentKind.item, item["item_key"], plain(item)) for item in standards["items"]]
    return Shipped(
        editions=editions,
        entries={row["id"]: rows(CATALOGUE / row["file"]) for row in editions},
        documents=items + [(kind, kind.value, plain(body)) for kind, body in whole.items()],
    )


def _yaml(name: str) -> Any:
    with open(CATALOGUE / f"{name}.yaml", encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
