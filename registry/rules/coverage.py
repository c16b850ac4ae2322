"""coverage(subject, requirements, record, on): what need not be tested again, and why the rest must. Pure.

The edge rules, a file each: 1 `days`, 2 `versions`, 3 `batches`, 4 `equivalence`, 5 `accreditation`, 6 `failing`,
7 `validity`, 8 `changes`, 9 `fresh_tests`, 10 `nearest`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from core.values.text import Text
from registry.rules import sentences
from registry.rules.accreditation import Licences
from registry.rules.batches import other_batch
from registry.rules.changes import changed_since
from registry.rules.equivalence import accepted
from registry.rules.failing import hidden, latest_fail
from registry.rules.fresh_tests import too_old
from registry.rules.nearest import Reasons, nearest, united
from registry.rules.reasons import Reason
from registry.rules.record import Change, Conclusion, Record, Relation, Requirement, Result
from registry.rules.validity import expired, last_day
from registry.rules.versions import Versions


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says to one requirement."""

    subject: str
    requirement: Requirement
    findings: tuple[Result, ...]
    """Those that satisfy it: newest test day first, then newest issue, then by id."""
    until: date | None
    """The last day of cover by those findings, by what is known on the day asked about; None: no end, or no cover."""
    reasons: Reasons
    """Why even the nearest findings do not satisfy it; empty where it is satisfied."""
    by_finding: Mapping[str, Reasons]
    """Every reason of every finding reported, by its id, in the order of `findings`; none: it satisfies."""
    because: Text
    """All this in one sentence."""

    @property
    def satisfied(self) -> bool:
        """Whether nothing is left to test."""
        return bool(self.findings)

    def as_dict(self, language: str = "zh") -> dict[str, Any]:
        """The form of the shell and the API."""
        return {
            "satisfied": self.satisfied,
            "findings": [result.finding.id for result in self.findings],
            "until": self.until.isoformat() if self.until else None,
            "reasons": [reason.value for reason in self.reasons],
            "by_finding": {name: [reason.value for reason in each] for name, each in self.by_finding.items()},
            "because": self.because.render(language),
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answers, in the order of the requirements."""

    answers: tuple[Answer, ...]

    @property
    def residual(self) -> tuple[Answer, ...]:
        """What is left to test."""
        return tuple(answer for answer in self.answers if not answer.satisfied)

    @property
    def avoided(self) -> tuple[Answer, ...]:
        """What need not be tested again."""
        return tuple(answer for answer in self.answers if answer.satisfied)

    def as_dict(self, language: str = "zh") -> dict[str, Any]:
        """By the requirements' ids."""
        return {answer.requirement.id: answer.as_dict(language) for answer in self.answers}


@dataclass(frozen=True, slots=True)
class View:
    """The record as it bears on one subject on one day; made once for all requirements."""

    subject: str
    batch: str | None
    on: date
    versions: Versions
    licences: Licences
    relations: tuple[Relation, ...]
    changes: tuple[Change, ...]
    by_parameter: Mapping[str, list[Result]]
    """The subject's findings, in the order they are told."""

    @classmethod
    def of(cls, record: Record, subject: str, batch: str | None, on: date) -> Self:
        """The view of `record`."""
        by_parameter: dict[str, list[Result]] = defaultdict(list)
        own = [Result(report, one) for report in record.reports if report.subject == subject for one in report.findings]
        for result in sorted(own, key=_newest_first):
            by_parameter[result.finding.parameter].append(result)
        return cls(
            subject=subject,
            batch=batch,
            on=on,
            versions=Versions.of(record.reports, on),
            licences=Licences.of(record.accreditations),
            relations=tuple(record.relations),
            changes=tuple(change for change in record.changes if change.subject == subject),
            by_parameter=by_parameter,
        )

    def reported(self, parameter: str) -> list[Result]:
        """The subject's findings of the parameter that speak for themselves: no newer version has it (rule 2)."""
        return [one for one in self.by_parameter.get(parameter, ()) if not self.versions.spoken_for(one)]


def _newest_first(result: Result) -> tuple[int, int, str]:
    return -result.finding.tested_on.toordinal(), -result.report.issued_on.toordinal(), result.finding.id


def coverage(
    subject: str, requirements: Iterable[Requirement], record: Record, on: date, *, batch: str | None = None
) -> Coverage:
    """Per requirement the findings of `subject` that satisfy it on `on`, else every reason why the nearest do not."""
    view = View.of(record, subject, batch, on)
    return Coverage(tuple(_answer(requirement, view) for requirement in requirements))


def _answer(requirement: Requirement, view: View) -> Answer:
    results = view.reported(requirement.parameter)
    by_finding = _examined(results, requirement, view)
    findings = tuple(one for one in results if not by_finding[one.finding.id])
    until = _until(findings, requirement)
    if findings:
        because = sentences.satisfied(findings, until)
        return Answer(view.subject, requirement, findings, until, (), by_finding, because)
    reasons = united(by_finding, requirement, view.on)
    because = sentences.missing(nearest(by_finding), reasons)
    return Answer(view.subject, requirement, (), None, reasons, by_finding, because)


def _until(findings: Iterable[Result], requirement: Requirement) -> date | None:
    """The latest last day of those findings; None if one has none."""
    days = [last_day(one, requirement) for one in findings]
    return None if None in days else max((day for day in days if day), default=None)


def _examined(results: list[Result], requirement: Requirement, view: View) -> dict[str, Reasons]:
    """Every reason of every finding: first whether it is of account at all (rules 2 to 5), then what it is worth."""
    first = {one.finding.id: tuple(_not_of_account(one, requirement, view)) for one in results}
    acceptable = [one for one in results if not first[one.finding.id]]
    fail, passed = latest_fail(acceptable), {one.finding.id for one in acceptable}
    examined = {}
    for one in results:
        name = one.finding.id
        examined[name] = first[name] + tuple(_worthless(one, requirement, view, fail if name in passed else None))
    return examined


def _not_of_account(result: Result, requirement: Requirement, view: View) -> Iterator[Reason]:
    """Edge rules 2 to 5, in the order of telling."""
    finding = result.finding
    yield from view.versions.reasons(result.report)
    if other_batch(view.batch, result.report.batch):
        yield Reason.other_batch
    if not accepted(finding.standard, finding.tested_on, requirement.standards, view.relations):
        yield Reason.standard_not_accepted
    if not view.licences.accredited(result, requirement.accreditation):
        yield Reason.not_accredited


def _worthless(result: Result, requirement: Requirement, view: View, fail: date | None) -> Iterator[Reason]:
    """Edge rules 6 to 9, in the order of telling; `fail` is the day of the fail that may hide it."""
    finding = result.finding
    if finding.conclusion is Conclusion.not_stated:
        yield Reason.not_stated
    if finding.conclusion is Conclusion.failed or hidden(result, fail):
        yield Reason.failed
    if expired(result, requirement, view.on):
        yield Reason.expired
    if changed_since(result, view.changes, view.on):
        yield Reason.subject_changed
    if too_old(requirement.fresh_test, finding.tested_on, view.on):
        yield Reason.fresh_test_required_by_law
