"""What is on record and what is asked of it, as the rules see it: plain dataclasses, no rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.rules.days import Period


class Conclusion(StrEnum):
    """What the laboratory concluded of one parameter; 基本符合 is none of these and is never mapped to one."""

    passed = "pass"
    failed = "fail"
    not_stated = "not_stated"
    """A value without a conclusion is neither pass nor fail."""


class Is(StrEnum):
    """How one method standard stands to another."""

    identical = "identical"
    """Both ways the same (等同)."""
    covers = "covers"
    """Whatever the other shows is shown by this one; not the other way."""
    predecessor = "predecessor"
    """This one was replaced by the other; accepted for tests up to the end of the transition."""


class Ends(StrEnum):
    """Where a greatest age ends."""

    day = "day"
    """On the day of the same number, cut to the month's end."""
    month = "month"
    """Through the last day of that month: special-equipment reports state the next inspection to the month only."""


@dataclass(frozen=True, slots=True)
class Accreditation:
    """One entry of a laboratory's scope: a licence of one kind for one parameter by one very standard."""

    laboratory: str
    kind: str
    """CMA, CNAS, SE, METROLOGY, LIGHTNING …; which of them counts is the requirement's to say."""
    parameter: str
    standard: str | None
    """With its year; None for an evaluation, which has no method."""
    period: Period
    suspended: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """`standard` `kind` `of`: for example TSG N0001-2017 is the predecessor of TSG 81-2022."""

    standard: str
    kind: Is
    of: str
    transition_until: date | None = None
    """Of a predecessor: the last test day it is accepted for; None: no transition known, so never."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something done to a subject that ends the findings it touches: a renovation, repair, relocation."""

    subject: str
    on: date
    touches: frozenset[str] | None
    """Parameters; None: all of them."""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One parameter of one report."""

    id: str
    parameter: str
    standard: str | None
    """The method with its year; None where the report names none, or it is an evaluation."""
    tested_on: date
    conclusion: Conclusion


@dataclass(frozen=True, slots=True)
class Report:
    """One version of a report; an amendment is a whole new version that names the one it amends."""

    id: str
    laboratory: str
    subject: str
    issued_on: date
    findings: tuple[Finding, ...]
    number: str = ""
    batch: str | None = None
    withdrawn_on: date | None = None
    amends: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A finding together with the report it stands in."""

    report: Report
    finding: Finding


@dataclass(frozen=True, slots=True)
class Record:
    """Everything known that may bear on an answer; order does not matter."""

    reports: Collection[Report] = ()
    accreditations: Collection[Accreditation] = ()
    relations: Collection[Relation] = ()
    changes: Collection[Change] = ()


@dataclass(frozen=True, slots=True)
class FreshTest:
    """An article that demands a new test at an event, within its own dates."""

    article: str
    start: date | None
    """The day of the event; None: there was no such event, so nothing is demanded."""
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a procedure asks of a subject: one parameter, and what counts as an answer."""

    id: str
    parameter: str
    standards: frozenset[str]
    """Accepted methods with their years; empty: the method is not looked at (an evaluation)."""
    accreditation: frozenset[str]
    """Kinds of licence that count; none listed: none counts."""
    max_age_months: int | None = None
    """Counted from the test day; None: no fixed age."""
    fresh_test: FreshTest | None = None
    ends: Ends = Ends.day


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a record of its own: which subject, what of it, on what day."""

    on: date
    subject: str
    batch: str | None
    record: Record
    requirements: tuple[Requirement, ...]
