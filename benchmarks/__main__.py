"""Every ratio of the design that there is something to measure of, with floors and peers in the same run.

python -m benchmarks                         against the floors
python -m benchmarks --peers FOLDER          and against the peers installed there (see peers.txt)
python -m benchmarks --only checks,search    some of them
python -m benchmarks --findings 3000000      coverage over so many findings (300,000 unless told)
python -m benchmarks --documents 100000      the search over so many documents (20,000 unless told)
"""

import argparse
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import checks, coverage, filing, importing, lists, searches, starting
from benchmarks.measuring import Bar, cores
from benchmarks.platforms import filled

PARTS = ("checks", "coverage", "filing", "importing", "lists", "pages", "search", "starting")


def bars(only: set[str], folder: Path, peers: Path | None, documents: int, findings: int) -> Iterator[Bar]:
    """All bars asked for, as they are measured."""
    app = filled(folder)
    if "checks" in only:
        yield from checks.bars(folder, peers)
    if "coverage" in only:
        yield from coverage.bars(app, folder, findings)
    if "filing" in only:
        yield from filing.bars(app, folder)
    if "importing" in only:
        yield from importing.bars(app, folder, peers)
    if "lists" in only:
        yield from lists.bars_of_json(folder, peers)
    if "pages" in only:
        yield from lists.bars_of_pages(app, folder)
    if "search" in only:
        yield from searches.bars(app, folder, documents)
    if "starting" in only:
        yield from starting.bars(folder)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure the platform against floors and peers in the same run.")
    parser.add_argument("--peers", type=Path, default=None, help="an environment with the peers of peers.txt")
    parser.add_argument("--only", default=",".join(PARTS), help="some of: " + ", ".join(PARTS))
    parser.add_argument("--documents", type=int, default=20_000, help="documents searched")
    parser.add_argument("--findings", type=int, default=coverage.MANY, help="findings among which is looked up")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    print(f"ratios, best of some turns each, on {cores()} cores; detail: ours, theirs")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        for bar in bars(set(given.only.split(",")), Path(folder), given.peers, given.documents, given.findings):
            print(bar, flush=True)


if __name__ == "__main__":
    main()
