"""Wiring of the house: its blueprint, pages, commands, jobs, and the gates of what it keeps secret."""

from flask import Blueprint, Flask

from complaints import cli
from complaints.models import answers, cases, handling, identities, stakes
from complaints.services import sight
from complaints.web import file, follow, receipt
from core import notices

blueprint = Blueprint("complaints", __name__)
TABLES = (answers, cases, handling, identities, stakes)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    for pages in (file.pages, receipt.pages, follow.pages):
        app.register_blueprint(pages)
    app.cli.add_command(cli.complaints)
    notices.GATES["matter"] = sight.numbers
