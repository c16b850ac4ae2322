"""One field at a time: read, or said what is wrong with it; and all problems of a document together."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.clock import LEGAL_ZONE
from core.errors import Invalid
from core.regions import UnknownRegion, gazetteer
from core.values.calendar import FIRST_YEAR, LAST_YEAR
from core.values.text import Text, same

NO_OBJECT = Text("要写成“名称: 值”的一组", "This is an object of names and values")
_NO_LIST = Text("请给 {name}：一组", "Give {name}: a list")
_EMPTY = Text("必须写明", "This is needed")
_UNKNOWN = Text("没有“{typed}”，只认：{known}", "There is no “{typed}”; known are: {known}")
_NO_DAY = Text("“{typed}”不是日期，请写成 2026-07-20", "“{typed}” is not a day; write 2026-07-20")
_REGION = re.compile(r"[0-9]{6}")
LONGEST_SHOWN = 40


@dataclass(slots=True)
class Unread:
    """Fields that nobody reads, and how often each stood there."""

    names: Counter[str] = field(default_factory=Counter)

    def note(self, document: Mapping[str, Any], known: Collection[str], before: str = "") -> None:
        """Count what in `document` is not `known`."""
        self.names.update(f"{before}{name}" for name in document if name not in known)


class Problems:
    """Collects what is wrong with one document, field by field."""

    def __init__(self) -> None:
        self.fields: dict[str, list[Text]] = {}

    def read(self, name: str, reading: Callable[[], Any]) -> Any:
        """What `reading` gives; None where it refuses, and that is kept."""
        try:
            return reading()
        except Misread as error:
            self.add(name, error.message)
            return None

    def add(self, name: str, message: Text) -> None:
        """Keep a problem of the field `name`."""
        self.fields.setdefault(name, []).append(message)

    def settle(self) -> None:
        """Raise Invalid if anything was wrong."""
        if self.fields:
            raise Invalid(self.fields)


class Misread(ValueError):
    """One field cannot be taken as it stands."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def listed(document: Any, name: str) -> list[Any]:
    """The list `name` that the file holds.

    :raises Invalid: if there is none.
    """
    found = document.get(name) if isinstance(document, Mapping) else None
    if not isinstance(found, list):
        raise Invalid({name: [_NO_LIST.fill(name=name)]})
    return found


def read_day(typed: Any) -> date:
    """A day as ISO 8601 writes it; of an instant, its day in China.

    :raises Misread: if it is none, or beyond the years of law.
    """
    if not typed:
        raise Misread(_EMPTY)
    text = unicodedata.normalize("NFKC", str(typed)).strip()
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise Misread(_NO_DAY.fill(typed=same(text[:LONGEST_SHOWN]))) from error
    found = (instant.astimezone(LEGAL_ZONE) if instant.tzinfo else instant).date()
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Misread(_NO_DAY.fill(typed=same(text[:LONGEST_SHOWN])))
    return found


def one_of(typed: Any, known: Collection[str]) -> str:
    """`typed`, which must be one of `known`.

    :raises Misread: if it is not, naming them.
    """
    if not typed:
        raise Misread(_EMPTY)
    if not isinstance(typed, str) or typed not in known:
        raise Misread(_UNKNOWN.fill(typed=same(str(typed)[:LONGEST_SHOWN]), known=same(", ".join(known))))
    return str(typed)


def read_region(typed: Any) -> str | None:
    """The code that a six-digit code or a name means; None for nothing.

    :raises Misread: if it is no place.
    """
    text = "" if typed is None else unicodedata.normalize("NFKC", str(typed)).strip()
    if not text or _REGION.fullmatch(text):
        return text or None
    try:
        return gazetteer().find(text)
    except UnknownRegion as error:
        raise Misread(error.message) from error


def problem(index: int, error: Invalid) -> dict[str, Any]:
    """What stands in the place of an answer where the case could not be read."""
    return {
        "index": index,
        "status": 422,
        "title": error.message.zh,
        "message": error.message.as_dict(),
        "errors": {name: [text.as_dict() for text in texts] for name, texts in error.fields.items()},
    }
