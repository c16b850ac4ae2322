"""Language and colours: kept in cookies, changed by forms, on a page of their own."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from core.access import allow
from core.pages import LANGUAGE_COOKIE, THEME_COOKIE
from core.people.web.door import safe
from core.policy import Action
from core.values.text import LANGUAGES

blueprint = Blueprint("preferences", __name__)
THEMES = ("light", "dark")
_A_YEAR = 365 * 24 * 3600


@blueprint.get("/language")
@allow(Action.sign_in)
def show() -> str:
    """Choose language and colours, then go back to where one came from."""
    return render_template("core/language.html", onward=safe(request.args.get("next", "/")))


@blueprint.post("/language")
@allow(Action.sign_in)
def choose_language() -> Response:
    """Keep the language."""
    return _keep(LANGUAGE_COOKIE, request.form.get("language", ""), LANGUAGES)


@blueprint.post("/theme")
@allow(Action.sign_in)
def choose_theme() -> Response:
    """Keep the colours."""
    return _keep(THEME_COOKIE, request.form.get("theme", ""), THEMES)


def _keep(cookie: str, chosen: str, known: tuple[str, ...]) -> Response:
    answer = make_response(redirect(safe(request.form.get("next", "/")), 303))
    if chosen in known:
        answer.set_cookie(cookie, chosen, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
    return answer
