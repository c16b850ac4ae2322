"""Subjects asked about by file: a department sends up to 10,000, with a purpose, and gets a table back."""

import io

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from core.access import actor, allow
from core.db import transaction
from core.errors import DomainError, Invalid
from core.files.receiving import takes_files
from core.pages import language
from core.policy import Action
from core.tables.writing import csv_chunks, write_xlsx
from core.values.text import Text
from registry.services.importing import asking
from registry.web.imports import NO_FILE, TYPES

pages = Blueprint("registry_look_up_files", __name__, url_prefix="/registry/look-up-files")


@pages.get("")
@allow(Action.ask_coverage)
def form() -> str:
    """Where to send the subjects."""
    return _form({}, {})


def _form(typed: dict[str, str], errors: dict[str, list[Text]]) -> str:
    return render_template("registry/imports/ask.html", form=typed, errors=errors, procedures=asking.procedures())


@pages.post("")
@allow(Action.ask_coverage)
@takes_files
def ask() -> ResponseReturnValue:
    """Look all of them up, on record; the answer is the table."""
    typed = request.form.to_dict()
    try:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Invalid({"file": [NO_FILE]})
        content = sent.stream.read()
        with transaction():
            head, rows = asking.look_up_file(
                content, typed.get("procedure", ""), typed.get("purpose", ""), actor(), language=language()
            )
    except Invalid as error:
        return _form(typed, error.fields), 422
    except DomainError as error:
        return _form(typed, {"procedure": [error.message]}), 422
    kind = "xlsx" if typed.get("as") == "xlsx" else "csv"
    answer = Response(_table(kind, head, rows), content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename=coverage.{kind}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _table(kind: str, head: list[str], rows: list[list[str]]) -> bytes:
    if kind == "csv":
        return b"".join(csv_chunks(head, rows))
    made = io.BytesIO()
    write_xlsx(made, head, rows, sheet="查重结果")
    return made.getvalue()
