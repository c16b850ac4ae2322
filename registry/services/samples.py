"""Sample results (示例): laboratories, things and reports in bulk, and what departments and enterprises did with them.

The n-th enterprise is the same on every platform but for the days, which go by today. Adding again adds only what is
missing. Acts go through the services themselves (`samples_acts`).
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select, update

from core import clock
from core.db import db, transaction
from core.people.services import organising
from core.policy import SYSTEM
from registry.models.reports import Report
from registry.models.subjects import Subject
from registry.services import keeping, lawbook, licensing, recording, samples_acts
from registry.services.composing import NewReport
from registry.services.keeping import chunks
from registry.services.samples_things import Scope, Thing, enterprise, reports, things

COUNT = 5_000
LABORATORY, TWIN = "440000-tsjy", "LAB06"
"""The body of the demo's sign-in `laboratory`, and whose scope it has."""
BODIES = ("440113-scjg", "440100-scjg", "440100-sthj", "440300-scjg", "440600-scjg", "441900-scjg")
WHOLE = 20
"""So many enterprises have some of every kind of thing."""
USUAL, AT_ONCE = 15, 300
"""About so many reports an enterprise has; at most so many enterprises in one transaction."""


def add(count: int | None = None) -> int:
    """Add what is missing of `count` (`COUNT`) sample reports, in transactions of its own; how many were added.

    The sample people must be there.
    """
    count = COUNT if count is None else count
    there = _there()
    if there >= count:
        return 0
    with transaction():
        scopes = _laboratories()
        number = _first_unknown()
    added = 0
    while there + added < count:
        needed = count - there - added
        with transaction():
            found: list[NewReport] = []
            for one in range(number, number + min(AT_ONCE, needed // USUAL + 1)):
                if len(found) < needed:
                    found += _enterprise(one, scopes)
                    number = one + 1
            added += _record(found[:needed])
        db.session.expunge_all()
    if not there:
        samples_acts.add()
    return added


def _there() -> int:
    return db.session.scalar(select(func.count()).select_from(Report).where(Report.sample)) or 0


def _first_unknown() -> int:
    """The first number whose enterprise has nothing on record; the demo's first enterprise has the number 0."""
    known = set(db.session.scalars(select(Subject.identifier).where(Subject.sample, Subject.kind == "site")))
    taken = {int(name[8:14]) for name in known if name.startswith("CQ")}
    return max(taken, default=-1) + 1


def _laboratories() -> list[Scope]:
    """The sample laboratories with their scopes, and the demo's own; what each may test and when."""
    rows = lawbook.rows("laboratories-sample")
    ids = licensing.add_laboratories(rows, sample=True)
    licences = lawbook.rows("accreditations-sample")
    licensing.add_scopes(licences, ids)
    names = {row["id"]: row["uscc"] for row in rows}
    own = organising.body(LABORATORY, clock.today())
    if own is not None:
        licensing.add_scopes([row for row in licences if row["laboratory"] == TWIN], {TWIN: own.id})
    found = []
    for row in licences:
        first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"] or "9999-12-31")
        for name in (names[row["laboratory"]], *((LABORATORY,) if own and row["laboratory"] == TWIN else ())):
            found.append(Scope(name, row["parameter"], row["standard"], first, last))
    return found


def _enterprise(number: int, scopes: Sequence[Scope]) -> list[NewReport]:
    """Put an enterprise and its things on record; the reports on them."""
    chance = random.Random(f"registry {number}")
    first = samples_acts.first_enterprise() if number == 0 else None
    holder, code, region, _ = (first.id, first.code, first.region, "") if first else enterprise(number)
    had = things(chance, number, region, whole=number < WHOLE)
    _put(had, holder, region)
    bodies = [body for body in BODIES if body[:4] == region[:4]]
    today = clock.today()
    return [each for thing in had for each in reports(chance, thing, code, bodies, scopes, today)]


def _put(had: Sequence[Thing], holder: int, region: str) -> None:
    ids = keeping.add_many([(one.ref, holder, region) for one in had], sample=True)
    numbers = [ids[one.ref.kind, one.ref.identifier] for one in had]
    below: dict[int, list[int]] = defaultdict(list)
    for number, one in zip(numbers, had, strict=True):
        if one.parent >= 0:
            below[numbers[one.parent]].append(number)
    for parent, parts in below.items():
        db.session.execute(update(Subject).where(Subject.id.in_(parts)).values(parent_id=parent))


def _record(made: Iterable[NewReport]) -> int:
    """Put them on record, each month's as if in that month."""
    by_month: dict[date, list[NewReport]] = defaultdict(list)
    for one in made:
        by_month[one.issued_on.replace(day=1)].append(one)
    added, now = 0, clock.now()
    for month, unordered in sorted(by_month.items()):
        of_month = sorted(unordered, key=lambda one: one.issued_on)
        after = datetime.combine(month + timedelta(days=32), time(2), UTC).replace(day=2)
        with clock.standing_at(min(after, now)):
            for run in chunks(of_month, 1000):
                added += sum(one.created for one in recording.record_many(run, SYSTEM, sample=True))
    return added
