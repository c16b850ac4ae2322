"""What auditors do: searches they keep for themselves, and every look, export and refusal, on record for the others."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Instant
from core.db import Base


class SavedSearch(Base):
    """A search under a name of its owner's; nobody else sees it."""

    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text)
    """As it stands in the address of the page."""
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("user_id", "name"),)


class AuditLook(Base):
    """One thing an auditor asked for. Only ever added; the chain of events holds a salted digest of it."""

    __tablename__ = "audit_look"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Drawn by chance: looks that somebody may not see leave no gap in the others. Salt of the digest, too."""
    at: Mapped[datetime] = mapped_column(Instant)
    user_id: Mapped[int] = mapped_column(BigInteger)
    key_id: Mapped[int] = mapped_column(BigInteger)
    """Of the program that asked for this person; 0 where no program did."""
    act: Mapped[str] = mapped_column(String(8))
    query: Mapped[str] = mapped_column(Text)
    """Of a search or an export: as it stands in the address; else empty."""
    number: Mapped[str] = mapped_column(String(40))
    """Of the matter that was opened, or asked for and refused; else empty."""
    count: Mapped[int] = mapped_column(BigInteger)
    """How many matters it came to."""
    form: Mapped[str] = mapped_column(String(4))
    """Of an export: csv, xlsx or json."""
    reason: Mapped[str] = mapped_column(Text)
    """Of an export: why; of a refusal: what was refused."""

    __table_args__ = (
        CheckConstraint("act IN ('searched', 'opened', 'exported', 'refused')", name="act"),
        Index(None, "at", "code"),
    )
