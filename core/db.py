"""The database: one engine, one naming convention, one place that commits."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import FromClause, MetaData, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase

from core.config import Settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the platform."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

_WRITING = "writing"


def init_db(app: Flask, settings: Settings) -> None:
    """Bind `app` to the database of `settings`."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    if settings.on_sqlite:
        options: dict[str, Any] = {"connect_args": {"timeout": 30}}
    else:
        options = {"pool_pre_ping": True, "pool_size": 10}
    options["hide_parameters"] = True  # an error's words go into logs: no password's hash, nothing anybody told
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        if settings.on_sqlite:
            _prepare_sqlite(db.engine)
            app.extensions["write_lock"] = _lock_path(db.engine, settings)


def _lock_path(engine: Engine, settings: Settings) -> Path:
    name = engine.url.database
    return Path(f"{name}.lock") if name and name != ":memory:" else settings.instance / "memory.lock"


class _HintingCompiler(SQLiteCompiler):
    """Writes what `Select.with_hint` says of a table behind its name, which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, _table: FromClause, text: str | None) -> str | None:
        return text


def _prepare_sqlite(engine: Engine) -> None:
    engine.dialect.statement_compiler = _HintingCompiler

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's begin event below writes BEGIN itself
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _writers_turn() -> Iterator[None]:
    """Wait for the turn to write. SQLite's own busy handler polls and starves writers; a file lock queues them."""
    path = current_app.extensions.get("write_lock")
    if path is None:
        yield
        return
    with open(path, "a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def transaction() -> Iterator[None]:
    """The one place that commits: all of the block is stored, or nothing is.

    Opened by the front doors (pages, API, shell, worker), never inside another one. Rows read before it are read
    again inside, so a decision never rests on a stale row.
    """
    if db.session.info.get(_WRITING):
        raise RuntimeError("transaction() does not nest: the front door has opened one already")
    db.session.rollback()
    with _writers_turn():
        db.session.connection(execution_options={_WRITING: True})
        db.session.info[_WRITING] = True
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            db.session.info.pop(_WRITING, None)
