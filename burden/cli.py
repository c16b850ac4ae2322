"""The shell of burden: ``flask init``, and ``flask catalogue …`` over the same services as the pages."""

import sys

import click
from flask.cli import AppGroup, with_appcontext
from tqdm import tqdm

from burden.services import initialising, loading_notes

catalogue = AppGroup("catalogue", help="The published lists: import, export, check.")


class _Bar:
    """A progress bar on stderr that appears when there is something to wait for."""

    def __init__(self, words: str) -> None:
        self.bar = tqdm(desc=words, file=sys.stderr, delay=0.5, leave=False)

    def __call__(self, done: int, of: int) -> None:
        self.bar.total = of
        self.bar.update(done - self.bar.n)
        if done == of:
            self.bar.close()


@click.command("init")
@click.option("--report", is_flag=True, help="Print every row that stays words only or could not be taken, and why.")
@with_appcontext
def init(report: bool) -> None:
    """Create or upgrade the tables and publish the lists the platform carries. Safe to run again."""
    loaded = initialising.initialise(_Bar("flask init"))
    if loaded.changed:
        added = ", ".join(f"{count} {what}" for what, count in loaded.added.items() if count)
        click.echo(f"init: added {added}", err=True)
    else:
        click.echo("init: nothing to add", err=True)
    for reason, count in loaded.notes.by_reason().items():
        click.echo(f"init: {count:>4} × {loading_notes.REASONS[reason].en.format(precision='month or year')}", err=True)
    if report:
        for line in loading_notes.lines(loaded.notes.notes):
            click.echo(line)
    elif loaded.notes.notes:
        click.echo("init: `flask init --report` names each list, row, column and reason", err=True)
