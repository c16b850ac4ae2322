"""Edge rule 7: how long a result counts. No general law gives a report a term: the duty's age and its own term do."""

from datetime import date

from registry.rules.days import end_of_month, months_after
from registry.rules.record import Ends, Requirement, Result


def last_day(result: Result, requirement: Requirement) -> date | None:
    """The last day the result counts for the requirement; None: no end (edge rule 7).

    Test day + months, cut to the month's end; the report's own ``valid_until`` only shortens that.
    """
    ends = [end for end in (_age_ends(result, requirement), result.report.valid_until) if end is not None]
    return min(ends) if ends else None


def _age_ends(result: Result, requirement: Requirement) -> date | None:
    if requirement.max_age_months is None:
        return None
    end = months_after(result.finding.tested_on, requirement.max_age_months)
    return end_of_month(end) if requirement.ends is Ends.month else end


def expired(result: Result, requirement: Requirement, on: date) -> bool:
    """Whether the last day is over on `on`; on the last day itself it still counts (edge rules 1 and 7)."""
    last = last_day(result, requirement)
    return last is not None and last < on
