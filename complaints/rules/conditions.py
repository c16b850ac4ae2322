"""The words of routing conditions. One function per word; a rule holds if all of its words do.

To add a word: write a function here with its docstring and put it into `CONDITIONS`; the data may use it at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from complaints.rules.matters import Matter

ANY = "any"
"""What a rule may write for "whatever it is"."""


@dataclass(frozen=True, slots=True)
class Case:
    """What conditions may ask about."""

    matter: Matter
    group: str
    """Group of its kind; empty for a kind that is not known."""
    accused_kinds: frozenset[str]
    """Kinds of who answers for the body complained of."""


Condition = Callable[[Any, Case], bool]


def kinds(wanted: Any, case: Case) -> bool:
    """The kind of the matter is one of these."""
    return case.matter.kind in wanted


def groups(wanted: Any, case: Case) -> bool:
    """The kind belongs to one of these groups."""
    return case.group in wanted


def list_types(wanted: Any, case: Case) -> bool:
    """The charge is on one of these lists; null: on none."""
    return case.matter.list_type in wanted


def accused_kinds(wanted: Any, case: Case) -> bool:
    """Who is complained of is a body of one of these kinds."""
    return not case.accused_kinds.isdisjoint(wanted)


def accused_known(wanted: Any, case: Case) -> bool:
    """It is known (true) or not known (false) who is complained of."""
    return case.matter.known is bool(wanted)


CONDITIONS: Mapping[str, Condition] = {
    condition.__name__: condition for condition in (kinds, groups, list_types, accused_kinds, accused_known)
}


def hold(conditions: Mapping[str, Any], case: Case) -> bool:
    """Whether all `conditions` (word → what it wants) hold; none at all hold for every case."""
    return all(wanted == ANY or CONDITIONS[word](wanted, case) for word, wanted in conditions.items())
