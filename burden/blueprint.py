"""Wiring of the house: its pages, resources and commands."""

from flask import Blueprint, Flask

blueprint = Blueprint("burden", __name__)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
