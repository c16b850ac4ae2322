"""Wiring of the house: its blueprint, without routes yet, and its commands."""

from flask import Blueprint, Flask

from complaints import cli

blueprint = Blueprint("complaints", __name__)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    app.cli.add_command(cli.complaints)
