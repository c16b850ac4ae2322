"""What is tested: parameters by their key, as ``registry/data/parameters.yaml`` lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.values.text import Text
from registry.rules.reading import Fields, known_word, once, refuse

_KEYS = ("key", "name", "en", "value", "unit", "allowed", "qualifiers", "subjects", "aliases", "note")
_NO_SUBJECT = Text("要写明测的是哪种对象", "Say on which kinds of subject it is tested")


class Value(StrEnum):
    """What a parameter's value is."""

    number = "number"
    text = "text"
    pass_fail = "pass_fail"


class Qualifier(StrEnum):
    """What may stand before a number; a qualified number is never 0 and never the bare limit."""

    below = "<"
    not_detected = "ND"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; its names are those laboratories write."""

    key: str
    name: Text
    value: Value
    unit: str | None
    qualifiers: frozenset[Qualifier]
    subjects: tuple[str, ...]
    """Kinds of subject it is tested on."""
    aliases: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    """Of a grade: the grades there are; empty: as the standard writes them."""
    note: str | None = None


def read_parameters(document: Any) -> Mapping[str, Parameter]:
    """The parameters of ``parameters.yaml`` by key.

    :raises registry.rules.reading.Unreadable: naming every entry that cannot be taken.
    """
    fields = Fields(document, "", ("schema", "parameters"))
    found = fields.each("parameters", _read)
    once([(f"parameters.{index}.key", one.key) for index, one in enumerate(found)])
    return {one.key: one for one in found}


def _read(value: Any, path: str) -> Parameter:
    fields = Fields(value, path, _KEYS)
    subjects = fields.texts("subjects")
    if not subjects:
        raise refuse(fields.at("subjects"), _NO_SUBJECT)
    return Parameter(
        key=fields.text("key"),
        name=Text(fields.text("name"), fields.text("en")),
        value=Value(fields.one_of("value", list(Value))),
        unit=fields.optional_text("unit"),
        qualifiers=frozenset(fields.each("qualifiers", _read_qualifier)),
        subjects=subjects,
        aliases=fields.texts("aliases") if fields.get("aliases") else (),
        allowed=fields.texts("allowed") if fields.get("allowed") else (),
        note=fields.optional_text("note"),
    )


def _read_qualifier(value: Any, path: str) -> Qualifier:
    return Qualifier(known_word(value, path, list(Qualifier)))
