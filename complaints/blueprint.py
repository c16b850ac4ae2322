"""Wiring of the house: its blueprint, pages, commands, jobs, and the gates of what it keeps secret."""

from flask import Blueprint, Flask

from complaints import cli
from complaints.models import answers, cases, evidence, handling, identities, stakes
from complaints.services import samples, sight
from complaints.web import acts, case, clerk, desk, file, follow, letters, receipt, routing
from core import notices

blueprint = Blueprint("complaints", __name__)
TABLES = (answers, cases, evidence, handling, identities, stakes)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    for room in (file, receipt, follow, desk, case, acts, letters, clerk, routing):
        app.register_blueprint(room.pages)
    app.cli.add_command(cli.complaints)
    notices.GATES["matter"] = sight.numbers
    app.extensions.setdefault("samples", {})["complaints"] = samples.add
