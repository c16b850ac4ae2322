"""The door: who asks, by the browser's session or a program's key; the page to sign in, where nothing typed is lost."""

from typing import Any

from flask import Blueprint, Flask, Response, g, make_response, redirect, render_template, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as AnyResponse

from core.access import actor, allow
from core.db import transaction
from core.errors import Busy, Invalid, NotFound, NotSignedIn
from core.files.receiving import kept_instead
from core.people.services import keying, signing_in, slowing
from core.people.services.signing_in import Present
from core.policy import Action, Actor
from core.values.text import Text

blueprint = Blueprint("door", __name__)


class RowIdInteger(IntegerConverter):
    """``<id:…>`` in addresses: a number that a row can have; a greater one is an absent page, not a fault."""

    def __init__(self, map: Map, **more: Any) -> None:
        super().__init__(map, max=2**63 - 1, **more)


login = LoginManager()
login.session_protection = None  # bound to rows that can be ended, not to an address that changes on the way home

TYPED = "typed."
"""What comes before the names of fields that the page to sign in carries along."""
_BAD_KEY = Text("密钥不对、已到期或已停用", "The key is wrong, over or ended")


class Guest(UserMixin):
    """Flask-Login's idea of who has signed in: the token of a session, and who is behind it."""

    def __init__(self, token: str, behind: Present) -> None:
        self.id = token
        self.behind = behind


@login.user_loader
def _guest(token: str) -> Guest | None:
    behind = signing_in.present(token)
    return Guest(token, behind) if behind else None


def load_actor() -> Actor | None:
    """Who asks: on the interface for programs by bearer key alone, elsewhere by session alone."""
    if request.path.startswith("/api/"):
        return _program(request.headers.get("Authorization", ""))
    if not current_user.is_authenticated:
        return None
    behind: Present = current_user.behind
    if behind.stale:
        with transaction():
            signing_in.note_seen(behind.actor.session_id)
    g.needs = behind.needs
    return behind.actor


def _program(header: str) -> Actor | None:
    if not header:
        return None
    kind, _, key = header.partition(" ")
    found = keying.find(key.strip()) if kind.lower() == "bearer" else None
    if found is None:
        raise NotSignedIn(_BAD_KEY)
    return found


def safe(address: str) -> str:
    """`address` if it leads to a page of ours, else the first page: nobody is sent elsewhere from here."""
    odd = any(character in address for character in "\\\r\n\t") or address.startswith("//")
    return address if address.startswith("/") and not odd else "/"


def sign_in_page() -> Response:
    """Instead of a page that needs somebody: the page to sign in, with what was typed carried along."""
    typed = [] if request.method == "GET" else [pair for pair in _pairs() if pair[0] != "csrf_token"]
    kept = kept_instead()
    files = [] if kept else list(request.files)
    return _page(safe(request.full_path.rstrip("?")), typed + kept, files=files, status=401)


def _pairs() -> list[tuple[str, str]]:
    return list(request.form.items(multi=True))


def _page(
    onward: str,
    typed: list[tuple[str, str]],
    *,
    files: list[str] | None = None,
    errors: dict[str, list[Text]] | None = None,
    status: int = 200,
) -> Response:
    page = render_template(
        "core/sign-in.html",
        onward=onward,
        typed=typed,
        files=files or request.form.getlist("file-of-before"),
        form=request.form if errors else {},
        errors=errors or {},
        asked=status == 401,
    )
    return make_response(page, status)


@blueprint.get("/sign-in")
@allow(Action.sign_in)
def sign_in_form() -> AnyResponse:
    """The page to sign in."""
    onward = safe(request.args.get("next", "/account"))
    return redirect(onward, 303) if actor().known else _page(onward, [])


@blueprint.post("/sign-in")
@allow(Action.sign_in)
def sign_in() -> AnyResponse:
    """Sign in; what was typed before is offered to be sent again."""
    onward = safe(request.form.get("next") or "/account")
    typed = [(name.removeprefix(TYPED), value) for name, value in _pairs() if name.startswith(TYPED)]
    try:
        token = _open()
    except Invalid as error:
        return _page(onward, typed, errors=error.fields, status=422)
    except Busy as error:
        answer = _page(onward, typed, errors={"": [error.message]}, status=429)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    session.clear()
    login_user(_guest(token))
    g.pop("actor", None)
    actor()
    if typed:
        files = request.form.getlist("file-of-before")
        return make_response(render_template("core/send-again.html", onward=onward, typed=typed, files=files))
    return redirect("/account" if g.get("needs") else onward, 303)


def _open() -> str:
    """The token of a new session. The try is counted before it is looked at, so that many at once gain nothing."""
    name, address = request.form.get("sign_in_name", ""), request.remote_addr or ""
    folded = signing_in.fold(name)[:200]
    with transaction():
        slowing.count_try(address, folded)
    who = signing_in.recognise(name, request.form.get("password", ""), request.form.get("code", ""))
    with transaction():
        slowing.succeeded(address, folded)
        return signing_in.open_session(who, request.user_agent.string)


@blueprint.post("/sign-out")
@allow(Action.sign_in)
def sign_out() -> AnyResponse:
    """Sign out: the session ends on the server, whatever the browser keeps."""
    who = actor()
    if who.session_id:
        try:
            with transaction():
                signing_in.end_session(who, who.session_id)
        except NotFound:
            pass  # ended elsewhere in this very moment: signed out all the same
    logout_user()
    session.clear()
    return redirect("/sign-in", 303)


def once(page: str) -> Response:
    """A page that shows a secret this once: kept nowhere on the way."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def init_door(app: Flask) -> None:
    """Put the door into `app`."""
    app.url_map.converters["id"] = RowIdInteger
    login.init_app(app)
    app.extensions["actor_loader"] = load_actor
    app.extensions["sign_in_page"] = sign_in_page
    app.register_blueprint(blueprint)
