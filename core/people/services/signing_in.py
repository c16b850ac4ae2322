"""Signing in and out: who somebody is, sessions as rows, what one must do before one's roles count.

Sessions end after an hour without a sign of life, after twelve hours in any case, when they are ended by their owner,
when the account is locked, and, all others, when the password changes.
"""

import logging
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cryptography.fernet import InvalidToken
from flask import current_app
from sqlalchemy import delete, or_, select, update

from core import clock
from core.db import db
from core.errors import Invalid, NotFound
from core.events import record
from core.people.models.users import Membership, SignInSession, User
from core.people.rules.browsers import browser_name
from core.people.rules.roles import STAFF
from core.people.services import secrecy
from core.policy import Actor, Role
from core.values.text import Text

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)
KEPT = timedelta(days=30)

WRONG = Text("账号、密码或验证码不对", "Account, password or code wrong")
LOCKED = Text("这个账号已停用，请找您单位的系统管理员", "This account is locked; ask your administrator")
UNREADABLE = Text(
    "平台换过密钥，您设的验证码认不出了。请找您单位的系统管理员取消您的验证码，登录后再设一次",
    "The platform's key was changed and your one-time codes cannot be read. Ask your administrator to take them away, "
    "then set them up again",
)
TOO_LATE = Text("首次密码已过期，请找系统管理员再给一个", "The first password has expired; ask for another")

log = logging.getLogger("core.signing_in")


@dataclass(frozen=True)
class Recognised:
    """Somebody whose password, and code if there is one, are right."""

    user_id: int
    step: int
    """The step of the one-time code, so that it is not taken twice; 0 without one."""


@dataclass(frozen=True)
class Present:
    """Who is behind a session now."""

    actor: Actor
    needs: str
    """``password`` or ``code``: what must be set first, until when no role counts; empty if nothing."""
    stale: bool
    """Whether the session's last sign of life is to be noted again."""


@dataclass(frozen=True)
class Seat:
    """One of a person's sessions, as its owner sees it."""

    id: int
    browser: str
    started_at: datetime
    seen_at: datetime
    here: bool


def fold(name: str) -> str:
    """A sign-in name as it is kept and compared; what cannot be seen is no part of it."""
    return "".join(c for c in unicodedata.normalize("NFKC", name) if c.isprintable()).strip().casefold()


def recognise(name: str, password: str, code: str) -> Recognised:
    """Who signs in. Slow on purpose, and as slow for unknown names; call it outside a transaction.

    :raises Invalid: the same words whatever was wrong; who has the right password is told that the account is locked.
    """
    user = db.session.scalars(select(User).filter_by(sign_in_name=fold(name))).one_or_none()
    if not secrecy.is_password(user.password_hash if user else None, password) or user is None:
        raise _refused(WRONG, user)
    if user.locked_at:
        raise _refused(LOCKED, user)
    if user.first_password_until and user.first_password_until < clock.now():
        raise _refused(TOO_LATE, user)
    return Recognised(user.id, _step(user, code) if user.totp_secret else 0)


def _step(user: User, code: str) -> int:
    """The step of a right code.

    :raises Invalid: for a wrong one, or where the secret was sealed under another SECRET_KEY.
    """
    try:
        secret = secrecy.open_totp(user.totp_secret or "")
    except InvalidToken:
        raise _refused(UNREADABLE, user) from None
    found = secrecy.totp_step(secret, code, clock.now().timestamp(), used=user.totp_step)
    if found is None:
        raise _refused(WRONG, user)
    return found


def _refused(words: Text, user: User | None) -> Invalid:
    log.warning("sign-in refused: person %s: %s", user.id if user else "unknown", words.en)
    return Invalid({"": [words]}, words)


