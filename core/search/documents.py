"""The tables of search: the folded text of everything that can be found, and what the index has not seen yet."""

from typing import Any

from sqlalchemy import Dialect, ForeignKey, Index, LargeBinary, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigKey
from core.db import Base


class Folded(TypeDecorator[str]):
    """Folded text, searched byte by byte: a blob on SQLite, where `instr` is twice as fast as on text."""

    impl = Text().with_variant(LargeBinary(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return value.encode() if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, _dialect: Dialect) -> str | None:
        return value.decode() if isinstance(value, bytes) else value


class SearchDocument(Base):
    """One thing that can be found: of which kind, under which key of its house, and its folded words."""

    __tablename__ = "search_document"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    key: Mapped[str] = mapped_column(String(160))
    fold: Mapped[str] = mapped_column(Folded)

    __table_args__ = (UniqueConstraint("kind", "key"),)


class SearchPending(Base):
    """A document whose words changed since the index last saw them: it is scanned, so it is found at once.

    `stamp` differs after every change, so an index run never takes off the mark of a change it has not seen.
    """

    __tablename__ = "search_pending"

    document_id: Mapped[int] = mapped_column(ForeignKey("search_document.id", ondelete="CASCADE"), primary_key=True)
    stamp: Mapped[str] = mapped_column(String(32))


class SearchGrams(Base):
    """The index of the PostgreSQL engine: the bigrams of each document. Empty under Whoosh."""

    __tablename__ = "search_grams"

    document_id: Mapped[int] = mapped_column(ForeignKey("search_document.id", ondelete="CASCADE"), primary_key=True)
    grams: Mapped[Any] = mapped_column(TSVECTOR().with_variant(Text(), "sqlite"))

    __table_args__ = (Index(None, "grams", postgresql_using="gin"),)


class SearchState(Base):
    """One row: what the index on disk must be to be believed. Empty under the PostgreSQL engine.

    An index restored from another day, or left behind by another database, has another folder or generation: it is
    not asked, and everything is read through, until it has been built anew.
    """

    __tablename__ = "search_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Always 1."""
    folder: Mapped[str] = mapped_column(String(32))
    generation: Mapped[int]
    """The last commit of the index whose documents are no longer pending."""
    coming: Mapped[int]
    """The commit that is being made, whose documents still are; else the same."""
