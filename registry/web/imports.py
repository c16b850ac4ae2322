"""A laboratory's files of reports: sent, looked at, corrected once, entered; what cannot be taken goes back."""

import hashlib
import secrets
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid, NotFound
from core.files.receiving import takes_files
from core.pages import language
from core.policy import Action
from core.tables.writing import csv_chunks
from core.values.text import Text
from registry.schemas import imports as schema
from registry.services.importing import receiving, returning
from registry.services.importing.describing import SHOWN
from registry.services.importing.receiving import Shown

pages = Blueprint("registry_imports", __name__, url_prefix="/registry/imports")

NO_FILE = Text("请选一个文件（CSV、XLSX 或 XLS）", "Choose a file (CSV, XLSX or XLS)")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pages.get("")
@allow(Action.import_reports)
def desk() -> str:
    """The laboratory's files, and where to send another."""
    return _desk({}, {})


def _desk(form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    form = {**form, "form_key": form.get("form_key") or secrets.token_urlsafe(24)}
    return render_template(
        "registry/imports/desk.html", files=receiving.recent(actor()), form=form, errors=errors
    )  # fmt: skip


@pages.post("")
@allow(Action.import_reports)
@takes_files
def send() -> ResponseReturnValue:
    """Take a file and read it; nothing is entered yet. A form sent twice is one file."""
    typed = request.form.to_dict()
    try:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Invalid({"file": [NO_FILE]})
        content, name = sent.stream.read(), sent.filename.replace("\0", "")
        with transaction():
            number = receiving.receive(content, name, _form_key(typed), actor())
    except Invalid as error:
        return _desk(typed, error.fields), 422
    return redirect(url_for("registry_imports.file", import_id=number), 303)


def _form_key(typed: dict[str, str]) -> str:
    """By what a form sent twice is known: its key and its sender, as a digest, for a key can be made up of anything."""
    key = typed.get("form_key") or secrets.token_urlsafe(24)
    return hashlib.sha256(f"{actor().user_id}\n{key}".encode()).hexdigest()


@pages.get("/form.csv")
@allow(Action.import_reports)
def empty_form() -> Response:
    """A table with our own headings and nothing below them, for a laboratory without a system of its own."""
    heads = [words.zh for name, words in schema.fields() if name not in ("overall", "known")]
    answer = Response(csv_chunks(heads, []), content_type=TYPES["csv"])
    answer.headers["Content-Disposition"] = "attachment; filename=reports.csv"
    return answer


@pages.get("/<id:import_id>")
@allow(Action.import_reports)
def file(import_id: int) -> str:
    """What was read, how far it is, or what came of it."""
    return _page(receiving.show(import_id, actor()), {}, {})


@pages.post("/<id:import_id>/columns")
@allow(Action.import_reports)
def columns(import_id: int) -> ResponseReturnValue:
    """Read it by the sheet, head, columns and names that are said."""
    typed = request.form.to_dict()
    shown = receiving.show(import_id, actor())
    try:
        choices = schema.read_choices(typed, shown.summary.get("sheets") or ())
        with transaction():
            receiving.correct(import_id, choices, actor())
    except Invalid as error:
        return _page(shown, typed, error.fields), 422
    return redirect(url_for("registry_imports.file", import_id=import_id), 303)


@pages.post("/<id:import_id>")
@allow(Action.import_reports)
def enter(import_id: int) -> ResponseReturnValue:
    """Enter the good reports, or with ``act=drop`` put the file away."""
    dropped = request.form.get("act") == "drop"
    with transaction():
        if dropped:
            receiving.drop(import_id, actor())
        else:
            receiving.enter(import_id, actor())
    if dropped:
        return redirect(url_for("registry_imports.desk"), 303)
    return redirect(url_for("registry_imports.file", import_id=import_id), 303)


@pages.get("/<id:import_id>/returned")
@allow(Action.import_reports)
def returned(import_id: int) -> Response:
    """The rows kept back, with what is wrong and how to mend it, as a table to be sent again."""
    if not receiving.show(import_id, actor()).kept:
        raise NotFound
    reading, _, content = receiving.returned(import_id, actor())
    kind, made = returning.annotated(reading, content)
    answer = Response(made, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f"attachment; filename=returned-{import_id}.{kind}"
    return answer


def _page(shown: Shown, form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    template = {"read": "preview", "done": "done", "dropped": "done", "failed": "failed"}.get(shown.state, "progress")
    return render_template(
        f"registry/imports/{template}.html",
        shown=shown,
        form=form,
        errors=errors,
        limit=SHOWN,
        **(_choices(shown) if template == "preview" else {}),
    )


def _choices(shown: Shown) -> dict[str, Any]:
    lang = language()
    return {
        "sheets": [(name, name) for name in shown.summary.get("sheets") or ()],
        "fields": [(value, words.render(lang)) for value, words in schema.fields()],
        "parameters": [(key, words.render(lang)) for key, words in schema.parameters()],
        "kinds": [(key, words.render(lang)) for key, words in schema.kinds()],
        "fact_fields": schema.facts(),
    }
