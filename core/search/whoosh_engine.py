"""The embedded engine: Whoosh 2.7.4 with a small codec of ours. It names ids and does nothing else.

Learnt the hard way, and kept here: segments are not compounded (they would be copied into memory); readers are not
shared between threads without a lock (they would give wrong ids); committed writers are cyclic garbage. Field and
codec are pickled by their import path: do not move this module.
"""

import gc
import pickle
import secrets
import struct
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter, sub
from pathlib import Path
from threading import Lock
from typing import Any

from whoosh import fields, formats, index
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import IndexError as NoIndex
from whoosh.matching import ListMatcher

from core.search.gram_pool import GramPool, Posting

BROKEN = (
    OSError, EOFError, KeyError, ValueError, struct.error, zlib.error, pickle.PickleError, FileFormatError, NoIndex,
)  # fmt: skip
"""What reading a damaged or missing index raises."""
CACHED = 64
"""Answers kept for an unchanged index."""
FAR_MORE = 12
"""A posting list this many times longer than what is left is not worth reading: the recheck does it."""


class Grams(fields.FieldType):
    """Distinct bigrams, which `GramPool` is given directly; no positions, no weights."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.vector = None
        self.column_type = None
        self.scorable = True
        """Else every posting asks for a file's state."""
        self.stored = self.unique = self.spelling = self.sortable = False
        self.indexed = True


class _IdsMatcher(ListMatcher):
    """Postings that carry nothing but ids; merging asks for bytes."""

    def value(self) -> bytes:
        return b""


class _IdsFieldWriter(W3FieldWriter):
    """One list of ids a term: differences, deflated."""

    def add_postings(self, schema: fields.Schema, _lengths: Any, items: Iterable[Posting]) -> None:
        """Write sorted postings; what Whoosh does for each posting is done here once a term."""
        for field, of_field in groupby(items, itemgetter(0)):
            self.start_field(field, schema[field])
            for term, postings in groupby(of_field, itemgetter(1)):
                self._write(term, array("I", map(itemgetter(2), postings)))
            self.finish_field()

    def _write(self, term: bytes, ids: "array[int]") -> None:
        differences = array("I", [ids[0]])
        differences.extend(map(sub, ids[1:], ids))
        packed = zlib.compress(differences.tobytes(), 1)
        info = W3TermInfo()
        info._weight, info._df = float(len(ids)), len(ids)
        info._minlength = info._maxlength = 1
        info._maxweight, info._minid, info._maxid = 1.0, ids[0], ids[-1]
        info.set_extent(self._postfile.tell(), len(packed))
        self._postfile.write(packed)
        self._tindex.add(_field_key(self._fieldid) + term, info.to_bytes())


def _field_key(number: int) -> bytes:
    return number.to_bytes(2, "big")


class IdsCodec(W3Codec):
    """Whoosh's own codec with smaller postings: several times as fast to build, half the size."""

    length_stats = False
    """Else the length of its field is read from a file for every posting; nothing is ranked here."""

    def new_segment(self, _storage: Any, indexname: str) -> W3Segment:
        """Named by the system's randomness: Whoosh asks `random`, and who seeds that would get one name twice."""
        return W3Segment(self, indexname, segid=secrets.token_hex(8))

    def field_writer(self, storage: Any, segment: Any) -> _IdsFieldWriter:
        return _IdsFieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        offset, length = terminfo.extent()
        packed = dbfile.get(offset, length[0] if isinstance(length, tuple) else length)
        differences = array("I")
        differences.frombytes(zlib.decompress(packed))
        ids = array("I", accumulate(differences))
        return _IdsMatcher(ids, array("f", [1.0]) * len(ids), None, format_, scorer=scorer, term=term)


def _schema() -> fields.Schema:
    number = fields.NUMERIC(int, bits=64, signed=True, shift_step=0, unique=True, sortable=True)
    return fields.Schema(id=number, text=Grams())


@dataclass(frozen=True, slots=True)
class Found:
    """What an index says: which of its commits was asked, ids, and the grams that all of them surely have."""

    generation: int
    ids: "array[int]"
    sure: frozenset[str]


