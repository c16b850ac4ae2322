"""Evidence of a matter: who adds it, who sees it, what is put on record of it."""

import io

import pytest
from flask import Flask
from sqlalchemy import update

from complaints.services import drafting, evidence, following, handling, proving
from complaints.services.evidence import Item
from core import events, notices
from core.db import db, transaction
from core.errors import Invalid, NotFound
from core.events import Event, Stream
from core.files import store
from core.policy import Role
from tests.complaints.services.cases import ACCUSED, People, complaint_id, do, file, matter, told

__all__ = ["days", "people"]
from tests.complaints.services.conftest import days, people

TEXT = "收据一张".encode()


def taken(content: bytes = TEXT, name: str = "收据.txt") -> drafting.Taken:
    return drafting.take(io.BytesIO(content), name)


def draft(content: bytes = TEXT, name: str = "收据.txt") -> str:
    with transaction():
        return drafting.draft(drafting.take(io.BytesIO(content), name), [])


def by_code(found: int, content: bytes = TEXT, number: str = "") -> Item:
    with transaction():
        return evidence.add_by_code(found, number, taken(content))


def event_of(number: str, kind: str) -> Event:
    stream = db.session.query(Stream).filter_by(kind="matter", key=number).one()
    return db.session.query(Event).filter_by(stream_id=stream.id, kind=kind).one()


def test_files_sent_before_go_on_record_with_the_complaint(app: Flask) -> None:
    receipt = file(told(files=f"{draft()} {draft(b'other', 'b.txt')}"))
    (one,) = receipt.matters
    assert [each.name for each in one.files] == ["收据.txt", "b.txt"]
    assert b"".join(store.read(one.files[0].key)) == TEXT
    signed = receipt.certificate["document"]["matters"][0]["evidence"]
    assert signed == [each.digest for each in one.files]


def test_the_chain_holds_a_salted_digest_and_no_name(app: Flask) -> None:
    receipt = file(told(files=draft()))
    (item,) = receipt.matters[0].files
    payload = event_of(receipt.matters[0].number, "evidence.added").payload
    row = db.session.query(evidence.Evidence).one()
    assert payload["files"] == [{"code": item.code, "digest": events.personal(item.digest, row.salt)}]
    assert item.digest not in str(payload) and "收据" not in str(payload)


def test_what_is_handed_in_at_once_is_one_step(app: Flask) -> None:
    receipt = file(told(files=f"{draft()} {draft(b'other', 'b.txt')}"))
    payload = event_of(receipt.matters[0].number, "evidence.added").payload
    assert [one["code"] for one in payload["files"]] == [one.code for one in receipt.matters[0].files]


def test_a_complaint_filed_twice_has_its_files_once(app: Flask) -> None:
    files = draft()
    first, second = (file(told(files=files), key="one form") for _ in range(2))
    assert [each.code for each in first.matters[0].files] == [each.code for each in second.matters[0].files]


def test_a_file_that_was_swept_away_is_named_and_nothing_is_filed(app: Flask) -> None:
    token = draft(name="发票.txt")
    with transaction():
        drafting.forget(drafting.read(token)[0])
    with pytest.raises(Invalid) as error:
        file(told(), told(files=token))
    assert "“发票.txt”" in error.value.fields["matters.1.file"][0].zh


def test_who_has_the_code_adds_later_and_the_desk_is_told(app: Flask, people: People) -> None:
    receipt = file()
    found, number = complaint_id(receipt), receipt.matters[0].number
    item = by_code(found)
    officer, _ = people.officers(number)
    assert handling.case(number, officer).files == (item,)
    assert following.open_case(found).matters[0].files == (item,)
    assert any(each.kind == "evidence.added" for each in notices.inbox(officer))


def test_the_same_bytes_add_nothing(app: Flask) -> None:
    found = complaint_id(file(told(), told()))
    one, again = by_code(found), by_code(found)
    assert one.code == again.code
    second = following.open_case(found).matters[1].number
    assert by_code(found, number=second).code != one.code


def test_of_the_desks_own_files_the_complainant_learns_nothing(app: Flask, people: People) -> None:
    receipt = file()
    found, number = complaint_id(receipt), receipt.matters[0].number
    officer, _ = people.officers(number)
    with transaction():
        own = evidence.add(number, taken(b"books"), officer)
    assert not own.shown and following.open_case(found).matters[0].files == ()
    assert all(step.kind != evidence.KEPT_BY_DESK for step in following.open_case(found).matters[0].steps)
    with pytest.raises(NotFound):
        evidence.open_by_code(found, own.code)
    theirs = by_code(found, b"books")
    assert theirs.shown and theirs.code != own.code
    assert evidence.open(number, own.code, officer) == own


def test_to_the_body_complained_of_and_to_other_desks_there_is_no_file(app: Flask, people: People) -> None:
    receipt = file()
    number = receipt.matters[0].number
    item = by_code(complaint_id(receipt))
    strangers = [
        people.one(Role.handler, ACCUSED),
        people.one(Role.supervisor, ACCUSED),
        people.one(Role.handler, "440300-scjg"),
        people.one(Role.system_administrator, "440000-gxt"),
        people.one(Role.auditor, "440000-sjt"),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            evidence.open(number, item.code, stranger)
        with pytest.raises(NotFound), transaction():
            evidence.add(number, taken(), stranger)


def test_who_steps_back_sees_no_file_any_more(app: Flask, people: People) -> None:
    receipt = file()
    number = receipt.matters[0].number
    item = by_code(complaint_id(receipt))
    officer, _ = people.officers(number)
    assert evidence.open(number, item.code, officer)
    do(number, "recuse", officer, reason="是亲属")
    with pytest.raises(NotFound):
        evidence.open(number, item.code, officer)


def test_a_file_of_one_matter_is_not_opened_by_another(app: Flask, people: People) -> None:
    receipt = file(told(), told())
    first, second = (each.number for each in receipt.matters)
    item = by_code(complaint_id(receipt), number=first)
    officer, _ = people.officers(second)
    with pytest.raises(NotFound):
        evidence.open(second, item.code, officer)
    other = complaint_id(file())
    with pytest.raises(NotFound):
        evidence.open_by_code(other, item.code)


def test_the_twenty_first_file_is_refused_and_leaves_nothing(app: Flask) -> None:
    found = complaint_id(file(told(), told()))
    numbers = [each.number for each in following.open_case(found).matters]
    for place in range(drafting.MOST_FILES):
        by_code(found, b"%d" % place, numbers[place % 2])
    before = set(store._folder().glob("*/*"))
    with pytest.raises(Invalid) as error:
        by_code(found, b"one more")
    assert "最多 20 个" in error.value.fields["file"][0].zh
    assert set(store._folder().glob("*/*")) == before


def test_tokens_of_others_and_made_up_ones_hold_nothing(app: Flask) -> None:
    assert drafting.read("gAAAAAB made-up " + "x" * 500) == []
    assert matter(file(told(files="made up")).matters[0].number)


def test_a_file_a_row_or_an_event_that_was_changed_is_named(app: Flask) -> None:
    found = complaint_id(file(told(files=draft())))
    second, third = by_code(found, b"second"), by_code(found, b"third")
    assert [one.differs for one in proving.verify()] == ["", "", ""]
    path = store._path(second.key)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with transaction():
        db.session.execute(update(evidence.Evidence).filter_by(code=third.code).values(salt="0" * 32))
    assert [one.differs for one in proving.verify()] == ["", "bytes", "event"]
    result = app.test_cli_runner().invoke(args=["complaints", "verify-evidence"])
    assert result.exit_code == 1 and f"file {second.code}: bytes" in result.output
