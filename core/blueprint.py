"""Wiring of what the houses share: pages of core, its commands."""

from flask import Blueprint, Flask

blueprint = Blueprint("core", __name__)


def register(app: Flask) -> None:
    """Move core's own pages and commands into `app`."""
    app.register_blueprint(blueprint)
