"""Chosen filters as tags that take themselves away."""

from collections.abc import Mapping
from typing import Any

from burden.services.shapes import Choice
from core.pages import day, t, with_query
from core.regions import gazetteer

FILTERS = ("q", "nature", "sector", "region", "body", "on")


def chosen(values: Mapping[str, Any], facets: Mapping[str, tuple[Choice, ...]]) -> list[tuple[str, str]]:
    """(words, address without it) of each filter that is set."""
    return [
        (_words(name, values[name], facets), with_query(**{name: None, "after": None}))
        for name in FILTERS
        if values.get(name)
    ]


def _words(name: str, value: Any, facets: Mapping[str, tuple[Choice, ...]]) -> str:
    if name == "on":
        return day(value)
    known = next((choice for choice in facets.get(name, ()) if choice.value == value), None)
    if known is not None:
        return str(t(known.words))
    return gazetteer().full_name(value) if name == "region" else str(value)
