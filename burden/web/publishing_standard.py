"""One structured item on a page: its standards in fields by their kind, the rest as YAML; or the whole as YAML."""

import secrets
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from burden.schemas import standards as forms
from burden.services import standards_editing, standards_listing, standards_reviewing
from burden.services.standards_reading import WrongStandards
from burden.services.yaml_places import write_yaml
from burden.web.publishing import form_key_of, render, said, version_of
from burden.web.publishing_standards import title_and_reason
from core.access import actor, allow
from core.db import transaction
from core.errors import Conflict, Invalid, NotFound
from core.policy import Action
from core.values.text import Text

pages = Blueprint("publishing_standard", __name__, url_prefix="/publishing/standards")

Errors = dict[str, list[Text]]


@pages.get("/new/item")
@allow(Action.draft_edition)
def new() -> str:
    """An item as it is in force, in fields; a new draft is made when it is saved."""
    key = request.args.get("key", "")
    body = standards_editing.item_in_force(key)
    if key and body is None:
        raise NotFound
    return _page(None, _form(body or {"item_key": ""}), {})


@pages.post("/new/item")
@allow(Action.draft_edition)
def begin() -> ResponseReturnValue:
    """Draft the change; or with another `act` show the form with one more row, or the fields of another kind."""
    typed = request.form.to_dict()
    if (again := _other_act(None, typed)) is not None:
        return again
    before = standards_editing.item_in_force(typed.get("item_key", ""))
    try:
        body = _body(typed, before)
        title, reason = title_and_reason(typed)
        with transaction():
            release = standards_editing.begin_with_item(body, title, reason, form_key_of(typed), actor())
    except Invalid as error:
        return _page(None, typed, _at_fields(error, typed)), 422
    return redirect(url_for("publishing_standards.draft", release=release), 303)


@pages.get("/<id:release>/item")
@allow(Action.draft_edition)
def edit(release: int) -> str:
    """An item as the draft has it."""
    key = request.args.get("key", "")
    body = standards_editing.item_of(release, key, actor())
    if key and body is None:
        raise NotFound
    shown = standards_reviewing.opened(release, actor())
    return _page(shown, _form(body or {"item_key": ""}) | {"version": str(shown.version)}, {})


@pages.post("/<id:release>/item")
@allow(Action.draft_edition)
def change(release: int) -> ResponseReturnValue:
    """Put it into the draft; of two who edit at once the later keeps his words and sees that it changed."""
    typed = request.form.to_dict()
    shown = standards_reviewing.opened(release, actor())
    if (again := _other_act(shown, typed)) is not None:
        return again
    before = standards_editing.item_of(release, typed.get("item_key", ""), actor())
    try:
        with transaction():
            standards_editing.put_item(release, _body(typed, before), version_of(typed), actor())
    except Invalid as error:
        return _page(shown, typed, _at_fields(error, typed)), 422
    except Conflict as error:
        now = standards_reviewing.opened(release, actor())
        stands = standards_editing.item_of(release, typed.get("item_key", ""), actor())
        typed["version"] = str(now.version)
        return _page(now, typed, {"": [error.message]}, write_yaml(stands) if stands else None), 409
    return redirect(url_for("publishing_standards.draft", release=release), 303)


def _form(body: dict[str, Any]) -> dict[str, str]:
    if request.args.get("mode") == "yaml":
        return {"mode": "yaml", "item_key": str(body.get("item_key", "")), "yaml": write_yaml(body)}
    return forms.form_of(body)


def _body(typed: dict[str, str], before: dict[str, Any] | None) -> Any:
    if typed.get("mode") == "yaml":
        return forms.body_of_yaml(typed.get("yaml", ""))
    return forms.body_of(typed, before)


def _other_act(shown: standards_reviewing.Opened | None, typed: dict[str, str]) -> str | None:
    """The form once more: with a blank row, or with the fields of the kinds now chosen."""
    if typed.get("act") == "row":
        return _page(shown, forms.another_row(typed, forms.rows_in(typed)), {})
    return _page(shown, typed, {}) if typed.get("act") == "kind" else None


def _at_fields(error: Invalid, typed: dict[str, str]) -> Errors:
    """What is wrong with the document, at the fields that wrote it."""
    if not isinstance(error, WrongStandards) or typed.get("mode") == "yaml":
        return {name or "yaml": texts for name, texts in error.fields.items()}
    found: Errors = {}
    for one in error.wrong:
        said_of_row = Text(f"{one.where.zh}：{one.message.zh}", f"{one.where.en}: {one.message.en}")
        found.setdefault(forms.field_of(one.path, typed) if one.path else "", []).append(said_of_row)
    return found


def _page(
    shown: standards_reviewing.Opened | None, form: dict[str, str], errors: Errors, stands: str | None = None
) -> str:
    form = {**form, "form_key": form.get("form_key") or secrets.token_urlsafe(24)}
    rows = [(at, form.get(f"rows.{at}.kind", ""), forms.brackets_in(form, at)) for at in forms.rows_in(form)]
    return render(
        "burden/publishing/standard.html",
        shown=shown,
        form=form,
        errors=errors,
        stands=stands,
        rows=rows,
        kinds=said(standards_listing.kinds()),
        bounds=said(standards_listing.bounds()),
        fields_of=standards_listing.fields_of,
        meaning_of=standards_listing.meaning_of,
    )
