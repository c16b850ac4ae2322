"""What is published cannot be changed, deleted or added to: tried in raw SQL, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from burden.models.editions import COLUMNS
from core.db import db, transaction

FORBIDDEN = {
    "change an edition": "UPDATE edition SET title = 'x' WHERE key = 'nat-trademark__2019-07'",
    "take an edition back": "UPDATE edition SET state = 'draft' WHERE key = 'nat-trademark__2019-07'",
    "sign it anew": "UPDATE edition SET digest = 'x' WHERE key = 'nat-trademark__2019-07'",
    "delete editions": "DELETE FROM edition",
    "delete entries": "DELETE FROM entry WHERE row = 1",
    "move an entry": "UPDATE entry SET edition_id = (SELECT min(id) FROM edition) WHERE row = 1",
    "confirm an entry": "UPDATE entry SET confirmed = true",
    "change a release": "UPDATE rule_release SET title = 'x'",
    "delete a release": "DELETE FROM rule_release",
    "change a document": "UPDATE rule_document SET body = '{}'",
    "delete a document": "DELETE FROM rule_document WHERE kind = 'item'",
    "add a document": "INSERT INTO rule_document (release_id, kind, key, body, digest) "
    "SELECT id, 'item', 'NEW', '{}', 'x' FROM rule_release",
    "forget a publication": "DELETE FROM catalogue_version",
    "change a publication": "UPDATE catalogue_version SET mark = 'x'",
}
ONLY_SQLITE = {
    "push an edition out": "INSERT OR REPLACE INTO edition (id, key, title, issuer, region, list_type, series, "
    "coverage, source, note, scope, complete, precision, scope_note, state, drafted_by, drafted_at, reason) "
    "SELECT id, 'x', title, issuer, region, list_type, series, coverage, source, note, scope, complete, precision, "
    "scope_note, 'draft', 0, drafted_at, reason FROM edition",
    "push a release out": "INSERT OR REPLACE INTO rule_release (id, title, state, drafted_by, drafted_at, reason) "
    "SELECT id, 'x', 'draft', 0, drafted_at, reason FROM rule_release",
}
ONLY_POSTGRESQL = {
    "empty the editions": "TRUNCATE edition CASCADE",
    "empty the documents": "TRUNCATE rule_document",
}


def refused(statement: str) -> bool:
    try:
        with transaction():
            db.session.execute(text(statement))
    except DBAPIError as error:
        return any(table in str(error.orig) for table in ("edition", "entry", "rule_", "catalogue_version"))
    return False


def contents() -> list[object]:
    tables = ("edition", "entry", "rule_release", "rule_document", "catalogue_version")
    return [sorted(map(repr, db.session.execute(text(f"SELECT * FROM {table}")))) for table in tables]


def test_nothing_published_can_be_changed_deleted_or_added_to(app: Flask) -> None:
    own = ONLY_SQLITE if db.engine.dialect.name == "sqlite" else ONLY_POSTGRESQL
    before = contents()
    tried = {what: refused(statement) for what, statement in (FORBIDDEN | own).items()}
    assert tried == dict.fromkeys(tried, True)
    assert contents() == before


def test_no_row_can_be_added_to_a_published_edition(app: Flask) -> None:
    columns = ", ".join(f'"{name}"' for name in COLUMNS.values())
    adding = f"INSERT INTO entry (edition_id, row, {columns}) SELECT edition_id, 900 + row, {columns} FROM entry"
    assert refused(adding)


DRAFT = (
    "INSERT INTO rule_release (title, state, drafted_by, drafted_at, reason, approved_by, published_at, digest) "
    "SELECT 'a draft', '{state}', 7, drafted_at, '', 8, drafted_at, 'x' FROM rule_release"
)


@pytest.mark.parametrize("state", ["submitted", "published"])
def test_everything_begins_as_a_draft(app: Flask, state: str) -> None:
    assert refused(DRAFT.format(state=state))


def test_a_draft_lives_until_it_is_published(app: Flask) -> None:
    steps = [
        DRAFT.format(state="draft"),
        "INSERT INTO rule_document (release_id, kind, key, body, digest) "
        "SELECT max(id), 'item', 'NEW', '{}', 'x' FROM rule_release",
        "UPDATE rule_document SET digest = 'y' WHERE key = 'NEW'",
        "UPDATE rule_release SET state = 'submitted' WHERE title = 'a draft'",
        "UPDATE rule_release SET state = 'draft' WHERE title = 'a draft'",
        "UPDATE rule_release SET state = 'submitted' WHERE title = 'a draft'",
    ]
    for step in steps:
        with transaction():
            db.session.execute(text(step))
    assert refused("UPDATE rule_document SET digest = 'z' WHERE key = 'NEW'")
    assert refused("DELETE FROM rule_release WHERE title = 'a draft'")
    with transaction():
        db.session.execute(text("UPDATE rule_release SET state = 'published' WHERE title = 'a draft'"))
    assert refused("UPDATE rule_release SET state = 'draft' WHERE title = 'a draft'")
    assert db.session.scalar(text("SELECT count(*) FROM catalogue_version WHERE kind = 'rule_release'")) == 2


def test_a_draft_cannot_skip_the_second_person(app: Flask) -> None:
    with transaction():
        db.session.execute(text(DRAFT.format(state="draft")))
    assert refused("UPDATE rule_release SET state = 'published' WHERE title = 'a draft'")
