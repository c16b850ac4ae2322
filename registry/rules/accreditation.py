"""Edge rule 5: whether the laboratory was licensed for that very test on the test day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from registry.rules.days import Period
from registry.rules.record import Accreditation, Result

Scope = tuple[str, str, str, str | None]
"""Laboratory, kind, parameter, the very standard (None: an evaluation)."""


@dataclass(frozen=True, slots=True)
class Licence:
    """All entries of one scope merged: several periods, several suspensions."""

    periods: tuple[Period, ...]
    suspended: tuple[Period, ...]

    def held(self, day: date) -> bool:
        """Whether it was in force on `day`: in some period, in no suspension, whose ends belong to it (edge rule 5)."""
        return any(one.holds(day) for one in self.periods) and not any(one.holds(day) for one in self.suspended)


@dataclass(frozen=True, slots=True)
class Licences:
    """Who was licensed for what, and when."""

    by_scope: dict[Scope, Licence]

    @classmethod
    def of(cls, entries: Iterable[Accreditation]) -> Self:
        """Entries of one laboratory for the same kind, parameter and standard are one accreditation: merged."""
        merged: dict[Scope, list[Accreditation]] = defaultdict(list)
        for entry in entries:
            merged[entry.laboratory, entry.kind, entry.parameter, entry.standard].append(entry)
        return cls(
            {
                scope: Licence(
                    tuple(entry.period for entry in same),
                    tuple(period for entry in same for period in entry.suspended),
                )
                for scope, same in merged.items()
            }
        )

    def accredited(self, result: Result, kinds: Collection[str]) -> bool:
        """Whether the laboratory held one of `kinds` for the parameter by the very standard used, on the test day.

        An evaluation has no standard: empty matches empty. What was lost later does no harm (edge rule 5).
        """
        finding = result.finding
        scopes = ((result.report.laboratory, kind, finding.parameter, finding.standard) for kind in kinds)
        return any(licence.held(finding.tested_on) for one in scopes if (licence := self.by_scope.get(one)))
