"""Reading the data files: what stands in them must be known to the code, or nothing of them is used."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from core.values.text import Text


class RulebookError(ValueError):
    """A data file says what the code does not know; the message names the entry and the word."""


def words(entry: Mapping[str, Any]) -> Text:
    """The ``zh`` and ``en`` of an entry."""
    try:
        return Text(str(entry["zh"]), str(entry["en"]))
    except KeyError as error:
        raise RulebookError(f"{entry.get('id')}: no {error}") from error


def only_known(entry: Mapping[str, Any], known: Collection[str], what: str) -> None:
    """Refuse a key that nothing reads: a condition misspelt would otherwise hold for everybody.

    :raises RulebookError: naming it.
    """
    if strange := sorted(str(key) for key in entry if key not in known):
        raise RulebookError(f"{what} {entry.get('id')}: {', '.join(strange)} is nothing that is known here")


def needed(entry: Mapping[str, Any], key: str) -> Any:
    """What stands under `key`.

    :raises RulebookError: if nothing does.
    """
    if entry.get(key) is None:
        raise RulebookError(f"{entry.get('id') or entry.get('stage')}: {key} is missing")
    return entry[key]


def day(value: Any) -> date | None:
    """A day as YAML or CSV gives it; None where nothing stands.

    :raises RulebookError: if it is no day.
    """
    if value is None or value == "" or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise RulebookError(f"{value!r} is no day") from error
