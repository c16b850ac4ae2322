"""What every answer of the catalogue's API depends on, and its shape."""

import typing
from collections.abc import Callable
from typing import Any

from burden.services import cataloguing
from core import clock
from core.api import shape
from core.documents import schema_of


def version() -> str:
    """The tag of every answer: it changes with the catalogue, with the day, and with the shape of answers.

    One cheap query; the address says the rest. Today counts even beside `on`: what lies ahead is marked by it.
    """
    return f"{cataloguing.version()}.{clock.today()}.{shape()}"


def shape_of(service: Callable[..., Any]) -> dict[str, Any]:
    """The JSON Schema of what a service returns."""
    return schema_of(typing.get_type_hints(service)["return"])
