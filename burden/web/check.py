"""The form of a check: what the receipt says, then whatever the item needs to know."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from burden.schemas.charge import document_of_form, read_charge
from burden.services import asking, checking, showing
from burden.services.showing import Start
from core import clock
from core.access import allow
from core.db import transaction
from core.errors import Invalid
from core.pages import asked, language
from core.policy import Action

pages = Blueprint("check", __name__)

OWN_FIELDS = (
    "called_as",
    "amount",
    "charged_on",
    "charged_by",
    "region",
    "required_by",
    "facts.payee_kind",
    "narrative",
)


@pages.get("/check")
@allow(Action.check_charge)
def form() -> str:
    """An empty form; or one begun from an item, from a name, or from an earlier check to change."""
    return _form(showing.start(asked("from") or None, request.args.get("item"), request.args.get("called_as")))


@pages.post("/check")
@allow(Action.check_charge)
def put() -> ResponseReturnValue:
    """Check the charge and go to its verdict; what cannot be read comes back with everything typed."""
    typed = request.form.to_dict()
    form_key = typed.pop("csrf_token", None)
    try:
        charge = read_charge(document_of_form(typed))
    except Invalid as error:
        return _form(showing.again(typed), errors=error.fields), 422
    with transaction():
        code = checking.keep(charge, form_key)
    return redirect(url_for("verdict.page", code=code), 303)


def _form(start: Start, errors: dict[str, Any] | None = None) -> str:
    return render_template(
        "burden/check.html",
        form=start.form,
        questions=start.questions,
        item=start.item,
        errors=errors or {},
        shown=[*OWN_FIELDS, *(question.field for question in start.questions)],
        payees=[(value, words.render(language())) for value, words in asking.PAYEES],
        places=showing.places(),
        today=clock.today(),
    )
