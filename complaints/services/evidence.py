"""What proves a matter: handed in with the complaint, later by its code, or kept by its desk for itself.

A file belongs to one matter, so that two handlers of one complaint do not learn of each other's. Who may read the
matter may read its files; to the body complained of there are none. Files are read and written down first
(`drafting.take`, outside the transaction), then put on record here.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from complaints.models.cases import Complaint, Matter
from complaints.models.evidence import Evidence
from complaints.rules.states import Who
from complaints.services import acting, drafting, recording, sight
from complaints.services.drafting import GONE, MOST_FILES, TOO_MANY, Taken
from complaints.services.sight import Sight
from core import clock, events
from core.db import db
from core.errors import Invalid, NotAllowed, NotFound
from core.files import store
from core.files.kinds import Kind
from core.files.store import Kept
from core.policy import VISITOR, Actor
from core.values.text import Text

ADDED, KEPT_BY_DESK = "evidence.added", "evidence.kept"
LABELS = {
    ADDED: Text("交了证据", "evidence was handed in"),
    KEPT_BY_DESK: Text("办理机构存了一份材料", "the desk kept a file"),
}
"""What its events are called."""
_NOT_YOURS = Text("补交材料由办理机构的经办人来做", "Files are added by officers of the body that handles it")


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a matter, as whoever may read it sees it."""

    code: str
    number: str
    """Of the matter."""
    name: str
    kind: Kind
    size: int
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""
    shown: bool
    """Whether the complainant handed it in; else the desk keeps it for itself."""
    active: bool
    author: str
    at: datetime
    key: str
    """Where `core.files.store` has it."""


def attach(matter: Matter, tokens: str, actor: Actor, who: Who) -> None:
    """Put the files that a form holds on record with its matter, in the transaction that files it.

    :raises Invalid: naming ``matters.N.file``, if one was removed meanwhile, or there are too many.
    """
    at, made = f"matters.{matter.place - 1}.file", list[Evidence]()
    for one in drafting.read(tokens):
        if _same(matter.id, one.digest, shown=True):
            continue
        kept = store.attach(one.key)
        if kept is None:
            raise Invalid({at: [GONE.fill(name=one.name)]})
        if _count(matter.complaint_id, shown=True) >= MOST_FILES:
            raise Invalid({at: [TOO_MANY]})
        made.append(_put(matter, kept, one.name, one.active, actor, who, shown=True))
    if made:
        _record(matter, ADDED, made, actor, who)


def add(number: str, taken: Taken, actor: Actor) -> Item:
    """Somebody who has signed in adds a file: who filed it, his evidence; an officer, a file of the desk's own.

    The same bytes in the same matter add nothing: what is there already is the answer. In the caller's transaction.

    :raises NotFound: if there is no such matter, or none for this actor.
    :raises NotAllowed: if it is not his to add to.
    :raises Invalid: naming ``file``, if there are 20 already.
    """
    sights = (Sight.read_matter, Sight.handle_matter, Sight.follow_matter)
    matter = sight.fetch(number, actor, *sights, hold=True)
    who = acting.whos(matter, actor)
    for each in (Who.complainant, Who.intake_clerk):
        if each in who:
            return _add(matter, taken, actor, each, shown=True)
    for each in (Who.handler, Who.supervisor):
        if each in who:
            return _add(matter, taken, actor, each, shown=False)
    raise NotAllowed(_NOT_YOURS)


def add_by_code(complaint_id: int, number: str, taken: Taken) -> Item:
    """Who has proved the code adds a file to a matter of the complaint; raises as `add`.

    :param number: of the matter; empty: the first one's.
    """
    asked = select(Matter).where(Matter.complaint_id == complaint_id).order_by(Matter.place).limit(1)
    asked = asked.where(Matter.number == number) if number else asked
    asked = asked.with_for_update().execution_options(populate_existing=True)
    matter = db.session.scalars(asked).one_or_none()
    if matter is None:
        raise NotFound
    return _add(matter, taken, VISITOR, Who.complainant, shown=True)


