"""The shell of core: the worker, the audit of the log, jobs that failed, people, the demo."""

import json
import sys
from pathlib import Path
from threading import Event

import click
from flask import current_app
from flask.cli import with_appcontext

from core import audit, clock, jobs, worker
from core.db import transaction
from core.errors import Invalid
from core.people.rules.roles import NAMES
from core.people.services import employing, organising, samples
from core.policy import SYSTEM, Role
from core.search.cli import search_group
from core.shell import Group

audit_group = Group("audit", help="The log of events: check that it is whole, sign where it stands.")
jobs_group = Group("jobs", help="Follow-up work: what waits, what was given up.")
people_group = Group("people", help="People, from the shell: the first administrator above all.")


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@with_appcontext
def worker_command(once: bool) -> None:
    """Do follow-up work until stopped (Ctrl-C or SIGTERM). Any number may run."""
    if once:
        click.echo(f"worker: {worker.work_once(Event())} done", err=True)
    else:
        stopping = worker.stop_on_signals()
        click.echo("worker: at work until stopped", err=True)
        worker.work(stopping)


@audit_group.command("verify")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint kept elsewhere; it must be on record as it was.",
)
def verify(against: tuple[Path, ...]) -> None:
    """Walk over the whole log; name the first bad row of every stream, cut tails, streams that vanished."""
    report = audit.verify_log(json.loads(path.read_text(encoding="utf-8")) for path in against)
    click.echo(f"{report.events} events in {report.streams} streams, {report.checkpoints} checkpoints", err=True)
    for finding in report.findings:
        kind, key = finding.stream
        click.echo(f"{kind} {key}, event {finding.no}: {finding.what.en} / {finding.what.zh}")
    if not report.whole:
        sys.exit(1)
    click.echo("whole: every event is as it was written")


@audit_group.command("checkpoint")
def checkpoint() -> None:
    """Sign where every stream stands now, and print the signed checkpoint to keep elsewhere."""
    with transaction():
        made = audit.make_checkpoint()
        envelope = made.envelope if made else None
    if envelope is None:
        click.echo("nothing happened since the last checkpoint", err=True)
    else:
        click.echo(json.dumps(envelope, ensure_ascii=False, indent=1))


@jobs_group.command("list")
def list_jobs() -> None:
    """How much waits, and what was given up."""
    found = jobs.backlog()
    click.echo(f"{found.waiting} waiting" + (f", oldest due {found.due_since.isoformat()}" if found.due_since else ""))
    for job in found.dead:
        click.echo(f"{job.id} {job.kind} {json.dumps(job.args, ensure_ascii=False)}: {job.error}")


@jobs_group.command("retry")
@click.argument("job_id", type=int)
def retry_job(job_id: int) -> None:
    """Give a job that was given up another set of attempts."""
    with transaction():
        revived = jobs.retry(job_id)
    click.echo("waiting again" if revived else "no such job was given up")
    if not revived:
        sys.exit(1)


@people_group.command("add")
@click.argument("sign_in_name")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--body", "words", required=True, help="Code or whole name of the organisation.")
def add_person(sign_in_name: str, name: str, role: str, words: str) -> None:
    """Add somebody who can sign in, and print the first password to hand over."""
    body = organising.find_body(words, clock.today())
    if body is None:
        raise click.ClickException(f"no organisation goes by {words!r}; give its code or whole name")
    try:
        with transaction():
            user_id, first = employing.add_person(SYSTEM, sign_in_name, name)
            employing.give_membership(SYSTEM, user_id, body.id, Role(role), clock.today())
    except Invalid as error:
        raise click.ClickException("; ".join(text.en for texts in error.fields.values() for text in texts)) from error
    click.echo(f"{sign_in_name}: {first} (good for {employing.FIRST_PASSWORD_GOOD_FOR.days} days)")


@people_group.command("take-codes-away")
@click.argument("sign_in_name")
def take_codes_away(sign_in_name: str) -> None:
    """Let somebody sign in by password alone and set up one-time codes anew: a lost phone, a changed SECRET_KEY."""
    user_id = employing.id_of(sign_in_name)
    if user_id is None:
        raise click.ClickException(f"nobody signs in as {sign_in_name!r}; `/people` lists everybody")
    with transaction():
        employing.take_codes_away(SYSTEM, user_id)
    click.echo(f"{sign_in_name}: signs in without a code, until codes are set up anew")


@click.command("demo")
@click.option("--reports", type=click.IntRange(0), help="How many sample test reports.")
@click.option("--complaints", type=click.IntRange(0), help="How many sample complaints; more are made in bulk.")
@with_appcontext
def demo(**counts: int | None) -> None:
    """Add the samples (marked 示例) where they are missing, and print a sign-in for every role.

    Each house puts what adds its own into ``app.extensions["samples"]``, by the name of what it adds: called in
    order with the number asked for (None: as many as it finds right), outside a transaction.
    """
    with transaction():
        organising.load_organisations()
        found = samples.add_sample_people()
    for name, add in current_app.extensions.get("samples", {}).items():
        add(counts.get(name))
    for forget in current_app.extensions.get("forget", ()):
        forget()
    width = max(len(NAMES[role].en) for role in Role)
    click.echo("示例账号 / sample sign-ins")
    for line in found:
        click.echo(f"  {line.role.en:<{width}}  {line.sign_in_name:<12} {line.password}  {line.role.zh}")


COMMANDS = (worker_command, audit_group, jobs_group, people_group, search_group, demo)
