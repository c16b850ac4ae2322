"""Edge rule 2: which version of a report speaks on a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from registry.rules.reasons import Reason
from registry.rules.record import Report, Result


@dataclass(frozen=True, slots=True)
class Versions:
    """The reports as they stood on a day: which amends which."""

    on: date
    amendments: dict[str, list[Report]]
    """A report's id → those that amend it, issued or not."""

    @classmethod
    def of(cls, reports: Iterable[Report], on: date) -> Self:
        """The versions among `reports` on that day."""
        amendments: dict[str, list[Report]] = defaultdict(list)
        for report in reports:
            if report.amends is not None:
                amendments[report.amends].append(report)
        return cls(on, dict(amendments))

    def newer(self, report: Report) -> list[Report]:
        """The versions after `report` that are issued by that day, also those withdrawn since (edge rule 2)."""
        return [one for one in self._after(report) if one.issued_on <= self.on]

    def _after(self, report: Report) -> Iterator[Report]:
        if report.id not in self.amendments:
            return
        seen, waiting = {report.id}, [report.id]
        while waiting:
            for one in self.amendments.get(waiting.pop(), ()):
                if one.id not in seen:
                    seen.add(one.id)
                    waiting.append(one.id)
                    yield one

    def spoken_for(self, result: Result) -> bool:
        """Whether a newer version has the parameter for the same subject: then it speaks, not this one (edge rule 2).

        A version that moves the parameter to another subject does not speak for this one.
        """
        parameter = result.finding.parameter
        return any(
            finding.parameter == parameter
            for version in self.newer(result.report)
            if version.subject == result.report.subject
            for finding in version.findings
        )

    def reasons(self, report: Report) -> Iterator[Reason]:
        """Why the report does not count as of that day (edge rule 2).

        It counts from its day of issue on; a withdrawal counts on its day itself; a newer version supersedes from
        its own day of issue on, also when it is itself withdrawn later: the old never revives.
        """
        if report.issued_on > self.on:
            yield Reason.not_yet_issued
        if report.withdrawn_on is not None and report.withdrawn_on <= self.on:
            yield Reason.withdrawn
        if self.newer(report):
            yield Reason.superseded
