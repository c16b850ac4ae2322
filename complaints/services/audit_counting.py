"""Counts of what an auditor finds: the total, each facet, each month, in one statement over one set of rows.

The values of a facet are counted over all that meets everything else that is asked: so the others stand beside the
chosen one with what they would come to.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select, true, union_all

from complaints.models.cases import UNKNOWN
from complaints.rules.outcomes import OUTCOMES, UPHELD, Outcome
from complaints.rules.states import State
from complaints.services import trees, wording
from complaints.services.audit_criteria import ENDS, NONE, Facet, Search, by_facet, by_number, column, general, month
from complaints.services.wording import DESK_STATES, VERDICTS
from core.db import db
from core.people.models.organisations import Organisation
from core.regions import gazetteer
from core.values.text import Text, same

_TOTAL, _MONTH, _PROVINCE = "total", "month", "广东省"
_EMPTY = {
    Facet.body: Text("单位不在机构表，或没有写明", "body not on record, or not named"),
    Facet.violation: Text("没有核验", "no check"),
    Facet.region: Text("没有写明地区", "no place told"),
    Facet.outcome: Text("还没有结果", "no outcome yet"),
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, and how many matters have it."""

    value: str
    """As it stands in an address."""
    words: Text
    count: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month in which matters were received; one without any is not there."""

    month: str
    """2026-07, in China."""
    received: int
    upheld: int
    """Of these, decided as substantiated, wholly or in part."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a search comes to."""

    total: int
    facets: Mapping[Facet, tuple[FacetValue, ...]]
    """The most frequent first; every value that occurs, and of regions those above them too."""
    months: tuple[Month, ...]


def count(asked: Search, seen: ColumnElement[bool]) -> Counts:
    """Count what is asked for among the matters that are `seen`."""
    chosen = by_facet(asked)
    hits = _hits(chosen, [seen, *general(asked)], asked.q)
    every = [hits.c[f"ok_{facet}"] == 1 for facet in chosen]
    upheld = func.sum(case((hits.c.outcome.in_(sorted(UPHELD)), 1), else_=0))
    parts = [select(literal(_TOTAL), literal(""), func.count(), literal(0)).select_from(hits).where(*every)]
    parts.append(select(literal(_MONTH), hits.c.month, func.count(), upheld).where(*every).group_by(hits.c.month))
    for facet in Facet:
        others = [hits.c[f"ok_{other}"] == 1 for other in chosen if other is not facet]
        value = hits.c[facet.value]
        parts.append(select(literal(facet.value), value, func.count(), literal(0)).where(*others).group_by(value))
    found: dict[str, list[Any]] = {}
    for what, value, number, part in db.session.execute(union_all(*parts)):
        found.setdefault(what, []).append((value, int(number), int(part or 0)))
    return Counts(
        total=found[_TOTAL][0][1],
        facets={facet: _values(facet, {value: n for value, n, _ in found.get(facet.value, [])}) for facet in Facet},
        months=tuple(sorted((Month(*each) for each in found.get(_MONTH, [])), key=lambda each: each.month)),
    )


def _hits(chosen: Mapping[Facet, ColumnElement[bool]], criteria: Sequence[ColumnElement[bool]], query: str) -> Any:
    """The matters to count, once; of each whether it meets what each facet asks. What misses two is of no use."""
    flags = {facet: case((meets, 1), else_=0) for facet, meets in chosen.items()}
    asked = select(
        *(column(facet).label(facet.value) for facet in Facet),
        month().label("month"),
        *(flag.label(f"ok_{facet}") for facet, flag in flags.items()),
    ).where(*criteria)
    asked = by_number(asked, query)
    if len(flags) == 1:
        return asked.cte("hits").prefix_with("MATERIALIZED")
    met: Any = sum(flags.values(), literal(0))
    return asked.where(met >= len(flags) - 1 if flags else true()).cte("hits").prefix_with("MATERIALIZED")


def _values(facet: Facet, counted: Mapping[str, int]) -> tuple[FacetValue, ...]:
    if facet is Facet.region:
        counted = _summed_up(counted)
    words = _words(facet, counted)
    codes = _codes(counted) if facet is Facet.body else {}
    found = [FacetValue(codes.get(value, value) or NONE, words[value], n) for value, n in counted.items()]
    return tuple(sorted(found, key=lambda each: (-each.count, each.value)))


def _summed_up(counted: Mapping[str, int]) -> dict[str, int]:
    """Regions with everything below them; the whole country is no region to tell apart by."""
    found: Counter[str] = Counter()
    for code, number in counted.items():
        path = [region.code for region in gazetteer().path(code)] or [code]
        for each in path:
            found[each] += number
    return dict(found)


def _words(facet: Facet, values: Mapping[str, int]) -> dict[str, Text]:
    if facet is Facet.body:
        names = trees.names({int(value) for value in values})
        known = {value: same(names.get(int(value), "")) for value in values}
    else:
        known = {value: word_of(facet, value) for value in values}
    return {value: words if words.zh else _EMPTY.get(facet, same(value)) for value, words in known.items()}


def word_of(facet: Facet, value: str) -> Text:
    """What a value of a facet other than the body is called; empty for an empty one."""
    if not value:
        return same("")
    if facet is Facet.kind:
        return wording.kind_name(value)
    if facet is Facet.region:
        whole = gazetteer().full_name(value)
        return same(whole.removeprefix(_PROVINCE) or whole)
    if facet is Facet.state:
        return DESK_STATES[State(value)] if value in list(State) else same(value)
    if facet is Facet.outcome:
        return OUTCOMES[Outcome(value)] if value in list(Outcome) else ENDS.get(value) or same(value)
    return VERDICTS.get(value) or same(value)


def words_of_value(facet: Facet, value: str) -> Text:
    """What a value of an address is called: of a body its name."""
    if value == NONE:
        return _EMPTY.get(facet, same(value))
    if facet is not Facet.body:
        return word_of(facet, value)
    number = trees.ids([value]).get(value, UNKNOWN)
    return same(trees.names([number]).get(number, value))


def outcome_words() -> dict[str, Text]:
    """Every outcome there is, those without a decision too."""
    return {outcome.value: words for outcome, words in OUTCOMES.items()} | ENDS


def _codes(values: Mapping[str, int]) -> dict[str, str]:
    """Codes of organisations by their row numbers, as text."""
    asked = select(Organisation.id, Organisation.code).where(Organisation.id.in_({int(value) for value in values}))
    return {str(UNKNOWN): ""} | {str(number): code for number, code in db.session.execute(asked)}
