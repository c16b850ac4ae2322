"""Certificates, repeats, oral demands, and who says that it reports completely."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Day, Instant, JsonDocument
from core.db import Base
from registry.models.choices import one_of


class Certificate(Base):
    """A signed paper that anyone can check by its code; whether it still holds is worked out, never stored."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    """128 random bits: it cannot be guessed."""
    kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """Who recognised, or whose statement it is."""
    procedure: Mapped[str] = mapped_column(String(80))
    on_day: Mapped[date] = mapped_column(Day)
    until: Mapped[date | None] = mapped_column(Day)
    """The last day; None: no end."""
    envelope: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    issued_by: Mapped[int] = mapped_column(BigInteger)
    issued_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint(one_of("kind", ("recognition", "coverage")), name="kind"),
        Index(None, "organisation_id", "id"),
    )


class CertificateReport(Base):
    """A report that a certificate rests on."""

    __tablename__ = "certificate_report"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, index=True)


class Repeat(Base):
    """A test that a body required though a result counted, without an order: a lead for oversight. Only added to."""

    __tablename__ = "repeat_test"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    place: Mapped[int]
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    parameter: Mapped[str] = mapped_column(String(80))
    body_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """The body that required it."""
    earlier_report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    earlier_place: Mapped[int]
    tested_on: Mapped[date] = mapped_column(Day)
    region: Mapped[str] = mapped_column(String(6), default="")
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("report_id", "place"), Index(None, "body_id", "tested_on"))


class OralDemand(Base):
    """An enterprise writes down that it was told to test again, without paper. Only ever added to."""

    __tablename__ = "oral_demand"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    body_id: Mapped[int] = mapped_column(BigInteger, default=0)
    body_name: Mapped[str] = mapped_column(String(200))
    parameters: Mapped[list[Any]] = mapped_column(JsonDocument)
    demanded_on: Mapped[date] = mapped_column(Day)
    words: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(Instant)


class CompletenessStatement(Base):
    """A body says of one month whether everything it issued is on record. Only ever added to."""

    __tablename__ = "completeness_statement"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    month: Mapped[date] = mapped_column(Day)
    """Its first day."""
    complete: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    said_by: Mapped[int] = mapped_column(BigInteger)
    said_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("organisation_id", "month"),)
