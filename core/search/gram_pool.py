"""Where postings wait until a commit writes them: four bytes each, in place of the tuples that Whoosh would sort."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

Posting = tuple[str, bytes, int, float, bytes]
"""Field, term, number of the document in its segment, weight, value, as Whoosh hands postings around."""


class GramPool:
    """The postings of one commit, which carry nothing but numbers of documents; all in memory.

    For commits of some thousand documents and what small segments are merged with them. Where everything is merged,
    Whoosh's own pool sorts on disk.
    """

    def __init__(self) -> None:
        self.fieldnames: set[str] = set()
        self._lists: defaultdict[tuple[str, bytes], array[int]] = defaultdict(lambda: array("I"))

    def add(self, posting: Posting) -> None:
        """Take one posting from Whoosh; documents come in their order."""
        self.fieldnames.add(posting[0])
        self._lists[posting[:2]].append(posting[2])

    def add_grams(self, field: str, number: int, grams: Iterable[str]) -> None:
        """Take all grams of a document at once: through `add_document` each would cost Whoosh three times as much."""
        self.fieldnames.add(field)
        lists = self._lists
        for gram in grams:
            lists[field, gram.encode()].append(number)

    def iter_postings(self) -> Iterator[Posting]:
        """All postings in the order of fields, terms, documents."""
        for (field, term), numbers in sorted(self._lists.items(), key=lambda item: item[0]):
            for number in numbers:
                yield field, term, number, 1.0, b""

    def cleanup(self) -> None:
        """Let go of everything."""
        self._lists.clear()
