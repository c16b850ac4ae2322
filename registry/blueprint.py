"""Wiring of the house: its pages, its tables, its commands, and what `flask init` loads."""

from flask import Blueprint, Flask

from core import feed
from core.feed import View
from registry import cli
from registry.models import acts, imports, laboratories, laws, papers
from registry.models import reports as report_tables
from registry.models import subjects as subject_tables
from registry.services import feeding, lawkeeping, repeating, requesting, telling
from registry.web import (
    desk,
    enter_report,
    law,
    look_up,
    orders,
    own,
    own_acts,
    public,
    recognise,
    reports,
    requirements,
    savings,
    subjects,
)
from registry.web.imports import pages as import_pages
from registry.web.look_up_files import pages as file_pages

blueprint = Blueprint("registry", __name__)
TABLES = (acts, imports, laboratories, laws, papers, report_tables, subject_tables)
JOBS = (requesting,)
DOORS = (
    law, public, own, own_acts, reports, enter_report, subjects, desk, look_up, recognise, orders, requirements,
    savings,
)  # fmt: skip
"""Modules with pages."""


def register(app: Flask) -> None:
    """Move the house into `app`."""
    app.register_blueprint(blueprint)
    app.register_blueprint(import_pages)
    app.register_blueprint(file_pages)
    for door in DOORS:
        app.register_blueprint(door.pages)
    app.cli.add_command(cli.registry)
    app.extensions.setdefault("loaders", []).append(lawkeeping.load_shipped)
    feed.VIEWS[telling.STREAM] = View(feeding.reports, feeding.TELLS)
    feed.VIEWS[repeating.STREAM] = View(feeding.repeats, feeding.REPEAT_TELLS)
