"""Reading documents (YAML, JSON) field by field: each problem is told with its place, and none is passed over.

Within one object the first problem ends the reading; the objects of a list are all read, so that a file's problems
come together.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from core.values.text import Text, same

T = TypeVar("T")

LONGEST_SHOWN = 40
WHOLE = "file"
"""The path of what is wrong with a whole document."""
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_OBJECT = Text("要写成“名称: 值”的一组", "This is an object of names and values")
_NO_LIST = Text("要写成一组", "This is a list")
_NEEDED = Text("必须写明", "This is needed")
_UNKNOWN_KEY = Text("没有“{typed}”这个字段，只认：{known}", "There is no field “{typed}”; known are: {known}")
_UNKNOWN = Text("没有“{typed}”，只认：{known}", "There is no “{typed}”; known are: {known}")
_NO_DAY = Text("“{typed}”不是日期，请写成 2026-07-20", "“{typed}” is not a day; write 2026-07-20")
_NO_TEXT = Text("“{typed}”不是文字，请加引号", "“{typed}” is no text; put it in quotes")
_NO_FLAG = Text("“{typed}”要写成 true 或者 false", "“{typed}” is to be true or false")
_NO_WHOLE = Text("“{typed}”不是整数（不小于 {least}）", "“{typed}” is no whole number of at least {least}")
_TWICE = Text("“{id}”出现了两次", "“{id}” is there twice")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: ``questions.0.reports.1.issued_on``."""

    path: str
    why: Text


class Unreadable(Exception):
    """A document cannot be taken as it stands; `problems` says where and why, at least one."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{one.path}: {one.why.en}" for one in problems))
        self.problems = problems


def refuse(path: str, message: Text, **words: object) -> Unreadable:
    """The refusal of what stands at `path`; `words` fill the message, those that were typed cut short."""
    filled = {name: word if isinstance(word, Text) else same(shown(word)) for name, word in words.items()}
    return Unreadable(Problem(path or WHOLE, message.fill(**filled)))


def shown(typed: object) -> str:
    """What was typed, short enough to be shown."""
    text = str(typed)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def each(values: Any, path: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    """Every entry of a list as `read` takes it; null is an empty list.

    :raises Unreadable: with the problems of all entries.
    """
    if not isinstance(values, list | None):
        raise refuse(path, _NO_LIST)
    return together([partial(read, value, f"{path}.{index}") for index, value in enumerate(values or ())])


def together(readings: Iterable[Callable[[], T]]) -> tuple[T, ...]:
    """What all `readings` give.

    :raises Unreadable: with the problems of all that refuse.
    """
    found: list[T] = []
    problems: list[Problem] = []
    for reading in readings:
        try:
            found.append(reading())
        except Unreadable as error:
            problems.extend(error.problems)
    if problems:
        raise Unreadable(*problems)
    return tuple(found)


def once(ids: Collection[tuple[str, str]]) -> None:
    """Refuse an id that is there twice; `ids` are (path, id).

    :raises Unreadable: naming the later ones.
    """
    seen: set[str] = set()
    twice = []
    for path, name in ids:
        if name in seen:
            twice.append(Problem(path, _TWICE.fill(id=same(shown(name)))))
        seen.add(name)
    if twice:
        raise Unreadable(*twice)


def day(value: Any, path: str) -> date:
    """A whole day as ISO 8601 writes it, or as YAML reads it.

    :raises Unreadable: if it is none.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if not isinstance(value, str) or not _ISO.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError as error:
        raise refuse(path, _NO_DAY, typed=value) from error


class Fields:
    """One object of a document: its fields by name, each read as what it should be; null is the same as absent."""

    def __init__(self, value: Any, path: str, known: Collection[str]) -> None:
        if not isinstance(value, Mapping):
            raise refuse(path, _NO_OBJECT)
        self.path = path
        self.value = value
        if strange := [name for name in value if name not in known]:
            raise refuse(self.at(strange[0]), _UNKNOWN_KEY, typed=strange[0], known=same(", ".join(known)))

    def at(self, name: object) -> str:
        """The place of a field."""
        return f"{self.path}.{shown(name)}" if self.path else shown(name)

    def get(self, name: str) -> Any:
        """What stands there as it is; None where nothing does."""
        return self.value.get(name)

    def needed(self, name: str) -> Any:
        """What stands there, which must be something."""
        if self.get(name) in (None, ""):
            raise refuse(self.at(name), _NEEDED)
        return self.get(name)

    def text(self, name: str) -> str:
        """Words, which must be there."""
        return _text(self.needed(name), self.at(name))

    def optional_text(self, name: str) -> str | None:
        """Words; None for none."""
        return None if self.get(name) in (None, "") else self.text(name)

    def day(self, name: str) -> date:
        """A day, which must be there."""
        return day(self.needed(name), self.at(name))

    def optional_day(self, name: str) -> date | None:
        """A day; None for none."""
        return None if self.get(name) in (None, "") else day(self.get(name), self.at(name))

    def flag(self, name: str) -> bool:
        """True or false, which must be there."""
        value = self.needed(name)
        if not isinstance(value, bool):
            raise refuse(self.at(name), _NO_FLAG, typed=value)
        return value

    def optional_whole(self, name: str, least: int = 0) -> int | None:
        """A whole number; None for none."""
        value = self.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise refuse(self.at(name), _NO_WHOLE, typed=value, least=least)
        return value

    def one_of(self, name: str, known: Collection[str]) -> str:
        """One of `known`, which must be there."""
        return known_word(self.needed(name), self.at(name), known)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of words, which must be there, perhaps empty."""
        if self.get(name) is None:
            raise refuse(self.at(name), _NEEDED)
        return each(self.get(name), self.at(name), _text)

    def each(self, name: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
        """Every entry of a list as `read` takes it; none where nothing stands."""
        return each(self.get(name), self.at(name), read)


def known_word(value: Any, path: str, known: Collection[str]) -> str:
    """`value`, which must be one of `known`.

    :raises Unreadable: naming them.
    """
    if not isinstance(value, str) or value not in known:
        raise refuse(path, _UNKNOWN, typed=value, known=same(", ".join(known)))
    return value


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise refuse(path, _NO_TEXT, typed=value)
    return value
