"""What people type into a search box: blanks mean AND, ``-`` excludes, ``"…"`` keeps blanks."""

import re
from dataclasses import dataclass

from core.errors import Invalid
from core.search.analysis import fold
from core.values.text import Text

MAX_TYPED = 300
MAX_RUNS = 20

_RUN = re.compile(r'(?P<out>-)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))')

_TOO_LONG = Text(
    "查找的内容太长了：最多 {characters} 个字、{runs} 段，请删短一点",
    "The search is too long: at most {characters} characters in {runs} parts; please shorten it",
).fill(characters=MAX_TYPED, runs=MAX_RUNS)


@dataclass(frozen=True, slots=True)
class Query:
    """Folded runs of characters: all of `include` must stand in a text, none of `exclude` may."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)

    def meets(self, folded: str) -> bool:
        """Whether folded text is a match: the definition that every engine must equal."""
        return all(run in folded for run in self.include) and not any(run in folded for run in self.exclude)


def parse(typed: str) -> Query:
    """Read what was typed; nothing typed matches everything.

    A lone ``-`` is looked for as it stands; a missing closing quotation mark is taken to stand at the end.

    :raises Invalid: field ``q``, if it is too long.
    """
    if len(typed) > MAX_TYPED:
        raise Invalid({"q": [_TOO_LONG]})
    include: dict[str, None] = {}
    exclude: dict[str, None] = {}
    for found in _RUN.finditer(fold(typed)):
        run = (found["quoted"] if found["quoted"] is not None else found["plain"]).strip()
        if run:
            (exclude if found["out"] else include)[run] = None
    if len(include) + len(exclude) > MAX_RUNS:
        raise Invalid({"q": [_TOO_LONG]})
    return Query(tuple(include), tuple(exclude))
