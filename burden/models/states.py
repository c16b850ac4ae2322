"""The life of what two persons publish: an edition of a list, a release of the structured rules."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import Instant, JsonDocument


class State(StrEnum):
    """Where a publication stands. Its contents can be changed in `draft` only; the database refuses the rest."""

    draft = "draft"
    """Being written."""
    submitted = "submitted"
    """Waits for the second person, who publishes it or sends it back to draft."""
    published = "published"
    """In the catalogue, for good: nothing in it can be changed or deleted."""


PLATFORM = 0
"""Stands in `drafted_by` and `approved_by` for the platform itself (``flask init``): no user has this number."""


class Publication:
    """Columns of a thing that one person drafts and another publishes."""

    state: Mapped[str] = mapped_column(String(16), default=State.draft)
    drafted_by: Mapped[int] = mapped_column(BigInteger, default=PLATFORM)
    """Number of the user; `PLATFORM` for what the platform came with. No foreign key, for that reason."""
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_by: Mapped[int | None] = mapped_column(BigInteger)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it is published: what changed, or what is corrected."""
    digest: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the canonical JSON of everything in it; set when it is published."""
    signature: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    """What `core.signing.sign` gave for it."""


def state_is_known() -> CheckConstraint:
    """Only the three states, and a published one names who approved it and when."""
    return CheckConstraint(
        "state IN ('draft', 'submitted') OR "
        "(state = 'published' AND approved_by IS NOT NULL AND published_at IS NOT NULL AND digest IS NOT NULL)",
        name="state",
    )
