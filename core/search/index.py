"""The contract of a search engine, and the condition that every search puts to the database.

An engine only names documents that *may* match. Whether one does is asked of its folded text, in SQL, together with
whatever else the house wants to know of it: access, filters, order. So every engine gives the same answer, that of
`Query.meets` over the text, and what is not indexed yet is simply read through.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, LargeBinary, and_, exists, func, literal, not_, or_, true

from core.db import db
from core.search import pending
from core.search.analysis import bigrams, is_one_bigram
from core.search.documents import SearchDocument, SearchPending
from core.search.query import Query


@dataclass(frozen=True, slots=True)
class Likely:
    """What an engine says of some bigrams."""

    where: ColumnElement[bool]
    """True of every `SearchDocument` that has them all, those that are pending aside; perhaps of some others."""
    sure: Collection[str]
    """The bigrams that all of these surely have."""
    holds: ColumnElement[bool] | None
    """Asked together with `where`: whether the index is still the one that was asked; if not, all is read through.
    None where nothing can come between: the transaction sees one state of the database throughout."""


class Index(Protocol):
    """A search engine."""

    def likely(self, grams: Sequence[str]) -> Likely | None:
        """Which documents may have all of `grams`; None where the engine cannot tell now."""

    def take_in(self, limit: int) -> int:
        """Index up to `limit` pending documents, in short transactions of its own; how many it was."""

    def begin_anew(self) -> None:
        """Forget everything indexed, in the caller's transaction: every document is pending again."""

    def tidy(self) -> None:
        """Put the index in its best shape; called when there is little to do."""

    def forget(self) -> None:
        """Close what is open: files may be about to change under it."""


def condition(index: Index, query: Query) -> ColumnElement[bool]:
    """What must be true of a `SearchDocument` for it to match `query`."""
    if not query:
        return true()
    found = [_contains(run) for run in query.include]
    excluded = [not_(_contains(run)) for run in query.exclude]
    grams = sorted({gram for run in query.include for gram in bigrams(run)})
    told = index.likely(grams) if grams else None
    if told is None:
        return and_(*found, *excluded)
    rest = [_contains(run) for run in query.include if not (is_one_bigram(run) and run in told.sure)]
    narrowed = and_(told.where, *rest)
    if told.holds is None and not pending.some():
        return and_(narrowed, *excluded)
    waits = exists().where(SearchPending.document_id == SearchDocument.id)
    unread = waits if told.holds is None else or_(waits, not_(told.holds))
    return and_(or_(and_(not_(unread), narrowed), and_(unread, *found)), *excluded)


def _contains(run: str) -> ColumnElement[bool]:
    """Whether the folded text has `run` in it, exactly."""
    if db.engine.dialect.name == "sqlite":
        return func.instr(SearchDocument.fold, literal(run.encode(), LargeBinary)) > 0
    return func.strpos(SearchDocument.fold, literal(run)) > 0
