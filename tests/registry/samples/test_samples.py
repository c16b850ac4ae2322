"""Samples: believable, whole, marked; each of the demo's sign-ins finds something of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from core import audit, signing
from core.clock import today
from core.db import db
from core.people.models.organisations import Organisation
from core.people.models.users import User
from core.people.services.signing_in import memberships
from core.policy import Actor
from registry.models.acts import Recognition, TestOrder
from registry.models.papers import Certificate, Repeat
from registry.models.reports import Report
from registry.models.subjects import Subject
from registry.services import certifying, ordering, reading, reading_acts, reading_enterprise, reading_subjects, samples
from registry.services import samples_acts as acts
from tests.databases import Database, fill

MADE = 260


@pytest.fixture
def sampled(database: Database) -> Iterator[Flask]:
    """The demo with as many reports as these tests read, made once for all of them."""

    def make(app: Flask) -> None:
        fill(app)
        assert samples.add(MADE) == MADE

    database.go_to("registry_sampled", make)
    with database.app.app_context():
        yield database.app


def person(name: str) -> Actor:
    user = db.session.scalars(select(User).where(User.sign_in_name == name)).one()
    return Actor(user.id, user.name, memberships(user.id, today()))


def count(model: type, *criteria: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*criteria)) or 0  # type: ignore[arg-type]


def test_they_are_whole_marked_and_nobodys(sampled: Flask) -> None:
    assert audit.verify_log().whole
    assert count(Report, ~Report.sample) == count(Subject, ~Subject.sample, Subject.region == "") == 0
    assert count(Report, Report.issued_on > today()) == 0
    made_up = select(Organisation.id).where(Organisation.sample)
    assert count(Report, Report.client_id.not_in(made_up)) == 0
    for one in db.session.scalars(select(Certificate)):
        assert signing.verify(one.envelope, certifying.PURPOSE)


def test_there_is_something_of_everything(sampled: Flask) -> None:
    assert set(db.session.scalars(select(Report.status).distinct())) == {"final", "amended", "withdrawn"}
    assert set(db.session.scalars(select(Recognition.outcome).distinct())) == {"recognised", "refused"}
    assert set(db.session.scalars(select(TestOrder.state).distinct())) == {"approved", "awaiting", "sent_back"}
    assert count(Repeat) and len(set(db.session.scalars(select(Subject.kind)))) > 12


def test_each_sign_in_finds_something_of_its_own(sampled: Flask) -> None:
    enterprise, laboratory = person("enterprise"), person("laboratory")
    assert acts.BOILER in {one.identifier for one in reading_subjects.own_subjects(enterprise)}
    assert reading_enterprise.repeats(enterprise)
    assert len(reading.reports(laboratory)) >= 5
    assert reading.reports(laboratory, standing="claimed")
    for name in ("recogniser", "recogniser3"):
        assert reading_acts.look_ups(person(name))
    assert ordering.STREAM and count(TestOrder, TestOrder.state == "awaiting")


def test_again_they_add_only_what_is_missing(sampled: Flask) -> None:
    assert samples.add(MADE) == 0
    subjects = count(Subject)
    assert samples.add(MADE + 40) > 0
    assert count(Subject) > subjects and samples.add(MADE) == 0
