"""For which organisation somebody acts, and what to say where that is not clear."""

from collections.abc import Collection

from sqlalchemy import select

from core import clock
from core.db import db
from core.errors import Invalid, NotAllowed, NotFound
from core.people.models.users import User
from core.people.rules.roles import NAMES
from core.people.services import signing_in
from core.policy import Actor, Role, organisations_as
from core.values.text import Text
from registry.models.subjects import SubjectHolder

_NONE = Text("这一步要由有“{role}”身份的人来做", "This takes somebody with the role “{role}”")
_WHICH = Text("您在几个单位都有这个身份，请写明代表哪一个", "You have that role at several bodies; say at which")
_NOT_YOURS = Text("您在这个单位没有这个身份", "You do not have that role at this body")


def organisation(role: Role, actor: Actor, chosen: int = 0) -> int:
    """The organisation for which `actor` does this as `role`: the one chosen, or the only one.

    :raises core.errors.NotAllowed: if the actor has the role nowhere.
    :raises core.errors.Invalid: at ``organisation``, if it is not the actor's or several would do.
    """
    mine = organisations_as(role, actor)
    if not mine:
        raise NotAllowed(_NONE.fill(role=NAMES[role]))
    if chosen:
        if chosen not in mine:
            raise Invalid({"organisation": [_NOT_YOURS]})
        return chosen
    if len(mine) > 1:
        raise Invalid({"organisation": [_WHICH]})
    return mine[0]


def enterprises(actor: Actor) -> list[int]:
    """The enterprises of which `actor` is a member.

    :raises core.errors.NotAllowed: if there is none.
    """
    mine = organisations_as(Role.enterprise_member, actor)
    if not mine:
        raise NotAllowed(_NONE.fill(role=NAMES[Role.enterprise_member]))
    return mine


def must_hold(subject_id: int, organisations: Collection[int]) -> None:
    """Let pass who holds or held the subject.

    :raises core.errors.NotFound: to anybody else it is as if it were not there.
    """
    held = select(SubjectHolder.id).where(
        SubjectHolder.subject_id == subject_id, SubjectHolder.organisation_id.in_(sorted(organisations))
    )
    if db.session.scalar(held.limit(1)) is None:
        raise NotFound


def person_named(sign_in_name: str, role: Role) -> Actor:
    """The person of that sign-in name, as of today, for whom the shell acts.

    :raises core.errors.NotAllowed: if there is none, or without that role.
    """
    asked = select(User).where(User.sign_in_name == signing_in.fold(sign_in_name), User.locked_at.is_(None))
    user = db.session.scalars(asked).one_or_none()
    if user is not None:
        actor = Actor(user.id, user.name, signing_in.memberships(user.id, clock.today()))
        if organisations_as(role, actor):
            return actor
    raise NotAllowed(_NONE.fill(role=NAMES[role]))
