"""`flask init`: everything real is published, once, whoever starts together; what stays words only is named."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from burden.models.editions import Edition, Entry
from burden.models.reference import Industry, SizeClass
from burden.models.rulebooks import RuleDocument, RuleRelease
from burden.models.states import PLATFORM, State
from burden.services import cataloguing, initialising, loading_notes, reading, sealing
from burden.services.unpacking import shipped
from core import signing
from core.db import db
from core.events import Event, Stream
from core.people.models.organisations import Organisation
from tests.databases import Database

ROOT = Path(__file__).resolve().parents[3]


def count(*what: object) -> int:
    return db.session.scalar(select(func.count()).select_from(*what)) or 0  # type: ignore[call-overload]


def test_all_the_lists_are_published_with_every_row(app: Flask) -> None:
    assert (count(Edition), count(Entry)) == (42, 452)
    assert set(db.session.scalars(select(Edition.state))) == {State.published}
    assert db.session.scalar(select(func.count()).where(Entry.confirmed)) == 369


def test_all_the_rules_are_the_first_release(app: Flask) -> None:
    release = db.session.scalars(select(RuleRelease)).one()
    kinds = Counter(db.session.scalars(select(RuleDocument.kind)))
    assert (release.state, release.drafted_by) == (State.published, PLATFORM)
    assert kinds.pop("item") == 85 and set(kinds.values()) == {1}
    assert len(cataloguing.current().event_rows) == 74


def test_bodies_industries_and_sizes_come_along(app: Flask) -> None:
    assert (count(Industry), count(SizeClass)) == (80, 30)
    assert len(cataloguing.sources().bodies) == 418 <= count(Organisation)


def test_what_is_in_the_database_compiles_to_what_the_files_say(app: Flask) -> None:
    sources, files = cataloguing.sources(), shipped()
    assert [dict(item) for item in sources.items] == [body for kind, _, body in files.documents if kind == "item"]
    for row in sources.entries:
        original = files.entries[row["edition"]][row["row"] - 1]
        assert {name: row[name] for name in original} == {name: cell.strip() for name, cell in original.items()}
    assert [row["id"] for row in sources.editions] == [row["id"] for row in files.editions]
    for mine, theirs in zip(sources.editions, files.editions, strict=True):
        assert {name: mine[name] for name in ("scope", "complete", "in_force_from")} == {
            name: theirs[name] for name in ("scope", "complete", "in_force_from")
        }


def test_every_edition_is_sealed_and_its_publication_recorded(app: Flask) -> None:
    for edition in db.session.scalars(select(Edition)):
        assert sealing.full_edition(edition)["entries"]
        assert edition.signature and signing.verify(edition.signature, "edition")
        assert edition.signature["document"]["digest"] == edition.digest
    published = db.session.execute(
        select(Stream.key).join(Event, Event.stream_id == Stream.id).where(Event.kind == "edition.published")
    )
    assert {key for (key,) in published} == set(db.session.scalars(select(Edition.key)))


def test_a_second_run_changes_nothing(app: Flask) -> None:
    before = cataloguing.version(), count(Event)
    again = initialising.initialise()
    assert not again.changed
    assert (cataloguing.version(), count(Event)) == before
    assert again.notes == reading.init_report()


def test_progress_is_told_to_the_end(bare_app: Flask) -> None:
    told: list[tuple[int, int]] = []
    initialising.initialise(lambda done, of: told.append((done, of)))
    assert told == sorted(told) and told[-1][0] == told[-1][1] > 42


@pytest.mark.parametrize(
    ("edition", "row", "column", "reason"),
    [
        ("ah-huangshan-zrzy__2023-05", 10, "收费性质", "not_a_fee"),
        ("ah-huangshan-zrzy__2023-05", 11, "收费性质", "not_a_fee"),
        ("gd-kaiping-zrzy__2025", 3, "收费性质", "misfiled"),
        ("gd-kaiping-zrzy__2025", 4, "收费性质", "misfiled"),
        ("nat-zhongjie__2015", 1, "收费性质", "market_priced"),
        ("gd-meizhou-renfang__2021-03", None, "in_force_from", "imprecise_day"),
        ("nat-2136-scope__2015-09", None, "in_force_from", "no_day"),
        ("nat-trademark__2019-07", 2, "收费标准(原文)", "words_only"),
    ],
)
def test_the_report_names_list_row_column_and_reason(
    app: Flask, edition: str, row: int | None, column: str, reason: str
) -> None:
    report = reading.init_report()
    assert report is not None
    assert (edition, row, column, reason) in {(n.edition, n.row, n.column, n.reason) for n in report.notes}
    assert all(note.text.zh and note.text.en for note in report.notes)


def test_every_unconfirmed_row_is_in_the_report(app: Flask) -> None:
    report = reading.init_report()
    assert report is not None
    rows = {(n.edition, n.row) for n in report.notes if n.reason == "unconfirmed" and n.edition != "status-events"}
    assert len(rows) == 452 - 369
    assert len(list(loading_notes.lines(report.notes))) == len(report.notes)


def test_the_shell_prints_the_report(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["init", "--report"])
    assert done.exit_code == 0
    assert "gd-kaiping-zrzy__2025 · 3 · 收费性质" in done.output and "nothing to add" in done.output


@pytest.mark.slow
def test_three_processes_that_start_together_on_an_empty_database_do_it_once(database: Database) -> None:
    database.reset()
    environment = dict(os.environ, INSTANCE=str(database.live))
    if database.cluster:
        environment["DATABASE_URL"] = database.cluster.url("live")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "init"]
    running = [subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) for _ in range(3)]
    said = [process.communicate(timeout=240)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert sorted("nothing to add" in one for one in said) == [False, True, True]
    with database.app.app_context():
        assert (count(Edition), count(Entry), count(RuleRelease)) == (42, 452, 1)
