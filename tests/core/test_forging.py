"""Whatever somebody with the database in hand does to the log, the walk over it finds."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Row, delete, insert, select, text, update

from core import audit
from core.audit import Checkpoint, CheckpointHead
from core.db import db, transaction
from core.events import Event, Stream, hash_of
from tests.core.test_events import write


def drop_triggers() -> None:
    """What somebody with the database in hand would do first."""
    if db.engine.dialect.name == "sqlite":
        names = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        acts = [f"DROP TRIGGER {name}" for name in names]
    else:
        rows = db.session.execute(
            text("SELECT DISTINCT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
        )
        acts = [f"DROP TRIGGER {name} ON {table}" for name, table in rows]
    with transaction():
        for act in acts:
            db.session.execute(text(act))


@dataclass
class Forger:
    """Changes the log at random, and puts it back."""

    chance: random.Random
    kept: list[tuple[Any, list[dict[str, Any]]]] = field(default_factory=list)

    def pick(self) -> Row[Any]:
        """Any event."""
        rows = db.session.execute(select(Event.__table__)).all()
        return self.chance.choice(rows)

    def where(self, row: Row[Any]) -> Any:
        return (Event.stream_id == row.stream_id) & (Event.no == row.no)

    def edit(self) -> None:
        """One column of one event."""
        row, table = self.pick(), Event.__table__
        changes: dict[str, Any] = {
            "no": row.no + 1000,
            "kind": row.kind + "x",
            "at": row.at.replace(microsecond=(row.at.microsecond + 1) % 1_000_000),
            "by": "system" if row.by != "system" else "person",
            "user_id": row.user_id + 1,
            "key_id": row.key_id + 1,
            "payload": {**row.payload, "rows": 999},
            "previous": row.previous[::-1] if row.previous[::-1] != row.previous else "f" * 64,
            "hash": row.hash[::-1],
        }
        column = self.chance.choice(sorted(changes))
        db.session.execute(update(table).where(self.where(row)).values({column: changes[column]}))

    def delete(self) -> None:
        """One event, wherever it stands."""
        db.session.execute(delete(Event.__table__).where(self.where(self.pick())))

    def swap(self) -> None:
        """What two events say, of one stream or of two."""
        one, other = self.pick(), self.pick()
        while other.payload == one.payload:
            other = self.pick()
        for to, given in ((one, other), (other, one)):
            says = {name: getattr(given, name) for name in ("kind", "at", "payload", "user_id")}
            db.session.execute(update(Event.__table__).where(self.where(to)).values(says))

    def swap_numbers(self) -> None:
        """The places of two events of one stream."""
        one = self.pick()
        other = db.session.execute(
            select(Event.__table__).where(Event.stream_id == one.stream_id, Event.no != one.no).limit(1)
        ).one()
        for row, no in ((one, -1), (other, one.no)):
            db.session.execute(update(Event.__table__).where(self.where(row)).values(no=no))
        moved = (Event.stream_id == one.stream_id) & (Event.no == -1)
        db.session.execute(update(Event.__table__).where(moved).values(no=other.no))

    def cut_tail(self) -> None:
        """The last events of a stream, its head mended to hide it."""
        row = self.pick()
        after = (Event.stream_id == row.stream_id) & (Event.no >= max(row.no, 2))
        db.session.execute(delete(Event.__table__).where(after))
        self._mend_head(row.stream_id)

    def rewrite(self) -> None:
        """An event changed, and every hash after it made right again."""
        row = self.pick()
        stream = db.session.get_one(Stream, row.stream_id)
        rows = select(Event).where(Event.stream_id == row.stream_id, Event.no >= row.no).order_by(Event.no)
        events = db.session.scalars(rows).all()
        previous = events[0].previous
        events[0].payload = {"rows": -1}
        for event in events:
            event.previous = previous
            event.hash = previous = hash_of((stream.kind, stream.key), event)
        db.session.flush()
        self._mend_head(row.stream_id)

    def vanish(self) -> None:
        """A stream with all its events."""
        row = self.pick()
        db.session.execute(delete(Event.__table__).where(Event.stream_id == row.stream_id))
        db.session.execute(delete(Stream.__table__).where(Stream.id == row.stream_id))

    def _mend_head(self, stream_id: int) -> None:
        last = select(Event.no, Event.hash).where(Event.stream_id == stream_id).order_by(Event.no.desc()).limit(1)
        no, hash_ = db.session.execute(last).one()
        db.session.execute(update(Stream.__table__).where(Stream.id == stream_id).values(head_no=no, head_hash=hash_))

    def remember(self) -> None:
        for table in (Stream.__table__, Event.__table__):
            self.kept.append((table, [dict(row._mapping) for row in db.session.execute(select(table))]))

    def put_back(self) -> None:
        db.session.expunge_all()
        with transaction():
            for table, _ in reversed(self.kept):
                db.session.execute(delete(table))
            for table, rows in self.kept:
                db.session.execute(insert(table), rows)


def forge(forger: Forger, act: Callable[[], None]) -> Iterator[audit.Finding]:
    with transaction():
        act()
    yield from audit.verify_log().findings
    forger.put_back()


@pytest.mark.slow
def test_five_hundred_random_forgeries_are_all_found(bare_app: Flask) -> None:
    write(streams=8, events=5)
    with transaction():
        audit.make_checkpoint()
    drop_triggers()
    forger = Forger(random.Random(500))
    forger.remember()
    acts = [
        forger.edit, forger.edit, forger.delete, forger.swap, forger.swap_numbers, forger.cut_tail, forger.rewrite,
        forger.vanish,
    ]  # fmt: skip
    missed = []
    for number in range(500):
        act = acts[number % len(acts)]
        if not list(forge(forger, act)):
            missed.append((number, act.__name__))
    assert missed == []
    assert audit.verify_log().whole


@pytest.mark.parametrize("act", ["edit", "delete", "swap", "swap_numbers", "cut_tail", "rewrite", "vanish"])
def test_each_way_of_forging_is_found(bare_app: Flask, act: str) -> None:
    write()
    with transaction():
        audit.make_checkpoint()
    drop_triggers()
    forger = Forger(random.Random(act))
    forger.remember()
    assert list(forge(forger, getattr(forger, act)))


def test_the_first_bad_row_is_named(bare_app: Flask) -> None:
    write()
    drop_triggers()
    changed = select(Stream.id).where(Stream.key == "list-2").scalar_subquery()
    with transaction():
        db.session.execute(update(Event.__table__).where(Event.stream_id == changed, Event.no >= 3).values(user_id=99))
    (finding,) = audit.verify_log().findings
    assert (finding.stream, finding.no) == (("edition", "list-2"), 3)
    assert "第 3 条被改动过" in finding.what.zh


def test_an_event_put_in_between_is_found(bare_app: Flask) -> None:
    write(streams=1)
    drop_triggers()
    row = dict(db.session.execute(select(Event.__table__).order_by(Event.no.desc()).limit(1)).one()._mapping)
    with transaction():
        db.session.execute(insert(Event.__table__).values(**(row | {"no": row["no"] + 1})))
    assert not audit.verify_log().whole


@pytest.mark.parametrize("column", ["root", "events", "streams"])
def test_a_changed_checkpoint_is_found(bare_app: Flask, column: str) -> None:
    write()
    with transaction():
        audit.make_checkpoint()
    drop_triggers()
    value = "0" * 64 if column == "root" else 1
    with transaction():
        db.session.execute(update(Checkpoint.__table__).values({column: value}))
    assert [finding.stream[0] for finding in audit.verify_log().findings] == ["checkpoint"]


def test_a_checkpoint_taken_out_of_the_middle_is_found(bare_app: Flask) -> None:
    for _ in range(3):
        write()
        with transaction():
            audit.make_checkpoint()
    drop_triggers()
    with transaction():
        db.session.execute(delete(CheckpointHead.__table__).where(CheckpointHead.checkpoint_no == 2))
        db.session.execute(delete(Checkpoint.__table__).where(Checkpoint.no == 2))
    assert not audit.verify_log().whole


def test_a_checkpoint_kept_elsewhere_shows_that_the_last_one_was_cut_off(bare_app: Flask) -> None:
    write()
    with transaction():
        made = audit.make_checkpoint()
        assert made
        kept = dict(made.envelope)
    assert audit.verify_log([kept]).whole
    drop_triggers()
    with transaction():
        db.session.execute(delete(CheckpointHead.__table__))
        db.session.execute(delete(Checkpoint.__table__))
    assert audit.verify_log().whole
    assert not audit.verify_log([kept]).whole


def test_the_shell_says_what_it_found_and_fails(bare_app: Flask) -> None:
    write()
    shell = bare_app.test_cli_runner()
    assert "whole" in shell.invoke(args=["audit", "verify"]).output
    drop_triggers()
    with transaction():
        db.session.execute(delete(Event.__table__).where(Event.no == 2))
    done = shell.invoke(args=["audit", "verify"])
    assert done.exit_code == 1
    assert "edition list-0, event 3" in done.output
