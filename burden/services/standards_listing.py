"""Structured items to choose from, and the kinds a standard can be of, for the page that edits one."""

from dataclasses import dataclass

from burden.rules.items import Bound
from burden.rules.standards.kind import Field
from burden.rules.standards.registry import KINDS
from burden.services import cataloguing
from burden.services.wording import BOUNDS
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Editable:
    """An item whose standards can be edited."""

    key: str
    name: str
    standards: int


def items(typed: str = "") -> list[Editable]:
    """Structured items whose name, alias or key holds what was typed; all without."""
    wanted = typed.strip().lower()
    known = (item for item in cataloguing.current().items.values() if item.structured)
    return [
        Editable(item.key, item.name, len(item.standards))
        for item in known
        if any(wanted in word.lower() for word in (item.key, item.name, *item.aliases))
    ]


def kinds() -> list[tuple[str, Text]]:
    """Kinds of standard by name, with what they are called."""
    return [(name, kind.LABEL) for name, kind in KINDS.items()]


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind; none for one that is not known."""
    return KINDS[kind].FIELDS if kind in KINDS else ()


def meaning_of(kind: str) -> Text:
    """What a kind means."""
    return KINDS[kind].MEANING if kind in KINDS else Text("", "")


def bounds() -> list[tuple[str, Text]]:
    """How a standard bounds what is lawful."""
    return [(bound.value, BOUNDS[bound]) for bound in Bound]
