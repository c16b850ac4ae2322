"""What departments and enterprises do with results: look-ups, recognitions, refusals, requests, test orders."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Day, Fen, Instant, JsonDocument
from core.db import Base
from core.values.money import Money
from registry.models.choices import one_of


class LookUp(Base):
    """Somebody asked what is on record of a subject, for a purpose; shown to the enterprise. Only ever added to."""

    __tablename__ = "look_up"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """The department that looked."""
    user_id: Mapped[int] = mapped_column(BigInteger)
    key_id: Mapped[int] = mapped_column(BigInteger, default=0)
    at: Mapped[datetime] = mapped_column(Instant)
    on_day: Mapped[date] = mapped_column(Day)
    """The day asked about."""
    procedure: Mapped[str] = mapped_column(String(80), default="")
    """Empty where single requirements were asked."""
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    """Facts of the case as they were given: with them the question can be put again, and acts rest on the same case."""
    batch: Mapped[str] = mapped_column(String(80), default="")
    purpose: Mapped[str] = mapped_column(Text)
    parameters: Mapped[list[Any]] = mapped_column(JsonDocument)
    """Keys of what was asked: of this subject and those below it the department may read so much."""
    asked: Mapped[int]
    """How many requirements."""
    avoided: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical JSON of the answer."""

    __table_args__ = (Index(None, "subject_id", "organisation_id", "at"), Index(None, "organisation_id", "subject_id"))


class LookUpSubject(Base):
    """A subject that a look-up was about: the one named, and those below it of which something was asked."""

    __tablename__ = "look_up_subject"

    look_up_id: Mapped[int] = mapped_column(ForeignKey("look_up.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True, index=True)
    organisation_id: Mapped[int] = mapped_column(BigInteger)
    """The department that looked."""

    __table_args__ = (Index(None, "organisation_id", "subject_id"),)


class Recognition(Base):
    """A department takes a finding for a requirement, or refuses it on a ground. Only ever added to."""

    __tablename__ = "recognition"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Instant)
    on_day: Mapped[date] = mapped_column(Day)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    procedure: Mapped[str] = mapped_column(String(80))
    requirement: Mapped[str] = mapped_column(String(120))
    parameter: Mapped[str] = mapped_column(String(80))
    report_id: Mapped[int] = mapped_column(BigInteger, default=0, index=True)
    """0: a refusal of whatever there is for the parameter."""
    place: Mapped[int] = mapped_column(default=0)
    until: Mapped[date | None] = mapped_column(Day)
    """The last day of cover as known when it was recognised; None: no end, or refused."""
    ground: Mapped[str] = mapped_column(String(40), default="")
    article: Mapped[str] = mapped_column(Text, default="")
    explanation: Mapped[str] = mapped_column(Text, default="")
    proof: Mapped[list[Any]] = mapped_column(JsonDocument, default=list)
    request_id: Mapped[int] = mapped_column(BigInteger, default=0, index=True)
    region: Mapped[str] = mapped_column(String(6), default="")
    avoided_fee: Mapped[Money | None] = mapped_column(Fen)
    """What the test would have cost by the catalogue; None: not known (不知道)."""
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of who decided what: the same decision twice is one row."""

    __table_args__ = (
        CheckConstraint(one_of("outcome", ("recognised", "refused")), name="outcome"),
        CheckConstraint("outcome = 'recognised' OR ground <> ''", name="ground"),
        Index(None, "subject_id", "id"),
        Index(None, "organisation_id", "at"),
        Index(None, "outcome", "at"),
    )


class RecognitionRequest(Base):
    """An enterprise asks a department to take what is on record; five working days (a promise of the platform)."""

    __tablename__ = "recognition_request"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    procedure: Mapped[str] = mapped_column(ForeignKey("procedure.key"))
    words: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(Instant)
    due_on: Mapped[date] = mapped_column(Day)
    provisional: Mapped[bool] = mapped_column(Boolean)
    """A year whose holidays are not announced decided the last day."""
    state: Mapped[str] = mapped_column(String(10), default="open")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint(one_of("state", ("open", "answered", "dropped")), name="state"),
        Index(None, "department_id", "state", "due_on"),
    )


class TestOrder(Base):
    """A department has something tested: after a look-up, and where results cover it on a ground and by two persons."""

    __test__ = False  # for pytest: it is none
    __tablename__ = "test_order"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    procedure: Mapped[str] = mapped_column(String(80))
    on_day: Mapped[date] = mapped_column(Day)
    look_up_id: Mapped[int] = mapped_column(ForeignKey("look_up.id"))
    payer: Mapped[str] = mapped_column(String(12))
    """department, enterprise or laboratory."""
    state: Mapped[str] = mapped_column(String(10))
    ordered_by: Mapped[int] = mapped_column(BigInteger)
    ordered_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[int] = mapped_column(BigInteger, default=0)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was sent back."""

    __table_args__ = (
        CheckConstraint(one_of("state", ("awaiting", "approved", "sent_back")), name="state"),
        CheckConstraint(one_of("payer", ("department", "enterprise", "laboratory")), name="payer"),
        Index(None, "subject_id", "organisation_id", "state"),
        Index(None, "organisation_id", "state", "id"),
    )


class TestOrderItem(Base):
    """One requirement of an order; with the ground where a result covers it. Only ever added to."""

    __test__ = False  # for pytest: it is none
    __tablename__ = "test_order_item"

    order_id: Mapped[int] = mapped_column(ForeignKey("test_order.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    requirement: Mapped[str] = mapped_column(String(120), primary_key=True)
    parameter: Mapped[str] = mapped_column(String(80))
    covered: Mapped[bool]
    findings: Mapped[list[Any]] = mapped_column(JsonDocument, default=list)
    """The findings that cover it, by their names."""
    ground: Mapped[str] = mapped_column(String(40), default="")
    article: Mapped[str] = mapped_column(Text, default="")
    explanation: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (CheckConstraint("NOT covered OR ground <> ''", name="ground"),)
