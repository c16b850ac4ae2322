"""A file that was sent: what was made of it, what it would change, and saving it as a draft."""

from collections.abc import Iterator

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from burden.schemas.listing import form_of_about, read_about, read_choices
from burden.services import choosing, receiving
from burden.services.receiving import Preview
from burden.web.publishing import about_choices, render, said
from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid
from core.pages import language
from core.policy import Action
from core.tables.writing import csv_chunks
from core.values.text import Text

pages = Blueprint("publishing_files", __name__, url_prefix="/publishing/files")

SHOWN = 200
"""Problems and changes shown on the page; all of them in the file to download."""


@pages.get("/<id:sent_id>")
@allow(Action.draft_edition)
def preview(sent_id: int) -> ResponseReturnValue:
    """What was read, what could not be, and what it changes in the list before."""
    saved = receiving.saved_as(sent_id, actor())
    if saved is not None:
        return redirect(url_for("publishing_lists.draft", key=saved), 303)
    shown = receiving.preview(sent_id, actor())
    return _page(shown, form_of_about(shown.about), {})


@pages.post("/<id:sent_id>/columns")
@allow(Action.draft_edition)
def columns(sent_id: int) -> ResponseReturnValue:
    """Read it by the sheet, head row and columns that the publisher says."""
    typed = request.form.to_dict()
    shown = receiving.preview(sent_id, actor())
    try:
        choices = read_choices(typed, shown.reading.sheets)
        with transaction():
            receiving.correct(sent_id, choices, actor())
    except Invalid as error:
        return _page(shown, {**form_of_about(shown.about), **typed}, error.fields), 422
    return redirect(url_for("publishing_files.preview", sent_id=sent_id), 303)


@pages.post("/<id:sent_id>")
@allow(Action.draft_edition)
def save(sent_id: int) -> ResponseReturnValue:
    """Save it as a draft, or with ``act=look`` compare again by what is said now. Nothing typed is lost."""
    typed = request.form.to_dict()
    if (saved := receiving.saved_as(sent_id, actor())) is not None:
        return redirect(url_for("publishing_lists.draft", key=saved), 303)
    try:
        about = read_about(typed)
        if typed.get("act") == "look":
            return _page(receiving.preview(sent_id, actor(), about), typed, {})
        with transaction():
            key = receiving.save(sent_id, actor(), about)
    except Invalid as error:
        return _page(receiving.preview(sent_id, actor()), typed, error.fields), 422
    return redirect(url_for("publishing_lists.draft", key=key), 303)


@pages.get("/<id:sent_id>/problems")
@allow(Action.draft_edition)
def problems(sent_id: int) -> Response:
    """Every problem with its address and remedy, as CSV, to mend the file by."""
    shown, lang = receiving.preview(sent_id, actor()), language()

    def rows() -> Iterator[list[str]]:
        for one in shown.reading.problems:
            address = f"{one.column or ''}{one.row or ''}"
            yield [address, one.header, one.what.render(lang), one.remedy.render(lang)]

    head = [Text("格", "Cell"), Text("列名", "Heading"), Text("问题", "Problem"), Text("怎么改", "Remedy")]
    answer = Response(
        csv_chunks([words.render(lang) for words in head], rows()), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = "attachment; filename=problems.csv"
    return answer


def _page(shown: Preview, form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    return render(
        "burden/publishing/preview.html",
        shown=shown,
        sheets=[(name, name) for name in shown.reading.sheets],
        form=form,
        errors=errors,
        limit=SHOWN,
        column_choices=said(choosing.columns()),
        **about_choices(),
    )
