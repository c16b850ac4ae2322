"""Parameters, method standards, procedures and their dated requirements, as the platform keeps them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Day, Instant, JsonDocument
from core.db import Base
from registry.models.choices import one_of
from registry.rules.record import Is


class ParameterRow(Base):
    """What is tested, with its unit; `body` is the entry in the form of ``parameters.yaml``."""

    __tablename__ = "parameter"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    unit: Mapped[str] = mapped_column(String(20), default="")
    body: Mapped[dict[str, Any]] = mapped_column(JsonDocument)


class StandardRow(Base):
    """One edition of a method standard; `body` is the entry in the form of ``standards.yaml``."""

    __tablename__ = "method_standard"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    """Number and year: HJ 836-2017."""
    title: Mapped[str] = mapped_column(String(300))
    confirmed: Mapped[bool] = mapped_column(default=False)
    body: Mapped[dict[str, Any]] = mapped_column(JsonDocument)


class StandardRelation(Base):
    """How one standard stands to another (edge rule 4)."""

    __tablename__ = "standard_relation"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    standard: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    of: Mapped[str] = mapped_column(String(80), index=True)
    transition_until: Mapped[date | None] = mapped_column(Day)

    __table_args__ = (UniqueConstraint("standard", "kind", "of"), CheckConstraint(one_of("kind", list(Is)), name="is"))


class ProcedureRow(Base):
    """An approval, registration or inspection that asks for results (事项)."""

    __tablename__ = "procedure"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    department: Mapped[str] = mapped_column(String(120))
    """The kind of department, in words."""
    subject: Mapped[str] = mapped_column(String(40))
    fee_item: Mapped[str | None] = mapped_column(String(64))
    place: Mapped[int] = mapped_column(default=0)
    """Its place in lists."""
    body: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """The entry in the form of ``procedures.yaml``, without its requirements."""


class RequirementRow(Base):
    """One requirement of a procedure from a day on: drafted by one recogniser, in force once another confirmed it.

    `body` is the entry in the form of ``procedures.yaml``; None: from that day on it is asked no more. Of several
    confirmed ones of the same key the latest that has begun is in force.
    """

    __tablename__ = "requirement"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    procedure: Mapped[str] = mapped_column(ForeignKey("procedure.key"))
    key: Mapped[str] = mapped_column(String(120))
    place: Mapped[int] = mapped_column(default=0)
    body: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    from_on: Mapped[date] = mapped_column(Day)
    source: Mapped[str] = mapped_column(Text)
    """Where it is written; `flask init` for what the platform ships."""
    confirmed: Mapped[bool] = mapped_column(default=False)
    """核实: whether the text of the source was seen."""
    state: Mapped[str] = mapped_column(String(10), default="draft")
    drafted_by: Mapped[int] = mapped_column(BigInteger)
    organisation_id: Mapped[int] = mapped_column(BigInteger, default=0)
    """Whose recogniser drafted it; 0: the platform's own."""
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[int] = mapped_column(BigInteger, default=0)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was sent back."""
    mark: Mapped[str] = mapped_column(String(32))
    """Random: by it a process knows whether the law it has in memory is still today's."""

    __table_args__ = (
        CheckConstraint(one_of("state", ("draft", "in_force", "sent_back")), name="state"),
        Index(None, "procedure", "key", "from_on"),
        Index(None, "state"),
    )
