"""Every migration goes up and down, on both databases, with rows in the tables, and ends equal to the models."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from core.db import Base, db
from tests.databases import Database


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_the_tables_equal_the_models(bare_app: Flask) -> None:
    assert differences() == []


def test_there_is_one_line_of_migrations() -> None:
    assert len(ScriptDirectory("migrations").get_heads()) == 1


def count_rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in tables}


def test_every_step_goes_down_and_up_again_with_rows_in_it(app: Flask, database: Database) -> None:
    database.changed = True
    assert sum(count_rows().values()) > 500
    db.session.remove()
    steps = list(ScriptDirectory("migrations").walk_revisions())
    for step in steps:
        downgrade(revision=step.down_revision or "base")
    assert set(count_rows()) <= {"alembic_version"}
    for step in reversed(steps):
        upgrade(revision=step.revision)
    assert differences() == []
