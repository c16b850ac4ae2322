"""Who has a stake: sets of bodies, shared by all matters of the same accused, authors and beneficiaries."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, JsonDocument
from core.db import Base


class Stake(Base):
    """What makes a stake: codes of the body complained of, of who set, ordered or shares the charge."""

    __tablename__ = "stake"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of `asked` in canonical JSON."""
    asked: Mapped[dict[str, Any]] = mapped_column(JsonDocument)


class StakeBody(Base):
    """A body with a part in a stake. Only ever added: who had a stake once is not shown the case later."""

    __tablename__ = "stake_body"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    stake_id: Mapped[int] = mapped_column(ForeignKey("stake.id"), primary_key=True, index=True)
