"""The own account: sessions, password, one-time codes, keys for programs."""

import base64
import io

import segno
from flask import Blueprint, flash, g, redirect, render_template, request, session
from flask import Response as WebResponse
from pyotp import TOTP
from werkzeug.wrappers import Response

from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid
from core.pages import t
from core.people.rules.roles import NAMES
from core.people.rules.scopes import SCOPES
from core.people.schemas.forms import KeySchema, PasswordSchema, read
from core.people.services import account, keying, organising, secrecy, signing_in, slowing
from core.people.web.door import once
from core.policy import Action
from core.values.text import Text

blueprint = Blueprint("account", __name__, url_prefix="/account")
_SECRET = "totp-secret"
_ISSUER = "Guangdong charges"


@blueprint.get("")
@allow(Action.manage_own_account)
def show() -> str:
    """Who one is here, where one has signed in, which programs act for one."""
    return _page({}, {})


def _page(form: dict[str, str], errors: dict[str, list[Text]], new_key: str = "") -> str:
    who = actor()
    names = organising.names(who.organisations, clock.today())
    return render_template(
        "core/account.html",
        form=form,
        errors=errors,
        new_key=new_key,
        needs=g.get("needs", ""),
        roles=[(NAMES[role], names.get(organisation, "—")) for role, organisation in sorted(who.memberships)],
        organisations=sorted(names.items()),
        scopes=[(action.value, words) for action, words in SCOPES.items()],
        keys=keying.lines(who),
        seats=signing_in.seats(who),
        has_codes=account.has_codes(who),
    )


@blueprint.post("/password")
@allow(Action.manage_own_account)
def change_password() -> Response | tuple[str, int]:
    """Choose another password; all other sessions end."""
    typed = request.form.to_dict()
    try:
        values = read(PasswordSchema, typed)
        _ask_password(values["password"])
        account.check_choice(actor(), values["password"], values["chosen"])
        hashed = secrecy.hash_password(values["chosen"])
        with transaction():
            ended = account.change_password(actor(), hashed, end_keys=values["end_keys"])
    except Invalid as error:
        return _page({"end_keys": typed.get("end_keys", "")}, error.fields), 422
    flash(str(t("密码已换；别处的登录都已退出", "Password changed; signed out everywhere else")), "good")
    if ended:
        flash(str(t("{n} 个密钥已停用", "Keys ended: {n}", n=ended)), "good")
    return redirect("/account", 303)


def _ask_password(password: str) -> None:
    """The present password, its tries counted as at the door."""
    address, name = request.remote_addr or "", f"person {actor().user_id}"
    with transaction():
        slowing.count_try(address, name)
    account.check_password(actor(), password)
    with transaction():
        slowing.succeeded(address, name)


@blueprint.get("/code")
@allow(Action.manage_own_account)
def code_form() -> WebResponse:
    """Set up one-time codes: the secret as a picture and in letters."""
    return once(_code_page({}))


def _code_page(errors: dict[str, list[Text]]) -> str:
    secret = session.setdefault(_SECRET, secrecy.seal_totp(secrecy.new_totp_secret()))
    plain = secrecy.open_totp(secret)
    address = TOTP(plain).provisioning_uri(name=str(actor().name), issuer_name=_ISSUER)
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=5, border=2)
    picture = "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode("ascii")
    letters = " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
    return render_template("core/code.html", picture=picture, letters=letters, form={}, errors=errors)


@blueprint.post("/code")
@allow(Action.manage_own_account)
def set_up_code() -> Response | tuple[str, int]:
    """From now on the code is asked at sign-in."""
    sealed = session.get(_SECRET)
    if sealed is None:
        return redirect("/account/code", 303)
    try:
        _ask_password(request.form.get("password", ""))
        with transaction():
            account.set_up_codes(actor(), secrecy.open_totp(sealed), request.form.get("code", ""))
    except Invalid as error:
        return _code_page(error.fields), 422
    session.pop(_SECRET)
    flash(str(t("验证码已设好，下次登录要填", "One-time codes are set up and asked from the next sign-in")), "good")
    return redirect("/account", 303)


@blueprint.post("/sessions/<id:session_id>/end")
@allow(Action.manage_own_account)
def end_session(session_id: int) -> Response:
    """End one of one's sessions."""
    with transaction():
        signing_in.end_session(actor(), session_id)
    flash(str(t("那处登录已退出", "Signed out there")), "good")
    return redirect("/account", 303)


@blueprint.post("/sessions/end")
@allow(Action.manage_own_account)
def end_other_sessions() -> Response:
    """End all of one's sessions but this one."""
    with transaction():
        signing_in.end_sessions(actor().user_id, but=actor().session_id)
    flash(str(t("别处的登录都已退出", "Signed out everywhere else")), "good")
    return redirect("/account", 303)


@blueprint.post("/keys")
@allow(Action.manage_own_account)
def make_key() -> WebResponse | tuple[str, int]:
    """Make a key and show it this once."""
    typed = request.form.to_dict()
    try:
        values = read(KeySchema, typed | {"scopes": request.form.getlist("scopes")})
        with transaction():
            key = keying.make(actor(), values["label"], values["organisation"], values.get("scopes", ()))
    except Invalid as error:
        return _page(typed, error.fields), 422
    return once(_page({}, {}, new_key=key))


@blueprint.post("/keys/<id:key_id>/end")
@allow(Action.manage_own_account)
def end_key(key_id: int) -> Response:
    """End one of one's keys."""
    with transaction():
        keying.end(actor(), key_id)
    flash(str(t("密钥已停用", "The key is ended")), "good")
    return redirect("/account", 303)
