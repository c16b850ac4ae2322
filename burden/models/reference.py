"""What the catalogue leans on: which catalogue is current, industries, sizes of enterprises, how loading went."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Instant, JsonDocument
from core.db import Base


class CatalogueVersion(Base):
    """One row per publication, written by the database itself: their number and the last mark name the catalogue."""

    __tablename__ = "catalogue_version"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """``edition`` or ``rule_release``."""
    published_id: Mapped[int] = mapped_column(BigInteger)
    mark: Mapped[str] = mapped_column(String(32))
    """Random, so that a database put back to an earlier day never passes for the one that was cached."""

    __table_args__ = (UniqueConstraint("kind", "published_id"),)


class Industry(Base):
    """A section or division of GB/T 4754-2017."""

    __tablename__ = "industry"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    parent: Mapped[str | None] = mapped_column(ForeignKey("industry.code"))
    level: Mapped[str] = mapped_column(String(16))
    division_range: Mapped[str] = mapped_column(String(16), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class SizeClass(Base):
    """A threshold of 统计上大中小微型企业划分办法 (2017): an industry by one indicator, in `unit`."""

    __tablename__ = "size_class"

    industry: Mapped[str] = mapped_column(String(60), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit: Mapped[str] = mapped_column(String(16))
    large_min: Mapped[int] = mapped_column(BigInteger)
    medium_min: Mapped[int] = mapped_column(BigInteger)
    small_min: Mapped[int] = mapped_column(BigInteger)
    micro_below: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")


class LoadingReport(Base):
    """What ``flask init`` could not take, or took as words only: kept so that a page can show it."""

    __tablename__ = "loading_report"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    body: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
