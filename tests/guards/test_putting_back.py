"""Tests stand on the database being put back: whatever one changed, the next finds it as it was."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.db import db
from tests.databases import Database
from tests.putting_back import keep

CHANGES = {
    "rows": ("UPDATE person SET name = 'x'", "DELETE FROM membership", "UPDATE stream SET fed_no = 7"),
    "sequences": ("SELECT nextval(pg_get_serial_sequence('person', 'id'))",),
    "shape": ("ALTER TABLE event DISABLE TRIGGER USER", "UPDATE event SET hash = 'x'"),
}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_every_row_and_sequence_is_as_before(app: Flask, database: Database, change: str) -> None:
    assert database.cluster
    url = database.cluster.url("live")
    before = keep(url)
    for _ in range(2):
        with db.engine.begin() as connection:
            for statement in CHANGES[change]:
                connection.execute(text(statement))
        assert keep(url) != before
        database.changed = True
        database.go_to("filled", len)
        after = keep(url)
        assert after.sequences == before.sequences
        assert {name: sorted(rows.splitlines()) for name, rows in after.rows.items()} == {
            name: sorted(rows.splitlines()) for name, rows in before.rows.items()
        }
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM event"))
