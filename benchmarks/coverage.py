"""What need not be tested again, asked by program: at a hundred times the findings, and ten thousand subjects at once.

A look-up by API is measured whole: key, reading, three queries, rules, words, and the look put on record durably. The
bare row is read by the same extensions, one row by its number, without key or record; `bare row kept` also writes one
row durably, which is what a look on record cannot do without. Findings are put in by the driver alone.
"""

import json
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify
from sqlalchemy import event, select
from sqlalchemy.orm import Mapped, mapped_column

from benchmarks.bare import Base, bare_app
from benchmarks.bare import db as bare_db
from benchmarks.importing import FINDING, REPORT
from benchmarks.measuring import Bar, Caller, in_turns
from core import clock
from core.db import db, transaction
from core.people.services import employing, keying, organising
from core.policy import SYSTEM, Action, Actor, Role
from registry.services import lawbook, licensing, looking_up
from registry.services.keeping import SubjectRef
from registry.services.looking_up import Query

FEW, MANY, SUBJECTS, ALONE = 30_000, 300_000, 10_000, 300
FIRST = 500_000_000
"""The number before that of the first subject and report made here."""
TESTED = ("boiler_external_inspection", "boiler_internal_inspection", "boiler_water_quality")
PROCEDURE, FACTS, PURPOSE = "se_boiler_periodic", {"hydro_test_needed": False}, "测量"
SUBJECT = (
    "INSERT INTO subject (id, kind, identifier, name, parent_id, region, sample, made_at) "
    "VALUES (?, 'equipment.boiler', ?, ?, NULL, '440113', 0, '2026-01-01')"
)
AT_ONCE = 50_000


class Row(Base):
    """The bare row: as wide as a finding with its report."""

    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]


class Kept(Base):
    """What the bare application writes down."""

    __tablename__ = "kept"

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int]


def bare(file: Path, rows: int) -> Flask:
    """A bare application that answers a row by its number, and on another address writes that down first."""
    app = bare_app(f"sqlite:///{file}")
    with app.app_context():
        bare_db.create_all()
        bare_db.session.connection().exec_driver_sql("PRAGMA synchronous = FULL")
        words = [{"id": number, "words": "锅炉内部检验，合格，TSG 11-2020" * 4} for number in range(1, rows + 1)]
        bare_db.session.execute(Row.__table__.insert(), words)  # type: ignore[attr-defined] # a table
        bare_db.session.commit()
        bare_db.session.connection().exec_driver_sql("PRAGMA journal_mode = WAL")
        bare_db.session.remove()
        event.listen(bare_db.engine, "connect", _durable)

    def found(number: int) -> Response:
        row = bare_db.session.execute(select(Row).where(Row.id == number)).scalar_one()
        return jsonify(id=row.id, words=row.words)

    @app.get("/rows/<int:number>")
    def read(number: int) -> Response:
        return found(number)

    @app.get("/kept/<int:number>")
    def keep(number: int) -> Response:
        bare_db.session.add(Kept(row_id=number))
        bare_db.session.commit()
        return found(number)

    return app


