"""Wiring of the house: its blueprint, pages, commands, jobs, and the gates of what it keeps secret."""

from flask import Blueprint, Flask

from complaints import cli
from complaints.api import acts as acts_for_programs
from complaints.api import complaints as for_programs
from complaints.api import statistics as statistics_for_programs
from complaints.models import answers, cases, handling, identities, searches, stakes
from complaints.models import evidence as files_of_matters
from complaints.services import audit_looks, samples, sight
from complaints.web import (
    acts,
    audit,
    audit_keeping,
    case,
    clerk,
    desk,
    evidence,
    file,
    follow,
    letters,
    receipt,
    routing,
    statistics,
    supervision,
    uploads,
)
from core import feed, notices
from core.api import add_resources
from core.events import Stream
from core.feed import View

blueprint = Blueprint("complaints", __name__)
TABLES = (answers, cases, files_of_matters, handling, identities, searches, stakes)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    for room in (file, receipt, follow, evidence, desk, case, acts, letters, clerk, routing, statistics, supervision):
        app.register_blueprint(room.pages)
    for room in (audit, audit_keeping):
        app.register_blueprint(room.pages)
    add_resources(app, for_programs.resources, acts_for_programs.resources, statistics_for_programs.resources)
    app.cli.add_command(cli.complaints)
    app.extensions["keep_sent"] = uploads.stand_ins
    notices.GATES["matter"] = sight.numbers
    notices.GATES[audit_looks.STREAM] = audit_looks.gate
    feed.VIEWS["matter"] = View(lambda actor: Stream.key.in_(sight.numbers(actor)), sight.FED)
    app.extensions.setdefault("samples", {})["complaints"] = samples.add
