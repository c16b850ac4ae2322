"""Who has a stake in a matter, kept so that every list can leave the matter out for them."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import rfc8785
from sqlalchemy import exists, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

from complaints.models.stakes import Stake, StakeBody
from complaints.rules import stakes as law
from complaints.rules.matters import Matter
from complaints.rules.tree import Tree
from complaints.services import rulebooks, trees
from core import clock
from core.db import db
from core.people.models.organisations import Organisation


def keep(matter: Matter, on: date, tree: Tree) -> int:
    """The stake of `matter`, its bodies in `tree` as of the day `on` and of today; made if it is new."""
    alone = replace(matter, kind="", region=None, list_type=None, previous_handlers=())
    asked = alone.as_dict()
    digest = hashlib.sha256(rfc8785.dumps(asked)).hexdigest()
    known = select(Stake.id).where(Stake.digest == digest)
    stake_id = db.session.scalar(known)
    if stake_id is None:
        insert_new = insert_in_postgresql if db.engine.dialect.name == "postgresql" else insert_in_sqlite
        row = insert_new(Stake).values(digest=digest, asked=asked).on_conflict_do_nothing(index_elements=["digest"])
        db.session.execute(row)
        stake_id = db.session.scalars(known).one()
    _add(stake_id, alone, {on, clock.today()}, tree)
    return stake_id


def _add(stake_id: int, matter: Matter, days: Iterable[date], tree: Tree) -> int:
    """Put down every body with a part in it on one of `days`; how many were new. Nobody is ever taken off."""
    exclusions = rulebooks.current().exclusions
    codes = {each.code for day in days for each in law.excluded(matter, tree.on(day), exclusions)}
    there = exists().where(StakeBody.stake_id == stake_id, StakeBody.organisation_id == Organisation.id)
    asked = select(Organisation.id).where(Organisation.code.in_(codes), ~there)
    new = sorted(db.session.scalars(asked))
    if new:
        db.session.execute(insert(StakeBody), [{"stake_id": stake_id, "organisation_id": each} for each in new])
    return len(new)


def refresh() -> int:
    """Add who came to have a stake since: new subordinates, successors; how many. In the caller's transaction."""
    today = clock.today()
    rows = db.session.execute(select(Stake.id, Stake.asked).order_by(Stake.id)).all()
    matters = [(stake_id, Matter.read(asked)) for stake_id, asked in rows]
    return sum(_add(stake_id, matter, [today], trees.around(matter)) for stake_id, matter in matters)


def bodies(stake_id: int) -> set[int]:
    """The organisations with a part in it."""
    return set(db.session.scalars(select(StakeBody.organisation_id).where(StakeBody.stake_id == stake_id)))
