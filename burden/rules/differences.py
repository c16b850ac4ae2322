"""What one edition of a list changes in the one before: rows added, rows changed cell by cell, rows ended.

Rows are told apart by item and name, never by serial number: lists leave numbers out and count anew each year.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Cells = Mapping[str, str]
"""A row by the columns of the published form."""

SUBSTANCE = (
    "department", "collecting_body", "body_kind", "item_name", "list_nature", "funds", "payers", "standard_words",
    "set_by", "basis_words", "relief_words", "on_enterprises",
)  # fmt: skip
"""Columns whose change is a change of the list, to be given a reason; the others are bookkeeping."""
BOOKKEEPING = ("serial", "remark", "source", "confirmed", "item_key")


class Change(StrEnum):
    """What became of a row."""

    added = "added"
    changed = "changed"
    ended = "ended"
    touched = "touched"
    """Only bookkeeping changed, or the spelling: brackets, blanks, full-width letters."""
    same = "same"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell, before and after."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row, before (None: added) and after (None: ended)."""

    change: Change
    old: Cells | None
    new: Cells | None
    old_row: int | None
    new_row: int | None
    cells: tuple[CellChange, ...] = ()

    @property
    def name(self) -> str:
        """What the charge is called, now or until now."""
        row = self.new if self.new is not None else self.old
        return row["item_name"] if row else ""


_BRACKETS = str.maketrans(
    {"〔": "[", "〕": "]", "［": "[", "］": "]", "【": "[", "】": "]", "（": "(", "）": ")", "，": ","}
)
_BLANK = re.compile(r"\s+")


def plain(cell: str) -> str:
    """A cell in one spelling, for telling a change of words from a change of form."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", cell.translate(_BRACKETS))).translate(_BRACKETS)


def compare(old: Sequence[tuple[int, Cells]], new: Sequence[tuple[int, Cells]]) -> list[RowChange]:
    """The changes from `old` to `new`, both as (row number, cells): in the order of `new`, what ended at the end."""
    partners = _paired(old, new)
    by_old = {number: cells for number, cells in old}
    found = [_row_change(by_old, partners.get(number), number, cells) for number, cells in new]
    kept = set(partners.values())
    found += [RowChange(Change.ended, cells, None, number, None) for number, cells in old if number not in kept]
    return found


def _row_change(by_old: Mapping[int, Cells], partner: int | None, number: int, cells: Cells) -> RowChange:
    if partner is None:
        return RowChange(Change.added, None, cells, None, number)
    before = by_old[partner]
    differing = tuple(
        CellChange(field, before.get(field, ""), cells.get(field, ""))
        for field in (*SUBSTANCE, *BOOKKEEPING)
        if before.get(field, "") != cells.get(field, "")
    )
    substance = [cell for cell in differing if cell.field in SUBSTANCE and plain(cell.old) != plain(cell.new)]
    change = Change.changed if substance else Change.touched if differing else Change.same
    return RowChange(change, before, cells, partner, number, tuple(substance) if substance else differing)


Identity = Callable[[Cells], tuple[str, ...] | None]


def _by_all(cells: Cells) -> tuple[str, ...]:
    return (cells.get("item_key", ""), *(plain(cells.get(name, "")) for name in SUBSTANCE))


def _by_key_and_name(cells: Cells) -> tuple[str, ...] | None:
    return (cells["item_key"], plain(cells["item_name"])) if cells.get("item_key") else None


def _by_name_and_body(cells: Cells) -> tuple[str, ...]:
    return tuple(plain(cells.get(name, "")) for name in ("item_name", "collecting_body", "department", "payers"))


def _by_name(cells: Cells) -> tuple[str, ...]:
    return (plain(cells.get("item_name", "")),)


def _by_key(cells: Cells) -> tuple[str, ...] | None:
    return (cells["item_key"],) if cells.get("item_key") else None


def _paired(old: Sequence[tuple[int, Cells]], new: Sequence[tuple[int, Cells]]) -> dict[int, int]:
    """New row number → old row number: by everything, then by ever fewer marks; several alike pair in their order."""
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for identity in (_by_all, _by_name_and_body, _by_key_and_name, _by_name, _by_key):
        waiting = _grouped(identity, [(number, cells) for number, cells in old if number not in taken])
        coming = _grouped(identity, [(number, cells) for number, cells in new if number not in partners])
        for mark, numbers in coming.items():
            if identity is _by_key and (len(numbers), len(waiting.get(mark, ()))) != (1, 1):
                continue  # several rows of one key: which became which cannot be told
            pairs = dict(zip(numbers, waiting.get(mark, ()), strict=False))
            partners.update(pairs)
            taken.update(pairs.values())
    return partners


def _grouped(identity: Identity, rows: Sequence[tuple[int, Cells]]) -> dict[tuple[str, ...], list[int]]:
    grouped: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, cells in rows:
        if mark := identity(cells):
            grouped[mark].append(number)
    return grouped
