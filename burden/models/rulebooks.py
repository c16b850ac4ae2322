"""Structured rules of the catalogue: what an item may cost, families of names, conventions, events; by release."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from burden.models.states import Publication, state_is_known
from core.columns import BigKey, JsonDocument
from core.db import Base


class DocumentKind(StrEnum):
    """What a document of a release holds. Of every kind but `item` there is one document, keyed by its kind."""

    item = "item"
    """One structured item, keyed by its item_key: standards, reliefs, inputs, names."""
    families = "families"
    """Everyday words that several items share."""
    words_for_listed = "words_for_listed"
    """Everyday words of items that stand in lists only."""
    conventions = "conventions"
    """The head of standards.yaml: sectors, generic words, how names of bodies are read."""
    events = "events"
    """Suspended, abolished, converted, reduced, resumed: the rows of status-events.csv."""
    nature_words = "nature_words"
    not_a_fee = "not_a_fee"
    closed_classes = "closed_classes"
    market_priced = "market_priced"


class RuleRelease(Publication, Base):
    """Changes to the structured rules, published together: the documents in it replace those of earlier releases."""

    __tablename__ = "rule_release"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    title: Mapped[str] = mapped_column(Text)

    documents: Mapped[list["RuleDocument"]] = relationship(
        back_populates="release", order_by="RuleDocument.id", cascade="all, delete-orphan"
    )

    __table_args__ = (state_is_known(), Index(None, "state"))


class RuleDocument(Base):
    """One document of a release. In force for the platform is, of each kind and key, that of the latest published
    release (by the order of publication); from which day a standard counts in law is said inside the document."""

    __tablename__ = "rule_document"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("rule_release.id"))
    kind: Mapped[str] = mapped_column(String(24))
    key: Mapped[str] = mapped_column(String(80))
    body: Mapped[dict[str, Any] | list[Any]] = mapped_column(JsonDocument)
    """Plain data as YAML gives it, days as ``YYYY-MM-DD``."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical JSON of `body`."""

    release: Mapped[RuleRelease] = relationship(back_populates="documents")

    __table_args__ = (UniqueConstraint("release_id", "kind", "key"), Index(None, "kind", "key"))
