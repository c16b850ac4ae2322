"""What a person does with the own account: choose a password, set up one-time codes."""

from sqlalchemy import select

from core import clock
from core.db import db
from core.errors import Invalid
from core.events import record
from core.people.models.users import User
from core.people.rules.passwords import faults
from core.people.services import keying, secrecy, signing_in
from core.policy import Actor
from core.values.text import Text

_WRONG_OLD = Text("现在的密码不对", "The present password is wrong")
_SAME = Text("新密码和现在的一样，请换一个", "The new password is the present one; choose another")
_WRONG_CODE = Text(
    "验证码不对：请等应用里换出新的一个再填，并核对手机时间",
    "The code is wrong: wait for the next one in the app, and check the phone's time",
)


def check_password(actor: Actor, password: str) -> None:
    """Ask for the password once more before something that matters. Slow on purpose; call it outside a transaction.

    :raises Invalid: at the field ``password`` if it is wrong.
    """
    hashed = db.session.scalar(select(User.password_hash).where(User.id == actor.user_id))
    if not secrecy.is_password(hashed, password):
        raise Invalid({"password": [_WRONG_OLD]})


def check_choice(actor: Actor, password: str, chosen: str) -> None:
    """Whether `chosen` may be the actor's password instead of `password`.

    :raises Invalid: at the field ``chosen``, saying why not.
    """
    user = db.session.get_one(User, actor.user_id)
    wrong = faults(chosen, secrecy.common_passwords(), (user.sign_in_name, user.name))
    if not wrong and chosen == password:
        wrong = [_SAME]
    if wrong:
        raise Invalid({"chosen": wrong})


def change_password(actor: Actor, hashed: str, *, end_keys: bool) -> int:
    """Keep another password (hashed beforehand) and end all of the actor's other sessions; how many keys ended too."""
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    user.password_hash, user.first_password_until = hashed, None
    signing_in.end_sessions(user.id, but=actor.session_id)
    record(("person", str(user.id)), "person.password_changed", {}, actor)
    return keying.end_all(actor) if end_keys else 0


def set_up_codes(actor: Actor, secret: str, code: str) -> None:
    """From now on a one-time code is asked at sign-in, if `code` shows that the app has the `secret`.

    :raises Invalid: at the field ``code`` if it does not.
    """
    step = secrecy.totp_step(secret, code, clock.now().timestamp(), used=0)
    if step is None:
        raise Invalid({"code": [_WRONG_CODE]})
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    user.totp_secret, user.totp_step = secrecy.seal_totp(secret), step
    signing_in.end_sessions(user.id, but=actor.session_id)
    record(("person", str(user.id)), "person.codes_set_up", {}, actor)


def has_codes(actor: Actor) -> bool:
    """Whether the actor signs in with one-time codes."""
    return db.session.scalar(select(User.totp_secret).where(User.id == actor.user_id)) is not None
