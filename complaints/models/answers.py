"""What is said and answered: messages, decisions, money, ratings, reviews."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Day, Fen, Instant, JsonDocument
from core.db import Base
from core.values.money import Money


class Message(Base):
    """Words of a person on a matter. The event beside it holds a salted digest."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    """The act by which it was said: say, ask, answer, note, transfer …"""
    author: Mapped[str] = mapped_column(String(16))
    """complainant, intake_clerk, handler, second_handler, supervisor or system."""
    user_id: Mapped[int] = mapped_column(BigInteger)
    """The officer; 0 for a complainant, whoever it is."""
    shown: Mapped[bool]
    """Whether the complainant reads it."""
    words: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)


class Decision(Base):
    """A decision on a matter: drafted by one, served by another, numbered, then never changed (trigger)."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    lap: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    """draft, sent_back, replaced or served."""
    outcome: Mapped[str] = mapped_column(String(24))
    findings: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    remedies: Mapped[list[str]] = mapped_column(JsonDocument)
    refund: Mapped[Money] = mapped_column(Fen)
    no_refund_reason: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[int] = mapped_column(BigInteger)
    drafted_by: Mapped[int] = mapped_column(BigInteger)
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    sent_back_reason: Mapped[str] = mapped_column(Text, default="")
    approved_by: Mapped[int] = mapped_column(BigInteger, default=0)
    served_on: Mapped[date | None] = mapped_column(Day)
    number: Mapped[str | None] = mapped_column(String(60), unique=True)

    __table_args__ = (
        CheckConstraint("state IN ('draft', 'sent_back', 'replaced', 'served')", name="state"),
        CheckConstraint("state <> 'served' OR approved_by <> drafted_by", name="two_persons"),
        CheckConstraint("refund >= 0", name="refund"),
    )


class DecisionSeries(Base):
    """The last number of a body's decisions of a year, so that they count without gaps."""

    __tablename__ = "decision_series"

    organisation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class RefundEntry(Base):
    """One movement in the ledger of refunds; each balances in itself, so all sums do. Only ever added."""

    __tablename__ = "refund_entry"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    body_id: Mapped[int] = mapped_column(BigInteger)
    """Who owes it."""
    handler_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(10))
    """ordered, revised, confirmed, disputed, taken_back or ended."""
    on: Mapped[date] = mapped_column(Day)
    ordered: Mapped[Money] = mapped_column(Fen)
    confirmed: Mapped[Money] = mapped_column(Fen)
    disputed: Mapped[Money] = mapped_column(Fen)
    outstanding: Mapped[Money] = mapped_column(Fen)

    __table_args__ = (
        CheckConstraint("ordered = confirmed + disputed + outstanding", name="balance"),
        CheckConstraint("kind IN ('ordered', 'revised', 'confirmed', 'disputed', 'taken_back', 'ended')", name="kind"),
        Index(None, "body_id", "on"),
    )


class Rating(Base):
    """What the complainant thinks of how the matter was handled; one for each time it was handled. Only ever added."""

    __tablename__ = "rating"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    lap: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    handler_id: Mapped[int] = mapped_column(BigInteger)
    score: Mapped[int]
    on: Mapped[date] = mapped_column(Day)

    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score"),)


class Review(Base):
    """A request to look into a matter again, at the next level. Only ever added."""

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    lap: Mapped[int]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    """What is looked into again."""
    from_handler_id: Mapped[int] = mapped_column(BigInteger)
    to_handler_id: Mapped[int] = mapped_column(BigInteger)
    asked_on: Mapped[date] = mapped_column(Day)

    __table_args__ = (UniqueConstraint("matter_id", "lap"),)
