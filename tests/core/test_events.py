"""What happened is only ever added, in order; and the walk over the log finds whatever is not as it was written."""

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from core import audit, feed
from core.audit import CheckpointHead
from core.db import db, transaction
from core.events import Event, FeedEntry, Stream, new_salt, personal, record
from core.policy import SYSTEM, VISITOR, Actor

PERSON = Actor(user_id=7, name="someone")


def write(streams: int = 3, events: int = 4) -> None:
    """A log in which writers of different things took turns."""
    with transaction():
        for no in range(events):
            for stream in range(streams):
                record(("edition", f"list-{stream}"), "edition.drafted", {"rows": no, "of": str(stream)}, PERSON)


def test_events_of_a_stream_are_numbered_without_gaps(bare_app: Flask) -> None:
    write()
    asked = select(Event.no).join(Stream, Stream.id == Event.stream_id).where(Stream.key == "list-1").order_by(Event.no)
    assert list(db.session.scalars(asked)) == [1, 2, 3, 4]


def test_an_event_that_is_not_stored_leaves_no_gap(bare_app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        record(("edition", "a"), "edition.drafted", {}, PERSON)
        raise RuntimeError
    with transaction():
        assert record(("edition", "a"), "edition.drafted", {}, PERSON).no == 1


@pytest.mark.parametrize(
    ("actor", "by"),
    [(VISITOR, "visitor"), (SYSTEM, "system"), (PERSON, "person"), (Actor(user_id=7, key_id=2), "program")],
)
def test_an_event_says_what_kind_of_actor_did_it(bare_app: Flask, actor: Actor, by: str) -> None:
    with transaction():
        assert record(("edition", "a"), "edition.drafted", {}, actor).by == by


@pytest.mark.parametrize("odd", [1.5, {1, 2}, object()])
def test_what_has_no_canonical_form_is_refused(bare_app: Flask, odd: object) -> None:
    with pytest.raises(TypeError), transaction():
        record(("edition", "a"), "edition.drafted", {"odd": odd}, PERSON)


def test_personal_text_stands_as_a_digest_that_says_nothing_without_its_salt() -> None:
    salt = new_salt()
    assert personal("王某某", salt) == personal("王某某", salt)
    assert personal("王某某", salt) != personal("王某某", new_salt())


@pytest.mark.parametrize("table", ["event", "checkpoint", "checkpoint_head", "feed_entry"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_the_database_itself_refuses_changes(bare_app: Flask, table: str, act: str) -> None:
    write()
    with transaction():
        audit.make_checkpoint()
    feed.stamp()
    column = {"event": "kind", "feed_entry": "event_no"}.get(table, "root" if table == "checkpoint" else "head_no")
    with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction():
        db.session.execute(text(act.format(table, column, column)))


def test_a_stream_cannot_be_deleted(bare_app: Flask) -> None:
    write()
    with pytest.raises((DatabaseError, IntegrityError)), transaction():
        db.session.execute(text("DELETE FROM stream"))


def test_a_log_as_it_was_written_is_whole(bare_app: Flask) -> None:
    write()
    with transaction():
        audit.make_checkpoint()
    write()
    report = audit.verify_log()
    assert (report.findings, report.streams, report.events, report.checkpoints) == ([], 3, 24, 1)


def test_the_log_of_a_filled_platform_is_whole(app: Flask) -> None:
    report = audit.verify_log()
    assert report.findings == []
    assert report.events > 50


def test_nothing_new_makes_no_checkpoint(bare_app: Flask) -> None:
    write()
    with transaction():
        assert audit.make_checkpoint()
        assert audit.make_checkpoint() is None


def test_a_checkpoint_keeps_only_what_moved(bare_app: Flask) -> None:
    write(streams=5)
    with transaction():
        audit.make_checkpoint()
    with transaction():
        record(("edition", "list-2"), "edition.published", {}, PERSON)
        audit.make_checkpoint()
    moved = db.session.scalars(select(CheckpointHead.key).where(CheckpointHead.checkpoint_no == 2)).all()
    assert moved == ["list-2"]


def test_feed_numbers_follow_one_another_and_are_given_once(bare_app: Flask) -> None:
    write()
    assert feed.stamp() == 12
    write()
    assert feed.stamp() == 12
    assert feed.stamp() == 0
    assert list(db.session.scalars(select(FeedEntry.no).order_by(FeedEntry.no))) == list(range(1, 25))


def test_erasing_a_persons_name_and_salt_leaves_the_chain_whole(app: Flask) -> None:
    with transaction():
        db.session.execute(text("UPDATE person SET name = '—', salt = ''"))
    assert audit.verify_log().whole
    assert db.session.scalar(select(func.count()).select_from(Event)) > 0
