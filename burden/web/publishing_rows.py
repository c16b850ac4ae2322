"""The rows of a draft: looked through, edited, added, taken out."""

from collections.abc import Mapping

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from burden.schemas.listing import read_entry
from burden.services import drafting, reviewing
from burden.services.cell_checks import NATURES, OTHERS, cell_problems
from burden.web.publishing import render, said, version_of
from core.access import actor, allow
from core.db import transaction
from core.errors import Conflict, Invalid
from core.policy import Action
from core.values.text import Text, same

pages = Blueprint("publishing_rows", __name__, url_prefix="/publishing/lists/<key>/rows")

YES_NO = [("是", Text("是", "Yes")), ("否", Text("否", "No"))]


@pages.get("")
@allow(Action.read_draft)
def rows(key: str) -> str:
    """Fifty rows, with links to edit each."""
    after = request.args.get("after", 0, type=int)
    found, more = reviewing.entries(key, actor(), after=min(max(after, 0), 10**9))
    return render(
        "burden/publishing/rows.html",
        shown=reviewing.opened(key, actor()),
        rows=found,
        more=more,
        after=after,
        yes="是",
    )


@pages.get("/new")
@allow(Action.draft_edition)
def new(key: str) -> str:
    """An empty row."""
    shown = reviewing.opened(key, actor())
    return _row(shown, None, {"version": str(shown.version), "list_nature": shown.about.nature_of_rows}, {})


@pages.post("/new")
@allow(Action.draft_edition)
def add(key: str) -> ResponseReturnValue:
    """Add it at the end."""
    typed = request.form.to_dict()
    try:
        with transaction():
            drafting.add_entry(key, read_entry(typed), version_of(typed), actor())
    except (Invalid, Conflict) as error:
        return _again(key, None, typed, error)
    return redirect(url_for("publishing_lists.draft", key=key), 303)


@pages.get("/<id:row>")
@allow(Action.draft_edition)
def edit(key: str, row: int) -> str:
    """One row in fields, with what is doubtful about it beside them."""
    shown = reviewing.opened(key, actor())
    cells = reviewing.entry(key, row, actor())
    return _row(shown, row, {**cells, "version": str(shown.version)}, {})


@pages.post("/<id:row>")
@allow(Action.draft_edition)
def change(key: str, row: int) -> ResponseReturnValue:
    """Change it; who comes second sees what stands now, with his own words kept."""
    typed = request.form.to_dict()
    try:
        with transaction():
            drafting.change_entry(key, row, read_entry(typed), version_of(typed), actor())
    except (Invalid, Conflict) as error:
        return _again(key, row, typed, error)
    return redirect(url_for("publishing_rows.rows", key=key, after=max(row - 2, 0)), 303)


@pages.post("/<id:row>/removal")
@allow(Action.draft_edition)
def remove(key: str, row: int) -> ResponseReturnValue:
    """Take it out."""
    with transaction():
        drafting.remove_entry(key, row, version_of(request.form.to_dict()), actor())
    return redirect(url_for("publishing_rows.rows", key=key, after=max(row - 2, 0)), 303)


def _again(key: str, row: int | None, typed: dict[str, str], error: Invalid | Conflict) -> ResponseReturnValue:
    shown = reviewing.opened(key, actor())
    if isinstance(error, Invalid):
        return _row(shown, row, typed, error.fields), 422
    stands = reviewing.entry(key, row, actor()) if row is not None else None
    return _row(shown, row, {**typed, "version": str(shown.version)}, {"": [error.message]}, stands), 409


def _row(
    shown: reviewing.Opened,
    row: int | None,
    form: dict[str, str],
    errors: dict[str, list[Text]],
    stands: Mapping[str, str] | None = None,
) -> str:
    doubts: dict[str, list[tuple[Text, Text]]] = {}
    for name, what, remedy in cell_problems(form) if form.get("item_name") else ():
        doubts.setdefault(name, []).append((what, remedy))
    natures = [(nature, same(nature)) for nature in (*NATURES, *OTHERS)]
    return render(
        "burden/publishing/row.html",
        shown=shown, row=row, form=form, errors=errors, stands=stands, doubts=doubts,
        natures=said(natures), yes_no=said(YES_NO),
    )  # fmt: skip
