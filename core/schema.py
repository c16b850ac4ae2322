"""The tables brought up to date, by one process at a time: several may start together on an empty database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import text

from core.db import db

_ADVISORY_KEY = 0x636F7265  # "core"


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other process is inside.

    A lock on a file beside an SQLite database, an advisory lock on PostgreSQL.
    Other connections can read and write meanwhile; it only keeps those who ask for it apart.
    """
    path = current_app.extensions.get("write_lock")
    if path is not None:
        with open(path.with_name(f"{path.name}.init"), "a", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_KEY})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_KEY})


def bring_up() -> None:
    """Run the migrations that this database has not seen. Call it inside `alone()`."""
    upgrade()
    db.session.rollback()
