"""The compiled catalogue follows what is published, and nothing else; an edition that lies ahead waits for its day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from burden.models.drafts import EditionChange
from burden.models.editions import Edition, Entry
from burden.models.rulebooks import DocumentKind, RuleDocument, RuleRelease
from burden.models.states import State
from burden.services import cataloguing, reading, sealing
from core import clock
from core.db import db, transaction
from core.events import digest

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
AHEAD = date(2027, 3, 1)
SCOPE = {"nature": ["administrative_fee"], "level": "city", "region": "440100", "sector": "all"}


@pytest.fixture(autouse=True)
def today() -> None:
    clock.set_clock(lambda: NOW)


def drafted(key: str = "gz-test__2027-03", changes: tuple[EditionChange, ...] = (), **more: Any) -> Edition:
    """A submitted edition of Guangzhou with one row that no other list has."""
    about = {"title": "广州测试清单", "issuer": "广州市", "region": "440100", "list_type": "行政事业性收费"}
    about |= {"series": "gz-test", "coverage": "full", "complete": "yes", "precision": "day", "scope": SCOPE}
    about |= {"in_force_from": AHEAD.isoformat(), "drafted_by": 7, "drafted_at": NOW}
    row = Entry(
        row=1, item_name="骑楼养护费", item_key="ARCADE", list_nature="行政事业性收费", department="住房城乡建设部门",
        standard_words="每平方米1元", confirmed=True,
    )  # fmt: skip
    edition = Edition(key=key, **({"entries": [row]} | about | more))
    db.session.add(edition)
    db.session.flush()
    for change in changes:
        change.edition_id = edition.id
        db.session.add(change)
    db.session.flush()
    edition.state = State.submitted
    db.session.flush()
    return edition


def publish(edition: Edition) -> None:
    sealing.seal(edition, approved_by=8, at=NOW)


def test_a_draft_is_seen_by_nobody(app: Flask) -> None:
    before = cataloguing.version()
    with transaction():
        drafted()
    assert cataloguing.version() == before
    assert "ARCADE" not in cataloguing.current().items


def test_what_is_published_is_there_at_once_and_found_by_any_part_of_its_name(app: Flask) -> None:
    before = cataloguing.version(), cataloguing.current().digest
    with transaction():
        publish(drafted())
    assert cataloguing.version() != before[0] and cataloguing.current().digest != before[1]
    for typed in ("骑楼", "楼养", "qilou", "qlyh"):
        assert [line.key for line in reading.list_items(q=typed).items] == ["ARCADE"], typed


def test_what_is_rolled_back_never_was(app: Flask) -> None:
    before = cataloguing.version(), cataloguing.current().digest
    with pytest.raises(ZeroDivisionError), transaction():
        publish(drafted())
        assert "ARCADE" in cataloguing.current().items
        raise ZeroDivisionError
    assert (cataloguing.version(), cataloguing.current().digest) == before
    assert reading.list_items(q="骑楼").total == 0


def test_an_edition_that_lies_ahead_waits_for_its_day(app: Flask) -> None:
    with transaction():
        publish(drafted())
    line = next(one for one in reading.list_editions() if one.ref.key == "gz-test__2027-03")
    assert line.prospective and not line.in_force
    eve, day = date(2027, 2, 28), AHEAD
    assert not reading.item("ARCADE", eve).official and reading.item("ARCADE", day).official
    assert [one.title.zh for one in reading.history("ARCADE") if one.prospective] == ["收进《广州测试清单》"]
    assert reading.item("ARCADE", day).line.standing == "words_only"


def test_a_later_edition_of_the_series_ends_the_one_before_on_the_eve(app: Flask) -> None:
    with transaction():
        publish(drafted("gz-test__2026-01", in_force_from="2026-01-01"))
    with transaction():
        publish(drafted(diff_with="gz-test__2026-01", entries=[Entry(row=1, item_name="花市摊位费", item_key="STALL")]))
    lines = {one.ref.key: one for one in reading.list_editions(on=AHEAD)}
    assert lines["gz-test__2026-01"].end == date(2027, 2, 28)
    found = reading.compare_days("440100", date(2027, 2, 28), AHEAD)
    assert "ARCADE" in {one.key for one in found.ended} and "STALL" in {one.key for one in found.added}


def test_a_correction_and_what_it_corrects_name_each_other(app: Flask) -> None:
    with transaction():
        wrong = drafted("gz-test__wrong")
        publish(wrong)
    with transaction():
        publish(drafted("gz-test__right", corrects_id=wrong.id))
    corrected, correcting = reading.edition("gz-test__wrong"), reading.edition("gz-test__right")
    assert corrected.corrected_by and corrected.corrected_by.key == "gz-test__right"
    assert correcting.corrects and correcting.corrects.key == "gz-test__wrong"


def release(**changed: Any) -> RuleRelease:
    """A submitted release in which TM-RENEW reads otherwise."""
    body = {**(cataloguing.document_published(DocumentKind.item, "TM-RENEW") or {}), **changed}
    made = RuleRelease(title="改商标续展费", drafted_by=7, drafted_at=NOW)
    made.documents = [RuleDocument(kind="item", key="TM-RENEW", body=body, digest=digest(body))]
    db.session.add(made)
    db.session.flush()
    made.state = State.submitted
    db.session.flush()
    return made


def test_a_preview_shows_a_release_as_if_it_were_published_and_publishes_nothing(app: Flask) -> None:
    with transaction():
        made = release(name="商标续展的钱")
    previewed = {item["item_key"]: item["name"] for item in cataloguing.sources_with(made.id).items}
    assert previewed["TM-RENEW"] == "商标续展的钱" and len(previewed) == 85
    assert cataloguing.current().items["TM-RENEW"].name == "受理商标续展注册费"


def test_of_two_releases_the_one_published_last_is_in_force(app: Flask) -> None:
    with transaction():
        first, second = release(name="甲"), release(name="乙")
    for made in (second, first):
        with transaction():
            sealing.seal(db.session.get_one(RuleRelease, made.id), approved_by=8, at=NOW)
    assert cataloguing.current().items["TM-RENEW"].name == "甲"
    assert list(cataloguing.current().items)[1] == "TM-RENEW"


def test_many_threads_get_one_and_the_same_catalogue(app: Flask) -> None:
    with transaction():
        publish(drafted())

    def ask(_: int) -> int:
        with app.app_context():
            return id(cataloguing.current())

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(40)))) == 1


def test_the_seal_covers_every_cell(app: Flask) -> None:
    with transaction():
        edition = drafted()
        sealed = digest(sealing.full_edition(edition))
        with db.session.no_autoflush:
            edition.entries[0].remark = "改了"
            assert digest(sealing.full_edition(edition)) != sealed
            db.session.expire(edition.entries[0])
    assert db.session.scalar(select(Edition.digest).where(Edition.key == edition.key)) is None


def row(number: int, name: str, key: str, words: str) -> Entry:
    return Entry(row=number, item_name=name, item_key=key, standard_words=words)


def changed(number: int, kind: str, name: str, key: str, reason: str, **more: Any) -> EditionChange:
    about = {"base_row": number, "kind": kind, "item_name": name, "item_key": key, "reason": reason, "cells": []}
    return EditionChange(**(about | more), document_number="穗府〔2027〕1号")


def test_a_publishers_reason_for_a_changed_or_ended_row_stands_in_the_history(app: Flask) -> None:
    arcade, stall = ("骑楼养护费", "ARCADE"), ("花市摊位费", "STALL")
    rows = [row(1, *arcade, "每平方米1元"), row(2, *stall, "每天5元")]
    cell = {"field": "standard_words", "old": "每平方米1元", "new": "每平方米2元"}
    said = changed(1, "changed", *arcade, "材料涨价", cells=[cell]), changed(2, "ended", *stall, "花市停办")
    with transaction():
        publish(drafted("gz-test__2026-01", in_force_from="2026-01-01", entries=rows))
    with transaction():
        publish(drafted(entries=[row(1, *arcade, "每平方米2元")], changes=said))
    dearer, gone = reading.history("ARCADE")[0], reading.history("STALL")[0]
    assert (dearer.kind, dearer.on, dearer.why and dearer.why.zh) == ("words", AHEAD, "材料涨价")
    assert {(cell.before, cell.after) for cell in dearer.cells} == {("每平方米1元", "每平方米2元")}
    assert (gone.kind, gone.on, gone.why and gone.why.zh) == ("unlisted", AHEAD, "花市停办")
    assert gone.basis[0].number == "穗府〔2027〕1号" and gone.prospective
