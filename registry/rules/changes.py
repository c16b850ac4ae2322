"""Edge rule 8: a change of the subject after the test ends the findings it touches."""

from collections.abc import Iterable
from datetime import date

from registry.rules.record import Change, Result


def changed_since(result: Result, changes: Iterable[Change], on: date) -> bool:
    """Whether a change that touches the parameter counts: test day < change day ≤ `on` (edge rule 8).

    What was tested on the day of the change was tested after it, as far as anyone knows.
    """
    finding = result.finding
    return any(
        change.subject == result.report.subject
        and finding.tested_on < change.on <= on
        and (change.touches is None or finding.parameter in change.touches)
        for change in changes
    )
