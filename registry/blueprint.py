"""Wiring of the house: its blueprint, without routes yet, its tables, its commands, and what `flask init` loads."""

from flask import Blueprint, Flask

from registry import cli
from registry.models import acts, laboratories, laws, papers, reports, subjects
from registry.services import lawkeeping

blueprint = Blueprint("registry", __name__)
TABLES = (acts, laboratories, laws, papers, reports, subjects)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    app.cli.add_command(cli.registry)
    app.extensions.setdefault("loaders", []).append(lawkeeping.load_shipped)
