"""``like``: a scale that borrows the brackets of another item's standard of the day, written out when compiled."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from burden.rules.items import Item, Row
from burden.rules.standards.marginal_rate_scale import MarginalRateScale


def with_borrowed_scales(items: Mapping[str, Item]) -> dict[str, Item]:
    """The same items; each row with `like` replaced by one row for each standard it borrows from, in its period."""
    return {
        key: replace(item, standards=tuple(made for row in item.standards for made in _written_out(row, items)))
        if any(_borrows(row) for row in item.standards)
        else item
        for key, item in items.items()
    }


def _borrows(row: Row) -> bool:
    return isinstance(row.kind, MarginalRateScale) and row.kind.like is not None


def _written_out(row: Row, items: Mapping[str, Item]) -> Iterator[Row]:
    if not isinstance(row.kind, MarginalRateScale) or row.kind.like is None:
        yield row
        return
    lender = items.get(row.kind.like)
    for other in lender.standards if lender else ():
        period = row.period.meets(other.period)
        if period is not None and isinstance(other.kind, MarginalRateScale):
            kind = row.kind.borrowing(other.kind.brackets)
            yield replace(row, kind=kind, period=period, when=row.when.joined(other.when))
