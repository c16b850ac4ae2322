"""Wiring of the house: its pages, its tables, its commands, and what `flask init` loads."""

from flask import Blueprint, Flask

from core import feed
from core.api import add_resources
from core.feed import View
from registry import cli
from registry.api import acts as acts_for_programs
from registry.api import coverage as coverage_for_programs
from registry.api import law as law_for_programs
from registry.api import reports as reports_for_programs
from registry.models import acts, imports, laboratories, laws, papers
from registry.models import reports as report_tables
from registry.models import subjects as subject_tables
from registry.services import feeding, lawkeeping, repeating, requesting, samples, telling
from registry.web import (
    desk,
    enter_report,
    law,
    leads,
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
    law, public, own, own_acts, leads, reports, enter_report, subjects, desk, look_up, recognise, orders, requirements,
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
    add_resources(
        app, coverage_for_programs.resources, reports_for_programs.resources, acts_for_programs.resources,
        acts_for_programs.certificates, law_for_programs.resources,
    )  # fmt: skip
    app.cli.add_command(cli.registry)
    app.extensions.setdefault("loaders", []).append(lawkeeping.load_shipped)
    app.extensions.setdefault("samples", {})["reports"] = samples.add
    feed.VIEWS[telling.STREAM] = View(feeding.reports, feeding.TELLS)
    feed.VIEWS[repeating.STREAM] = View(feeding.repeats, feeding.REPEAT_TELLS)
