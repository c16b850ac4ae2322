"""People who sign in, what they do for whom, and their sessions."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Day, Instant
from core.db import Base
from core.policy import Role


class User(Base):
    """A person who can sign in."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    sign_in_name: Mapped[str] = mapped_column(String(64), unique=True)
    """Folded: NFKC, lower case."""
    name: Mapped[str] = mapped_column(String(80))
    salt: Mapped[str] = mapped_column(String(32))
    """Salt of the digests that stand for this person's name in events; erasing name and salt leaves the chain whole."""
    password_hash: Mapped[str] = mapped_column(String(200))
    first_password_until: Mapped[datetime | None] = mapped_column(Instant)
    """Set while the password is one that the administrator handed over: good until then, and only to choose another."""
    totp_secret: Mapped[str | None] = mapped_column(String(255))
    """Encrypted; None until the person has set up one-time codes."""
    totp_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The last 30-second step whose code was used: a code is good once."""
    locked_at: Mapped[datetime | None] = mapped_column(Instant)
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Membership(Base):
    """What a person does for an organisation, from one day to another."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    from_on: Mapped[date] = mapped_column(Day)
    to_on: Mapped[date | None] = mapped_column(Day)
    """Last day; None while it lasts."""

    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id", "role", "from_on"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="days_in_order"),
        CheckConstraint("role IN ({})".format(", ".join(f"'{role}'" for role in Role)), name="role"),
    )


class SignInSession(Base):
    """A browser in which a person has signed in. The browser holds the token; here is its digest."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    browser: Mapped[str] = mapped_column(String(200), default="")
    """What the browser calls itself, so that its owner knows it again."""
    started_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
