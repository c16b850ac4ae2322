"""Two days, or two editions, beside each other. A row missing from an excerpt is not an abolition."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from burden.rules.catalogue import Catalogue
from burden.rules.differences import CellChange as Difference
from burden.rules.differences import Change as Fate
from burden.rules.differences import RowChange, compare
from burden.rules.editions import Edition, Entry
from burden.rules.items import Basis
from burden.services import wording
from burden.services.edition_shapes import EditionComparison, EditionLine, RowDifference
from burden.services.headings import FIELD_WORDS
from burden.services.itemising import official
from burden.services.reasoning import history
from burden.services.shapes import CellChange, DayComparison, ItemChange, ItemLine, Standing
from burden.services.standing import entries_of_day, lines, place, places_of
from core.values.text import Text

_HERE = (Standing.in_force, Standing.words_only)
LABELS = {
    "standing": Text("状态", "Standing"),
    "standard": Text("标准", "Standard"),
    "basis": Text("依据", "Legal basis"),
    "reliefs": Text("减免", "Reliefs"),
}


@lru_cache(maxsize=64)
def days(catalogue: Catalogue, region: str, first: date, second: date) -> DayComparison:
    """What held in `region` on two days, the earlier first."""
    first, second = min(first, second), max(first, second)
    before, after = lines(catalogue, first, region), lines(catalogue, second, region)
    sorted_out: dict[str, list[ItemChange]] = {"added": [], "changed": [], "ended": [], "unknown": [], "unchanged": []}
    for key in before:
        if any(catalogue.regions.covers(held, region) for held in places_of(catalogue)[key]):
            change = _between(catalogue, before[key], after[key], first, second)
            fate = _fate(catalogue, change, first, second, region)
            if fate:
                sorted_out[fate].append(change)
    return DayComparison(
        place=place(catalogue, region),
        first=first,
        second=second,
        added=tuple(sorted_out["added"]),
        changed=tuple(sorted_out["changed"]),
        ended=tuple(sorted_out["ended"]),
        unknown=tuple(sorted_out["unknown"]),
        unchanged=len(sorted_out["unchanged"]),
    )


def _fate(catalogue: Catalogue, change: ItemChange, first: date, second: date, region: str) -> str | None:
    """What became of an item; None where it was on record on neither day."""
    was, is_now = change.before.standing, change.after.standing
    if was in _HERE and is_now in _HERE:
        return "changed" if change.cells else "unchanged"
    if was not in _HERE and is_now not in _HERE:
        since = change.after.since
        ended_between = is_now is Standing.ended and since is not None and first < since <= second
        return "ended" if ended_between else None
    if is_now in _HERE:
        begun = was is Standing.ended or _told(catalogue, change.key, second, first, region)
        return "added" if begun else "unknown"
    gone = is_now is Standing.ended or _told(catalogue, change.key, first, second, region)
    return "ended" if gone else "unknown"


def _told(catalogue: Catalogue, key: str, there: date, elsewhere: date, region: str) -> bool:
    """Whether two whole editions made to be compared, in force on the two days, tell that the item is in one only."""
    listed = entries_of_day(catalogue, catalogue.items[key], there, region)
    others = [edition for edition in catalogue.editions.values() if edition.in_force(elsewhere)]
    return any(
        entry.row not in _partnered(catalogue, entry.edition, other.id)
        for entry in listed
        for other in others
        if _comparable(catalogue.editions[entry.edition], other)
    )


@lru_cache(maxsize=64)
def _partnered(catalogue: Catalogue, edition: str, other: str) -> frozenset[int]:
    """The rows of `edition` that have a partner in `other`."""
    found = compare(_as_cells(_rows(catalogue, other)), _as_cells(_rows(catalogue, edition)))
    both = [one.new_row for one in found if one.old_row is not None and one.new_row is not None]
    return frozenset(both)


def _comparable(one: Edition, other: Edition) -> bool:
    paired = one.diff_with == other.id or other.diff_with == one.id
    return paired and one.coverage == other.coverage == "full"


def _between(catalogue: Catalogue, before: ItemLine, after: ItemLine, first: date, second: date) -> ItemChange:
    why = [change for change in history(catalogue, before.key) if change.on and first < change.on <= second]
    return ItemChange(
        key=before.key,
        name=before.name,
        nature_words=before.nature_words,
        place=before.place,
        before=before,
        after=after,
        cells=_cells(_told_on(catalogue, before, first), _told_on(catalogue, after, second)),
        why=tuple(why),
        confirmed=before.confirmed and after.confirmed,
    )


def _told_on(catalogue: Catalogue, line: ItemLine, on: date) -> dict[str, str]:
    """What a reader would compare, as text."""
    item = catalogue.items[line.key]
    rows = [wording.row(row, item.inputs).zh for row in item.rows_on(on)] if line.rows else []
    reliefs = [
        wording.joined([case, wording.relief(one)] if (case := wording.condition(one.when, item.inputs)) else
                       [wording.relief(one)], "：").zh
        for one in item.reliefs_on(on)
    ]  # fmt: skip
    return {
        "standing": line.standing_words.zh,
        "standard": "\n".join(rows) or (line.standard.zh if line.standard else ""),
        "basis": "、".join(map(_basis, line.basis)),
        "reliefs": "\n".join(reliefs),
    }


def _basis(basis: Basis) -> str:
    return f"{basis.title or ''}{basis.number or ''}{basis.article or ''}"


def _cells(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[CellChange, ...]:
    differing = [name for name in LABELS if before[name] != after[name]]
    return tuple(CellChange(name, LABELS[name], before[name], after[name]) for name in differing)


_EXCERPT = Text(
    "这两版不是都收全了、又指明可以逐行比对的一对：一版里没有的行，不等于取消或新增",
    "These two are not both whole and made to be compared: a row missing from one was not thereby ended or added",
)


def editions(catalogue: Catalogue, before: EditionLine, after: EditionLine, on: date) -> EditionComparison:
    """The rows of two editions, paired by item and name."""
    one, other = catalogue.editions[before.ref.key], catalogue.editions[after.ref.key]
    old, new = _rows(catalogue, one.id), _rows(catalogue, other.id)
    found = compare(_as_cells(old), _as_cells(new))
    by_fate: dict[Fate, list[RowDifference]] = {fate: [] for fate in Fate}
    for change in found:
        by_fate[change.change].append(_difference(catalogue, change, old, new, on))
    assertable = _comparable(one, other)
    added, ended = tuple(by_fate[Fate.added]), tuple(by_fate[Fate.ended])
    return EditionComparison(
        before=before,
        after=after,
        assertable=assertable,
        caution=None if assertable else _EXCERPT,
        added=added if assertable else (),
        changed=tuple(by_fate[Fate.changed]),
        ended=ended if assertable else (),
        only_before=() if assertable else ended,
        only_after=() if assertable else added,
        touched=tuple(by_fate[Fate.touched]),
        unchanged=len(by_fate[Fate.same]),
    )


def _rows(catalogue: Catalogue, edition: str) -> dict[int, Entry]:
    return {entry.row: entry for entry in catalogue.entries if entry.edition == edition}


def _as_cells(rows: Mapping[int, Entry]) -> Sequence[tuple[int, dict[str, str]]]:
    return [(number, _entry_cells(entry)) for number, entry in rows.items()]


def _entry_cells(entry: Entry) -> dict[str, str]:
    return {
        "serial": entry.number,
        "department": entry.department,
        "collecting_body": entry.body,
        "body_kind": entry.body_kind,
        "item_name": entry.name,
        "list_nature": entry.nature_words,
        "funds": entry.funds,
        "payers": entry.payers,
        "standard_words": entry.words,
        "set_by": entry.set_by,
        "basis_words": entry.basis,
        "relief_words": entry.relief,
        "on_enterprises": "是" if entry.on_enterprises else "否",
        "remark": entry.note,
        "source": entry.source,
        "confirmed": "是" if entry.confirmed else "否",
        "item_key": entry.key or "",
    }


def _difference(
    catalogue: Catalogue, change: RowChange, old: Mapping[int, Entry], new: Mapping[int, Entry], on: date
) -> RowDifference:
    before = official(catalogue, old[change.old_row], on) if change.old_row is not None else None
    after = official(catalogue, new[change.new_row], on) if change.new_row is not None else None
    shown = after or before
    return RowDifference(
        name=change.name,
        item_key=shown.item_key if shown else None,
        before=before,
        after=after,
        cells=tuple(_cell(cell) for cell in change.cells),
    )


def _cell(cell: Difference) -> CellChange:
    label = FIELD_WORDS.get(cell.field, Text(cell.field, cell.field))
    return CellChange(cell.field, label, cell.old, cell.new)
