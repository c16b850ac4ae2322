"""The rows of a draft: as cells, with keys proposed for their items, compared with the edition before."""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select

from burden.models.editions import COLUMNS, Edition, Entry
from burden.models.states import State
from burden.rules.differences import Cells, RowChange, compare, plain
from burden.services import cataloguing
from burden.services.cell_checks import NATURES
from burden.services.importing import ListedRow
from core.db import db

FIELDS = tuple(COLUMNS.values())
_BRACKETED = re.compile(r"[（(][^）)]*[）)]$")
_COLUMNS = tuple(getattr(Entry, name) for name in FIELDS)


def cells_of(entry: Any) -> dict[str, str]:
    """An entry, or a row of its columns, as plain text."""
    cells = {name: getattr(entry, name) for name in FIELDS}
    return cells | {"confirmed": "是" if cells["confirmed"] else "否", "item_key": cells["item_key"] or ""}


def columns_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """Plain text → the columns of `entry`."""
    named: dict[str, Any] = {name: cells.get(name, "") for name in FIELDS}
    return named | {"confirmed": cells.get("confirmed") == "是", "item_key": cells.get("item_key") or None}


def rows_of(edition_id: int | None) -> list[tuple[int, Cells]]:
    """All rows of an edition as (row number, cells); none for None."""
    if edition_id is None:
        return []
    found = db.session.execute(select(Entry.row, *_COLUMNS).where(Entry.edition_id == edition_id).order_by(Entry.row))
    return [(row.row, cells_of(row)) for row in found]


def add_rows(edition_id: int, rows: Iterable[tuple[int, Cells]]) -> None:
    """Write rows in one statement; a list can have many."""
    values = [{"edition_id": edition_id, "row": number, **columns_of(cells)} for number, cells in rows]
    if values:
        db.session.execute(insert(Entry), values)


def changes(base_id: int | None, rows: Sequence[tuple[int, Cells]]) -> list[RowChange]:
    """What `rows` change in the edition before."""
    return compare(rows_of(base_id), rows)


def with_keys(rows: Iterable[ListedRow], region: str, base: Edition | None) -> list[tuple[int, Cells]]:
    """Rows with an item's key for each that names none: the key the name has on record for that place, or a new one.

    Names count only where they were published: the same words in another province's list may be another charge.
    """
    rows = list(rows)
    known = _keys_by_name(region, base) if any(not row.words["item_key"] for row in rows) else {}
    return [(row.row, {**row.words, "item_key": key_for(row.words, region, known)}) for row in rows]


def key_for(cells: Cells, region: str, known: Mapping[str, str]) -> str:
    """The key of the item that a row is about; none for what is no charge (a fine, a tax, a market price)."""
    if cells.get("item_key"):
        return cells["item_key"]
    name = plain(cells.get("item_name", ""))
    if name in known:
        return known[name]
    if cells.get("list_nature") not in NATURES:
        return ""
    return f"L{region}-{sha256(name.encode()).hexdigest()[:8].upper()}"


def keys_on_record(region: str, base: Edition | None) -> Mapping[str, str]:
    """Name in one spelling → key, as published for that place."""
    return _keys_by_name(region, base)


def _keys_by_name(region: str, base: Edition | None) -> dict[str, str]:
    """From the widest to the narrowest, the nearest wins: structured items, lists above, the list before."""
    above = {"000000", region[:2] + "0000", region[:4] + "00", region}
    structured = [
        (name, item.key)
        for item in cataloguing.current().items.values()
        if item.structured and item.region in above
        for name in (*item.aliases, item.name)
    ]
    listed = (
        select(Entry.item_name, Entry.item_key)
        .join(Edition)
        .where(Edition.state == State.published, Edition.region.in_(above), Entry.item_key.is_not(None))
        .order_by(Edition.region, Edition.id)
    )
    before = select(Entry.item_name, Entry.item_key).where(Entry.edition_id == (base.id if base else 0))
    named = structured + [(name, key) for query in (listed, before) for name, key in db.session.execute(query) if key]
    return _short_names(named) | {plain(name): key for name, key in named}


def _short_names(named: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Names without their class and brackets (``证照费—机动车号牌工本费（含…）``), where that means one key."""
    keys: dict[str, set[str]] = {}
    for name, key in named:
        short = plain(_BRACKETED.sub("", name.rpartition("—")[2]))
        if len(short) >= 4:
            keys.setdefault(short, set()).add(key)
    return {short: found.pop() for short, found in keys.items() if len(found) == 1}
