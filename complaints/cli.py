"""The shell of complaints: the law rehearsed on cases of one's own, leaving no trace.

Answers go to standard output as JSON, in the order of what was asked; everything else to standard error.
"""

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from complaints.rules import lifecycle_drawing
from complaints.rules.tree import Tree
from complaints.schemas import clocks, rehearsal
from complaints.schemas.readings import Unread, listed, problem
from complaints.services import auditing, clocking, proving, rehearsing, routing
from core import clock
from core.errors import Invalid
from core.shell import Group
from core.values.text import Text

complaints = Group("complaints", help="Complaints: who would handle what, and by when.")
_TOO_FAR = Text("期限超出了能算的年份", "The term ends beyond the years of law")


@complaints.command("route")
@click.argument("file", type=click.File("rb"))
@click.option("--tree", "tree_file", type=click.File("rb"), help="Bodies as CSV; without, the tree in the database.")
@with_appcontext
def route(file: BinaryIO, tree_file: BinaryIO | None) -> None:
    """Say who would handle the cases of FILE ("-": standard input), {"cases": [...]}, why, and by when.

    Prints {"answers": [...]} in their order. A case that cannot be read is answered by its problem in its place.
    """
    cases = _asked(file, "cases")
    tree = _tree(tree_file) if tree_file else rehearsing.tree_on_record(rehearsal.codes_in(cases))
    bodies, unread = {body.code for body in tree.rows}, Unread()

    def one(document: Any) -> dict[str, Any]:
        matter, on = rehearsal.read_matter(document, rehearsing.kinds(), bodies, unread)
        return rehearsing.route(matter, on, tree).as_dict()

    def case(document: Any) -> dict[str, Any]:
        matters = rehearsal.matters_of(document, unread)
        return one(document) if matters is None else {"matters": _each(matters, one)}

    _tell("route", _each(cases, case), unread)


@complaints.command("due")
@click.argument("file", type=click.File("rb"))
@with_appcontext
def due(file: BinaryIO) -> None:
    """Say when the terms of FILE ("-": standard input), {"clocks": [...]}, end.

    Prints {"answers": [{"due", "provisional"}, ...]} in their order; due is null while its start has not happened.
    """
    unread, today = Unread(), clock.today()

    def one(document: Any) -> dict[str, Any]:
        asked = clocks.read_clock(document, rehearsing.regimes(), unread)
        try:
            term = rehearsing.due(asked.clock, asked.start, asked.pauses, today)
        except ValueError as error:
            raise Invalid({"start": [_TOO_FAR]}) from error
        return {"due": term.due.isoformat() if term else None, "provisional": bool(term and term.provisional)}

    _tell("due", _each(_asked(file, "clocks"), one), unread)


@complaints.command("verify-routes")
@with_appcontext
def verify_routes() -> None:
    """Run every route on record again, by the tree and the rules of now, and name those that come out otherwise."""
    _verified(
        "verify-routes: {count} routes, {differing} differ",
        (
            f"{one.number}, route {one.record_id}: {', '.join(one.differs)}" if one.differs else ""
            for one in routing.verify()
        ),
    )


@complaints.command("verify-evidence")
@with_appcontext
def verify_evidence() -> None:
    """Read every file of evidence whole, and name those that are not as they were handed in."""
    _verified(
        "verify-evidence: {count} files, {differing} differ",
        (f"{one.number}, file {one.code}: {one.differs}" if one.differs else "" for one in proving.verify()),
    )


def _verified(summary: str, told: Iterable[str]) -> None:
    """Print what differs, a line each (empty: it does not), and end with 1 if anything did."""
    count, differing = 0, 0
    for line in told:
        count += 1
        if line:
            differing += 1
            click.echo(line)
    click.echo(summary.format(count=count, differing=differing), err=True)
    if differing:
        sys.exit(1)


@complaints.command("clocks")
@with_appcontext
def clocks_round() -> None:
    """Do the daily round of terms now: warn, escalate, end waits, close. Safe to repeat."""
    click.echo(f"clocks: {clocking.tick()} done", err=True)


@complaints.command("index")
@with_appcontext
def index() -> None:
    """Put every matter on record under search, those from before there was a search too. Safe to repeat.

    `flask search rebuild` builds the index itself anew; this tells what is to be in it.
    """
    with tqdm(desc="flask complaints index", file=sys.stderr, delay=0.5, leave=False) as bar:

        def progress(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        count = auditing.index_all(progress)
    click.echo(f"complaints: {count} documents put under search", err=True)


@complaints.command("lifecycle")
def lifecycle() -> None:
    """Print the page docs/lifecycle.md: what may be done with a matter, by whom, as diagram and table."""
    click.echo(lifecycle_drawing.page(), nl=False)


def _each(documents: list[Any], answer: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
    answers = []
    for index, document in enumerate(documents):
        try:
            answers.append(answer(document))
        except Invalid as error:
            answers.append(problem(index, error))
    return answers


def _tree(file: BinaryIO) -> Tree:
    try:
        return rehearsal.read_tree(file.read())
    except Invalid as error:
        raise _refused(error) from error


def _asked(file: BinaryIO, name: str) -> list[Any]:
    try:
        return listed(json.loads(file.read().decode("utf-8-sig")), name)
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file.name} is not JSON in UTF-8: {error}") from error
    except Invalid as error:
        raise _refused(error) from error


def _refused(error: Invalid) -> click.ClickException:
    return click.ClickException("; ".join(text.en for texts in error.fields.values() for text in texts))


def _tell(command: str, answers: list[dict[str, Any]], unread: Unread) -> None:
    for name, count in sorted(unread.names.items()):
        click.echo(f"{command}: {name!r} is no field that is read ({count} times)", err=True)
    problems = sum("errors" in one for answer in answers for one in answer.get("matters", [answer]))
    click.echo(f"{command}: {len(answers)} answered, {problems} problems", err=True)
    click.echo(json.dumps({"answers": answers}, ensure_ascii=False, indent=2))
