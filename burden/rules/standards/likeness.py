"""``like``: a scale that borrows the brackets of another item's standard of the day, written out when compiled."""

from collections.abc import Mapping
from dataclasses import replace

from burden.rules.items import Item, Row
from burden.rules.standards.marginal_rate_scale import MarginalRateScale
from burden.rules.standards.reading import DocumentError, DocumentErrors
from core.values.text import Text


def with_borrowed_scales(items: Mapping[str, Item]) -> dict[str, Item]:
    """The same items; each row with `like` replaced by one row for each standard it borrows from, in its period.

    Raises DocumentErrors where the lender has no brackets to lend.
    """
    errors = [error for item in items.values() for error in _without_lender(item, items)]
    if errors:
        raise DocumentErrors(errors)
    return {key: _written_out(item, items) if _lenders(item) else item for key, item in items.items()}


def _lenders(item: Item) -> dict[int, str]:
    """Row → the item it borrows from."""
    kinds = enumerate(row.kind for row in item.standards)
    return {at: kind.like for at, kind in kinds if isinstance(kind, MarginalRateScale) and kind.like}


def _scales(item: Item | None) -> list[tuple[Row, MarginalRateScale]]:
    rows = item.standards if item else ()
    return [(row, row.kind) for row in rows if isinstance(row.kind, MarginalRateScale) and row.kind.brackets]


def _without_lender(item: Item, items: Mapping[str, Item]) -> list[DocumentError]:
    return [
        DocumentError(
            f"{item.key}.standards.{at}.like",
            Text(f"“{key}”没有可借用的分段", f"“{key}” has no brackets to borrow"),
        )
        for at, key in _lenders(item).items()
        if not _scales(items.get(key))
    ]


def _written_out(item: Item, items: Mapping[str, Item]) -> Item:
    lenders = _lenders(item)
    rows: list[Row] = []
    inputs = dict(item.inputs)
    for at, row in enumerate(item.standards):
        if at not in lenders:
            rows.append(row)
            continue
        lender = items[lenders[at]]
        borrowed = _borrowed(row, lender)
        rows += borrowed
        names = (name for one in borrowed for name in one.when.names)
        inputs |= {name: lender.inputs[name] for name in names if name not in inputs}
    return replace(item, standards=tuple(rows), inputs=inputs)


def _borrowed(row: Row, lender: Item) -> list[Row]:
    made: list[Row] = []
    for other, scale in _scales(lender):
        period = row.period.meets(other.period)
        if period is not None and isinstance(row.kind, MarginalRateScale):
            kind = row.kind.borrowing(scale.brackets)
            made.append(replace(row, kind=kind, period=period, when=row.when.joined(other.when)))
    return made
