"""Samples: believable, in every state, and whole: chains, terms, routes and the ledger are as if really handled."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.models.answers import Decision, RefundEntry
from complaints.models.cases import Complaint, Matter
from complaints.rules.states import State
from complaints.services import clocking, handling, routing, sample_stories, samples
from complaints.services.sample_stories import Chance, World
from core import audit, clock, signing
from core.db import db
from core.people.models.users import User
from core.people.services import organising
from core.policy import Actor, Role
from tests.databases import Database, fill

MADE = 80


@pytest.fixture
def sampled(database: Database) -> Iterator[Flask]:
    """The demo with as many samples as these tests read, made once for all of them."""
    database.go_to("sampled", _sample)
    with database.app.app_context():
        yield database.app


def _sample(app: Flask) -> None:
    fill(app)
    assert samples.add(MADE) == MADE


def count(model: Any, *criteria: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*criteria)) or 0


def is_whole() -> None:
    """Nothing about what is on record gives it away as not handled by people on those days."""
    assert audit.verify_log().whole
    assert [each for each in routing.verify() if each.differs] == []
    for entry in db.session.scalars(select(RefundEntry)):
        assert entry.ordered == entry.confirmed + entry.disputed + entry.outstanding
    sums = (func.sum(RefundEntry.confirmed), func.sum(RefundEntry.disputed), func.sum(RefundEntry.outstanding))
    for each in db.session.execute(select(RefundEntry.matter_id, *sums).group_by(RefundEntry.matter_id)):
        assert min(getattr(each_sum, "fen", each_sum) for each_sum in each[1:]) >= 0
    numbers = list(db.session.scalars(select(Decision.number).where(Decision.state == "served")))
    assert len(numbers) == len(set(numbers))
    for complaint in db.session.scalars(select(Complaint)):
        assert signing.verify(complaint.certificate, "receipt")
        assert complaint.sample
    db.session.rollback()


def test_they_are_whole_and_leave_nothing_to_catch_up_on(sampled: Flask) -> None:
    is_whole()
    declined = count(Matter, Matter.state == State.declined)
    db.session.rollback()
    assert clocking.tick() <= declined
    assert samples.add(MADE) == 0
    assert (count(Complaint), count(Complaint, Complaint.filed_at > clock.now())) == (MADE, 0)


def test_the_rest_are_copies_as_whole_as_what_they_copy(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "THROUGH_SERVICES", 12)
    samples.add(30)
    is_whole()
    assert count(Complaint) == 30
    samples.add(35)
    is_whole()
    assert count(Complaint) == 35
    stories = list(db.session.scalars(select(Matter.story)))
    assert len(set(stories)) > len(stories) * 0.6


def test_there_is_a_way_to_every_state(sampled: Flask) -> None:
    """Drawn by weight: a hundred or two meet them all, so five hundred surely do."""
    met, drawn = set[str](), MADE
    while drawn <= 160 and met != set(State):
        samples.add(drawn)
        met = set(db.session.scalars(select(Matter.state).distinct()))
        drawn += 40
    assert met == set(State)


def test_the_same_number_tells_the_same_story(app: Flask) -> None:
    world, today = World.of_today(), clock.today()
    first, again, other = (sample_stories.filing(Chance(number), world, today) for number in (3, 3, 4))
    assert first == again
    assert first.matters != other.matters
    assert first.sample


def test_the_demos_officer_has_work(sampled: Flask) -> None:
    user = db.session.scalars(select(User).where(User.sign_in_name == "handler")).one()
    body = organising.body("440100-scjg", clock.today())
    assert body is not None
    officer = Actor(user.id, memberships=frozenset({(Role.handler, body.id)}))
    assert handling.list_desk(officer, handling.Filters()).total >= 4


def test_they_spread_over_eighteen_months(sampled: Flask) -> None:
    first, last = db.session.execute(select(func.min(Complaint.received_on), func.max(Complaint.received_on))).one()
    assert clock.today() - first > timedelta(days=300)
    assert clock.today() - last < timedelta(days=20)
