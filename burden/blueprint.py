"""Wiring of the house: its pages, resources and commands."""

from flask import Blueprint, Flask

from burden import cli

blueprint = Blueprint("burden", __name__)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    app.cli.add_command(cli.init)
    app.cli.add_command(cli.catalogue)
