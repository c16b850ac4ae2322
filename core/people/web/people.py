"""The administrator's pages: who there is, what they do for whom."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask import Response as WebResponse
from werkzeug.wrappers import Response

from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid
from core.pages import asked, t
from core.people.rules.roles import NAMES
from core.people.schemas.forms import MembershipSchema, PersonSchema, read
from core.people.services import employing, organising
from core.people.web.door import once
from core.policy import Action, Actor, Role
from core.values.text import Text

blueprint = Blueprint("people", __name__, url_prefix="/people")
_UNKNOWN_BODY = Text(
    "没有这家单位：请填代码或全称，从提示里选最稳妥",
    "No such organisation: give its code or whole name, best from the list",
)


def _body_id(words: str) -> int:
    body = organising.find_body(words, clock.today())
    if body is None:
        raise Invalid({"organisation": [_UNKNOWN_BODY]})
    return body.id


def _role_choices() -> list[tuple[str, str]]:
    return [(role.value, str(t(NAMES[role]))) for role in Role]


def _suggested() -> list[organising.Body]:
    return organising.bodies(clock.today(), enterprises=True, limit=1000)


@blueprint.get("")
@allow(Action.manage_people)
def index() -> str:
    """Everybody who can sign in."""
    return _index({}, {})


def _index(form: dict[str, str], errors: dict[str, list[Text]], **more: Any) -> str:
    words, after = asked("q", 80), asked("after", 18)
    found, following = employing.list_people(words, int(after) if after.isdecimal() else 0)
    return render_template(
        "core/people.html",
        people=found,
        following=following,
        words=words,
        today=clock.today(),
        form=form,
        errors=errors,
        role_names=NAMES,
        role_choices=_role_choices(),
        bodies=_suggested(),
        **more,
    )


@blueprint.post("")
@allow(Action.manage_people)
def add() -> WebResponse | tuple[str, int]:
    """Add somebody, and show the first password this once."""
    typed = request.form.to_dict()
    try:
        values = read(PersonSchema, typed)
        body_id = _body_id(values["organisation"])
        with transaction():
            user_id, first = employing.add_person(actor(), values["sign_in_name"], values["name"])
            employing.give_membership(
                actor(), user_id, body_id, values["role"], values["from_on"] or clock.today(), values["to_on"]
            )
    except Invalid as error:
        return _index(typed, error.fields), 422
    return once(_one(user_id, {}, {}, first_password=first))


@blueprint.get("/<id:user_id>")
@allow(Action.manage_people)
def one(user_id: int) -> str:
    """One person."""
    return _one(user_id, {}, {})


def _one(user_id: int, form: dict[str, str], errors: dict[str, list[Text]], first_password: str = "") -> str:
    return render_template(
        "core/person.html",
        person=employing.find_person(user_id),
        today=clock.today(),
        form=form,
        errors=errors,
        role_names=NAMES,
        role_choices=_role_choices(),
        bodies=_suggested(),
        first_password=first_password,
        is_self=user_id == actor().user_id,
    )


@blueprint.post("/<id:user_id>/memberships")
@allow(Action.manage_people)
def give_membership(user_id: int) -> Response | tuple[str, int]:
    """Give a role in an organisation."""
    employing.find_person(user_id)
    typed = request.form.to_dict()
    try:
        values = read(MembershipSchema, typed)
        body_id = _body_id(values["organisation"])
        with transaction():
            employing.give_membership(
                actor(), user_id, body_id, values["role"], values["from_on"] or clock.today(), values["to_on"]
            )
    except Invalid as error:
        return _one(user_id, typed, error.fields), 422
    flash(str(t("已加上", "Added")), "good")
    return redirect(f"/people/{user_id}", 303)


@blueprint.post("/<id:user_id>/memberships/<id:membership_id>/end")
@allow(Action.manage_people)
def end_membership(user_id: int, membership_id: int) -> Response:
    """End a role, at once."""
    with transaction():
        employing.end_membership(actor(), user_id, membership_id)
    flash(str(t("已结束，马上生效", "Ended, as of now")), "good")
    return redirect(f"/people/{user_id}", 303)


def _do(act: Callable[[Actor, int], None], user_id: int, said: str) -> Response:
    with transaction():
        act(actor(), user_id)
    flash(said, "good")
    return redirect(f"/people/{user_id}", 303)


@blueprint.post("/<id:user_id>/lock")
@allow(Action.manage_people)
def lock(user_id: int) -> Response:
    """Lock the account; its sessions end at once."""
    return _do(employing.lock, user_id, str(t("账号已停用，登录都已退出", "Locked, and signed out everywhere")))


@blueprint.post("/<id:user_id>/unlock")
@allow(Action.manage_people)
def unlock(user_id: int) -> Response:
    """Let the person sign in again."""
    return _do(employing.unlock, user_id, str(t("账号已恢复", "Unlocked")))


@blueprint.post("/<id:user_id>/code")
@allow(Action.manage_people)
def take_codes_away(user_id: int) -> Response:
    """The phone is lost: codes are to be set up anew."""
    return _do(employing.take_codes_away, user_id, str(t("验证码要重新设置", "One-time codes are to be set up anew")))


@blueprint.post("/<id:user_id>/password")
@allow(Action.manage_people)
def hand_out_password(user_id: int) -> WebResponse:
    """A new first password, shown this once."""
    with transaction():
        first = employing.hand_out_password(actor(), user_id)
    return once(_one(user_id, {}, {}, first_password=first))
