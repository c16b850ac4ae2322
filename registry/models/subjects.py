"""What is tested: subjects, who holds them in time, and what was done to them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    column,
    select,
    table,
)
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.columns import BigKey, Day, Instant, JsonDocument
from core.db import Base
from core.people.models.organisations import Organisation, Succession
from registry.models.acts import LookUpSubject

_REPORT = table("report", column("issuer_id"), column("subject_id"))
"""Of it so much; the whole is a table that points here."""


def lines(organisations: Collection[int]) -> Select[Any]:
    """Those organisations and, however far back, what was merged into them: what these held is now theirs."""
    first = select(Organisation.id).where(Organisation.id.in_(organisations)).cte(recursive=True)
    merged = select(Succession.predecessor_id).join(first, first.c.id == Succession.successor_id)
    return select(first.union(merged.where(Succession.from_on <= clock.today())).c.id)


class Subject(Base):
    """A thing that is tested; it keeps its identity while it changes hands."""

    __tablename__ = "subject"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    """``equipment.boiler``, ``outlet.air``, ``site`` …, as in ``parameters.yaml``."""
    identifier: Mapped[str] = mapped_column(String(80))
    """设备代码, 注册代码 or the number it goes by; text, never a number; known once within its kind."""
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    """The project or site it belongs to."""
    region: Mapped[str] = mapped_column(String(6), default="")
    """GB/T 2260; empty where it is not known."""
    sample: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("kind", "identifier"), Index(None, "identifier"))

    @classmethod
    def belonging_to(cls, organisations: Collection[int]) -> Select[Any]:
        """The subjects that those enterprises hold or held."""
        return select(SubjectHolder.subject_id).where(SubjectHolder.organisation_id.in_(lines(organisations)))

    @classmethod
    def looked_at_by(cls, organisations: Collection[int]) -> Select[Any]:
        """The subjects at which those departments looked with a purpose."""
        return select(LookUpSubject.subject_id).where(LookUpSubject.organisation_id.in_(organisations))

    @classmethod
    def tested_by(cls, laboratories: Collection[int]) -> Select[Any]:
        """The subjects on which those laboratories reported."""
        return select(_REPORT.c.subject_id).where(_REPORT.c.issuer_id.in_(laboratories))


class SubjectHolder(Base):
    """Which enterprise holds a subject from one day to another; equipment changes hands."""

    __tablename__ = "subject_holder"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    from_on: Mapped[date] = mapped_column(Day)
    to_on: Mapped[date | None] = mapped_column(Day)
    """Last day; None while it lasts."""

    __table_args__ = (
        UniqueConstraint("subject_id", "from_on"),
        Index(None, "organisation_id", "subject_id"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="days_in_order"),
    )


class SubjectChange(Base):
    """Something done to a subject that ends the findings it touches (edge rule 8); only ever added to."""

    __tablename__ = "subject_change"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    changed_on: Mapped[date] = mapped_column(Day)
    kind: Mapped[str] = mapped_column(String(80))
    touches: Mapped[list[Any] | None] = mapped_column(JsonDocument)
    """Keys of parameters; None: all of them."""
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[int] = mapped_column(BigInteger, default=0)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
