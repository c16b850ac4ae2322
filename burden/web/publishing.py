"""The publishers' desk: lists and standards being drafted, and the ways to begin one."""

import hashlib
import re
import secrets
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from burden.schemas.listing import form_of_about, read_about
from burden.services import choosing, describing, drafting, receiving, reviewing, standards_reviewing
from burden.services.headings import FIELD_WORDS
from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid
from core.pages import asked, language, t
from core.policy import Action
from core.values.text import Text

pages = Blueprint("publishing", __name__, url_prefix="/publishing")

WAYS = ("file", "current", "empty")
NO_FILE = Text("请选一个文件（CSV、XLSX 或 XLS）", "Choose a file (CSV, XLSX or XLS)")


def said(options: list[tuple[str, Text]]) -> list[tuple[str, str]]:
    """Choices in the reader's language."""
    return [(value, words.render(language())) for value, words in options]


_CHINESE = re.compile(r"[\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef\w()·]*")


def marked(words: Text | str) -> Markup:
    """Words in the reader's language; within English, official words are marked as the Chinese they are."""
    text = escape(t(words))
    if language() != "en":
        return text
    return Markup(_CHINESE.sub(lambda run: f'<span lang="zh-CN">{run[0]}</span>', str(text)))


def render(template: str, **context: Any) -> str:
    """A page of the desk; it can name the columns of a list."""
    return render_template(template, field_words=FIELD_WORDS, marked=marked, **context)


def about_choices() -> dict[str, Any]:
    """What the fields about a list choose from."""
    return {
        "natures": said(choosing.natures()),
        "governed": said(choosing.governed()),
        "followable": [(key, title) for key, title, _ in describing.editions_to_follow()],
    }


def version_of(typed: dict[str, str]) -> int:
    """The version that a form was opened on; 0, which none has, if it does not say."""
    found = typed.get("version", "")
    return int(found) if found.isdecimal() and len(found) < 10 else 0


def form_key_of(typed: dict[str, str]) -> str:
    """By what a form sent twice is known: its key and its sender, as a digest, for a key can be made up of anything."""
    key = typed.get("form_key") or secrets.token_urlsafe(24)
    return hashlib.sha256(f"{actor().user_id}\n{key}".encode()).hexdigest()


@pages.get("")
@allow(Action.read_draft)
def desk() -> str:
    """All that is being drafted or was published here, what waits for a second publisher first."""
    return render(
        "burden/publishing/desk.html",
        lines=reviewing.lines(actor()),
        releases=standards_reviewing.lines(actor()),
    )


@pages.get("/lists/new")
@allow(Action.draft_edition)
def new() -> str:
    """How to begin a list: from a file, from the one in force, or empty."""
    way = request.args.get("way", "file")
    first = describing.first_about(asked("follows") or None)
    return _new(way if way in WAYS else "file", form_of_about(first), {})


@pages.post("/lists/new")
@allow(Action.draft_edition)
def begin() -> ResponseReturnValue:
    """Begin it; a form sent twice begins one."""
    typed = request.form.to_dict()
    way = typed.get("way", "file")
    try:
        if way == "file":
            return redirect(url_for("publishing_files.preview", sent_id=_receive(typed)), 303)
        about = read_about(typed)
        with transaction():
            if way == "current":
                key = drafting.begin_from_current(about, form_key_of(typed), actor())
            else:
                key = drafting.key_of(drafting.begin(about, form_key_of(typed), actor()).id)
    except Invalid as error:
        return _new(way if way in WAYS else "file", typed, error.fields), 422
    return redirect(url_for("publishing_lists.draft", key=key), 303)


def _receive(typed: dict[str, str]) -> int:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid({"file": [NO_FILE]})
    about = describing.first_about(typed.get("follows", "").replace("\0", ""))
    content = sent.stream.read()
    with transaction():
        return receiving.receive(content, sent.filename.replace("\0", ""), about, form_key_of(typed), actor())


def _new(way: str, form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    form = {**form, "form_key": form.get("form_key") or secrets.token_urlsafe(24)}
    return render("burden/publishing/new.html", way=way, form=form, errors=errors, **about_choices())
