"""Who has a matter and why, who stepped back, and by when what is owed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Day, Instant, JsonDocument
from core.db import Base


class RouteRecord(Base):
    """One routing of a matter, as `Route.as_record` gave it; only ever added."""

    __tablename__ = "route_record"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    act: Mapped[str] = mapped_column(String(20))
    """The act it belongs to: assign, transfer, identify, review …"""
    rule: Mapped[str] = mapped_column(String(12))
    by_hand: Mapped[bool]
    """A person must look: nobody left, no version of the regime, no rule but the last."""
    record: Mapped[dict[str, Any]] = mapped_column(JsonDocument)


class Assignment(Base):
    """A body's part in a matter from one instant to another."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(BigInteger)
    part: Mapped[str] = mapped_column(String(10))
    current: Mapped[bool]
    from_at: Mapped[datetime] = mapped_column(Instant)
    to_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("part IN ('handler', 'assistant')", name="part"),
        Index(None, "organisation_id", "part", "current"),
    )


class Recusal(Base):
    """An officer stepped back; from then on the matter is not there for this person. Only ever added."""

    __tablename__ = "recusal"

    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text)


class Clock(Base):
    """One term of a matter that has started."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    stage: Mapped[str] = mapped_column(String(20))
    round: Mapped[int]
    """1 for the first of its stage, 2 for the next …"""
    regime: Mapped[str] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(12))
    """Whom it binds: authority, complainant, payee."""
    started_on: Mapped[date] = mapped_column(Day)
    pauses: Mapped[list[list[str | None]]] = mapped_column(JsonDocument)
    """[asked, answered] each; answered None while it is waited."""
    due: Mapped[date] = mapped_column(Day)
    unrolled: Mapped[date] = mapped_column(Day)
    """The end before it was moved off a day of rest: an extension counts from here."""
    provisional: Mapped[bool]
    state: Mapped[str] = mapped_column(String(8))
    """running, met, extended, or dropped: the matter went another way before it was due."""
    paused: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None] = mapped_column(Day)
    warned_at: Mapped[datetime | None] = mapped_column(Instant)
    escalated_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was extended, told to the complainant."""

    __table_args__ = (
        UniqueConstraint("matter_id", "stage", "round"),
        CheckConstraint("state IN ('running', 'met', 'extended', 'dropped')", name="state"),
        Index(None, "state", "due"),
    )
