"""From a draft to the catalogue: two persons, immutable afterwards, reasons for what changes, nobody overwritten."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from burden.models.drafts import EditionChange
from burden.models.editions import Edition, Entry
from burden.models.states import State
from burden.services import cataloguing, drafting, publishing, receiving, reviewing, sealing
from burden.services.describing import About
from core import clock, signing
from core.db import db, transaction
from core.errors import Conflict, Gone, Invalid, NotAllowed, NotFound, NotInThisState
from core.events import Event
from core.policy import Actor, Role

FIRST = Actor(user_id=9001, name="甲", memberships=frozenset({(Role.publisher, 1)}))
SECOND = Actor(user_id=9002, name="乙", memberships=frozenset({(Role.publisher, 1)}))
THIRD = Actor(user_id=9003, name="丙", memberships=frozenset({(Role.publisher, 1)}))
AUDITOR = Actor(user_id=9004, name="审", memberships=frozenset({(Role.auditor, 1)}))
OUTSIDER = Actor(user_id=9005, name="企", memberships=frozenset({(Role.enterprise_member, 1)}))

ABOUT = About(
    title="湛江市涉企行政事业性收费目录清单（2026年）",
    issuer="湛江市财政局",
    region="440800",
    list_type="行政事业性收费",
    in_force_from=date(2026, 12, 1),
)
LIST = """收费单位,收费项目,收费性质,征收对象,收费标准,标准制定方式及部门,政策依据
市公安局,机动车号牌工本费,行政事业性收费,机动车所有人,100元/副,发改、财政,发改价格〔2004〕2831号
市水务局,岭海试验占用费,行政事业性收费,占用人,5元/平方米,发改、财政,粤价〔2020〕1号
"""


@contextmanager
def refused_by_the_database() -> Iterator[None]:
    with pytest.raises(DBAPIError):
        yield
    db.session.rollback()


def send(list_text: str = LIST, about: About = ABOUT, form_key: str = "f1") -> int:
    with transaction():
        return receiving.receive(list_text.encode(), "清单.csv", about, form_key, FIRST)


def drafted(list_text: str = LIST, about: About = ABOUT, form_key: str = "f1") -> str:
    sent = send(list_text, about, form_key)
    with transaction():
        return receiving.save(sent, FIRST)


def submitted(list_text: str = LIST, about: About = ABOUT, form_key: str = "f1") -> str:
    key = drafted(list_text, about, form_key)
    with transaction():
        publishing.submit(key, version(key), FIRST)
    return key


def version(key: str) -> int:
    return reviewing.opened(key, FIRST).version


def published(list_text: str = LIST, about: About = ABOUT, form_key: str = "f1", day: date = date(2026, 1, 1)) -> str:
    key = submitted(list_text, about, form_key)
    with transaction():
        publishing.publish(key, day, version(key), SECOND)
    return key


def test_a_preview_saves_nothing_and_tells_what_is_added(app: Flask) -> None:
    before = db.session.scalar(select(func.count(Edition.id)))
    shown = receiving.preview(send(), FIRST)
    assert [change.change for change in shown.changes] == ["added", "added"]
    assert db.session.scalar(select(func.count(Edition.id))) == before


def test_a_sent_file_is_its_senders_alone(app: Flask) -> None:
    sent = send()
    with pytest.raises(NotFound):
        receiving.preview(sent, SECOND)


def test_a_form_sent_twice_makes_one_file_and_one_draft(app: Flask) -> None:
    assert send() == send()
    key = drafted()
    again = send()
    with transaction():
        assert receiving.save(again, FIRST) == key
    assert [line.key for line in reviewing.lines(FIRST)] == [key]
    with pytest.raises(Gone):
        receiving.preview(send(), FIRST)


def test_items_on_record_keep_their_key_and_new_ones_get_one(app: Flask) -> None:
    rows, more = reviewing.entries(drafted(), FIRST)
    plate, new = (cells["item_key"] for _, cells in rows)
    assert plate.startswith("PLATE")
    assert new.startswith("L440800-")
    assert not more


def test_who_drafted_it_cannot_publish_it(app: Flask) -> None:
    key = submitted()
    with pytest.raises(NotAllowed), transaction():
        publishing.publish(key, date(2026, 12, 1), version(key), FIRST)
    assert reviewing.opened(key, FIRST).state == State.submitted


def test_who_had_a_hand_in_it_cannot_publish_it_either(app: Flask) -> None:
    key = drafted()
    with transaction():
        drafting.change_about(key, replace(ABOUT, note="改了一个字"), version(key), SECOND)
    with transaction():
        publishing.submit(key, version(key), FIRST)
    with pytest.raises(NotAllowed), transaction():
        publishing.publish(key, date(2026, 12, 1), version(key), SECOND)
    with transaction():
        publishing.publish(key, date(2026, 12, 1), version(key), THIRD)


@pytest.mark.parametrize("actor", [AUDITOR, OUTSIDER, Actor()])
def test_nobody_else_can_write_or_publish(app: Flask, actor: Actor) -> None:
    key = submitted()
    with pytest.raises((NotFound, NotAllowed, Exception)), transaction():
        publishing.publish(key, date(2026, 12, 1), version(key), actor)
    assert reviewing.opened(key, FIRST).state == State.submitted


def test_a_published_list_is_signed_recorded_and_in_the_catalogue_from_its_day(app: Flask) -> None:
    was = cataloguing.version()
    key = published(day=date(2026, 12, 1))
    edition = db.session.scalars(select(Edition).where(Edition.key == key)).one()
    assert edition.digest == sealing.digest(sealing.full_edition(edition))
    assert edition.signature is not None
    assert signing.verify(edition.signature, edition.signature["purpose"])
    assert cataloguing.version() != was
    compiled = cataloguing.current().editions[key]
    assert not compiled.in_force(date(2026, 11, 30))
    assert compiled.in_force(date(2026, 12, 1))
    kinds = [event.kind for event in db.session.scalars(select(Event).order_by(Event.no)) if event.user_id > 9000]
    assert kinds == ["edition.drafted", "edition.submitted", "edition.published"]


def test_publishing_twice_publishes_once(app: Flask) -> None:
    key = submitted()
    seen = version(key)
    for _ in range(2):
        with transaction():
            publishing.publish(key, date(2026, 12, 1), seen, SECOND)
    told = select(func.count()).select_from(Event).where(Event.kind == "edition.published", Event.user_id == 9002)
    assert db.session.scalar(told) == 1


def test_of_two_publishers_one_wins(app: Flask) -> None:
    key = submitted()
    seen = version(key)
    with transaction():
        publishing.publish(key, date(2026, 12, 1), seen, SECOND)
    with pytest.raises(Conflict), transaction():
        publishing.publish(key, date(2026, 12, 15), seen, THIRD)


def test_of_two_writers_the_later_is_told(app: Flask) -> None:
    key = drafted()
    seen = version(key)
    cells = reviewing.entry(key, 1, FIRST)
    with transaction():
        drafting.change_entry(key, 1, {**cells, "remark": "先存的"}, seen, FIRST)
    with pytest.raises(Conflict), transaction():
        drafting.change_entry(key, 1, {**cells, "remark": "后存的"}, seen, SECOND)
    assert reviewing.entry(key, 1, FIRST)["remark"] == "先存的"


def test_nothing_published_can_change(app: Flask) -> None:
    key = published()
    seen = version(key)
    cells = reviewing.entry(key, 1, FIRST)
    for attempt in (
        lambda: drafting.change_entry(key, 1, {**cells, "remark": "改"}, seen, FIRST),
        lambda: drafting.add_entry(key, cells, seen, FIRST),
        lambda: drafting.remove_entry(key, 1, seen, FIRST),
        lambda: drafting.change_about(key, ABOUT, seen, FIRST),
        lambda: drafting.give_reasons(key, {}, seen, FIRST),
        lambda: drafting.discard(key, seen, FIRST),
        lambda: publishing.send_back(key, "退", THIRD),
        lambda: publishing.take_back(key, FIRST),
        lambda: publishing.submit(key, seen, FIRST),
    ):
        with pytest.raises(NotInThisState), transaction():
            attempt()


def test_the_database_itself_refuses_to_change_the_reasons_of_what_is_published(app: Flask) -> None:
    published()
    key = published_change()
    edition_id = db.session.scalar(select(Edition.id).where(Edition.key == key))
    for statement in (
        "UPDATE edition_change SET reason = 'x' WHERE edition_id = :id",
        "DELETE FROM edition_change WHERE edition_id = :id",
        "INSERT INTO edition_change (edition_id, base_row, kind, item_name, cells, reason, document_number) "
        "VALUES (:id, 99, 'ended', 'x', '[]', 'x', 'x')",
    ):
        with refused_by_the_database():
            db.session.execute(text(statement), {"id": edition_id})
    assert db.session.scalar(select(func.count()).where(EditionChange.edition_id == edition_id)) == 2


CHANGED = (
    LIST.replace("100元/副", "80元/副").rsplit("市水务局", 1)[0]
    + "市林业局,岭海试验林木费,行政事业性收费,采伐人,3元/株,发改,粤价〔2026〕9号\n"
)


def following(**more: object) -> About:
    base = next(line.key for line in reviewing.lines(FIRST) if line.state == State.published)
    return replace(ABOUT, follows=base, **more)


def published_change() -> str:
    key = drafted(CHANGED, following(), "f2")
    reasons = {row.old_row or 0: ("降低标准", "粤价〔2026〕9号") for row in reviewing.opened(key, FIRST).to_reason}
    with transaction():
        drafting.give_reasons(key, reasons, version(key), FIRST)
    with transaction():
        publishing.submit(key, version(key), FIRST)
    with transaction():
        publishing.publish(key, date(2026, 12, 1), version(key), SECOND)
    return key


def test_a_new_edition_tells_what_is_added_changed_and_ended(app: Flask) -> None:
    published()
    shown = receiving.preview(send(CHANGED, following(), "f2"), FIRST)
    told = {change.change.value: change for change in shown.changes}
    assert set(told) == {"added", "changed", "ended"}
    assert [(cell.field, cell.old, cell.new) for cell in told["changed"].cells] == [
        ("standard_words", "100元/副", "80元/副")
    ]
    assert told["ended"].name == "岭海试验占用费"


def test_what_changes_or_ends_needs_a_reason_and_a_document(app: Flask) -> None:
    published()
    key = drafted(CHANGED, following(), "f2")
    with pytest.raises(Invalid) as told, transaction():
        publishing.submit(key, version(key), FIRST)
    assert "reasons" in told.value.fields
    rows = {row.old_row or 0: ("降低标准", "") for row in reviewing.opened(key, FIRST).to_reason}
    with transaction():
        drafting.give_reasons(key, rows, version(key), FIRST)
    with pytest.raises(Invalid), transaction():
        publishing.submit(key, version(key), FIRST)


def test_an_edition_cannot_begin_before_the_one_it_follows(app: Flask) -> None:
    published(day=date(2026, 6, 1))
    key = drafted(LIST, following(), "f2")
    with transaction():
        publishing.submit(key, version(key), FIRST)
    with pytest.raises(Invalid) as told, transaction():
        publishing.publish(key, date(2026, 6, 1), version(key), SECOND)
    assert "in_force_from" in told.value.fields


def test_a_correction_puts_the_wrong_edition_out_of_use(app: Flask) -> None:
    wrong = published(day=date(2026, 6, 1))
    key = drafted(LIST.replace("5元/平方米", "5元/百平方米"), following(corrects=True), "f2")
    rows = {row.old_row or 0: ("录入有误", "粤价〔2020〕1号") for row in reviewing.opened(key, FIRST).to_reason}
    with transaction():
        drafting.give_reasons(key, rows, version(key), FIRST)
    with transaction():
        publishing.submit(key, version(key), FIRST)
    with transaction():
        publishing.publish(key, date(2026, 6, 1), version(key), SECOND)
    catalogue = cataloguing.current()
    assert catalogue.editions[key].corrects == wrong
    assert catalogue.editions[key].in_force(date(2026, 7, 1))
    assert not catalogue.editions[wrong].in_force(date(2026, 7, 1))


def test_sent_back_with_a_reason_it_can_be_mended_and_submitted_again(app: Flask) -> None:
    key = submitted()
    with pytest.raises(Invalid), transaction():
        publishing.send_back(key, " ", SECOND)
    with transaction():
        publishing.send_back(key, "第 2 行没有依据", SECOND)
    shown = reviewing.opened(key, FIRST)
    assert shown.state == State.draft
    assert [why for _, _, why in shown.returned] == ["第 2 行没有依据"]
    with transaction():
        publishing.submit(key, version(key), FIRST)
    with transaction():
        publishing.publish(key, date(2026, 12, 1), version(key), SECOND)


def test_rows_taken_out_leave_no_gap(app: Flask) -> None:
    key = drafted()
    with transaction():
        drafting.remove_entry(key, 1, version(key), FIRST)
    with transaction():
        publishing.submit(key, version(key), FIRST)
    assert [row for row, _ in reviewing.entries(key, FIRST)[0]] == [1]


def test_a_draft_from_the_list_in_force_begins_as_its_copy(app: Flask) -> None:
    published()
    with transaction():
        key = drafting.begin_from_current(following(), "f3", FIRST)
    shown = reviewing.opened(key, FIRST)
    assert (shown.rows, shown.to_reason) == (2, ())


def test_an_empty_draft_cannot_be_submitted(app: Flask) -> None:
    with transaction():
        key = drafting.key_of(drafting.begin(ABOUT, "f4", FIRST).id)
    with pytest.raises(Invalid) as told, transaction():
        publishing.submit(key, 1, FIRST)
    assert "rows" in told.value.fields


def test_a_file_without_one_readable_row_is_not_saved(app: Flask) -> None:
    sent = send("只有一句话\n")
    assert receiving.preview(sent, FIRST).reading.problems
    with pytest.raises(Invalid), transaction():
        receiving.save(sent, FIRST)


def test_a_discarded_draft_leaves_nothing_and_its_file_can_be_looked_at_no_more(app: Flask) -> None:
    key = drafted()
    with transaction():
        drafting.discard(key, version(key), FIRST)
    assert reviewing.lines(FIRST) == []
    assert not db.session.scalar(select(func.count()).select_from(Entry).join(Edition).where(Edition.key == key))


def test_the_clock_says_when(app: Flask) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415 # beside its only use

    clock.set_clock(lambda: datetime(2026, 11, 30, 18, 0, tzinfo=UTC))
    key = published(day=date(2027, 1, 1))
    edition = db.session.scalars(select(Edition).where(Edition.key == key)).one()
    assert (edition.published_on, edition.in_force_from) == ("2026-12-01", "2027-01-01")


def test_a_workbook_comes_in_the_same_way(app: Flask) -> None:
    from core.tables.writing import write_xlsx  # noqa: PLC0415 # beside its only use

    file = io.BytesIO()
    header, *rows = [line.split(",") for line in LIST.strip().splitlines()]
    write_xlsx(file, header, rows)
    with transaction():
        sent = receiving.receive(file.getvalue(), "清单.xlsx", ABOUT, "f5", FIRST)
    assert len(receiving.preview(sent, FIRST).reading.rows) == 2
