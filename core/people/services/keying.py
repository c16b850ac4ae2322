"""Keys for programs: made, shown once, ended; from a bearer key to who acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core import clock
from core.db import db
from core.errors import Invalid, NotFound
from core.events import record
from core.people.models.keys import ApiKey
from core.people.models.users import User
from core.people.rules.scopes import GOOD_FOR, SCOPES
from core.people.services import organising, secrecy
from core.people.services.signing_in import memberships
from core.policy import Action, Actor
from core.values.text import Text

PREFIX = "sfk_"
_NOT_YOURS = Text("请选您所在的单位", "Choose an organisation you work for")
_NO_SCOPE = Text(
    "“还可以”里有一项不能给密钥：请只勾单子上有的",
    "Something under “It may also” cannot be given to a key: tick only what stands there",
)


@dataclass(frozen=True)
class KeyLine:
    """A key as its owner sees it: never the key itself."""

    id: int
    label: str
    hint: str
    organisation: str
    scopes: tuple[Text, ...]
    made_at: datetime
    good_until: datetime


def make(actor: Actor, label: str, organisation_id: int, scopes: Iterable[str]) -> str:
    """Make a key for a program of one of the actor's organisations; the key, shown this once.

    :raises Invalid: for an organisation that is not the actor's, or a scope that cannot be given.
    """
    asked = list(dict.fromkeys(scopes))
    if organisation_id not in actor.organisations:
        raise Invalid({"organisation": [_NOT_YOURS]})
    if any(scope not in {action.value for action in SCOPES} for scope in asked):
        raise Invalid({"scopes": [_NO_SCOPE]})
    key, now = PREFIX + secrecy.new_token(), clock.now()
    row = ApiKey(
        digest=secrecy.digest_of_token(key),
        hint=key[:10],
        label=label,
        user_id=actor.user_id,
        organisation_id=organisation_id,
        scopes=asked,
        made_at=now,
        good_until=now + GOOD_FOR,
    )
    db.session.add(row)
    db.session.flush()
    record(_stream(actor), "key.made", {"key": row.id, "organisation": organisation_id, "scopes": asked}, actor)
    return key


def end(actor: Actor, key_id: int) -> None:
    """End one of the actor's own keys at once.

    :raises NotFound: if it is not the actor's, or ended already.
    """
    asked = select(ApiKey).where(ApiKey.id == key_id, ApiKey.user_id == actor.user_id, ApiKey.ended_at.is_(None))
    row = db.session.scalars(asked.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    row.ended_at = clock.now()
    record(_stream(actor), "key.ended", {"key": row.id}, actor)


def end_all(actor: Actor) -> int:
    """End all of the actor's own keys at once; how many."""
    good = select(ApiKey.id).where(
        ApiKey.user_id == actor.user_id, ApiKey.ended_at.is_(None), ApiKey.good_until > clock.now()
    )
    ids = db.session.scalars(good).all()
    for key_id in ids:
        end(actor, key_id)
    return len(ids)


def lines(actor: Actor) -> list[KeyLine]:
    """The actor's keys that are good, the latest first."""
    asked = select(ApiKey).where(
        ApiKey.user_id == actor.user_id, ApiKey.ended_at.is_(None), ApiKey.good_until > clock.now()
    )
    rows = db.session.scalars(asked.order_by(ApiKey.id.desc())).all()
    names = organising.names((row.organisation_id for row in rows), clock.today())
    return [
        KeyLine(
            id=row.id,
            label=row.label,
            hint=row.hint,
            organisation=names.get(row.organisation_id, ""),
            scopes=tuple(SCOPES[Action(scope)] for scope in row.scopes),
            made_at=row.made_at,
            good_until=row.good_until,
        )
        for row in rows
    ]


def find(key: str) -> Actor | None:
    """Who acts with this bearer key; None if it is no key, over, ended, or its person locked or gone from there.

    The program acts for the person who made the key, with that person's roles of today in the key's organisation,
    and of these only what its scopes name.
    """
    if not key.startswith(PREFIX):
        return None
    asked = select(ApiKey, User).join(User, User.id == ApiKey.user_id)
    found = db.session.execute(asked.where(ApiKey.digest == secrecy.digest_of_token(key))).one_or_none()
    if found is None:
        return None
    row, user = found
    roles = frozenset(pair for pair in memberships(user.id, clock.today()) if pair[1] == row.organisation_id)
    if row.ended_at or row.good_until <= clock.now() or user.locked_at or not roles:
        return None
    return Actor(user_id=user.id, name=row.label, memberships=roles, key_id=row.id, scopes=frozenset(row.scopes))


def _stream(actor: Actor) -> tuple[str, str]:
    return ("person", str(actor.user_id))
