"""Filing needs the database and nothing else: search and follow-up work may be gone, and are made up for later."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models.cases import Complaint
from core import jobs
from core.db import db, transaction
from core.jobs import Job
from tests.complaints.api.conftest import Programs
from tests.databases import Database

pytestmark = pytest.mark.slow
FILING = {
    "mode": "anonymous", "matters": [{"kind": "own_made_item", "story": "鹦鹉螺收了材料审核费", "region": "440113"}],
}  # fmt: skip


def removed(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def a_file_in_its_place(folder: Path) -> None:
    removed(folder)
    folder.write_bytes(b"no index")


def rubbish(folder: Path) -> None:
    for each in [*folder.rglob("*")]:
        if each.is_file():
            each.write_bytes(b"\x00" * 64)


@pytest.mark.parametrize("harm", [removed, a_file_in_its_place, rubbish], ids=lambda harm: harm.__name__)
def test_filing_goes_on_without_the_index(
    app: Flask, database: Database, program: Programs, harm: Callable[[Path], None]
) -> None:
    visitor = program()
    assert visitor.post("/complaints", FILING).status_code == 201
    jobs.run_due()
    harm(database.live / "search-index")
    made = visitor.post("/complaints", FILING)
    db.session.rollback()
    assert jobs.run_due() > 0
    assert made.status_code == 201
    assert visitor.get(f"/complaints/{made.json['reference']}", Complaint_Code=made.json["code"]).status_code == 200
    db.session.rollback()
    assert len(db.session.scalars(select(Complaint.id)).all()) == 2


def test_filing_goes_on_while_all_follow_up_work_fails(
    app: Flask, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_args: dict[str, Any]) -> None:
        raise OSError("no disk, no mail")

    whole = dict(jobs.HANDLERS)
    for kind in whole:
        monkeypatch.setitem(jobs.HANDLERS, kind, jobs.Handler(fail, None, False))
    assert program().post("/complaints", FILING).status_code == 201
    jobs.run_due()
    waiting = db.session.scalars(select(Job).where(Job.state == "waiting")).all()
    assert waiting and all("no disk" in each.error for each in waiting if each.attempts)
    for kind, each in whole.items():
        monkeypatch.setitem(jobs.HANDLERS, kind, each)
    with transaction():
        for job in db.session.scalars(select(Job).where(Job.state == "waiting")):
            job.run_at = job.made_at
    jobs.run_due()
    ours = [each.id for each in waiting]
    assert set(db.session.scalars(select(Job.state).where(Job.id.in_(ours)))) == {"done"}
