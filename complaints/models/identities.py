"""Who complains: sealed in a row of its own; and everybody who asked for it, agreed to it, looked."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Instant
from core.db import Base


class Identity(Base):
    """The complainant of a named or confidential complaint, encrypted; there is no row for an anonymous one."""

    __tablename__ = "identity"

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True, autoincrement=False)
    sealed: Mapped[str] = mapped_column(Text)
    """A Fernet token under the key `identity` of the instance folder."""


class IdentityOpening(Base):
    """One step towards an identity: asked, approved, refused, looked. Only ever added; the complainant sees all."""

    __tablename__ = "identity_opening"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    step: Mapped[str] = mapped_column(String(8))
    request_id: Mapped[int] = mapped_column(BigInteger, default=0)
    """The row that asked, of what followed from it; 0 for one that asks, and for a look that needed no asking."""
    user_id: Mapped[int] = mapped_column(BigInteger)
    organisation_id: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("step IN ('asked', 'approved', 'refused', 'looked')", name="step"),)