def _add(matter: Matter, taken: Taken, actor: Actor, who: Who, *, shown: bool) -> Item:
    if there := _same(matter.id, taken.kept.digest, shown=shown):
        store.erase(taken.kept.key)
        return there
    db.session.scalars(select(Complaint.id).where(Complaint.id == matter.complaint_id).with_for_update()).one()
    if _count(matter.complaint_id, shown=shown) >= MOST_FILES:
        store.erase(taken.kept.key)
        raise Invalid({"file": [TOO_MANY]}, TOO_MANY)
    store.enter(taken.kept)
    made = _put(matter, taken.kept, taken.name, taken.kept.active, actor, who, shown=shown)
    _record(matter, ADDED if shown else KEPT_BY_DESK, [made], actor, who)
    if who in (Who.complainant, Who.intake_clerk):
        recording.tell_desk(matter, ADDED, Text("投诉人补交了证据", "the complainant added evidence"))
    return _item(made, taken.kept, matter.number)


def _same(matter_id: int, digest: str, *, shown: bool) -> Item | None:
    """What is there of the same bytes. Of the desk's own files a complainant never learns."""
    found = of(matter_id, shown_only=shown)
    return next((each for each in found if each.digest == digest), None)


def _count(complaint_id: int, *, shown: bool) -> int:
    asked = select(func.count()).select_from(Evidence).join(Matter, Matter.id == Evidence.matter_id)
    asked = asked.where(Matter.complaint_id == complaint_id, Evidence.shown.is_(shown))
    return db.session.scalars(asked).one()


def _put(matter: Matter, kept: Kept, name: str, active: bool, actor: Actor, who: Who, *, shown: bool) -> Evidence:
    outside = who is Who.complainant
    row = Evidence(
        matter_id=matter.id,
        code=secrets.token_hex(8),
        file_key=kept.key,
        name=name,
        digest=kept.digest,
        shown=shown,
        active=active,
        author=who.value,
        user_id=0 if outside else actor.user_id,
        salt=events.new_salt(),
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _record(matter: Matter, kind: str, rows: Sequence[Evidence], actor: Actor, who: Who) -> None:
    """One event for what was handed in at once: of each file its code and its salted digest, never its name."""
    files = [{"code": row.code, "digest": events.personal(row.digest, row.salt)} for row in rows]
    recording.record(matter, kind, {"files": files}, actor, who)


def _item(row: Evidence, kept: Kept, number: str) -> Item:
    return Item(
        code=row.code,
        number=number,
        name=row.name,
        kind=kept.kind,
        size=kept.size,
        digest=row.digest,
        shown=row.shown,
        active=row.active,
        author=row.author,
        at=row.at,
        key=kept.key,
    )


def of(matter_id: int, *, shown_only: bool) -> tuple[Item, ...]:
    """The files of a matter, the first first; for who may read it.

    :param shown_only: without what the desk keeps for itself: for the complainant.
    """
    asked = select(Evidence, Matter.number).join(Matter, Matter.id == Evidence.matter_id)
    asked = asked.where(Evidence.matter_id == matter_id).order_by(Evidence.id)
    if shown_only:
        asked = asked.where(Evidence.shown)
    rows = db.session.execute(asked).all()
    kept = store.find_all([row.file_key for row, _ in rows])
    return tuple(_item(row, kept[row.file_key], number) for row, number in rows)


def open(number: str, code: str, actor: Actor) -> Item:
    """A file of the matter `number`, to who handles, assists or supervises it.

    :raises NotFound: if there is no such file or matter, or none for this actor; the two cannot be told apart.
    """
    matter = sight.fetch(number, actor, Sight.read_matter, Sight.handle_matter)
    return _one(of(matter.id, shown_only=False), code)


def open_by_code(complaint_id: int, code: str) -> Item:
    """A file of the complaint, to who has proved its code.

    :raises NotFound: if it is none that was handed in with it.
    """
    asked = select(Evidence.matter_id).join(Matter, Matter.id == Evidence.matter_id)
    found = db.session.scalars(asked.where(Matter.complaint_id == complaint_id, Evidence.code == code)).one_or_none()
    if found is None:
        raise NotFound
    return _one(of(found, shown_only=True), code)


def _one(items: Sequence[Item], code: str) -> Item:
    found = next((each for each in items if each.code == code), None)
    if found is None:
        raise NotFound
    return found
