"""Extracts of texts around what was searched for, cut into plain and marked pieces; a page escapes each.

Marks are found character by character as texts are folded for search. Where folding joins characters (an accent of
its own, say) a mark may be missing; what is found is not decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.search.analysis import fold
from core.search.query import Query
from core.values.text import Text

LENGTH = 120
BEFORE = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a text, as they were written."""

    words: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Extract:
    """A piece of a text; `source` says which."""

    source: Text
    pieces: tuple[Piece, ...]
    begun: bool
    """Whether the text began before."""
    goes_on: bool


def extract(sources: Sequence[tuple[Text, str]], query: Query) -> Extract | None:
    """Of the text that holds the most of what was asked for, the first of equal ones; None where there is no text."""
    told = [(source, text, _spans(text, query.include)) for source, text in sources if text.strip()]
    if not told:
        return None
    source, text, spans = max(told, key=lambda each: len({run for _, _, run in each[2]}))
    first = min((start for start, _, _ in spans), default=0)
    start = 0 if first <= BEFORE else first - BEFORE
    end = min(len(text), start + LENGTH)
    return Extract(source, _pieces(text, spans, start, end), start > 0, end < len(text))


def _spans(text: str, runs: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where each run stands: first character, the one after the last, the run."""
    folded, places = _folded(text)
    found = []
    for run in runs:
        at = folded.find(run)
        while at >= 0:
            found.append((places[at], places[at + len(run) - 1] + 1, run))
            at = folded.find(run, at + len(run))
    return sorted(found)


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and of each of its characters from which of `text` it comes."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for each in fold(character) or " ":
            if each != " " or (characters and characters[-1] != " "):
                characters.append(each)
                places.append(place)
    return "".join(characters), places


def _pieces(text: str, spans: Sequence[tuple[int, int, str]], start: int, end: int) -> tuple[Piece, ...]:
    found, at = [], start
    for first, after, _ in spans:
        first, after = max(first, at), min(after, end)
        if first >= after:
            continue
        found += [Piece(text[at:first], False), Piece(text[first:after], True)]
        at = after
    found.append(Piece(text[at:end], False))
    return tuple(piece for piece in found if piece.words)
