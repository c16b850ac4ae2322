"""The shell of the registry: the law rehearsed on a record of one's own, leaving no trace.

Answers go to standard output as JSON, in the order of what was asked; everything else to standard error.
"""

import json
from typing import BinaryIO

import click

from core.shell import Group
from core.values.text import LANGUAGES
from registry.rules.reading import Unreadable
from registry.schemas.documents import read_document
from registry.schemas.rehearsal import read_questions
from registry.services import rehearsing

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
