"""Files of reports that laboratories send, and how each laboratory's exports are to be read."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Instant, JsonDocument
from core.db import Base
from registry.models.choices import one_of

STATES = ("reading", "read", "entering", "done", "failed", "dropped")


class ReportImport(Base):
    """A file that a laboratory sent: read, looked at, entered."""

    __tablename__ = "report_import"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    form_key: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the form it came with: the same form sent twice is one file."""
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """The laboratory."""
    sent_by: Mapped[int] = mapped_column(BigInteger)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """Emptied once nothing of it can go back."""
    choices: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    state: Mapped[str] = mapped_column(String(8))
    summary: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """What was made of it, as its page shows it."""
    outcome: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """What came of it once it was entered."""
    total: Mapped[int] = mapped_column(default=0)
    """Records to be made; `done` of them are."""
    done: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        Index(None, "issuer_id", "id"),
        Index(None, "issuer_id", "digest"),
    )


class ImportLayout(Base):
    """How a laboratory's exports of one layout are to be read, as it last said."""

    __tablename__ = "import_layout"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the headings in their order."""
    kept: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    kept_by: Mapped[int] = mapped_column(BigInteger)
    kept_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("issuer_id", "fingerprint"),)
