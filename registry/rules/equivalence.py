"""Edge rule 4: which method standards count for those a requirement lists. The year is part of a standard."""

from collections.abc import Collection
from datetime import date

from registry.rules.record import Is, Relation


def accepted(standard: str | None, tested_on: date, listed: Collection[str], relations: Collection[Relation]) -> bool:
    """Whether a test by `standard` on that day counts for a requirement that lists `listed` (edge rule 4).

    Nothing listed: the method is not looked at. Relations go one step and never chain; an edition that is neither
    listed nor related is not accepted, also a newer one.
    """
    if not listed or standard in listed:
        return True
    return standard is not None and any(_leads(one, standard, tested_on, listed) for one in relations)


def _leads(relation: Relation, standard: str, tested_on: date, listed: Collection[str]) -> bool:
    """One step from `standard` to one listed: identical both ways, covers one way, predecessor in its transition."""
    if relation.standard == standard and relation.of in listed:
        return relation.kind is not Is.predecessor or in_transition(relation, tested_on)
    return relation.kind is Is.identical and relation.of == standard and relation.standard in listed


def in_transition(relation: Relation, tested_on: date) -> bool:
    """Whether a test by a predecessor still counts: tested by the end of the transition, if one is known (rule 4)."""
    return relation.transition_until is not None and tested_on <= relation.transition_until
