"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, Integer, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from core.values.money import Money

BigKey = BigInteger().with_variant(Integer(), "sqlite")
"""A row's number: 64 bits on both (SQLite counts rows only in a column typed INTEGER)."""

JsonDocument = JSON().with_variant(JSONB(), "postgresql")
"""A document kept as it was; key order and number spelling are not kept, so digests are taken of canonical JSON."""

Day = Date
"""A date in law, Asia/Shanghai."""


class Instant(TypeDecorator[datetime]):
    """An instant: aware, UTC. A naive value is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Fen(TypeDecorator[Money]):
    """An amount of money, stored as a whole number of fen."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, _dialect: Dialect) -> int | None:
        return None if value is None else value.fen

    def process_result_value(self, value: Any, _dialect: Dialect) -> Money | None:
        return None if value is None else Money.of_fen(int(value))  # PostgreSQL sums bigint as numeric
