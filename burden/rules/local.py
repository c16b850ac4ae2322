"""A local standard speaks before the national one it specialises, inside its place only, and never above its ceiling.

``specialises``, ``specialises_as``, ``within``, ``local`` of the conventions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from burden.rules.bodies import Body
from burden.rules.case import Case
from burden.rules.conditions import Facts
from burden.rules.inputs import known_facts, yes_or_no
from burden.rules.items import NATIONAL, Bound, Item, Row
from burden.rules.matching.match import REGION, Question
from burden.rules.regions import LEVELS
from burden.rules.standards.kind import Line, Number, yuan
from core.values.text import Text

WITHIN = "within"
"""The fact that answers the question of an item's ``within``."""

_YES_NO = ((True, Text("在", "Yes")), (False, Text("不在", "No")))


@dataclass(frozen=True, slots=True)
class Placed:
    """The item that speaks where the charge arose, or the question that decides which."""

    item: Item
    is_higher: bool = False
    """The local item that was recognised does not reach here; this is the one it specialises."""
    question: Question | None = None
    choices: tuple[Item, ...] = ()
    """Several local standards of one item at this place."""


def placed(item: Item, case: Case) -> Placed:
    """The item exchanged for the place, the payee and what the story says of where it was."""
    children = case.catalogue.specialisations.get(item.key, ())
    if item.specialises is None and not children:
        return _plain(item, case)
    if case.place is None:
        return Placed(item, question=REGION)
    if item.specialises is None:
        return _lower(item, case, children, is_higher=False)
    inside = is_inside(item, case)
    if inside is None and item.within is not None:
        question = Question(WITHIN, item.within.question, type="yes_no", options=_YES_NO)
        return Placed(item, question=question)
    higher = case.catalogue.item(item.specialises)
    if higher is None or (inside and not _is_of_higher(item, higher, case.payee)):
        return Placed(item)
    others = [key for key in case.catalogue.specialisations.get(higher.key, ()) if key != item.key]
    return _lower(higher, case, others, is_higher=True)


def _plain(item: Item, case: Case) -> Placed:
    if item.structured and item.region != NATIONAL and case.place is None:
        return Placed(item, question=REGION)
    return Placed(item)


def _lower(higher: Item, case: Case, keys: Sequence[str], *, is_higher: bool) -> Placed:
    """The local standard of `higher` at this place, `higher` itself if there is none."""
    local = [case.catalogue.items[key] for key in keys]
    here = [one for one in local if is_inside(one, case) and not _is_of_higher(one, higher, case.payee)]
    if len(here) == 1:
        return Placed(here[0])
    return Placed(higher, is_higher=is_higher, choices=tuple(here))


def is_inside(item: Item, case: Case) -> bool | None:
    """Whether the charge arose where the item's standard holds; None = inside the region, the place in it untold."""
    if not case.covers(item.region):
        return False
    if item.within is None or case.place is None:
        return True
    if case.place != item.region:
        return False
    if any(name in case.story for name in item.within.names):
        return True
    said = yes_or_no(case.charge.facts.get(WITHIN))
    if said is not None:
        return said
    return False if _names_elsewhere(item, case) else None


def _names_elsewhere(item: Item, case: Case) -> bool:
    below = (
        region.name
        for region in case.catalogue.regions.by_code.values()
        if region.code != item.region and case.catalogue.regions.covers(item.region, region.code)
    )
    return any(name in case.story or (len(name) > 2 and name[:-1] in case.story) for name in below)


def _is_of_higher(local: Item, higher: Item, payee: Body) -> bool:
    """Whether the payee can only have collected the higher item (a national office charging in the province)."""
    if payee.level == "national" and payee.is_state and local.region != NATIONAL:
        return True
    if payee.fits_any(local.collectors) is not False:
        return False
    if higher.collectors:
        return payee.fits_any(higher.collectors) is True
    of_sector = [one for one in local.collectors if one.sector == payee.sector and one.level and payee.level]
    return any(LEVELS.index(payee.level or "") < LEVELS.index(one.level or "") for one in of_sector)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The higher item's ``bound: max`` of the day, for the same measure; its largest row where the row is untold."""

    rows: tuple[Row, ...]
    facts: Facts

    def __call__(self, row: Row, facts: Facts, total: Number) -> tuple[Number, tuple[Line, ...]]:
        """`total`, lowered to the ceiling where it lies above it."""
        both = {**self.facts, **facts}
        ceilings = [
            above.kind.maximum(both).maximum
            for above in self.rows
            if above.kind.measure == row.kind.measure
            and above.when.test(both) is not False
            and all(name in both for name in above.kind.bases)
        ]
        if not ceilings or total <= max(ceilings):
            return total, ()
        most = max(ceilings)
        text = Text(
            f"不得高于国家规定的上限 {yuan(most)}", f"Not above the ceiling set for the whole country, {yuan(most)}"
        )
        return most, (Line(text, most),)


def ceiling_of(item: Item, case: Case) -> Ceiling | None:
    """The ceiling over a local item's standards, None where there is none."""
    higher = case.catalogue.item(item.specialises) if item.specialises else None
    if higher is None:
        return None
    rows = tuple(row for row in higher.rows_on(case.on) if row.bound is Bound.max)
    return Ceiling(rows, known_facts(higher, case.charge).values) if rows else None
