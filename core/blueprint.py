"""Wiring of what the houses share: pages of core, who asks, its commands."""

from time import monotonic

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from core import cli
from core.api import add_resources
from core.db import db
from core.people.services import samples
from core.people.web import account, door, organisations, people
from core.web import audit, events, health, preferences

_ASK_AGAIN = 30.0
"""Seconds for which it is remembered that there are no samples; once there are, there are."""


class _Demo:
    """Whether samples are there, for the bar on every page: remembered, or every page would ask the database."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Ask anew the next time."""
        self.there, self.asked_at = False, -_ASK_AGAIN

    def __call__(self) -> bool:
        if not self.there and monotonic() - self.asked_at >= _ASK_AGAIN:
            self.asked_at = monotonic()
            self.there = self._ask()
        return self.there

    @staticmethod
    def _ask() -> bool:
        try:
            return samples.are_there()
        except SQLAlchemyError:  # no tables yet, or no database: the page that says so must come all the same
            db.session.rollback()
            return False


def register(app: Flask) -> None:
    """Move core's own pages and commands into `app`."""
    health.init_meters(app)
    door.init_door(app)
    for page in (account, audit, health, organisations, people, preferences):
        app.register_blueprint(page.blueprint)
    add_resources(app, events.resources)
    for command in cli.COMMANDS:
        app.cli.add_command(command)
    demo = app.extensions["is_demo"] = _Demo()
    app.extensions.setdefault("forget", []).extend([demo.forget, lambda: app.extensions.pop("signing_keys", None)])
