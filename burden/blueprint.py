"""Wiring of the house: its pages, resources and commands."""

from flask import Blueprint, Flask

from burden import cli
from burden.api import checks, editions, items
from burden.web import (
    caching,
    catalogue,
    changes,
    check,
    compare,
    help,
    home,
    publishing,
    publishing_files,
    publishing_lists,
    publishing_rows,
    publishing_standard,
    publishing_standards,
    verdict,
)
from core import feed
from core.api import add_resources
from core.events import Event
from core.feed import View

blueprint = Blueprint("burden", __name__)


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(once=caching.once)
    for pages in (home.pages, catalogue.pages, changes.pages, compare.pages, check.pages, verdict.pages, help.pages):
        app.register_blueprint(pages)
    for desk in (
        publishing.pages, publishing_files.pages, publishing_lists.pages, publishing_rows.pages,
        publishing_standards.pages, publishing_standard.pages,
    ):  # fmt: skip
        app.register_blueprint(desk)
    feed.VIEWS["edition"] = View(lambda _actor: Event.kind == "edition.published")
    add_resources(app, items.resources, editions.resources, checks.resources, checks.certificates)
    app.cli.add_command(cli.init)
    app.cli.add_command(cli.catalogue)
