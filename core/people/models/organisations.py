"""Bodies, enterprises and laboratories, and what they were on which day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Day, Instant, JsonDocument
from core.db import Base


class Organisation(Base):
    """A body that keeps its identity while its name, place and duties change."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    """How data and addresses name it (440100-scjg); of an enterprise, its credit code."""
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    """GB 32100; None where it is not on record."""
    sample: Mapped[bool] = mapped_column(default=False)
    """Made up, or with made-up duties; every page that shows it says 示例."""
    created_at: Mapped[datetime] = mapped_column(Instant)


class OrganisationSpan(Base):
    """What an organisation was from one day to another; spans of one organisation do not overlap."""

    __tablename__ = "organisation_span"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    """主管、指定机关: under whom it stands."""
    line_superior_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """业务上级: whose line of business it follows."""
    region: Mapped[str] = mapped_column(String(6), index=True)
    """GB/T 2260."""
    level: Mapped[str] = mapped_column(String(10))
    sector: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(30))
    functions: Mapped[list[str]] = mapped_column(JsonDocument, default=list)
    """What it does for the platform: price_supervision, finance, burden_office …"""
    note: Mapped[str] = mapped_column(Text, default="")
    from_on: Mapped[date] = mapped_column(Day)
    to_on: Mapped[date | None] = mapped_column(Day)
    """Last day; None while it lasts."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "from_on"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="days_in_order"),
        CheckConstraint("level IN ('national', 'province', 'city', 'county', 'town')", name="level"),
    )


class Succession(Base):
    """Who took over from whom."""

    __tablename__ = "organisation_succession"

    predecessor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    from_on: Mapped[date] = mapped_column(Day)
    """The first day on which the successor answers."""
