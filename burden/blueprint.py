"""Wiring of the house: its pages, resources and commands."""

from flask import Blueprint, Flask

from burden import cli
from burden.api import checks
from burden.web import check, help, verdict
from core.api import add_resources

blueprint = Blueprint("burden", __name__)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    for pages in (check.pages, help.pages, verdict.pages):
        app.register_blueprint(pages)
    add_resources(app, checks.resources, checks.certificates)
    app.cli.add_command(cli.init)
    app.cli.add_command(cli.catalogue)
