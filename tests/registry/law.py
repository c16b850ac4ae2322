"""Small records for tests: one boiler, one laboratory, and whatever a test changes about them."""

from datetime import date
from typing import Any

from registry.rules.coverage import Answer, coverage
from registry.rules.days import Period
from registry.rules.record import (
    Accreditation,
    Change,
    Conclusion,
    Finding,
    FreshTest,
    Is,
    Record,
    Relation,
    Report,
    Requirement,
)

BOILER, INSIDE = "1号锅炉", "boiler_internal_inspection"
METHOD = "TSG 11-2020"
ON = "2026-05-01"


def day(text: str | None) -> Any:
    """A day, or none; typed as anything so that tests stay short."""
    return None if text is None else date.fromisoformat(text)


def period(start: str, end: str | None = None) -> Period:
    return Period(day(start), day(end))


def finding(name: str = "F1", tested: str = "2025-06-01", conclusion: str = "pass", **more: Any) -> Finding:
    given: dict[str, Any] = {"parameter": INSIDE, "standard": METHOD} | more
    return Finding(id=name, tested_on=day(tested), conclusion=Conclusion(conclusion), **given)


def report(name: str = "R1", *findings: Finding, issued: str = "2025-06-03", **more: Any) -> Report:
    given: dict[str, Any] = {"laboratory": "L1", "subject": BOILER} | more
    for term in ("withdrawn_on", "valid_until"):
        given[term] = day(given.get(term))
    return Report(id=name, issued_on=day(issued), findings=findings or (finding(),), **given)


def scope(start: str = "2020-01-01", end: str | None = "2029-12-31", *suspended: Period, **more: Any) -> Accreditation:
    given: dict[str, Any] = {"laboratory": "L1", "kind": "SE", "parameter": INSIDE, "standard": METHOD} | more
    return Accreditation(period=period(start, end), suspended=suspended, **given)


def relation(standard: str, kind: str, of: str = METHOD, until: str | None = None) -> Relation:
    return Relation(standard, Is(kind), of, day(until))


def change(on: str, touches: set[str] | None = None, subject: str = BOILER) -> Change:
    return Change(subject, day(on), None if touches is None else frozenset(touches))


def fresh(start: str | None, end: str | None = None) -> FreshTest:
    return FreshTest("特种设备安全法第二十五条", day(start), day(end))


def requirement(name: str = "Q1", **more: Any) -> Requirement:
    given: dict[str, Any] = {
        "parameter": INSIDE, "standards": frozenset({METHOD}), "accreditation": frozenset({"SE"}),
        "max_age_months": 24,
    }  # fmt: skip
    return Requirement(id=name, **(given | more))


def record(*reports: Report, **more: Any) -> Record:
    return Record(reports=reports, **({"accreditations": (scope(),)} | more))


def asked(of: Record, on: str = ON, batch: str | None = None, **more: Any) -> Answer:
    """What `of` answers to one requirement."""
    return coverage(BOILER, [requirement(**more)], of, day(on), batch=batch).answers[0]


def reasons(of: Record, on: str = ON, **more: Any) -> str:
    """The reasons as one line; empty where it is satisfied."""
    return " ".join(reason.value for reason in asked(of, on, **more).reasons)


def ids(answer: Answer) -> list[str]:
    """The findings that satisfy it."""
    return [result.finding.id for result in answer.findings]
