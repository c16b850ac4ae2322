"""Searches that auditors keep under a name: each sees and deletes only his own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from complaints.models.searches import SavedSearch
from core import clock
from core.db import db
from core.errors import Invalid, NotFound
from core.policy import Actor
from core.values.text import Text

MOST = 100
LONGEST_NAME = 80
_NAME = Text("请给这次检索起个名字，最多 80 个字", "Give the search a name of at most 80 characters")
_TAKEN = Text("您已有一个叫这个名字的检索，请换一个", "You have a search of this name already; choose another")
_TOO_MANY = Text("最多存 100 个检索，请先删掉不用的", "At most 100 searches are kept; delete some first")


@dataclass(frozen=True, slots=True)
class Saved:
    """A kept search; `query` leads to it in the address of the page."""

    id: int
    name: str
    query: str
    at: datetime


def own(actor: Actor) -> list[Saved]:
    """The searches that `actor` keeps, by name."""
    asked = select(SavedSearch).where(SavedSearch.user_id == actor.user_id).order_by(SavedSearch.name, SavedSearch.id)
    return [Saved(row.id, row.name, row.query, row.at) for row in db.session.scalars(asked)]


def keep(actor: Actor, name: str, query: str) -> None:
    """Keep a search, in the caller's transaction.

    :raises Invalid: field ``name``: none, too long, taken; or there are too many.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid({"name": [_NAME]})
    mine = select(func.count()).select_from(SavedSearch).where(SavedSearch.user_id == actor.user_id)
    if (db.session.scalar(mine) or 0) >= MOST:
        raise Invalid({"name": [_TOO_MANY]})
    if db.session.scalar(mine.where(SavedSearch.name == name)):
        raise Invalid({"name": [_TAKEN]})
    db.session.add(SavedSearch(user_id=actor.user_id, name=name, query=query, at=clock.now()))


def delete(actor: Actor, search_id: int) -> str:
    """Delete one, in the caller's transaction; its name.

    :raises NotFound: if there is none, or it is somebody else's; the two cannot be told apart.
    """
    asked = select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.user_id == actor.user_id)
    found = db.session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound
    db.session.delete(found)
    return found.name
