"""Complaints for programs: what a reference means to who holds its code, and to who may see its matters.

A reference is a complaint's (TS…) or a matter's (SX…). A complaint somebody else's code opens, one nobody filed, and
one that is not this actor's to see are the same answer.
"""

from sqlalchemy import or_, select

from complaints.models.cases import Complaint, Matter
from complaints.services import sight
from complaints.services.sight import Sight
from core.db import db
from core.errors import Invalid, NotFound
from core.policy import Actor
from core.values.text import Text, same

SIGHTS = (Sight.read_matter, Sight.handle_matter, Sight.follow_matter, Sight.audit_matter)
_WHICH = Text(
    "这件投诉有几个事项，请在 matter 里写明是哪一个：{numbers}",
    "This complaint has several matters; name one of them in `matter`: {numbers}",
)
_NOT_ONE = Text("这件投诉没有这个事项", "This complaint has no such matter")


def is_of(complaint_id: int, reference: str) -> bool:
    """Whether the reference is that complaint's, or of a matter of it."""
    asked = select(Complaint.id).join(Matter, Matter.complaint_id == Complaint.id)
    named = or_(Complaint.reference == reference, Matter.number == reference)
    return db.session.scalar(asked.where(Complaint.id == complaint_id, named).limit(1)) is not None


def numbers_of(complaint_id: int) -> list[str]:
    """The numbers of its matters, in their order."""
    asked = select(Matter.number).where(Matter.complaint_id == complaint_id).order_by(Matter.place)
    return list(db.session.scalars(asked))


def numbers_for(reference: str, actor: Actor) -> list[str]:
    """The numbers of the matters the reference means that `actor` may see.

    :raises NotFound: if there are none, or none for this actor.
    """
    asked = select(Matter.number).join(Complaint, Complaint.id == Matter.complaint_id)
    named = or_(Complaint.reference == reference, Matter.number == reference)
    found = list(db.session.scalars(asked.where(named, sight.anyhow(actor, *SIGHTS)).order_by(Matter.place)))
    if not found:
        raise NotFound
    return found


def one(numbers: list[str], reference: str, named: str) -> str:
    """The matter that is meant: the one named, or the only one.

    :raises Invalid: field ``matter``, where there are several and none of them is named.
    """
    if named:
        if named not in numbers:
            raise Invalid({"matter": [_NOT_ONE]})
        return named
    if reference in numbers:
        return reference
    if len(numbers) > 1:
        raise Invalid({"matter": [_WHICH.fill(numbers=same("、".join(numbers)))]})
    return numbers[0]


def version(number: str) -> int:
    """The version of a matter that stands now, for who has been let see it."""
    return db.session.scalars(select(Matter.version).where(Matter.number == number)).one()


def at_desk(number: str, actor: Actor) -> bool:
    """Whether it is there for him at a desk, with what only a desk reads."""
    seen = sight.anyhow(actor, Sight.read_matter, Sight.handle_matter)
    return db.session.scalar(select(Matter.id).where(Matter.number == number, seen)) is not None
