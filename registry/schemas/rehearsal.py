"""A self-contained record with its questions, for a rehearsal from the shell: all of it is read, or none.

Refused as a whole: an unknown key, a bad day, an unknown laboratory or ``amends``, a doubled id, a loop of
amendments, a test day after the day of issue. A wrong record would answer wrongly, so nothing of it is answered.
"""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from core.values.text import Text
from registry.rules.days import Period
from registry.rules.reading import Fields, Problem, Unreadable, each, once, refuse
from registry.rules.record import (
    Accreditation,
    Change,
    Conclusion,
    Finding,
    FreshTest,
    Is,
    Question,
    Record,
    Relation,
    Report,
    Requirement,
)

UNREAD = ("unit", "limit", "client", "sampled_on", "note")
"""Carried along unread, wherever they stand."""
ALL = "all"
_QUESTION = ("on", "subject", "batch", "laboratories", "relations", "changes", "reports", "requirements", *UNREAD)
_SCOPE = ("kind", "parameter", "standard", "from", "to", "suspended", *UNREAD)
_RELATION = ("standard", "is", "of", "transition_until", *UNREAD)
_CHANGE = ("subject", "on", "kind", "touches", *UNREAD)
_REPORT = (
    "id", "number", "laboratory", "subject", "issued_on", "batch", "withdrawn_on", "amends", "valid_until", "findings",
    *UNREAD,
)  # fmt: skip
_FINDING = ("id", "parameter", "standard", "tested_on", "conclusion", "value", "qualifier", *UNREAD)
_REQUIREMENT = ("id", "parameter", "standards", "max_age_months", "accreditation", "fresh_test", *UNREAD)
_LATER = Text("检测日 {tested} 晚于签发日 {issued}", "The test day {tested} is after the day of issue {issued}")
_NO_LABORATORY = Text("没有检测机构“{id}”", "There is no laboratory “{id}”")
_NO_REPORT = Text("没有所更正的报告“{id}”", "There is no report “{id}” to amend")
_LOOP = Text("更正成了一个圈：经过“{id}”又回到自己", "The amendments form a loop through “{id}”")


def read_questions(document: Any) -> tuple[Question, ...]:
    """The questions of a file, in their order.

    :raises Unreadable: with the place and reason of everything that cannot be taken.
    """
    fields = Fields(document, "", ("questions", *UNREAD))
    return each(fields.needed("questions"), "questions", _read_question)


def _read_question(value: Any, path: str) -> Question:
    fields = Fields(value, path, _QUESTION)
    given = {} if fields.get("laboratories") is None else fields.get("laboratories")
    laboratories = Fields(given, fields.at("laboratories"), list(given) if isinstance(given, Mapping) else ())
    scopes = [
        scope for name in laboratories.value for scope in laboratories.each(name, partial(_read_scope, laboratory=name))
    ]
    reports = fields.each("reports", _read_report)
    _check_reports(reports, laboratories.value, fields.at("reports"))
    requirements = each(fields.needed("requirements"), fields.at("requirements"), read_requirement)
    once([(f"{fields.at('requirements')}.{index}.id", one.id) for index, one in enumerate(requirements)])
    record = Record(
        reports, tuple(scopes), fields.each("relations", _read_relation), fields.each("changes", _read_change)
    )
    return Question(fields.day("on"), fields.text("subject"), fields.optional_text("batch"), record, requirements)


def _read_scope(value: Any, path: str, laboratory: str) -> Accreditation:
    fields = Fields(value, path, _SCOPE)
    return Accreditation(
        laboratory=laboratory,
        kind=fields.text("kind"),
        parameter=fields.text("parameter"),
        standard=fields.optional_text("standard"),
        period=Period(fields.day("from"), fields.optional_day("to")),
        suspended=fields.each("suspended", _read_period),
    )


def _read_period(value: Any, path: str) -> Period:
    fields = Fields(value, path, ("from", "to", *UNREAD))
    return Period(fields.day("from"), fields.optional_day("to"))


