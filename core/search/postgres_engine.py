"""The engine of a province: the same bigrams as a `tsvector` written by us, under GIN; nothing outside the database."""

from collections.abc import Sequence

from sqlalchemy import Text, bindparam, cast, delete, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, insert

from core.db import db, transaction
from core.search import pending
from core.search.analysis import bigrams
from core.search.documents import SearchDocument, SearchGrams
from core.search.index import Likely


class PostgresIndex:
    """The table of bigrams."""

    def likely(self, grams: Sequence[str]) -> Likely | None:
        asked = cast(literal(" & ".join(map(_quoted, grams))), TSQUERY)
        having = select(SearchGrams.document_id).where(SearchGrams.grams.op("@@")(asked))
        return Likely(SearchDocument.id.in_(having), frozenset(grams), None)

    def take_in(self, limit: int) -> int:
        with transaction():
            taken = pending.waiting(limit)
            if taken:
                self._index(taken)
                pending.settle(taken)
        return len(taken)

    def _index(self, taken: Sequence[pending.Waiting]) -> None:
        rows = [{"number": number, "words": sorted(bigrams(fold))} for number, _, fold in taken]
        words = func.array_to_tsvector(bindparam("words", type_=ARRAY(Text)))
        adding = insert(SearchGrams).values(document_id=bindparam("number"), grams=words)
        changing = adding.on_conflict_do_update(index_elements=["document_id"], set_={"grams": adding.excluded.grams})
        db.session.connection().execute(changing, rows)

    def begin_anew(self) -> None:
        pending.mark_everything()
        db.session.execute(delete(SearchGrams))

    def tidy(self) -> None:
        db.session.rollback()
        with transaction():
            db.session.execute(text("SELECT gin_clean_pending_list('ix_search_grams_grams')"))

    def forget(self) -> None:
        """Nothing is open."""


def _quoted(lexeme: str) -> str:
    """A lexeme for a query, whatever characters it has."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
