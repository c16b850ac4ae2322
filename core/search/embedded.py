"""The embedded engine as the platform uses it: Whoosh in the instance folder, tied to the database by `SearchState`.

One commit goes: the database notes which commit is coming; Whoosh commits; the database takes the marks off what was
indexed and notes the commit. Whenever the process dies in between, what was not noted is still pending, so it is read
through; and an index that is not the one noted (restored, copied, left behind) is not asked at all, but built anew.
"""

import json
import logging
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from sqlalchemy import ColumnElement, LargeBinary, bindparam, exists, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import any_

from core.db import db, transaction
from core.search import pending
from core.search.analysis import bigrams
from core.search.documents import SearchDocument, SearchState
from core.search.index import Likely
from core.search.whoosh_engine import BROKEN, Found, WhooshIndex

_log = logging.getLogger(__name__)

ONLY = 1
"""The id of the one row of `SearchState`."""
FEW = 5
"""Ids that are fewer than one in this many go into the query as a list, more as a map of bytes."""
BULK = 1000
"""From so many documents on, a commit does not wait for segments to be merged."""

_NOTED = select(SearchState.folder, SearchState.generation, SearchState.coming)
"""Built once: to build such a statement takes longer than to run it."""


class EmbeddedIndex:
    """Whoosh, and the row of the database that says which of its commits is to be believed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._lock = Lock()
        self._open: WhooshIndex | None = None

    def likely(self, grams: Sequence[str]) -> Likely | None:
        state = db.session.connection().execute(_NOTED).first()
        if state is None:
            return None
        found = self._ask(state.folder, grams)
        if found is None or found.generation not in (state.generation, state.coming):
            return None
        holds = exists().where(SearchState.folder == state.folder, SearchState.generation == state.generation)
        return Likely(_among(found), found.sure, None if db.engine.dialect.name == "sqlite" else holds)

    def _ask(self, folder: str, grams: Sequence[str]) -> Found | None:
        """What the index says; None where it cannot be read: it is built anew when next something is indexed."""
        index = self._of(folder)
        try:
            return index.find(grams)
        except BROKEN:
            _log.exception("the search index cannot be read; the texts are read through instead")
            index.close()
            return None

    def take_in(self, limit: int) -> int:
        with transaction():
            index = self._trusted()
            taken = pending.waiting(limit)
            if not taken:
                return 0
            self._note(index.generation, coming=index.generation + 1)
        made = index.add([(number, bigrams(fold)) for number, _, fold in taken], merge=len(taken) < BULK)
        with transaction():
            pending.settle(taken)
            self._note(made, coming=made)
        return len(taken)

    def begin_anew(self) -> None:
        pending.mark_everything()
        self._new_folder()

    def tidy(self) -> None:
        with transaction():
            index = self._trusted()
            if index.is_tidy:
                self._sweep()
                return
            self._note(index.generation, coming=index.generation + 1)
        made = index.optimise()
        with transaction():
            self._note(made, coming=made)
            self._sweep()

    def forget(self) -> None:
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = None

    def _of(self, folder: str) -> WhooshIndex:
        with self._lock:
            if self._open is None or self._open.folder.name != folder:
                if self._open is not None:
                    self._open.close()
                self._open = WhooshIndex(self.home / folder)
            return self._open

    def _trusted(self) -> WhooshIndex:
        """The index to write to; a new one, with everything pending, where the one on disk is not the one noted."""
        state = db.session.get(SearchState, ONLY, with_for_update=True, populate_existing=True)
        found = None if state is None else self._ask(state.folder, ())
        if state is None or found is None or found.generation not in (state.generation, state.coming):
            self.begin_anew()
        return self._of(db.session.get_one(SearchState, ONLY).folder)

    def _new_folder(self) -> None:
        """Begin an index in a folder of its own: readers of the old one are not disturbed."""
        folder = secrets.token_hex(16)
        generation = self._of(folder).create()
        state = db.session.get(SearchState, ONLY)
        if state is None:
            state = SearchState(id=ONLY)
            db.session.add(state)
        state.folder, state.generation, state.coming = folder, generation, generation
        db.session.flush()

    def _note(self, generation: int, *, coming: int) -> None:
        state = db.session.get_one(SearchState, ONLY, with_for_update=True, populate_existing=True)
        state.generation, state.coming = generation, coming
        db.session.flush()

    def _sweep(self) -> None:
        """Delete folders of indexes that are no longer in use."""
        used = db.session.get_one(SearchState, ONLY).folder
        for folder in self.home.iterdir():
            if folder.is_dir() and folder.name != used:
                shutil.rmtree(folder, ignore_errors=True)


def _among(found: Found) -> ColumnElement[bool]:
    """Whether a document is one of `found`."""
    if db.engine.dialect.name == "postgresql":
        return SearchDocument.id == any_(literal(found.ids.tolist(), ARRAY(SearchDocument.id.type)))
    highest = max(found.ids, default=0)
    if len(found.ids) * FEW < highest:
        # unique: one statement may ask twice
        listed = text("SELECT value FROM json_each(:ids)").bindparams(
            bindparam("ids", json.dumps(found.ids.tolist()), unique=True)
        )
        return SearchDocument.id.in_(listed)
    mapped = bytearray(highest + 1)
    for number in found.ids:
        mapped[number] = 1
    return func.substr(literal(bytes(mapped), LargeBinary), SearchDocument.id + 1, 1) == literal(b"\1", LargeBinary)
