"""Wiring of the house: its blueprint, without routes yet."""

from flask import Blueprint, Flask

blueprint = Blueprint("complaints", __name__)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
