"""What belongs to a publication while people work on it, and the reasons of its changes, published with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey, Instant, JsonDocument
from core.db import Base


class SentFile(Base):
    """A file a publisher sent, kept between preview and saving so that it need not be sent again."""

    __tablename__ = "sent_file"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    form_key: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the form it came with: the same form sent twice is one file."""
    kind: Mapped[str] = mapped_column(String(16))
    """``list`` or ``standards``."""
    sent_by: Mapped[int] = mapped_column(BigInteger)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    name: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """Emptied once a draft is made of it."""
    about: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """What the publisher said of it: title, region …, and how its columns are to be read."""
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"))
    """The draft that was made of it."""


class Draft(Base):
    """The working side of an edition or of a release of rules."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """``edition`` or ``rule_release``."""
    publication_id: Mapped[int] = mapped_column(BigInteger)
    form_key: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the form that made it: the same form sent twice makes one draft."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    """Counts every change: a form that was opened on an older one is told so instead of overwriting."""
    writers: Mapped[list[int]] = mapped_column(JsonDocument)
    """Numbers of all who changed it; none of them can publish it."""
    base_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    """The edition it follows, against which changes are told."""
    file_name: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument)
    """What could not be read in the file, as shown when it was saved."""
    returned: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument)
    """Each time it was sent back: by whom, when, why."""

    __table_args__ = (UniqueConstraint("kind", "publication_id"),)


class EditionChange(Base):
    """A row that an edition changes or ends, with the reason and the document it rests on; published with it."""

    __tablename__ = "edition_change"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    base_row: Mapped[int] = mapped_column(Integer)
    """Number of the row in the preceding edition."""
    kind: Mapped[str] = mapped_column(String(8))
    """``changed`` or ``ended``."""
    item_name: Mapped[str] = mapped_column(Text)
    item_key: Mapped[str | None] = mapped_column(String(64))
    cells: Mapped[list[dict[str, str]]] = mapped_column(JsonDocument)
    """``{"field", "old", "new"}`` for each cell that changes."""
    reason: Mapped[str] = mapped_column(Text, default="")
    document_number: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("edition_id", "base_row"),)
