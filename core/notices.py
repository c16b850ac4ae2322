"""Notices: what a person or a desk is told. Each is about a thing, and is there only for who may see that thing.

A house names a gate for each kind of thing its notices are about: the keys of those that an actor may see. So an
officer who steps back from a matter loses its notices with it.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, Index, Select, String, and_, false, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.columns import BigKey, Instant, JsonDocument
from core.db import Base, db
from core.policy import Actor, Role
from core.values.text import Text

Gate = Callable[[Actor], Select[Any]]
GATES: dict[str, Gate] = {}
"""Kind of thing → the keys of those an actor may see. What has no gate is seen by whom it is addressed to."""
ANYWHERE = 0
"""The organisation of a notice to a role wherever it is held."""


class Notice(Base):
    """One thing told to one desk, to one person, or to who holds the code of a complaint."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, default=0)
    organisation_id: Mapped[int] = mapped_column(BigInteger, default=ANYWHERE)
    role: Mapped[str] = mapped_column(String(30), default="")
    """Told is who holds this role in `organisation_id`; empty where it is not told to a desk."""
    about: Mapped[str] = mapped_column(String(24))
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(60))
    """The event it tells of."""
    words: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    at: Mapped[datetime] = mapped_column(Instant)
    read: Mapped[bool] = mapped_column(Boolean, default=False)

    __table_args__ = (
        Index(None, "about", "key"),
        Index(None, "role", "organisation_id", "id"),
        Index(None, "user_id", "id"),
    )


def tell(
    about: tuple[str, str], kind: str, words: Text, *, role: Role | None = None, organisation_id: int = ANYWHERE,
    user_id: int = 0,
) -> None:  # fmt: skip
    """Tell a desk (a role in an organisation, or anywhere), a person, or (neither) who may follow the thing."""
    db.session.add(
        Notice(
            user_id=user_id,
            organisation_id=organisation_id,
            role=role.value if role else "",
            about=about[0],
            key=about[1],
            kind=kind,
            words=words.as_dict(),
            at=clock.now(),
        )
    )


def addressed_to(actor: Actor) -> ColumnElement[bool]:
    """The notices that `actor` is told and may see."""
    if not actor.user_id:
        return false()
    desks = [
        and_(Notice.role == role.value, Notice.organisation_id.in_((ANYWHERE, organisation)))
        for role, organisation in sorted(actor.memberships)
    ]
    closed = [or_(Notice.about != kind, Notice.key.in_(gate(actor))) for kind, gate in GATES.items()]
    return and_(or_(Notice.user_id == actor.user_id, *desks), *closed)


def inbox(actor: Actor, *, unread: bool = False, limit: int = 50) -> list[Notice]:
    """What `actor` is told, the latest first."""
    asked = select(Notice).where(addressed_to(actor))
    if unread:
        asked = asked.where(Notice.read.is_(False))
    return list(db.session.scalars(asked.order_by(Notice.id.desc()).limit(limit)))


def count_unread(actor: Actor) -> int:
    """How many of them nobody has read."""
    asked = select(func.count()).select_from(Notice).where(addressed_to(actor), Notice.read.is_(False))
    return db.session.scalar(asked) or 0


def mark_read(actor: Actor, ids: Collection[int]) -> None:
    """Take the mark "unread" off, in the caller's transaction; of what is not the actor's own nothing changes."""
    for notice in db.session.scalars(select(Notice).where(addressed_to(actor), Notice.id.in_(ids))):
        notice.read = True


def of(about: tuple[str, str]) -> list[Notice]:
    """What was told to who follows the thing, the oldest first."""
    asked = select(Notice).where(
        Notice.about == about[0], Notice.key == about[1], Notice.role == "", Notice.user_id == 0
    )
    return list(db.session.scalars(asked.order_by(Notice.id)))
