"""Regions by their GB/T 2260 codes: what a person types, a code or a name in any usual form, to the code."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path

from core.values.text import Text, same

TABLE = Path(__file__).parent / "people" / "data" / "regions-guangdong.csv"

_CODE = re.compile(r"[0-9]{6}")
_SUFFIX = re.compile(r"(特别行政区|自治区|自治州|自治县|省|市|区|县)$")
_COMPLETE = "44"
"""Guangdong is in the table whole, so a code of it that is not there does not exist."""
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
"""First two digits of the codes that GB/T 2260 has."""

_UNKNOWN = Text(
    "没有“{typed}”这个地区。请写六位行政区划代码或地名，如 440100、广州市天河区",
    "There is no region “{typed}”. Give a six-digit code or a name, such as 440100 or 广州市天河区",
)
_NEAR = Text(
    "没有“{typed}”这个地区，是不是{near}？也可以写六位行政区划代码",
    "There is no region “{typed}”; did you mean {near}? A six-digit code will do as well",
)
_SEVERAL = Text(
    "叫“{typed}”的有几处：{near}。请写上市名，或写六位行政区划代码",
    "Several regions are called “{typed}”: {near}. Name the city too, or give the six-digit code",
)


class UnknownRegion(ValueError):
    """What was typed names no region, or several; `message` says so and how to put it right."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Region:
    """A place with a code: `parent` is the code above it ("" for the whole country)."""

    code: str
    name: str
    parent: str
    level: str


class Gazetteer:
    """The regions of a table, found by code, by name, by name without its suffix, or by the names from above down."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self.regions = {row["code"]: Region(row["code"], row["name"], row["parent"], row["level"]) for row in rows}

    @cached_property
    def _names(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """The codes by whole names, and by names of which any is without its suffix; made at the first search."""
        named: dict[str, set[str]] = {}
        short: dict[str, set[str]] = {}
        for region in self.regions.values():
            above = self.path(region.code)[:-1]
            for kept in product((True, False), repeat=len(above)):
                prefix = [place for place, keep in zip(above, kept, strict=True) if keep]
                named.setdefault("".join(place.name for place in prefix) + region.name, set()).add(region.code)
                bare = "".join(map(_without_suffix, prefix))
                short.setdefault(bare + _without_suffix(region), set()).add(region.code)
                short.setdefault(bare + region.name, set()).add(region.code)
        return named, short

    @staticmethod
    def _elsewhere(plain: str) -> bool:
        return bool(_CODE.fullmatch(plain) and _PROVINCES.fullmatch(plain[:2]) and plain[:2] != _COMPLETE)

    def path(self, code: str) -> list[Region]:
        """The region and what is above it, from the province down; the country itself only for its own code."""
        found: list[Region] = []
        while (region := self.regions.get(code)) is not None:
            if found and not region.parent:
                break
            found.insert(0, region)
            code = region.parent
        return found

    def full_name(self, code: str) -> str:
        """``广东省广州市``; for a code that is not in the table, the code itself."""
        return "".join(region.name for region in self.path(code)) or code

    def find(self, typed: str) -> str:
        """The code that `typed` means.

        A code of another province is taken though the table does not hold it: a national fee may be checked there.

        :raises UnknownRegion: if it means no region, or more than one.
        """
        plain = unicodedata.normalize("NFKC", typed).replace(" ", "")
        if plain in self.regions or self._elsewhere(plain):
            return plain
        named, short = self._names
        codes = named.get(plain) or short.get(plain) or set()
        if len(codes) == 1:
            return next(iter(codes))
        shown = same(typed[:40])
        if codes:
            raise UnknownRegion(_SEVERAL.fill(typed=shown, near="、".join(map(self.full_name, sorted(codes)))))
        near = get_close_matches(plain[:40], named, n=3, cutoff=0.6)
        raise UnknownRegion(_NEAR.fill(typed=shown, near="、".join(near)) if near else _UNKNOWN.fill(typed=shown))


def _without_suffix(region: Region) -> str:
    short = _SUFFIX.sub("", region.name)
    return short if len(short) > 1 else region.name


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The regions of the platform's own table."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return Gazetteer(csv.DictReader(file))
