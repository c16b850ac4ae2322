"""Edge rule 10: of what does not satisfy, what comes nearest, and why even that does not count."""

from collections.abc import Mapping
from datetime import date

from registry.rules.fresh_tests import demanded
from registry.rules.reasons import Reason, in_order
from registry.rules.record import Requirement

Reasons = tuple[Reason, ...]


def nearest(by_finding: Mapping[str, Reasons]) -> tuple[str, ...]:
    """The findings with the fewest reasons, in their order (edge rule 10)."""
    fewest = min(map(len, by_finding.values()), default=0)
    return tuple(name for name, reasons in by_finding.items() if len(reasons) == fewest)


def united(by_finding: Mapping[str, Reasons], requirement: Requirement, on: date) -> Reasons:
    """The reasons of the nearest findings, united (edge rule 10).

    ``none_on_record`` only where the subject has no finding for the parameter, and with it
    ``fresh_test_required_by_law`` where an article demands one.
    """
    if by_finding:
        return in_order(reason for name in nearest(by_finding) for reason in by_finding[name])
    fresh = (Reason.fresh_test_required_by_law,) if demanded(requirement.fresh_test, on) else ()
    return (Reason.none_on_record, *fresh)