def _durable(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = FULL")


def department(app: Flask) -> tuple[Actor, str]:
    """Somebody of a bureau, with a key."""
    with app.app_context(), transaction():
        body = organising.body("440113-scjg", clock.today())
        if body is None:
            organising.load_organisations()
            body = organising.body("440113-scjg", clock.today())
        if body is None:
            raise RuntimeError("the tree of bodies is not on record")
        user_id, _ = employing.add_person(SYSTEM, "measured", "测量", sample=True)
        employing.give_membership(SYSTEM, user_id, body.id, Role.recogniser, clock.today())
        actor = Actor(user_id, "measured", frozenset({(Role.recogniser, body.id)}))
        return actor, keying.make(actor, "measured", body.id, [Action.ask_coverage.value])


def fill(app: Flask, first: int, last: int) -> None:
    """Put subjects on record, from one number up to another, each with two reports of three findings."""
    with app.app_context():
        with transaction():
            known = licensing.add_laboratories(lawbook.rows("laboratories-sample"), sample=True)
            licensing.add_scopes(lawbook.rows("accreditations-sample"), known)
        issuer = known["LAB06"]
        for start in range(first, last, AT_ONCE):
            numbers = range(FIRST + start, FIRST + min(start + AT_ONCE, last))
            with transaction():
                connection = db.session.connection()
                connection.exec_driver_sql(SUBJECT, [(one, f"BM{one}", f"{one}号锅炉") for one in numbers])
                connection.exec_driver_sql(REPORT, [_report(one, turn, issuer) for one in numbers for turn in (0, 1)])
                rows = [row for one in numbers for turn in (0, 1) for row in _findings(one, turn)]
                connection.exec_driver_sql(FINDING, rows)


def _report(subject: int, turn: int, issuer: int) -> tuple[Any, ...]:
    number, year = 2 * subject + turn, 2024 + 2 * turn
    return (number, issuer, f"BM-{number}", number, subject, "示例企业", f"{year}-03-01", f"{year}-03-03", len(TESTED))


def _findings(subject: int, turn: int) -> Iterator[tuple[Any, ...]]:
    for place, parameter in enumerate(TESTED, 1):
        yield 2 * subject + turn, place, parameter, "TSG 11-2020", "", "", "", f"{2024 + 2 * turn}-03-01"


class Asking:
    """Asks by API of one subject after the other, over all that there are."""

    def __init__(self, app: Flask, key: str, subjects: int) -> None:
        self.app, self.key, self.subjects, self.turn = app, key, subjects, count(1)

    def __call__(self) -> bytes:
        number = FIRST + next(self.turn) * 7919 % self.subjects
        asked = {"subject": {"id": number}, "procedure": PROCEDURE, "facts": FACTS, "purpose": PURPOSE}
        call = Caller(self.app, "/api/v1/coverage", body=json.dumps(asked).encode(), authorization=f"Bearer {self.key}")
        answer = call()
        if call.status[:3] != "200":
            raise RuntimeError(f"{call.status}: {answer[:300]!r}")
        return answer


def bars(app: Flask, folder: Path, findings: int = MANY) -> Iterator[Bar]:
    """Look-ups at both sizes and against bare rows; many subjects in one call against one after the other."""
    actor, key = department(app)
    few, many = FEW // 6, max(findings, FEW) // 6
    fill(app, 0, few)
    ask = Asking(app, key, few)
    small = in_turns(ask, calls=40)[0]
    fill(app, few, many)
    ask.subjects = many
    plain = bare(folder / "bare-rows.db", 10_000)
    read, keep = Caller(plain, "/rows/4711"), Caller(plain, "/kept/4711")
    large, row, kept = in_turns(ask, read, keep, calls=40)
    what = f"look-up by API, {many * 6:,} findings"
    yield Bar(what, f"its own at {few * 6:,}, rate", small / large, "≥ 0.85", f"{1 / large:.0f}/s, {1 / small:.0f}/s")
    yield Bar(what, "a bare row by API, rate", row / large, "≥ 0.5", f"{1 / large:.0f}/s, {1 / row:.0f}/s")
    yield Bar(what, "a bare row kept by API, rate", kept / large, "", f"{1 / large:.0f}/s, {1 / kept:.0f}/s")
    yield _bulk(app, actor, many)


def _bulk(app: Flask, actor: Actor, subjects: int) -> Bar:
    asked, alone = min(SUBJECTS, subjects), min(ALONE, subjects)

    def query(number: int) -> Query:
        return Query(SubjectRef(id=FIRST + number), PROCEDURE, FACTS)

    def together() -> None:
        with app.app_context(), transaction():
            looking_up.look_up_many([query(one) for one in range(asked)], PURPOSE, actor)

    def one_by_one() -> None:
        with app.app_context():
            for number in range(alone):
                with transaction():
                    looking_up.look_up(query(number), PURPOSE, actor)

    whole, some = in_turns(together, one_by_one, turns=2)
    loop = some / alone * asked
    detail = f"{whole:.1f} s, {loop:.1f} s ({alone} alone, in proportion)"
    return Bar(f"coverage of {asked:,} subjects", "own loop of single ones", whole / loop, "≤ 0.5", detail)
