"""Wiring of the house: its blueprint, without routes yet."""

from flask import Blueprint, Flask

blueprint = Blueprint("registry", __name__)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
