"""The shell of burden: ``flask init``, and ``flask catalogue …`` over the same services as the pages."""

import json
import sys
from typing import BinaryIO

import click
from flask.cli import AppGroup, with_appcontext
from tqdm import tqdm

from burden.schemas.batch import answers, charges_of, only_own_fields
from burden.services import checking, initialising, loading_notes
from core.errors import Invalid

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


@catalogue.command("check")
@click.argument("file", type=click.File("rb"))
@with_appcontext
def check(file: BinaryIO) -> None:
    """Check the charges of FILE ("-": standard input), {"charges": [...]}, and print {"answers": [...]} in their order.

    A charge that cannot be read is answered by its problem in its place. What a charge holds beside its own fields
    (labels of a rehearsal, say) is named on standard error and not read. Leaves no trace.
    """
    try:
        documents = charges_of(json.loads(file.read().decode("utf-8-sig")), most=None)
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file.name} is not JSON in UTF-8: {error}") from error
    except Invalid as error:
        raise click.ClickException("; ".join(text.en for texts in error.fields.values() for text in texts)) from error
    read, dropped = only_own_fields(documents)
    for name, count in dropped.items():
        click.echo(f"check: {name!r} is no field of a charge and was not read ({count} charges)", err=True)
    found = answers(read, checking.check_many)
    problems = sum("errors" in one for one in found)
    click.echo(f"check: {len(found)} charges, {problems} could not be read", err=True)
    click.echo(json.dumps({"answers": found}, ensure_ascii=False, indent=2))
