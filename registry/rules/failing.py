"""Edge rule 6: a fail outweighs the passes of its day and before."""

from collections.abc import Iterable
from datetime import date

from registry.rules.record import Conclusion, Result


def latest_fail(acceptable: Iterable[Result]) -> date | None:
    """The test day of the newest fail among findings that pass edge rules 2 to 5; None without one (edge rule 6).

    A fail past its age still hides; one by a method or laboratory that does not count hides nothing.
    """
    days = [one.finding.tested_on for one in acceptable if one.finding.conclusion is Conclusion.failed]
    return max(days, default=None)


def hidden(result: Result, fail: date | None) -> bool:
    """Whether the fail of that day hides this acceptable pass: tested the same day or before (edge rule 6).

    A newer pass never hides an older pass: more passing results never mean more tests.
    """
    return fail is not None and result.finding.conclusion is Conclusion.passed and result.finding.tested_on <= fail
