"""What proves a matter: files that the complainant handed in, and those that its desk keeps for itself."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Instant
from core.db import Base


class Evidence(Base):
    """A file that belongs to a matter. The event beside it holds a salted digest of its bytes."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    code: Mapped[str] = mapped_column(String(16), unique=True)
    """By which addresses name it; drawn by chance."""
    file_key: Mapped[str] = mapped_column(ForeignKey("stored_file.key"), unique=True)
    name: Mapped[str] = mapped_column(Text)
    """As it was called, without what deceives."""
    digest: Mapped[str] = mapped_column(String(64))
    shown: Mapped[bool]
    """Whether it is the complainant's own; else the desk keeps it for itself."""
    active: Mapped[bool]
    """Whether it holds what the program that opens it may act upon."""
    author: Mapped[str] = mapped_column(String(16))
    """complainant, intake_clerk, handler or supervisor."""
    user_id: Mapped[int] = mapped_column(BigInteger)
    """The officer; 0 for a complainant, whoever it is."""
    salt: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("matter_id", "shown", "digest"),)
