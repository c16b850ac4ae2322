"""Keys for programs, and the count of tries that slows guessing down."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Instant, JsonDocument
from core.db import Base


class ApiKey(Base):
    """A program's key: it acts for the person who made it, in one organisation, within its scopes."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the key; the key has 256 random bits, so it needs no salt."""
    hint: Mapped[str] = mapped_column(String(12))
    """The key's first characters, by which its owner knows it again."""
    label: Mapped[str] = mapped_column(String(80))
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    scopes: Mapped[list[str]] = mapped_column(JsonDocument)
    """Names of the actions that it may do."""
    made_at: Mapped[datetime] = mapped_column(Instant)
    good_until: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class SignInAttempt(Base):
    """Tries of late by one address or at one account. Holds a keyed hash, never the address or the name."""

    __tablename__ = "sign_in_attempt"

    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Keyed hash of what is counted."""
    tries: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(Instant, index=True)
    free_at: Mapped[datetime] = mapped_column(Instant)
    """The next try is listened to from here on."""
