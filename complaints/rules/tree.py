"""The tree of bodies: who there is on a day, who stands under whom, who took over from whom.

Trees come from people and files: a parent may be missing, a chain may loop. Nothing here fails or runs on for that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from complaints.rules.reading import day


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it was from a day to a day, both included."""

    code: str
    name: str
    parent: str = ""
    """Code of what it stands under, or of what designates or owns it."""
    region: str = ""
    """GB/T 2260."""
    level: str = ""
    """town, county, city, province or national: its own, whatever it counts as (see `levels.effective`)."""
    kind: str = ""
    functions: tuple[str, ...] = ()
    """price_supervision, finance …"""
    line_superior: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    """Codes of who took over when it ended."""

    def stood(self, on: date) -> bool:
        """Whether this was so on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """From the columns of the organisations file.

        :raises KeyError: if a column is missing.
        :raises RulebookError: if a day is none.
        """
        return cls(
            code=row["code"].strip(),
            name=row["name"].strip(),
            parent=(row["parent"] or "").strip(),
            region=row["region"].strip(),
            level=row["level"].strip(),
            kind=row["kind"].strip(),
            functions=_listed(row["roles"]),
            line_superior=(row["line_superior"] or "").strip(),
            valid_from=day(row["from"]),
            valid_to=day(row["to"]),
            successors=_listed(row["successor"]),
        )


def _listed(words: str | None) -> tuple[str, ...]:
    return tuple((words or "").replace(";", " ").replace("|", " ").split())


@dataclass(frozen=True, slots=True)
class Tree:
    """All bodies of all days, in the order of their file."""

    rows: tuple[Body, ...]
    _days: dict[date, "Standing"] = field(default_factory=dict, compare=False, repr=False)
    """What was asked for already: a rehearsal asks for the same few days again and again."""

    @classmethod
    def read(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """From rows of the organisations file; raises as `Body.read`."""
        return cls(tuple(Body.read(row) for row in rows))

    def on(self, on: date) -> "Standing":
        """The tree as it stood on that day."""
        if on not in self._days:
            self._days[on] = Standing(on, self._latest(on))
        return self._days[on]

    def _latest(self, on: date) -> dict[str, Body]:
        latest: dict[str, Body] = {}
        for row in self.rows:
            known = latest.get(row.code)
            if known is None or (not known.stood(on) and (row.stood(on) or _later(row, known))):
                latest[row.code] = row
        return latest


def _later(row: Body, known: Body) -> bool:
    return (row.valid_from or date.min) > (known.valid_from or date.min)


@dataclass(slots=True)
class Standing:
    """The tree as of a day. `known` holds every body on record, whether it stood that day or not."""

    on: date
    known: Mapping[str, Body]
    bodies: Mapping[str, Body] = field(init=False)
    """Those that stood that day."""
    _children: dict[str, list[str]] = field(init=False)
    _line: dict[str, list[str]] = field(init=False)
    _order: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.bodies = {code: body for code, body in self.known.items() if body.stood(self.on)}
        self._children, self._line = {}, {}
        self._order = {code: place for place, code in enumerate(self.bodies)}
        for code, body in self.bodies.items():
            for above in self.with_successors([body.parent]) if body.parent else ():
                self._children.setdefault(above, []).append(code)
            for above in self.with_successors([body.line_superior]) if body.line_superior else ():
                self._line.setdefault(above, []).append(code)

    def with_successors(self, codes: Iterable[str]) -> tuple[str, ...]:
        """`codes`, and after each that had ended by that day who took over, step by step."""
        found: dict[str, None] = {}
        waiting = list(codes)
        while waiting:
            code = waiting.pop(0)
            if code in found:
                continue
            found[code] = None
            body = self.known.get(code)
            if body and body.valid_to and body.valid_to < self.on:
                waiting[:0] = body.successors
        return tuple(found)

    def answering(self, codes: Iterable[str]) -> tuple[Body, ...]:
        """Who answers for `codes` that day: themselves or who took over; a body that ended without heir, itself."""
        found: dict[str, Body] = {}
        for code in codes:
            chain = [self.known[each] for each in self.with_successors([code]) if each in self.known]
            standing = [body for body in chain if body.stood(self.on)]
            found |= {body.code: body for body in standing or chain[-1:]}
        return tuple(found.values())

    def parents(self, body: Body) -> tuple[Body, ...]:
        """What `body` stands under that day; nothing where that is not on record."""
        return tuple(above for above in self.answering([body.parent]) if above.stood(self.on)) if body.parent else ()

    def descendants(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Everything under `codes`, step by step, without them (but each that stands under another of them)."""
        return self._below(codes, self._children)

    def line_subordinates(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Everything whose line superior is one of `codes`, step by step."""
        return self._below(codes, self._line)

    def _below(self, codes: Iterable[str], children: Mapping[str, list[str]]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        waiting = list(codes)
        while waiting:
            for child in children.get(waiting.pop(), ()):
                if child not in found:
                    found[child] = None
                    waiting.append(child)
        return tuple(sorted(found, key=self._order.__getitem__))