class WhooshIndex:
    """An index in a folder; every method may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._index: Any = None
        self._reader: Any = None
        self._generation = -1
        self._ids: list[array[int]] = []
        self._known: OrderedDict[tuple[str, ...], Found] = OrderedDict()

    @property
    def generation(self) -> int:
        """Number of the last commit; -1 where there is no index."""
        with self._lock:
            return self._opened().latest_generation() if self._exists() else -1

    def find(self, grams: Sequence[str]) -> Found:
        """The documents that have all of `grams`, and perhaps some that lack those it is not sure of."""
        key = tuple(grams)
        with self._lock:
            self._refresh()
            if key not in self._known:
                self._known[key] = self._look_up(key)
                while len(self._known) > CACHED:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]

    def add(self, documents: Sequence[tuple[int, Iterable[str]]], *, merge: bool) -> int:
        """Index documents (id, bigrams) in place of what there was of them; the generation this makes.

        :param merge: put small segments together, so that many small commits do not leave many files.
        """
        with self._lock:
            self._refresh()
            again = {number for number, _ in documents}
            stale = [docnum for docnum, number in enumerate(self._all_ids()) if number in again]
            with self._writing(merge=merge) as writer:
                for docnum in stale:
                    writer.delete_document(docnum)
                for number, grams in documents:
                    writer.pool.add_grams("text", writer.docnum, grams)
                    writer.add_document(id=number)
        if not merge:
            gc.collect()  # a large writer that waits for the next full collection holds hundreds of megabytes
        return int(writer.generation)

    def optimise(self) -> int:
        """Merge all segments into one; the generation this makes."""
        with self._lock, self._writing(optimise=True) as writer:
            pass
        return int(writer.generation)

    @contextmanager
    def _writing(self, *, merge: bool = False, optimise: bool = False) -> Iterator[Any]:
        """A writer that keeps what the block did, or nothing, and gives its lock back whatever happens."""
        writer = self._opened().writer(limitmb=256, compound=False, codec=IdsCodec())
        if not optimise:
            writer.pool = GramPool()
        writer.merge, writer.optimize = merge, optimise
        try:
            with writer:
                yield writer
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise

    @property
    def segments(self) -> int:
        """How many segments there are."""
        with self._lock:
            self._refresh()
            return len(self._ids)

    @property
    def is_tidy(self) -> bool:
        """Whether merging would change nothing: one segment at most, and nothing in it marked as deleted."""
        with self._lock:
            self._refresh()
            return len(self._ids) <= 1 and not self._reader.has_deletions()

    def create(self) -> int:
        """Make an empty index in the folder; its generation."""
        with self._lock:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._close()
            self._index = index.create_in(str(self.folder), _schema())
            return int(self._index.latest_generation())

    def close(self) -> None:
        """Let go of all files."""
        with self._lock:
            self._close()

    def _exists(self) -> bool:
        return self._index is not None or (self.folder.is_dir() and index.exists_in(str(self.folder)))

    def _opened(self) -> Any:
        if self._index is None:
            self._index = index.open_dir(str(self.folder))
        return self._index

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._index = self._reader = None
        self._ids = []
        self._known.clear()

    def _refresh(self) -> int:
        """Read the newest commit; which one it is."""
        opened = self._opened()
        latest = opened.latest_generation()
        if self._reader is None or self._generation != latest:
            fresh = opened.reader()
            self._generation = latest if (own := fresh.generation()) is None else own
            if self._reader is not None:
                self._reader.close()
            self._reader = fresh
            self._ids = [array("q", leaf.column_reader("id")) for leaf in self._leaves()]
            self._known.clear()
        return self._generation

    def _leaves(self) -> list[Any]:
        leaves = [leaf for leaf, _ in self._reader.leaf_readers()]
        return [leaf for leaf in leaves if leaf.doc_count_all()]

    def _all_ids(self) -> Iterator[int]:
        return (number for ids in self._ids for number in ids)

    def _look_up(self, grams: Sequence[str]) -> Found:
        found, sure = array("q"), set(grams)
        for leaf, ids in zip(self._leaves(), self._ids, strict=True):
            docnums, unread = _in_leaf(leaf, grams)
            found.extend(ids[docnum] for docnum in docnums)
            sure -= unread
        return Found(self._generation, found, frozenset(sure))


def _in_leaf(leaf: Any, grams: Sequence[str]) -> tuple[set[int], set[str]]:
    """Documents of one segment, by the rarest grams first, until a list is far longer than what is left; the grams
    whose lists were not read."""
    counts = sorted((leaf.doc_frequency("text", gram.encode()), gram) for gram in grams)
    if not counts or counts[0][0] == 0:
        return set(), set()
    found: set[int] | None = None
    unread = set(grams)
    for count, gram in counts:
        if found is not None and count > FAR_MORE * len(found):
            break
        listed = leaf.postings("text", gram.encode()).all_ids()
        found = set(listed) if found is None else found.intersection(listed)
        unread.remove(gram)
    kept = found or set()
    if leaf.has_deletions():
        kept = {docnum for docnum in kept if not leaf.is_deleted(docnum)}
    return kept, unread if kept else set()
