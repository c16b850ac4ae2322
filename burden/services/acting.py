"""Who acts when the shell acts for a person."""

from sqlalchemy import select

from core import clock
from core.db import db
from core.errors import NotAllowed
from core.people.models.users import User
from core.people.services import signing_in
from core.policy import Action, Actor, may
from core.values.text import Text


def publisher_named(sign_in_name: str) -> Actor:
    """The publisher of that sign-in name, as of today: the shell drafts in his name, another publishes.

    :raises NotAllowed: when there is none, or the person may not draft.
    """
    asked = select(User).where(User.sign_in_name == signing_in.fold(sign_in_name), User.locked_at.is_(None))
    user = db.session.scalars(asked).one_or_none()
    if user is not None:
        actor = Actor(user.id, user.name, signing_in.memberships(user.id, clock.today()))
        if may(Action.draft_edition, actor):
            return actor
    raise NotAllowed(Text(f"“{sign_in_name}”不是发布员", f"“{sign_in_name}” is no publisher"))
