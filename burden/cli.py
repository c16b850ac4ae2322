"""The shell of burden: ``flask init``, and ``flask catalogue …`` over the same services as the pages."""

import json
import sys
from collections import Counter
from secrets import token_urlsafe
from typing import BinaryIO, TextIO

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from burden.schemas.batch import answers, charges_of, only_own_fields
from burden.schemas.listing import form_of_about, read_about
from burden.services import (
    acting,
    checking,
    describing,
    exporting,
    initialising,
    loading_notes,
    receiving,
    reviewing,
    standards_editing,
    standards_reviewing,
)
from core.db import transaction
from core.errors import DomainError, Invalid
from core.shell import Group

catalogue = Group("catalogue", help="The published lists: import, export, check.")


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


def _said(error: DomainError) -> click.ClickException:
    """What is wrong, one line for each field."""
    fields = error.fields.items() if isinstance(error, Invalid) else ()
    lines = [f"{name}: {text.en}" if name else text.en for name, texts in fields for text in texts]
    return click.ClickException("\n".join(lines) or error.message.en)


@catalogue.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--edition",
    "follows",
    metavar="KEY",
    help="The edition it follows: title, issuer, region and scope are taken over.",
)
@click.option(
    "--by", "name", metavar="SIGN_IN_NAME", required=True, help="The publisher who drafts it; another publishes it."
)
@click.option("--title", help="Title, if it is not that of the edition before or of the file.")
@click.option("--issuer", help="Who issues it.")
@click.option("--region", help="Where it is in force: a name or a six-digit code.")
@click.option("--nature", "list_type", help="Its nature in the words of lists; 综合 for several.")
@click.option("--from", "in_force_from", metavar="DAY", help="The day of effect proposed.")
@click.option("--reason", help="Why this edition.")
@click.option("--source", help="Address of the document.")
@click.option("--dry-run", is_flag=True, help="Say what would be read and changed; save nothing.")
@with_appcontext
def import_list(file: BinaryIO, name: str, dry_run: bool, **said: str | None) -> None:
    """Draft a list from FILE: CSV (UTF-8, GB18030), XLSX or XLS as a department publishes it.

    Every cell that could not be read is named on standard error with its remedy. The key of the draft is printed; it is
    published on its page, by another publisher.
    """
    content, short_name = file.read(), file.name.rpartition("/")[2]
    try:
        actor = acting.publisher_named(name)
        first = form_of_about(describing.first_about(said["follows"]))
        title = {"title": receiving.title_in(content) or first["title"]}
        about = read_about({**first, **title, **{key: value for key, value in said.items() if value is not None}})
        if dry_run:
            reading, changes = receiving.weigh(content, about)
            key = "(nothing saved)"
        else:
            with transaction():
                key, reading = receiving.import_file(content, short_name, about, actor)
            changes = list(reviewing.opened(key, actor).changes)
    except DomainError as error:
        raise _said(error) from error
    for problem in reading.problems:
        click.echo(f"import: {problem.where.en}: {problem.what.en} → {problem.remedy.en}", err=True)
    counts = Counter(change.change.value for change in changes)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in ("added", "changed", "ended", "touched", "same"))
    click.echo(f"import: {len(reading.rows)} rows; {told}", err=True)
    click.echo(key)


@catalogue.command("export")
@click.argument("edition")
@click.option("--format", "form", type=click.Choice(exporting.FORMATS), default="csv", show_default=True)
@click.option("--output", type=click.File("wb"), default="-", help="A file; standard output by default.")
@with_appcontext
def export_list(edition: str, form: str, output: BinaryIO) -> None:
    """Write the published EDITION (its key) out; what is written can be imported again."""
    try:
        exporting.write(exporting.published(edition), form, output)
    except DomainError as error:
        raise _said(error) from error


@catalogue.group("standards")
def standards() -> None:
    """The structured standards, as a file of the form of standards.yaml."""


@standards.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--by", "name", metavar="SIGN_IN_NAME", required=True, help="The publisher who drafts it; another publishes it."
)
@click.option("--title", required=True, help="What changes.")
@click.option("--reason", required=True, help="Why, and by which document.")
@with_appcontext
def import_standards(file: BinaryIO, name: str, title: str, reason: str) -> None:
    """Draft what FILE changes in the standards; what cannot become law is named by item, row, field and line."""
    try:
        text = file.read().decode("utf-8-sig")
        actor = acting.publisher_named(name)
        with transaction():
            release = standards_editing.begin_from_file(text, file.name, title, reason, token_urlsafe(24), actor)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name} is no UTF-8 text") from error
    except DomainError as error:
        raise _said(error) from error
    shown = standards_reviewing.opened(release, actor)
    for change in shown.changes:
        for field in change.fields:
            before, after = (words.en if words else "(none)" for words in (field.old, field.new))
            click.echo(f"import: {change.key}, {field.label.en}: {before} → {after}", err=True)
    click.echo(f"import: {len(shown.outcomes)} of {shown.worked} worked charges would come out otherwise", err=True)
    click.echo(release)


@standards.command("export")
@click.option(
    "--output", type=click.File("w", encoding="utf-8"), default="-", help="A file; standard output by default."
)
@with_appcontext
def export_standards(output: TextIO) -> None:
    """Write all standards in force out; what is written can be edited and imported again."""
    output.write(exporting.standards())
