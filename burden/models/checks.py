"""Checks that people chose to keep: the charge as asked and the verdict as it was, under a code nobody can guess."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Instant, JsonDocument
from core.db import Base


class KeptCheck(Base):
    """One kept check. Never changed and never deleted: triggers refuse both, on either database."""

    __tablename__ = "kept_check"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    """Twenty letters and digits by chance (100 bits): who has the code may see the check."""
    form_digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the form and what was typed in it: the same form sent twice is one check."""
    kept_at: Mapped[datetime] = mapped_column(Instant)
    certificate: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """The signed envelope: its document holds charge, verdict and the digest of the rules."""


def guard(connection: Connection) -> None:
    """Put the triggers on the table, which exists."""
    if connection.dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER kept_check_no_{event.lower()} BEFORE {event} ON kept_check FOR EACH ROW "
                "BEGIN SELECT RAISE(ABORT, 'kept_check: a kept check stays as it is'); END"
            )
        connection.exec_driver_sql(
            "CREATE TRIGGER kept_check_no_replace BEFORE INSERT ON kept_check FOR EACH ROW "
            "WHEN EXISTS (SELECT 1 FROM kept_check WHERE id = NEW.id OR code = NEW.code) "
            "BEGIN SELECT RAISE(ABORT, 'kept_check: a kept check stays as it is'); END"
        )
        return
    connection.exec_driver_sql(
        "CREATE FUNCTION kept_check_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$ "
        "BEGIN RAISE EXCEPTION 'kept_check: a kept check stays as it is'; END $guard$"
    )
    for each, events in (("ROW", "UPDATE OR DELETE"), ("STATEMENT", "TRUNCATE")):
        connection.exec_driver_sql(
            f"CREATE TRIGGER kept_check_guard_{each.lower()} BEFORE {events} ON kept_check "
            f"FOR EACH {each} EXECUTE FUNCTION kept_check_guard()"
        )


def release(connection: Connection) -> None:
    """Take the triggers off, so that a migration can change or drop the table."""
    if connection.dialect.name == "sqlite":
        for name in ("no_update", "no_delete", "no_replace"):
            connection.exec_driver_sql(f"DROP TRIGGER kept_check_{name}")
    else:
        connection.exec_driver_sql("DROP FUNCTION kept_check_guard() CASCADE")
