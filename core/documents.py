"""Frozen dataclasses as JSON and as JSON Schema: what a service returns is described where it is defined."""

import dataclasses
import enum
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from core.values.money import Money
from core.values.text import Text

TEXT_SCHEMA = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
}
MONEY_SCHEMA = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "example": "600.00"}

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Decimal: {"type": "string"},
    Fraction: {"type": "string"},
    Money: MONEY_SCHEMA,
    Text: TEXT_SCHEMA,
}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def as_json(value: Any) -> Any:
    """`value` in plain JSON: money and decimals as text, days and instants in ISO 8601, texts as their two wordings."""
    if value is None or value.__class__ in (str, int, bool):
        return value
    if isinstance(value, Text):
        return value.as_dict()
    if dataclasses.is_dataclass(value) and not isinstance(value, Money):
        return {name: as_json(getattr(value, name)) for name in _names(value.__class__)}
    if isinstance(value, Mapping):
        return {_name(key): as_json(part) for key, part in value.items()}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence | frozenset | set) and not isinstance(value, str):
        return [as_json(part) for part in value]
    return value if isinstance(value, str | int | float) else str(value)


def _name(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def schema_of(kind: Any) -> dict[str, Any]:
    """The JSON Schema (OpenAPI 3.0) of what `as_json` makes of a value of the type `kind`."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _schema_of_union(parts)
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(parts[1])}
    if origin is not None and issubclass(origin, Sequence | frozenset | set):
        shapes = [schema_of(part) for part in parts if part is not ...]
        return {"type": "array", "items": shapes[0] if all(each == shapes[0] for each in shapes) else {}}
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return {"type": "string", "enum": [member.value for member in kind]}
    if dataclasses.is_dataclass(kind):
        return _schema_of_dataclass(typing.cast(type, kind))
    return {}


def _schema_of_union(parts: tuple[Any, ...]) -> dict[str, Any]:
    known = [part for part in parts if part is not type(None)]
    schema = schema_of(known[0]) if len(known) == 1 else {"anyOf": [schema_of(part) for part in known]}
    return schema if len(known) == len(parts) else schema | {"nullable": True}


@cache
def _schema_of_dataclass(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    names = list(_names(kind))
    return {"type": "object", "properties": {name: schema_of(hints[name]) for name in names}, "required": names}