def _read_relation(value: Any, path: str) -> Relation:
    fields = Fields(value, path, _RELATION)
    return Relation(
        fields.text("standard"),
        Is(fields.one_of("is", list(Is))),
        fields.text("of"),
        fields.optional_day("transition_until"),
    )


def _read_change(value: Any, path: str) -> Change:
    fields = Fields(value, path, _CHANGE)
    touches = None if fields.needed("touches") == ALL else frozenset(fields.texts("touches"))
    return Change(fields.text("subject"), fields.day("on"), touches, fields.optional_text("kind") or "")


def _read_report(value: Any, path: str) -> Report:
    fields = Fields(value, path, _REPORT)
    report = Report(
        id=fields.text("id"),
        laboratory=fields.text("laboratory"),
        subject=fields.text("subject"),
        issued_on=fields.day("issued_on"),
        findings=fields.each("findings", _read_finding),
        number=fields.optional_text("number") or "",
        batch=fields.optional_text("batch"),
        withdrawn_on=fields.optional_day("withdrawn_on"),
        amends=fields.optional_text("amends"),
        valid_until=fields.optional_day("valid_until"),
    )
    for index, finding in enumerate(report.findings):
        if finding.tested_on > report.issued_on:
            place = f"{fields.at('findings')}.{index}.tested_on"
            raise refuse(place, _LATER, tested=finding.tested_on, issued=report.issued_on)
    return report


def _read_finding(value: Any, path: str) -> Finding:
    fields = Fields(value, path, _FINDING)
    concluded = fields.get("conclusion") is not None
    return Finding(
        id=fields.text("id"),
        parameter=fields.text("parameter"),
        standard=fields.optional_text("standard"),
        tested_on=fields.day("tested_on"),
        conclusion=Conclusion(fields.one_of("conclusion", list(Conclusion)) if concluded else Conclusion.not_stated),
    )


def read_requirement(value: Any, path: str) -> Requirement:
    """A requirement of its own.

    :raises registry.rules.reading.Unreadable: if it cannot be taken.
    """
    fields = Fields(value, path, _REQUIREMENT)
    return Requirement(
        id=fields.text("id"),
        parameter=fields.text("parameter"),
        standards=frozenset(fields.texts("standards")),
        accreditation=frozenset(fields.texts("accreditation")),
        max_age_months=fields.optional_whole("max_age_months"),
        fresh_test=_read_fresh_test(fields.get("fresh_test"), fields.at("fresh_test")),
    )


def _read_fresh_test(value: Any, path: str) -> FreshTest | None:
    if value is None:
        return None
    fields = Fields(value, path, ("article", "from", "to", *UNREAD))
    return FreshTest(fields.optional_text("article") or "", fields.optional_day("from"), fields.optional_day("to"))


def _check_reports(reports: tuple[Report, ...], laboratories: Collection[str], path: str) -> None:
    """Ids once each, laboratories and amended reports there, no loop."""
    once([(f"{path}.{index}.id", one.id) for index, one in enumerate(reports)])
    once(
        [
            (f"{path}.{index}.findings.{place}.id", finding.id)
            for index, one in enumerate(reports)
            for place, finding in enumerate(one.findings)
        ]
    )
    amended = {one.id: one.amends for one in reports}
    problems: list[Problem] = []
    for index, one in enumerate(reports):
        if one.laboratory not in laboratories:
            problems += refuse(f"{path}.{index}.laboratory", _NO_LABORATORY, id=one.laboratory).problems
        if one.amends is not None and one.amends not in amended:
            problems += refuse(f"{path}.{index}.amends", _NO_REPORT, id=one.amends).problems
        elif _returns(one.id, amended):
            problems += refuse(f"{path}.{index}.amends", _LOOP, id=one.amends).problems
    if problems:
        raise Unreadable(*problems)


def _returns(start: str, amended: Mapping[str, str | None]) -> bool:
    """Whether the line of amended reports comes back to `start`."""
    seen: set[str] = set()
    here = amended.get(start)
    while here is not None and here not in seen:
        if here == start:
            return True
        seen.add(here)
        here = amended.get(here)
    return False
