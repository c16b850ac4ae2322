"""The shell of the registry: the law rehearsed on a record of one's own, leaving no trace.

Answers go to standard output as JSON, in the order of what was asked; everything else to standard error.
"""

import json
from dataclasses import asdict
from typing import BinaryIO

import click
from flask.cli import with_appcontext

from core.db import transaction
from core.errors import DomainError, Invalid
from core.policy import Role
from core.shell import Group
from core.values.text import LANGUAGES
from registry.rules.reading import Unreadable
from registry.schemas.documents import read_document
from registry.schemas.rehearsal import read_questions
from registry.services import acting, rehearsing
from registry.services.importing import entering, returning

REFUSED = 2
"""Exit status of a file that is refused as a whole."""

registry = Group("registry", help="Test results: what exists and counts, and what is left to test.")


@registry.command("coverage", with_appcontext=False)
@click.argument("file", type=click.File("rb"))
@click.option("--language", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="Of the sentences.")
def coverage_of(file: BinaryIO, language: str) -> None:
    """Say what the record in FILE ("-": standard input), {"questions": [...]}, covers; JSON or YAML.

    Prints {"answers": [...]} in their order: by the id of each requirement whether it is satisfied, by which
    findings, until when, and if not, why. The file carries everything: nothing is stored, nothing of the database is
    read. A file with anything wrong in it is refused as a whole, with exit status 2: "refused: PATH: WHY".
    """
    try:
        questions = read_questions(read_document(file.read()))
    except Unreadable as error:
        for problem in error.problems:
            click.echo(f"refused: {problem.path}: {problem.why.en}", err=True)
        raise click.exceptions.Exit(REFUSED) from error
    answers = [rehearsing.cover(one) for one in questions]
    asked = sum(len(one.answers) for one in answers)
    avoided = sum(len(one.avoided) for one in answers)
    click.echo(f"coverage: {len(answers)} answered, {asked} required, {avoided} need no new test", err=True)
    click.echo(json.dumps({"answers": [one.as_dict(language) for one in answers]}, ensure_ascii=False, indent=2))


@registry.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--by", "name", metavar="SIGN_IN_NAME", required=True, help="The laboratory's member who enters it.")
@click.option("--dry-run", is_flag=True, help="Say what would become of it; write nothing.")
@click.option("--returned", type=click.File("wb"), help="Where to write the reports kept back, annotated.")
@with_appcontext
def import_reports(file: BinaryIO, name: str, dry_run: bool, returned: BinaryIO | None) -> None:
    """Enter the reports of FILE: CSV (UTF-8, GB18030), XLSX or XLS as a laboratory's system exports them.

    Prints the counts as JSON; every cell that cannot be read is named on standard error with its remedy. Its columns
    are read as the laboratory last said on the page. Exit status 1: some reports were kept back. The same file again
    adds nothing.
    """
    content = file.read()
    try:
        actor = acting.person_named(name, Role.laboratory_member)
        if dry_run:
            weighed, reading = entering.look_at(content, actor)
            counts = asdict(weighed)
        else:
            with transaction():
                brought = entering.import_file(content, actor)
            counts, reading = brought.counts(), brought.reading
    except DomainError as error:
        fields = error.fields.items() if isinstance(error, Invalid) else ()
        lines = [f"{field}: {text.en}" for field, texts in fields for text in texts]
        raise click.ClickException("\n".join(lines) or error.message.en) from error
    for problem in reading.problems:
        sign = "refused" if problem.blocking else "note"
        click.echo(f"{sign}: {problem.where.en}: {problem.what.en} → {problem.remedy.en}", err=True)
    click.echo(json.dumps(counts))
    if counts["refused"]:
        if returned:
            returned.write(returning.annotated(reading, content)[1])
        raise click.exceptions.Exit(1)
