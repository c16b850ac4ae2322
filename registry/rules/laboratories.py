"""Laboratories and their scopes, as ``laboratories-sample.csv`` and ``accreditations-sample.csv`` have them."""

from collections.abc import Iterable, Mapping
from functools import partial

from core.values.text import Text
from registry.rules.days import Period
from registry.rules.reading import Fields, once, refuse, together
from registry.rules.record import Accreditation

SCOPE_COLUMNS = (
    "laboratory", "kind", "certificate", "parameter", "standard", "from", "to", "suspended_from", "suspended_to",
    "note",
)  # fmt: skip
LABORATORY_COLUMNS = (
    "id", "name", "uscc", "region", "cma_number", "cma_from", "cma_to", "cnas_number", "other_kind", "other_number",
    "sample", "note",
)  # fmt: skip
_NO_START = Text("暂停要写从哪天起", "A suspension says from which day")

Row = Mapping[str, str | None]


def read_scopes(rows: Iterable[Row], laboratories: Iterable[str] | None = None) -> tuple[Accreditation, ...]:
    """The entries of a table of scopes; one suspension a row, so the same entry may be there twice (edge rule 5).

    :raises registry.rules.reading.Unreadable: naming every row that cannot be taken, by its number from 2 on.
    """
    known = None if laboratories is None else set(laboratories)
    return together([partial(_read_scope, row, f"row {at}", known) for at, row in enumerate(rows, 2)])


def _read_scope(row: Row, path: str, laboratories: set[str] | None) -> Accreditation:
    fields = Fields(dict(row), path, SCOPE_COLUMNS)
    return Accreditation(
        laboratory=fields.text("laboratory") if laboratories is None else fields.one_of("laboratory", laboratories),
        kind=fields.text("kind"),
        parameter=fields.text("parameter"),
        standard=fields.optional_text("standard"),
        period=Period(fields.day("from"), fields.optional_day("to")),
        suspended=_suspended(fields),
    )


def _suspended(fields: Fields) -> tuple[Period, ...]:
    """The suspension of a row, whose end may not be known yet."""
    start, end = fields.optional_day("suspended_from"), fields.optional_day("suspended_to")
    if start is None:
        if end is not None:
            raise refuse(fields.at("suspended_from"), _NO_START)
        return ()
    return (Period(start, end),)


def read_laboratories(rows: Iterable[Row]) -> tuple[str, ...]:
    """The ids of a table of laboratories, each once.

    :raises registry.rules.reading.Unreadable: naming every row that cannot be taken.
    """
    ids = [
        (f"row {at}.id", Fields(dict(row), f"row {at}", LABORATORY_COLUMNS).text("id"))
        for at, row in enumerate(rows, 2)
    ]
    once(ids)
    return tuple(name for _, name in ids)
