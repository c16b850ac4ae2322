"""Documents that the index has not seen as they are now."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, delete, exists, func, insert, literal, select

from core.db import db
from core.search.documents import SearchDocument, SearchPending

Waiting = tuple[int, str, str]
"""Id, stamp, folded text."""

EVERYTHING = "all"
"""The stamp of documents that are pending because the whole index begins anew."""


_SOME = select(exists(select(SearchPending.document_id)))


def waiting(limit: int) -> Sequence[Waiting]:
    """The first of them; on PostgreSQL, but for those another process has in hand."""
    asked = (
        select(SearchPending.document_id, SearchPending.stamp, SearchDocument.fold)
        .join(SearchDocument, SearchDocument.id == SearchPending.document_id)
        .order_by(SearchPending.document_id)
        .limit(limit)
        .with_for_update(of=SearchPending, skip_locked=True)
    )
    return [(number, stamp, text) for number, stamp, text in db.session.execute(asked)]


def settle(done: Iterable[Waiting]) -> None:
    """Take the mark off documents that were indexed, unless they changed since."""
    rows = [{"number": number, "seen": stamp} for number, stamp, _ in done]
    if rows:
        same = (SearchPending.document_id == bindparam("number"), SearchPending.stamp == bindparam("seen"))
        gone = delete(SearchPending).where(*same)
        db.session.connection().execute(gone, rows)


def mark_everything() -> None:
    """Make every document pending."""
    db.session.execute(delete(SearchPending))
    every = select(SearchDocument.id, literal(EVERYTHING))
    db.session.execute(insert(SearchPending).from_select(["document_id", "stamp"], every))


def count() -> int:
    """How many documents are pending."""
    return db.session.scalar(select(func.count()).select_from(SearchPending)) or 0


def some() -> bool:
    """Whether any is."""
    return bool(db.session.connection().scalar(_SOME))
