"""Structured standards: begun from a file, weighed against the worked charges, submitted, published by another."""

import secrets

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from burden.services import standards_editing, standards_listing, standards_reviewing
from burden.web.publishing import NO_FILE, form_key_of, render, version_of
from core.access import actor, allow
from core.db import transaction
from core.errors import Conflict, Invalid
from core.pages import t
from core.policy import Action
from core.values.text import Text

pages = Blueprint("publishing_standards", __name__, url_prefix="/publishing/standards")

LONGEST_TITLE, LONGEST_REASON = 200, 2000
NO_TITLE = Text("请写这次改了什么，例如“商标费降低”", "Say what this changes, such as “trademark fees lowered”")
NO_REASON = Text("请写为什么改、凭哪份文件", "Say why, and by which document")
NOT_TEXT = Text(
    "文件不是 UTF-8 文本，请另存为 UTF-8 再传", "The file is no UTF-8 text; save it as UTF-8 and send it again"
)


def title_and_reason(typed: dict[str, str]) -> tuple[str, str]:
    """What a change of standards is called and why it is made; raises Invalid by field."""
    title, reason = typed.get("title", "").strip(), typed.get("reason", "").strip()
    errors = {}
    if not title or len(title) > LONGEST_TITLE or "\0" in title:
        errors["title"] = [NO_TITLE]
    if not reason or len(reason) > LONGEST_REASON or "\0" in reason:
        errors["reason"] = [NO_REASON]
    if errors:
        raise Invalid(errors)
    return title, reason


def to_draft(release: int) -> ResponseReturnValue:
    """Back to the draft's page."""
    return redirect(url_for("publishing_standards.draft", release=release), 303)


@pages.get("/new")
@allow(Action.draft_edition)
def new() -> str:
    """Choose an item to change on a page, or send a file."""
    return _new({}, {})


@pages.post("/new")
@allow(Action.draft_edition)
def begin() -> ResponseReturnValue:
    """Read a file of the form of standards.yaml; what cannot become law is named by item, row, field and line."""
    typed = request.form.to_dict()
    try:
        title, reason = title_and_reason(typed)
        name, text = _sent()
        with transaction():
            release = standards_editing.begin_from_file(text, name, title, reason, form_key_of(typed), actor())
    except Invalid as error:
        return _new(typed, error.fields), 422
    return to_draft(release)


def _sent() -> tuple[str, str]:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid({"file": [NO_FILE]})
    try:
        return sent.filename, sent.stream.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid({"file": [NOT_TEXT]}) from error