def open_session(who: Recognised, browser: str) -> str:
    """Begin a session, in the caller's transaction; its token, which only the browser keeps.

    :raises Invalid: if the account was locked or the code used meanwhile.
    """
    user = db.session.get_one(User, who.user_id, with_for_update=True)
    if user.locked_at or (who.step and who.step <= user.totp_step):
        raise _refused(WRONG, user)
    user.totp_step = max(user.totp_step, who.step)
    token, now = secrecy.new_token(), clock.now()
    session = SignInSession(
        token_digest=secrecy.digest_of_token(token), user_id=user.id, browser=browser[:200], started_at=now, seen_at=now
    )
    db.session.add(session)
    db.session.flush()
    record(("person", str(user.id)), "person.signed_in", {"session": session.id}, Actor(user_id=user.id))
    return token


def present(token: str) -> Present | None:
    """Who is behind `token` now; None if its session is over or never was."""
    now = clock.now()
    asked = select(SignInSession, User).join(User, User.id == SignInSession.user_id)
    found = db.session.execute(asked.where(SignInSession.token_digest == secrecy.digest_of_token(token))).one_or_none()
    if found is None:
        return None
    session, user = found
    over = session.ended_at or user.locked_at or now - session.seen_at > IDLE or now - session.started_at > LONGEST
    if over:
        return None
    roles = memberships(user.id, clock.today())
    needs = _needs(user, roles)
    actor = Actor(user_id=user.id, name=user.name, memberships=frozenset() if needs else roles, session_id=session.id)
    return Present(actor, needs, stale=now - session.seen_at > SEEN_EVERY)


def _needs(user: User, roles: frozenset[tuple[Role, int]]) -> str:
    if user.first_password_until:
        return "password"
    asks_codes = current_app.extensions["settings"].staff_totp and any(role in STAFF for role, _ in roles)
    return "code" if asks_codes and not user.totp_secret else ""


def memberships(user_id: int, on: date) -> frozenset[tuple[Role, int]]:
    """What a person does for whom on the day `on`."""
    asked = select(Membership.role, Membership.organisation_id).where(
        Membership.user_id == user_id, Membership.from_on <= on, or_(Membership.to_on.is_(None), Membership.to_on >= on)
    )
    return frozenset((Role(role), organisation) for role, organisation in db.session.execute(asked))


def note_seen(session_id: int) -> None:
    """The session has given a sign of life; in the caller's transaction."""
    alive = update(SignInSession).where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
    db.session.execute(alive.values(seen_at=clock.now()))


def seats(actor: Actor) -> list[Seat]:
    """The actor's sessions that are not over, the latest first."""
    now = clock.now()
    asked = select(SignInSession).where(
        SignInSession.user_id == actor.user_id,
        SignInSession.ended_at.is_(None),
        SignInSession.seen_at >= now - IDLE,
        SignInSession.started_at >= now - LONGEST,
    )
    rows = db.session.scalars(asked.order_by(SignInSession.seen_at.desc()))
    return [Seat(s.id, browser_name(s.browser), s.started_at, s.seen_at, s.id == actor.session_id) for s in rows]


def end_session(actor: Actor, session_id: int) -> None:
    """End one of the actor's own sessions at once.

    :raises NotFound: if it is not the actor's, or over.
    """
    ended = db.session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.user_id == actor.user_id,
            SignInSession.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
    )
    if not ended.rowcount:  # type: ignore[attr-defined] # an UPDATE's result has it
        raise NotFound
    record(("person", str(actor.user_id)), "person.signed_out", {"session": session_id}, actor)


def end_sessions(user_id: int, but: int = 0) -> None:
    """End all of a person's sessions at once, but one."""
    asked = update(SignInSession).where(
        SignInSession.user_id == user_id, SignInSession.ended_at.is_(None), SignInSession.id != but
    )
    db.session.execute(asked.values(ended_at=clock.now()))


def forget_old() -> None:
    """Take away sessions that were over long ago."""
    db.session.execute(delete(SignInSession).where(SignInSession.started_at < clock.now() - KEPT))
