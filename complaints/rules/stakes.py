"""Who has a stake and may not handle: the exclusions of ``routing.yaml``, one function for each of its ``who``.

A line superior is not excluded as such: law makes it the corrector (行政许可法 75); it is only where it shares the
money or set the charge. Nor is a sister bureau for standing under the same government.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from complaints.rules.matters import Matter
from complaints.rules.tree import Body, Standing
from core.values.text import Text

RUN_BY_OTHERS = frozenset({"branch", "public_institution", "association", "intermediary", "utility"})
"""Kinds behind which somebody else stands: who runs, sponsors, designates or owns them."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A reason for which a body may not handle."""

    id: str
    who: str
    reason: Text
    basis: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Excluded:
    """A body that may not handle, and by which exclusion; one with two reasons stands twice."""

    code: str
    by: Exclusion


def accused(matter: Matter, standing: Standing) -> tuple[str, ...]:
    """The body complained of; where it had ended, also who took over."""
    return standing.with_successors([matter.body]) if matter.body else ()


def descendants_of_accused(matter: Matter, standing: Standing) -> tuple[str, ...]:
    """Everything under it; of a government, all its bureaux."""
    return standing.descendants(accused(matter, standing))


def controller_and_its_descendants(matter: Matter, standing: Standing) -> tuple[str, ...]:
    """Who runs, sponsors, designates or owns it, up to the first that nobody else stands behind; and all under those.

    Asked only of branches, institutions, associations, intermediaries and utilities that have somebody above.
    """
    passed: dict[str, Body] = {}
    waiting = [standing.known[code] for code in accused(matter, standing) if code in standing.known]
    while waiting:
        body = waiting.pop()
        if body.kind in RUN_BY_OTHERS:
            above = [parent for parent in standing.parents(body) if parent.code not in passed]
            passed |= {parent.code: parent for parent in above}
            waiting += above
    return (*passed, *standing.descendants(passed))


def beneficiaries_and_descendants(matter: Matter, standing: Standing) -> tuple[str, ...]:
    """Who receives or shares the money, and all under them."""
    return _with_descendants(matter.beneficiaries, standing)


def authors_and_descendants(matter: Matter, standing: Standing) -> tuple[str, ...]:
    """Who set the charge or ordered it, and all under them."""
    return _with_descendants(matter.authors, standing)


def line_subordinates(matter: Matter, standing: Standing) -> tuple[str, ...]:
    """Bodies whose line superior is the accused, step by step."""
    return standing.line_subordinates(accused(matter, standing))


def previous_handlers(matter: Matter, standing: Standing) -> tuple[str, ...]:
    """Who handled it before: themselves alone."""
    return matter.previous_handlers


def _with_descendants(codes: Iterable[str], standing: Standing) -> tuple[str, ...]:
    all_codes = standing.with_successors(codes)
    return (*all_codes, *standing.descendants(all_codes))


STAKES: Mapping[str, Callable[[Matter, Standing], tuple[str, ...]]] = {
    stake.__name__: stake
    for stake in (
        accused,
        descendants_of_accused,
        controller_and_its_descendants,
        beneficiaries_and_descendants,
        authors_and_descendants,
        line_subordinates,
        previous_handlers,
    )
}


def excluded(matter: Matter, standing: Standing, exclusions: Iterable[Exclusion]) -> tuple[Excluded, ...]:
    """Everybody who may not handle `matter`, with every reason: the whole closure, not only who stood in the way."""
    return tuple(
        Excluded(code, exclusion)
        for exclusion in exclusions
        for code in dict.fromkeys(STAKES[exclusion.who](matter, standing))
    )
