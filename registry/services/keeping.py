"""Subjects: put on record, found, handed over, changed; and which lie below which."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, insert, or_, select
from sqlalchemy.orm import aliased

from core import clock, events
from core.db import db
from core.errors import Invalid, NotFound
from core.people.services import organising
from core.people.services.organising import ALWAYS
from core.policy import Actor
from core.values.text import Text
from registry.models.subjects import Subject, SubjectChange, SubjectHolder, lines
from registry.rules.subjects import Subject as Node
from registry.services import lawkeeping

T = TypeVar("T")
STREAM = "subject"
AT_ONCE = 500
"""Most keys in one list of a query: small enough for every database."""
NO_SUBJECT = Text("没有登记这个对象：{identifier}", "There is no such subject on record: {identifier}")
_SEVERAL = Text(
    "有几个对象都叫 {identifier}，请写明种类", "Several subjects go by {identifier}; say of which kind it is"
)
_NEEDED = Text("必须写明", "This is needed")
_LONG = Text("最多 {most} 个字符", "At most {most} characters")
_KIND = Text("没有这种对象：{kind}", "There is no such kind of subject: {kind}")
_NO_HOLDER = Text("没有登记这家企业：{code}", "There is no such enterprise on record: {code}")
_LOOP = Text("上级不能是它自己，也不能在它的下级里", "What it belongs to cannot be itself or lie below it")
_EARLIER = Text("交接日要晚于现在持有人的起始日", "The day must be later than the present holder's first")
_FUTURE = Text("日期还没到", "This day has not come yet")
_PARAMETER = Text("没有这个参数：{key}", "There is no such parameter: {key}")


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """How a subject is named: by its number on the platform, or by what it goes by within its kind."""

    identifier: str = ""
    kind: str = ""
    id: int = 0
    name: str = ""
    """For one that is not on record yet."""


def chunks(values: Iterable[T], size: int = AT_ONCE) -> Iterable[list[T]]:
    """`values` in runs of at most `size`."""
    waiting = iter(values)
    while run := list(islice(waiting, size)):
        yield run


def kinds() -> frozenset[str]:
    """Every kind of subject that something is tested on."""
    return frozenset(kind for one in lawkeeping.current().parameters.values() for kind in one.subjects)


def find(ref: SubjectRef) -> Subject:
    """The subject that `ref` names.

    :raises core.errors.NotFound: if there is none.
    :raises core.errors.Invalid: at ``subject.kind`` if several go by the identifier.
    """
    asked = select(Subject)
    if ref.id:
        asked = asked.where(Subject.id == ref.id)
    else:
        asked = asked.where(Subject.identifier == ref.identifier.strip())
        asked = asked.where(Subject.kind == ref.kind) if ref.kind else asked
    found = db.session.scalars(asked.limit(2)).all()
    if not found:
        raise NotFound(NO_SUBJECT.fill(identifier=ref.identifier or ref.id))
    if len(found) > 1:
        raise Invalid({"subject.kind": [_SEVERAL.fill(identifier=ref.identifier)]})
    return found[0]


def by_names(names: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The ids of those (kind, identifier) that are on record."""
    found: dict[tuple[str, str], int] = {}
    by_kind: dict[str, set[str]] = {}
    for kind, identifier in names:
        by_kind.setdefault(kind, set()).add(identifier)
    for kind, identifiers in by_kind.items():
        for run in chunks(sorted(identifiers)):
            asked = select(Subject.identifier, Subject.id).where(Subject.kind == kind, Subject.identifier.in_(run))
            found |= {(kind, identifier): number for identifier, number in db.session.execute(asked)}
    return found


def problems_of(ref: SubjectRef, known: Collection[str]) -> dict[str, list[Text]]:
    """What keeps a subject from being put on record under those words."""
    found: dict[str, list[Text]] = {}
    if not ref.identifier.strip():
        found["subject.identifier"] = [_NEEDED]
    elif len(ref.identifier.strip()) > 80:
        found["subject.identifier"] = [_LONG.fill(most=80)]
    if ref.kind not in known:
        found["subject.kind"] = [_KIND.fill(kind=ref.kind or "—")]
    if len(ref.name) > 200:
        found["subject.name"] = [_LONG.fill(most=200)]
    return found


def add_many(refs: Sequence[tuple[SubjectRef, int, str]], *, sample: bool = False) -> dict[tuple[str, str], int]:
    """Put subjects on record, (how they are named, id of the enterprise that holds them or 0, region); their ids."""
    if not refs:
        return {}
    now = clock.now()
    rows: list[dict[str, Any]] = [
        {
            "kind": ref.kind, "identifier": ref.identifier.strip(), "name": ref.name or ref.identifier.strip(),
            "parent_id": None, "region": region, "sample": sample, "made_at": now,
        }
        for ref, _, region in refs
    ]  # fmt: skip
    db.session.execute(insert(Subject), rows)
    ids = by_names([(row["kind"], row["identifier"]) for row in rows])
    held = [
        {
            "subject_id": ids[ref.kind, ref.identifier.strip()], "organisation_id": holder, "from_on": ALWAYS,
            "to_on": None,
        }
        for ref, holder, _ in refs
        if holder
    ]  # fmt: skip
    if held:
        db.session.execute(insert(SubjectHolder), held)
    return ids


