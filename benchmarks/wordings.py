"""How often the words of a receipt are understood: prints figures for all parts of wordings.yaml.

    python -m benchmarks.wordings                  figures of all parts
    python -m benchmarks.wordings --show tune      and each row of one half that was not right

right: the expected answer, or a question where nobody could be sure; asked: a question where an answer was expected;
missed: said to be unknown where an item, a class or another channel was expected; wrong: sure of something else.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.catalogue_files import catalogue_of_files
from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.matching.find import find
from burden.rules.matching.index import root_of
from burden.rules.matching.match import Match, Outcome
from core.values.money import Money

WORDINGS = Path(__file__).with_suffix(".yaml")
HALVES = ("tune", "held_out", "wild")
COUNTS = ("right", "asked", "missed", "wrong")
_UNSURE = (Outcome.ask, Outcome.candidates)


@dataclass(frozen=True)
class Answer:
    """One row, what was found, and how it counts."""

    row: dict[str, Any]
    match: Match
    counts: str


def charge_of(row: dict[str, Any]) -> Charge:
    """The charge a row describes."""
    day = row["charged_on"]
    return Charge(
        called_as=row["called_as"],
        charged_by=row["charged_by"],
        amount=Money(row["amount"]),
        charged_on=day if isinstance(day, date) else date.fromisoformat(day),
        region=row.get("region"),
        required_by=row.get("required_by"),
        facts=row.get("facts", {}),
        payer=row.get("payer", {}),
        narrative=row.get("narrative"),
    )


def count(expected: str, match: Match, catalogue: Catalogue) -> str:
    """How the match counts against what was expected."""
    unsure = match.outcome in _UNSURE
    if expected == "ask":
        return "right" if unsure else "missed" if match.outcome is Outcome.nothing else "wrong"
    if expected.startswith("one_of:"):
        prefix = expected.removeprefix("one_of:")
        return "right" if unsure or (match.key or "").startswith(prefix) else "wrong"
    if unsure:
        return "asked"
    if _found(match, catalogue) == _expected(expected, catalogue):
        return "right"
    return "missed" if match.outcome is Outcome.nothing else "wrong"


def _found(match: Match, catalogue: Catalogue) -> str:
    if match.outcome is Outcome.item:
        return _root(match.key or "", catalogue)
    return f"closed:{match.id}" if match.outcome is Outcome.closed_class else match.outcome.value


def _expected(expected: str, catalogue: Catalogue) -> str:
    return _root(expected, catalogue) if catalogue.item(expected) else expected


def _root(key: str, catalogue: Catalogue) -> str:
    """A local standard and the item it specialises count as one: the place decides between them later."""
    item = catalogue.item(key)
    return root_of(catalogue, item) if item else key


@lru_cache(maxsize=1)
def wordings() -> dict[str, list[dict[str, Any]]]:
    """The rows of all parts."""
    with open(WORDINGS, encoding="utf-8") as file:
        return {half: rows for half, rows in yaml.safe_load(file).items() if half in HALVES}


def answers(half: str, catalogue: Catalogue) -> Iterator[Answer]:
    """Every row of one half with its answer."""
    for row in wordings()[half]:
        charge = charge_of(row)
        match = find(charge, catalogue, charge.charged_on)
        yield Answer(row, match, count(row["expect"], match, catalogue))


def _show(answer: Answer) -> None:
    row, match = answer.row, answer.match
    found = match.key or match.id or [one.key for one in match.candidates]
    asks = [one.fact for one in match.questions]
    said = f"{row['called_as']} · {row['charged_by']}"
    print(f"  {answer.counts:6} {said} → {match.outcome} {found} {asks}, expected {row['expect']}")


def figures_of(found: list[Answer]) -> str:
    """How the answers count, in numbers and shares."""
    counted = Counter(answer.counts for answer in found)
    return "  ".join(f"{name} {counted[name]} ({counted[name] / len(found):.0%})" for name in COUNTS)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", choices=HALVES, help="print the rows of this half that were not right")
    show = parser.parse_args().show
    catalogue = catalogue_of_files()
    for half in HALVES:
        list(answers(half, catalogue))
        start = time.perf_counter()
        found = list(answers(half, catalogue))
        each = (time.perf_counter() - start) / len(found) * 1000
        print(f"{half}: {len(found)} wordings  {figures_of(found)}  {each:.2f} ms each")
        for answer in found if half == show else ():
            if answer.counts != "right":
                _show(answer)


if __name__ == "__main__":
    main()
