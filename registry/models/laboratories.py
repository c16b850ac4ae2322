"""What laboratories are licensed for; a laboratory itself is an organisation of `core.people`."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Day, JsonDocument
from core.db import Base


class Accreditation(Base):
    """One entry of a laboratory's scope: a licence of one kind for one parameter by one very standard, for a period.

    `suspensions` are ``[{"from", "to", "source"}]``, first and last day included; CMA's rules know none, others do.
    """

    __tablename__ = "accreditation"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    laboratory_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(20))
    """CMA, CNAS, SE, METROLOGY …"""
    certificate: Mapped[str] = mapped_column(String(80), default="")
    parameter: Mapped[str] = mapped_column(String(80))
    standard: Mapped[str] = mapped_column(String(80), default="")
    """With its year; empty for an evaluation, which has no method."""
    from_on: Mapped[date] = mapped_column(Day)
    to_on: Mapped[date | None] = mapped_column(Day)
    suspensions: Mapped[list[Any]] = mapped_column(JsonDocument, default=list)
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("laboratory_id", "kind", "parameter", "standard", "from_on"),
        Index(None, "parameter", "kind"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="days_in_order"),
    )
