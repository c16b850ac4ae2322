"""One draft of a list: how it stands, what it says of itself, why rows change; submitting, reviewing, publishing."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from burden.schemas.listing import form_of_about, read_about, read_day_of_effect, read_reasons
from burden.services import drafting, publishing, reviewing
from burden.web.publishing import about_choices, render, version_of
from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Conflict, Invalid
from core.pages import t
from core.policy import Action
from core.values.text import Text

pages = Blueprint("publishing_lists", __name__, url_prefix="/publishing/lists/<key>")

SHOWN = 200


def to_draft(key: str) -> ResponseReturnValue:
    """Back to the draft's page."""
    return redirect(url_for("publishing_lists.draft", key=key), 303)


@pages.get("")
@allow(Action.read_draft)
def draft(key: str) -> str:
    """How it stands, what it changes, what could not be read, and what to do next."""
    return _draft(key, {})


def _draft(key: str, errors: dict[str, list[Text]]) -> str:
    shown = reviewing.opened(key, actor())
    return render("burden/publishing/draft.html", shown=shown, errors=errors, limit=SHOWN)


@pages.get("/about")
@allow(Action.draft_edition)
def about(key: str) -> str:
    """What it says of itself, to be changed."""
    shown = reviewing.opened(key, actor())
    return _about(key, {**form_of_about(shown.about), "version": str(shown.version)}, {})


@pages.post("/about")
@allow(Action.draft_edition)
def change_about(key: str) -> ResponseReturnValue:
    """Change it; of two who change at once the later sees both wordings."""
    typed = request.form.to_dict()
    try:
        with transaction():
            drafting.change_about(key, read_about(typed), version_of(typed), actor())
    except Invalid as error:
        return _about(key, typed, error.fields), 422
    except Conflict as error:
        now = reviewing.opened(key, actor())
        typed["version"] = str(now.version)
        return _about(key, typed, {"": [error.message]}, stands=form_of_about(now.about)), 409
    return to_draft(key)


def _about(key: str, form: dict[str, str], errors: dict[str, list[Text]], stands: dict[str, str] | None = None) -> str:
    choices: dict[str, Any] = about_choices()
    return render(
        "burden/publishing/about.html", key=key, form=form, errors=errors, stands=stands, **choices
    )  # fmt: skip


@pages.get("/reasons")
@allow(Action.draft_edition)
def reasons(key: str) -> str:
    """Every row that changes or ends, to be given a reason and a document number."""
    shown = reviewing.opened(key, actor())
    form = {"version": str(shown.version)}
    for row in shown.to_reason:
        form[f"{row.old_row}.reason"], form[f"{row.old_row}.document_number"] = shown.reasons.get(
            row.old_row or 0, ("", "")
        )
    return _reasons(shown, form, {})


@pages.post("/reasons")
@allow(Action.draft_edition)
def give_reasons(key: str) -> ResponseReturnValue:
    """Keep the reasons; which are still missing is told on submitting."""
    typed = request.form.to_dict()
    try:
        told, common = read_reasons(typed)
        with transaction():
            drafting.give_reasons(key, told, version_of(typed), actor(), common=common)
    except (Invalid, Conflict) as error:
        shown = reviewing.opened(key, actor())
        fields = error.fields if isinstance(error, Invalid) else {"": [error.message]}
        form = {**typed, "version": str(shown.version)}
        return _reasons(shown, form, fields), 422 if isinstance(error, Invalid) else 409
    return to_draft(key)


def _reasons(shown: reviewing.Opened, form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    """The rows that lack a reason first, no more than one form can hold; what is said for all reaches every row."""
    lacking = {row.old_row for row in shown.unreasoned}
    rows = sorted(shown.to_reason, key=lambda row: row.old_row not in lacking)[:SHOWN]
    return render("burden/publishing/reasons.html", shown=shown, rows=rows, form=form, errors=errors)


@pages.post("/submission")
@allow(Action.draft_edition)
def submit(key: str) -> ResponseReturnValue:
    """Hand it to the second publisher."""
    try:
        with transaction():
            publishing.submit(key, version_of(request.form.to_dict()), actor())
    except Invalid as error:
        return _draft(key, error.fields), 422
    except Conflict as error:
        return _draft(key, {"": [error.message]}), 409
    flash(str(t("已提交，等另一位发布员发布", "Submitted; another publisher can publish it")), "good")
    return to_draft(key)


@pages.post("/withdrawal")
@allow(Action.draft_edition)
def take_back(key: str) -> ResponseReturnValue:
    """Go on writing what was submitted."""
    with transaction():
        publishing.take_back(key, actor())
    return to_draft(key)


@pages.get("/return")
@allow(Action.publish_edition)
def returning(key: str) -> str:
    """Why it goes back."""
    return render("burden/publishing/return.html", shown=reviewing.opened(key, actor()), form={}, errors={})


@pages.post("/return")
@allow(Action.publish_edition)
def send_back(key: str) -> ResponseReturnValue:
    """Send it back to who wrote it."""
    typed = request.form.to_dict()
    try:
        with transaction():
            publishing.send_back(key, typed.get("why", "")[:2000], actor())
    except Invalid as error:
        shown = reviewing.opened(key, actor())
        page = render("burden/publishing/return.html", shown=shown, form=typed, errors=error.fields)
        return page, 422
    flash(str(t("已退回", "Sent back")), "good")
    return to_draft(key)


@pages.get("/publication")
@allow(Action.publish_edition)
def publication(key: str) -> str:
    """The last look before publishing: from which day, and that it cannot be undone."""
    shown = reviewing.opened(key, actor())
    day = shown.about.in_force_from or clock.today()
    return _publication(shown, {"in_force_from": day.isoformat(), "version": str(shown.version)}, {})


@pages.post("/publication")
@allow(Action.publish_edition)
def publish(key: str) -> ResponseReturnValue:
    """Publish it from that day."""
    typed = request.form.to_dict()
    try:
        day = read_day_of_effect(typed)
        with transaction():
            publishing.publish(key, day, version_of(typed), actor())
    except Invalid as error:
        return _publication(reviewing.opened(key, actor()), typed, error.fields), 422
    except Conflict as error:
        shown = reviewing.opened(key, actor())
        return _publication(shown, {**typed, "version": str(shown.version)}, {"": [error.message]}), 409
    return redirect(url_for("publishing_lists.draft", key=key), 303)


def _publication(shown: reviewing.Opened, form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    return render(
        "burden/publishing/publication.html", shown=shown, form=form, errors=errors, today=clock.today(), limit=SHOWN
    )


@pages.get("/removal")
@allow(Action.draft_edition)
def removal(key: str) -> str:
    """Whether to throw the draft away."""
    return render("burden/publishing/discard.html", shown=reviewing.opened(key, actor()))


@pages.post("/removal")
@allow(Action.draft_edition)
def discard(key: str) -> ResponseReturnValue:
    """Throw it away."""
    with transaction():
        drafting.discard(key, version_of(request.form.to_dict()), actor())
    flash(str(t("草稿已删掉", "The draft is gone")), "good")
    return redirect(url_for("publishing.desk"), 303)
