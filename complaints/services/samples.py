"""Sample complaints (示例): as many as asked for, each filed and handled through the services themselves.

The n-th is the same on every platform, but for what is drawn by chance on purpose: numbers, codes, keys. Adding
again adds only what is missing. What is more than can soon be made so is copied from them in bulk.
"""

import random
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from complaints.models.cases import Complaint
from complaints.services import filing, sample_copies, sample_lives, sample_stories, stakes
from complaints.services.sample_lives import Cast, Plan
from complaints.services.sample_stories import Chance, World
from core import clock
from core.db import db, transaction
from core.people.models.users import User
from core.people.services import employing, organising
from core.policy import SYSTEM, VISITOR, Actor, Role

COUNT = 500
THROUGH_SERVICES = 220
"""So many go through every step (a tenth of a second each); more are copies of them, so that a demo starts soon …"""
MOST_THROUGH = 1000
"""… and of more of them, up to so many, where very many are asked for: one in twenty."""
BATCH = 50
"""Complaints in one transaction."""
_HOME, _TOP, _COUNTER = "440100-scjg", "440000-gxt", "440100-gxj"
_OFFICERS = (("sample-officer-1", "各地经办人甲（示例）"), ("sample-officer-2", "各地经办人乙（示例）"))


def add(count: int | None = None) -> int:
    """Add what is missing of `count` (`COUNT`) sample complaints, in transactions of its own; how many were added.

    The sample people must be there.
    """
    count = COUNT if count is None else count
    there, now = _there(), clock.now()
    if there >= count:
        return 0
    through = min(count, max(THROUGH_SERVICES, min(MOST_THROUGH, count // 20)))
    with transaction():
        cast = _cast()
    world = World.of_today()
    for first in range(there, through, BATCH):
        with transaction():
            for number in range(first, min(first + BATCH, through)):
                _add_one(number, world, cast, now)
        db.session.expunge_all()
    if count > through:
        sample_copies.add(count - _there(), through)
    with transaction():
        stakes.refresh()
    return count - there


def _there() -> int:
    return db.session.scalar(select(func.count()).select_from(Complaint).where(Complaint.sample)) or 0


def _add_one(number: int, world: World, cast: Cast, now: datetime) -> None:
    chance = Chance(number)
    plan = Plan.draw(chance, now)
    with clock.standing_at(plan.filed_at):
        told = sample_stories.filing(chance, world, clock.today())
        if "desk" in plan.way.acts:
            told = replace(told, matters=(sample_stories.nobodys(told.matters[0]),))
        clerk = Actor(cast.anywhere[0], memberships=frozenset({(Role.intake_clerk, _id(_COUNTER))}))
        receipt = filing.file(told, clerk if told.channel == "counter" else VISITOR, key=f"sample/{number}")
    made = db.session.scalars(select(Complaint.id).where(Complaint.reference == receipt.reference)).one()
    for matter in filing.matters_of(made):
        sample_lives.live(matter, plan, chance, cast, now)


def _id(code: str) -> int:
    found = organising.body(code, clock.today())
    if found is None:
        raise LookupError(f"the tree of bodies has no {code}")
    return found.id


def _cast() -> Cast:
    """The people of the samples; two who act at bodies where the demo has nobody, without a way to sign in."""
    known = {name: number for name, number in db.session.execute(select(User.sign_in_name, User.id))}
    for sign_in_name, name in _OFFICERS:
        if sign_in_name not in known:
            password = "".join(random.SystemRandom().choices("abcdefghijkmnpqrstuvwxyz", k=32))
            known[sign_in_name], _ = employing.add_person(SYSTEM, sign_in_name, name, password=password, sample=True)
    first, second = (known[name] for name, _ in _OFFICERS)
    home = (known.get("handler2", second), known.get("handler", first))
    supervisor = Actor(known.get("supervisor", first), memberships=frozenset({(Role.supervisor, _id(_TOP))}))
    return Cast((first, second), home, _id(_HOME), supervisor)