def _new(form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    form = {**form, "form_key": form.get("form_key") or secrets.token_urlsafe(24)}
    items = standards_listing.items(request.args.get("q", ""))
    return render("burden/publishing/standards_new.html", form=form, errors=errors, items=items)


@pages.get("/<id:release>")
@allow(Action.read_draft)
def draft(release: int) -> str:
    """What it changes, in words, and which worked charges would come out otherwise."""
    return _draft(release, {})


def _draft(release: int, errors: dict[str, list[Text]]) -> str:
    shown = standards_reviewing.opened(release, actor())
    return render("burden/publishing/standards_draft.html", shown=shown, errors=errors)


@pages.get("/<id:release>/about")
@allow(Action.draft_edition)
def about(release: int) -> str:
    """Title and reason, to be changed."""
    shown = standards_reviewing.opened(release, actor())
    form = {"title": shown.title, "reason": shown.reason, "version": str(shown.version)}
    return render("burden/publishing/standards_about.html", shown=shown, form=form, errors={})


@pages.post("/<id:release>/about")
@allow(Action.draft_edition)
def change_about(release: int) -> ResponseReturnValue:
    """Change them."""
    typed = request.form.to_dict()
    try:
        title, reason = title_and_reason(typed)
        with transaction():
            standards_editing.describe(release, title, reason, version_of(typed), actor())
    except (Invalid, Conflict) as error:
        shown = standards_reviewing.opened(release, actor())
        fields = error.fields if isinstance(error, Invalid) else {"": [error.message]}
        page = render("burden/publishing/standards_about.html", shown=shown, errors=fields,
                      form={**typed, "version": str(shown.version)})  # fmt: skip
        return page, 422 if isinstance(error, Invalid) else 409
    return to_draft(release)


@pages.post("/<id:release>/documents/removal")
@allow(Action.draft_edition)
def drop(release: int) -> ResponseReturnValue:
    """Leave one item out of the draft."""
    typed = request.form.to_dict()
    try:
        with transaction():
            standards_editing.drop(
                release, typed.get("kind", ""), typed.get("key", ""), version_of(typed), actor()
            )  # fmt: skip
    except (Invalid, Conflict) as error:
        fields = error.fields if isinstance(error, Invalid) else {"": [error.message]}
        return _draft(release, fields), 422 if isinstance(error, Invalid) else 409
    return to_draft(release)


@pages.post("/<id:release>/submission")
@allow(Action.draft_edition)
def submit(release: int) -> ResponseReturnValue:
    """Hand it to the second publisher."""
    try:
        with transaction():
            standards_editing.submit(release, version_of(request.form.to_dict()), actor())
    except Invalid as error:
        return _draft(release, error.fields), 422
    except Conflict as error:
        return _draft(release, {"": [error.message]}), 409
    flash(str(t("已提交，等另一位发布员发布", "Submitted; another publisher can publish it")), "good")
    return to_draft(release)


@pages.post("/<id:release>/withdrawal")
@allow(Action.draft_edition)
def take_back(release: int) -> ResponseReturnValue:
    """Go on writing what was submitted."""
    with transaction():
        standards_editing.take_back(release, actor())
    return to_draft(release)


@pages.get("/<id:release>/return")
@allow(Action.publish_edition)
def returning(release: int) -> str:
    """Why it goes back."""
    shown = standards_reviewing.opened(release, actor())
    return render("burden/publishing/standards_return.html", shown=shown, form={}, errors={})


@pages.post("/<id:release>/return")
@allow(Action.publish_edition)
def send_back(release: int) -> ResponseReturnValue:
    """Send it back to who wrote it."""
    typed = request.form.to_dict()
    try:
        with transaction():
            standards_editing.send_back(release, typed.get("why", "")[:LONGEST_REASON], actor())
    except Invalid as error:
        shown = standards_reviewing.opened(release, actor())
        return render("burden/publishing/standards_return.html", shown=shown, form=typed, errors=error.fields), 422
    flash(str(t("已退回", "Sent back")), "good")
    return to_draft(release)


@pages.get("/<id:release>/publication")
@allow(Action.publish_edition)
def publication(release: int) -> str:
    """The last look before publishing."""
    return _publication(release, {})


@pages.post("/<id:release>/publication")
@allow(Action.publish_edition)
def publish(release: int) -> ResponseReturnValue:
    """Put it in force."""
    try:
        with transaction():
            standards_editing.publish(release, version_of(request.form.to_dict()), actor())
    except Invalid as error:
        return _publication(release, error.fields), 422
    except Conflict as error:
        return _publication(release, {"": [error.message]}), 409
    return to_draft(release)


def _publication(release: int, errors: dict[str, list[Text]]) -> str:
    shown = standards_reviewing.opened(release, actor())
    return render("burden/publishing/standards_publication.html", shown=shown, errors=errors)


@pages.get("/<id:release>/removal")
@allow(Action.draft_edition)
def removal(release: int) -> str:
    """Whether to throw the draft away."""
    shown = standards_reviewing.opened(release, actor())
    return render("burden/publishing/standards_discard.html", shown=shown)


@pages.post("/<id:release>/removal")
@allow(Action.draft_edition)
def discard(release: int) -> ResponseReturnValue:
    """Throw it away."""
    with transaction():
        standards_editing.discard(release, version_of(request.form.to_dict()), actor())
    flash(str(t("草稿已删掉", "The draft is gone")), "good")
    return redirect(url_for("publishing.desk"), 303)
