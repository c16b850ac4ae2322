"""What every answer of the catalogue's API depends on, and its shape."""

import typing
from collections.abc import Callable
from datetime import date
from typing import Any

from burden.services import cataloguing
from core import clock
from core.documents import schema_of


def version_of(on: date | None) -> str:
    """The tag of an answer as of `on`: it changes when something is published and, as of today, with the day.

    One cheap query; the address says the rest.
    """
    return f"{cataloguing.version()}.{on or clock.today()}"


def shape_of(service: Callable[..., Any]) -> dict[str, Any]:
    """The JSON Schema of what a service returns."""
    return schema_of(typing.get_type_hints(service)["return"])
