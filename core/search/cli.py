"""The shell of search."""

import sys

import click
from tqdm import tqdm

from core.search import keeping
from core.shell import Group

search_group = Group("search", help="The index of what can be searched.")


@search_group.command("rebuild")
def rebuild() -> None:
    """Build the index anew. Searching goes on meanwhile and misses nothing."""
    with tqdm(desc="flask search rebuild", file=sys.stderr, delay=0.5, leave=False) as bar:

        def progress(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        count = keeping.rebuild(progress)
    click.echo(f"search: {count} documents indexed")