def add(ref: SubjectRef, holder: str, actor: Actor, *, parent: int = 0, region: str = "", sample: bool = False) -> int:
    """Put one subject on record, held by the enterprise of that code; its id. One that is there is left as it is.

    :raises core.errors.Invalid: naming each field that cannot be taken.
    """
    body = organising.find_body(holder, clock.today()) if holder else None
    problems = problems_of(ref, kinds())
    if holder and body is None:
        problems["holder"] = [_NO_HOLDER.fill(code=holder)]
    if problems:
        raise Invalid(problems)
    name = (ref.kind, ref.identifier.strip())
    if found := by_names([name]).get(name):
        return found
    place = region or (body.region if body else "")
    number = add_many([(ref, body.id if body else 0, place)], sample=sample)[name]
    if parent:
        put_below(number, parent)
    events.record((STREAM, str(number)), "subject.added", {"kind": ref.kind, "holder": body.id if body else 0}, actor)
    return number


def put_below(subject_id: int, parent_id: int) -> None:
    """The subject belongs to that project or site.

    :raises core.errors.Invalid: at ``parent`` if that would make a loop.
    """
    if parent_id in tree([subject_id]).get(subject_id, {}):
        raise Invalid({"parent": [_LOOP]})
    find(SubjectRef(id=parent_id))
    db.session.get_one(Subject, subject_id).parent_id = parent_id
    db.session.flush()


def tree(roots: Collection[int]) -> dict[int, dict[int, Node]]:
    """For each root, it and everything below it, as the rules see them; their ids are texts of ours."""
    found: dict[int, dict[int, Node]] = {root: {} for root in roots}
    for run in chunks(sorted(set(roots))):
        for root, number, kind, parent in db.session.execute(_BELOW, {"roots": run}):
            above = None if number == root else str(parent)
            found[root][number] = Node(id=str(number), kind=kind, parent=above)
    return found


def _below() -> Select[Any]:
    """Recursive, without repeats: a loop of hands that bypassed us ends."""
    roots = Subject.id.in_(bindparam("roots", expanding=True))
    first = select(Subject.id.label("root"), Subject.id, Subject.kind, Subject.parent_id).where(roots)
    below = first.cte("below", recursive=True)
    child = aliased(Subject)
    further = select(below.c.root, child.id, child.kind, child.parent_id).join(child, child.parent_id == below.c.id)
    return select(below.union(further))


_BELOW = _below()
"""Made once: to build it costs more than to run it."""


def hand_over(subject_id: int, to: str, from_on: date, actor: Actor) -> None:
    """From that day on the enterprise of that code holds the subject.

    :raises core.errors.Invalid: at ``holder`` or ``from_on``.
    """
    body = organising.find_body(to, clock.today())
    if body is None:
        raise Invalid({"holder": [_NO_HOLDER.fill(code=to)]})
    asked = select(SubjectHolder).where(SubjectHolder.subject_id == subject_id, SubjectHolder.to_on.is_(None))
    present = db.session.scalars(asked.with_for_update()).one_or_none()
    if present is not None:
        if present.from_on >= from_on:
            raise Invalid({"from_on": [_EARLIER]})
        present.to_on = from_on - timedelta(days=1)
        db.session.flush()
    db.session.add(SubjectHolder(subject_id=subject_id, organisation_id=body.id, from_on=from_on))
    db.session.flush()
    said = {"holder": body.id, "from": from_on.isoformat()}
    events.record((STREAM, str(subject_id)), "subject.handed_over", said, actor)


def record_change(
    subject_id: int, changed_on: date, kind: str, touches: Collection[str] | None, actor: Actor, *, note: str = ""
) -> int:
    """Put on record that something was done to the subject; it ends the findings of `touches` (None: all) before it.

    :raises core.errors.Invalid: for a day to come or a parameter nobody knows.
    """
    known = lawkeeping.current().parameters
    problems: dict[str, list[Text]] = {}
    if changed_on > clock.today():
        problems["changed_on"] = [_FUTURE]
    if not kind.strip():
        problems["kind"] = [_NEEDED]
    if strange := [key for key in touches or () if key not in known]:
        problems["touches"] = [_PARAMETER.fill(key=key) for key in strange]
    if problems:
        raise Invalid(problems)
    find(SubjectRef(id=subject_id))
    row = SubjectChange(
        subject_id=subject_id, changed_on=changed_on, kind=kind.strip()[:80], note=note,
        touches=None if touches is None else sorted(touches), recorded_by=actor.user_id, recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    said: dict[str, Any] = {"on": changed_on.isoformat(), "kind": row.kind, "touches": row.touches}
    events.record((STREAM, str(subject_id)), "subject.changed", said, actor)
    return row.id


def lines_of(organisations: Collection[int]) -> frozenset[int]:
    """Those organisations and all that were merged into them, however far back."""
    return frozenset(db.session.scalars(lines(organisations)))


def holders(subjects: Collection[int], on: date) -> Mapping[int, int]:
    """Subject → who holds it on that day."""
    found: dict[int, int] = {}
    for run in chunks(sorted(set(subjects))):
        asked = select(SubjectHolder.subject_id, SubjectHolder.organisation_id).where(
            SubjectHolder.subject_id.in_(run),
            SubjectHolder.from_on <= on,
            or_(SubjectHolder.to_on.is_(None), SubjectHolder.to_on >= on),
        )
        found |= dict(db.session.execute(asked).all())
    return found


def count() -> int:
    """How many subjects are on record."""
    return db.session.scalar(select(func.count()).select_from(Subject)) or 0
