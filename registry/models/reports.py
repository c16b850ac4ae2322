"""Reports and their findings: never edited (triggers in `immutability`), only superseded or withdrawn."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Day, Instant
from core.db import Base
from registry.models.acts import LookUpSubject
from registry.models.choices import one_of
from registry.models.subjects import SubjectHolder, lines
from registry.rules.record import Conclusion


class Status(StrEnum):
    """Where a version of a report stands."""

    final = "final"
    amended = "amended"
    """A newer version of it was issued."""
    withdrawn = "withdrawn"


class Standing(StrEnum):
    """Whose word a report is."""

    claimed = "claimed"
    """Brought on paper by an enterprise; its laboratory has said nothing yet."""
    confirmed = "confirmed"
    denied = "denied"
    """Its laboratory says that it issued no such report."""
    replaced = "replaced"
    """Its laboratory has since put the report on record itself."""


class Report(Base):
    """One version of a report. `chain` is the id of its first version: all versions have it in common."""

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[str] = mapped_column(String(80))
    """Unique within the issuer, never beyond."""
    chain: Mapped[int] = mapped_column(BigInteger, index=True)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), unique=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    batch: Mapped[str | None] = mapped_column(String(80))
    client_id: Mapped[int] = mapped_column(BigInteger, default=0, index=True)
    """Who commissioned it; 0: not on record, or no organisation."""
    client_name: Mapped[str] = mapped_column(String(200), default="")
    required_by_id: Mapped[int] = mapped_column(BigInteger, default=0)
    """The body that required the test; 0: none is named."""
    sampling: Mapped[str] = mapped_column(String(10), default="")
    """official (抽样), submitted (送样) or not stated."""
    voluntary: Mapped[bool] = mapped_column(default=False)
    """The client ordered it of its own accord: a fail is shown to departments only with its consent."""
    consented: Mapped[bool] = mapped_column(default=False)
    """The client agreed that a fail be shown."""
    sampled_on: Mapped[date | None] = mapped_column(Day)
    issued_on: Mapped[date] = mapped_column(Day)
    valid_until: Mapped[date | None] = mapped_column(Day)
    status: Mapped[str] = mapped_column(String(10), default=Status.final.value)
    withdrawn_on: Mapped[date | None] = mapped_column(Day)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    standing: Mapped[str] = mapped_column(String(10), default=Standing.confirmed.value)
    standing_reason: Mapped[str] = mapped_column(Text, default="")
    file_key: Mapped[str] = mapped_column(String(64), default="")
    """Its file in the store of files, if it is kept."""
    note: Mapped[str] = mapped_column(Text, default="")
    """What the version says of itself: that it was completed from the former one, say."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical JSON of everything the report says."""
    finding_count: Mapped[int]
    entered_by: Mapped[int] = mapped_column(BigInteger, default=0)
    entered_for: Mapped[int] = mapped_column(BigInteger, default=0)
    """The organisation for which it was entered."""
    claimed_by: Mapped[int] = mapped_column(BigInteger, default=0)
    """The enterprise that brought it on paper; 0: its issuer put it on record. A claim takes no number from anybody."""
    entered_at: Mapped[datetime] = mapped_column(Instant)
    sample: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("issuer_id", "number", "claimed_by"),
        CheckConstraint(one_of("status", list(Status)), name="status"),
        CheckConstraint(one_of("standing", list(Standing)), name="standing"),
        CheckConstraint(one_of("sampling", ("", "official", "submitted")), name="sampling"),
        CheckConstraint("finding_count > 0", name="finding_count"),
    )

    @classmethod
    def belonging_to(cls, organisations: Collection[int]) -> Select[Any]:
        """The reports that those enterprises commissioned; all of what they hold; of what they held before, those
        issued in their time."""
        theirs = SubjectHolder.organisation_id.in_(lines(organisations))
        in_time = and_(SubjectHolder.from_on <= cls.issued_on, SubjectHolder.to_on >= cls.issued_on)
        held = select(cls.id).join(SubjectHolder, SubjectHolder.subject_id == cls.subject_id)
        held = held.where(theirs, or_(SubjectHolder.to_on.is_(None), in_time))
        commissioned = select(cls.id).where(cls.client_id.in_(lines(organisations)))
        return held.union(commissioned).subquery().select()

    @classmethod
    def looked_at_by(cls, organisations: Collection[int]) -> Select[Any]:
        """The reports on subjects at which those departments looked with a purpose, as far as there is anything in
        them that departments may see."""
        looked = select(LookUpSubject.subject_id).where(LookUpSubject.organisation_id.in_(organisations))
        no_fail = select(Finding.report_id).where(Finding.conclusion != Conclusion.failed.value)
        shown = or_(~cls.voluntary, cls.consented, cls.id.in_(no_fail.where(Finding.report_id == cls.id)))
        return select(cls.id).where(cls.subject_id.in_(looked), cls.standing == Standing.confirmed.value, shown)


class Finding(Base):
    """One parameter of one report. Called ``<report>-<place>``."""

    __tablename__ = "finding"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """1, 2, 3 … within the report."""
    parameter: Mapped[str] = mapped_column(String(80))
    method: Mapped[str] = mapped_column(String(80), default="")
    """Method standard with its year; empty where the report names none, or it is an evaluation."""
    value: Mapped[str] = mapped_column(String(60), default="")
    """As the report writes it."""
    qualifier: Mapped[str] = mapped_column(String(2), default="")
    """``<`` below the value, ``ND`` not detected (the value is the detection limit, if stated)."""
    unit: Mapped[str] = mapped_column(String(20), default="")
    limit: Mapped[str] = mapped_column(String(80), default="")
    conclusion: Mapped[str] = mapped_column(String(10))
    tested_on: Mapped[date] = mapped_column(Day)

    __table_args__ = (
        CheckConstraint(one_of("conclusion", list(Conclusion)), name="conclusion"),
        CheckConstraint(one_of("qualifier", ("", "<", "ND")), name="qualifier"),
    )
