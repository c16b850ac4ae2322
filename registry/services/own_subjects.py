"""What an enterprise, or a laboratory that tested it, keeps up of a subject: put on record, changed, handed over."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from core import clock
from core.db import db
from core.errors import Invalid, NotFound
from core.people.models.organisations import Organisation
from core.policy import Actor, Role, organisations_as
from core.values.text import Text
from registry.models.subjects import Subject
from registry.services import acting, keeping
from registry.services.keeping import SubjectRef

_THERE = Text(
    "这个编号已经登记在别人名下。买来的请原持有人在平台上办交接",
    "This identifier is on record as somebody else’s. If you bought it, ask the former holder to hand it over here",
)


def add(ref: SubjectRef, actor: Actor, *, parent: int = 0) -> int:
    """Put a subject of the actor's enterprise on record; its id. One that is its own already is left as it is.

    :raises core.errors.Invalid: naming each field; at ``subject.identifier`` if it is another's.
    """
    mine = acting.enterprises(actor)
    there = keeping.by_names([(ref.kind, ref.identifier.strip())]).get((ref.kind, ref.identifier.strip()))
    if there is not None:
        if keeping.holders([there], clock.today()).get(there) not in keeping.lines_of(mine):
            raise Invalid({"subject.identifier": [_THERE]})
        return there
    if parent:
        acting.must_hold(parent, keeping.lines_of(mine))
    return keeping.add(ref, db.session.get_one(Organisation, mine[0]).code, actor, parent=parent)


def record_change(
    subject_id: int, changed_on: date, kind: str, touches: Collection[str] | None, actor: Actor, *, note: str = ""
) -> int:  # fmt: skip
    """Put on record what was done to a subject of one's own, or one that one's laboratory tested.

    :raises core.errors.NotFound: for a subject that is neither.
    :raises core.errors.Invalid: naming what is wrong.
    """
    if not _is_held(subject_id, actor):
        tested = Subject.id.in_(Subject.tested_by(organisations_as(Role.laboratory_member, actor)))
        if db.session.scalar(select(Subject.id).where(Subject.id == subject_id, tested)) is None:
            raise NotFound
    return keeping.record_change(subject_id, changed_on, kind, touches, actor, note=note)


def hand_over(subject_id: int, to: str, from_on: date, actor: Actor) -> None:
    """From that day on another enterprise holds what the actor's holds today.

    :raises core.errors.NotFound: for a subject that is not the actor's.
    :raises core.errors.Invalid: naming what is wrong.
    """
    if not _is_held(subject_id, actor):
        raise NotFound
    keeping.hand_over(subject_id, to, from_on, actor)


def _is_held(subject_id: int, actor: Actor) -> bool:
    """Whether an enterprise of the actor's holds it today."""
    mine = keeping.lines_of(organisations_as(Role.enterprise_member, actor))
    return keeping.holders([subject_id], clock.today()).get(subject_id) in mine
