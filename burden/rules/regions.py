"""The tree of regions by GB/T 2260 codes; a higher code holds for all below it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from burden.rules.items import NATIONAL

LEVELS = ("national", "province", "city", "county", "town")
"""From the widest to the narrowest."""


@dataclass(frozen=True, slots=True)
class Region:
    """One place of the tree."""

    code: str
    name: str
    parent: str | None
    level: str


@dataclass(frozen=True)
class Regions:
    """All places on record; a code not on record is placed by its digits (XXYYZZ → XXYY00 → XX0000)."""

    by_code: Mapping[str, Region] = field(default_factory=dict)
    by_name: Mapping[str, Region] = field(default_factory=dict)

    @classmethod
    def read(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """From the rows of the regions file."""
        by_code = {row["code"]: Region(row["code"], row["name"], row["parent"] or None, row["level"]) for row in rows}
        return cls(by_code, {region.name: region for region in by_code.values()})

    def parent(self, code: str) -> str | None:
        """The code above, None above the whole country."""
        if code == NATIONAL:
            return None
        known = self.by_code.get(code)
        if known is not None and known.parent:
            return known.parent
        if not code.endswith("00"):
            return code[:4] + "00"
        return code[:2] + "0000" if not code.endswith("0000") else NATIONAL

    def covers(self, outer: str, inner: str) -> bool:
        """Whether `inner` is `outer` or lies below it."""
        if outer in (NATIONAL, inner):
            return True
        above = self.parent(inner)
        while above is not None and above != NATIONAL:
            if above == outer:
                return True
            above = self.parent(above)
        return False

    def name(self, code: str | None) -> str:
        """The name of the place, its code where no name is on record."""
        known = self.by_code.get(code or NATIONAL)
        return known.name if known else str(code)

    def named_at_start(self, text: str) -> Region | None:
        """The narrowest place whose full name begins `text`, or follows another place's name there."""
        found, rest = None, text
        while (step := self._longest_name(rest)) is not None:
            found, rest = step, rest[len(step.name) :]
        return found

    def _longest_name(self, text: str) -> Region | None:
        for length in self._name_lengths:
            region = self.by_name.get(text[:length])
            if region is not None and region.code != NATIONAL:
                return region
        return None

    @cached_property
    def _name_lengths(self) -> tuple[int, ...]:
        """How long names are, longest first: a few looks into `by_name` instead of one at every name."""
        return tuple(sorted({len(name) for name in self.by_name}, reverse=True))
