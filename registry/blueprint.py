"""Wiring of the house: its blueprint, without routes yet, and its commands."""

from flask import Blueprint, Flask

from registry import cli

blueprint = Blueprint("registry", __name__)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    app.cli.add_command(cli.registry)
