"""One report as a page's form tells it: flat fields under the names the reading of the whole knows, row by row.

``number``, ``issued_on``, ``subject.identifier``, ``findings.0.parameter`` … A row of which nothing is filled in is no
row; what was typed in a value's cell (``<0.05``, 未检出) is read as a laboratory's file would be.
"""

import re
from collections.abc import Mapping
from typing import Any

from core.errors import Invalid
from core.values.text import Text
from registry.rules.cells_values import read_value
from registry.rules.reading import Unreadable, day
from registry.schemas.reports import FINDING, read_report
from registry.services import lawkeeping
from registry.services.composing import NewReport
from registry.services.keeping import SubjectRef
from registry.services.reading import ReportPage

MOST_ROWS = 60
_ROW = re.compile(r"findings\.(\d{1,3})\.(\w+)")
_TEXTS = (
    "issuer", "number", "batch", "client", "client_name", "required_by", "sampling", "supersedes", "note",
)  # fmt: skip
_DAYS = ("issued_on", "sampled_on", "valid_until")
_NEEDED_OF_ROW = {
    "parameter": Text("请选检测的是哪一项", "Choose what was tested"),
    "tested_on": Text("请填检测日期", "Give the day of the test"),
}
_NEEDED = {
    "issuer": Text("请选出具报告的检测机构", "Choose the laboratory that issued it"),
    "number": Text("请填报告编号，照报告封面写", "Give the report’s number as on its cover"),
    "issued_on": Text("请填签发日期", "Give the day of issue"),
}
_IDENTIFIER = Text("请填对象的编号，如设备代码、注册代码", "Give what the subject goes by: its equipment code, say")
_KIND = Text("请选对象是什么", "Choose what the subject is")

Errors = dict[str, list[Text]]


def rows(form: Mapping[str, str]) -> int:
    """How many rows of findings the form has; at least one."""
    typed = form.get("rows", "1")
    return min(max(int(typed), 1), MOST_ROWS) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1


def tidied(form: Mapping[str, str]) -> dict[str, str]:
    """The form without rows of which nothing is filled in; those after move up."""
    rest = {name: value for name, value in form.items() if not _ROW.fullmatch(name)}
    count = 0
    for place in range(rows(form)):
        row = _row(form, place)
        if any(value for name, value in row.items() if name != "tested_on"):
            rest |= {f"findings.{count}.{name}": value for name, value in row.items()}
            count += 1
    if not count:
        rest |= {f"findings.0.{name}": value for name, value in _row(form, 0).items()}
    return rest | {"rows": str(max(count, 1))}


def added(form: Mapping[str, str]) -> dict[str, str]:
    """The form with one more row, tested on the day of the last."""
    count = rows(form)
    last = form.get(f"findings.{count - 1}.tested_on", "")
    return {**form, f"findings.{count}.tested_on": last, "rows": str(min(count + 1, MOST_ROWS))}


def _row(form: Mapping[str, str], place: int) -> dict[str, str]:
    return {name: form.get(f"findings.{place}.{name}", "").strip() for name in FINDING}


def read(form: Mapping[str, str]) -> NewReport:
    """The report of a tidied form.

    :raises core.errors.Invalid: naming every field that is missing or cannot be read.
    """
    errors: Errors = {name: [words] for name, words in _NEEDED.items() if not form.get(name, "").strip()}
    if not form.get("subject.id"):
        if not form.get("subject.identifier", "").strip():
            errors["subject.identifier"] = [_IDENTIFIER]
        if not form.get("subject.kind"):
            errors["subject.kind"] = [_KIND]
    findings = [_finding(form, place, errors) for place in range(rows(form))]
    _check_days(form, errors)
    if errors:
        raise Invalid(errors)
    return read_report(
        {
            **{name: form.get(name, "").strip() or None for name in (*_TEXTS, *_DAYS)},
            "subject": _subject(form),
            "voluntary": bool(form.get("voluntary")),
            "findings": findings,
        }
    )


def _subject(form: Mapping[str, str]) -> dict[str, Any]:
    number = form.get("subject.id", "")
    if number.isascii() and number.isdigit():
        return {"id": int(number)}
    return {name: form.get(f"subject.{name}", "").strip() or None for name in ("kind", "identifier", "name")}


def _finding(form: Mapping[str, str], place: int, errors: Errors) -> dict[str, Any]:
    row = _row(form, place)
    for name, words in _NEEDED_OF_ROW.items():
        if not row[name]:
            errors[f"findings.{place}.{name}"] = [words]
    parameter = lawkeeping.current().parameters.get(row["parameter"])
    if parameter is not None and row["value"]:
        measured, doubt = read_value(row["value"], parameter)
        if doubt is not None and doubt.blocking:
            said = Text(f"{doubt.what.zh}。{doubt.remedy.zh}", f"{doubt.what.en}. {doubt.remedy.en}")
            errors[f"findings.{place}.value"] = [said]
        row |= {"value": measured.value, "qualifier": measured.qualifier}
    return {name: value or None for name, value in row.items()}


def _check_days(form: Mapping[str, str], errors: Errors) -> None:
    for name in (*_DAYS, *(f"findings.{place}.tested_on" for place in range(rows(form)))):
        typed = form.get(name, "").strip()
        if typed and name not in errors:
            try:
                day(typed, name)
            except Unreadable as error:
                errors[name] = [one.why for one in error.problems]


def of_version(page: ReportPage, subject: SubjectRef, codes: Mapping[int, str]) -> dict[str, str]:
    """A form begun from an earlier version: everything of it, but for number and day of issue.

    :param codes: of the organisations that it names.
    """
    form = {
        "supersedes": page.line.number, "subject.kind": subject.kind, "subject.identifier": subject.identifier,
        "subject.name": subject.name, "batch": page.batch, "client": codes.get(page.client_id, ""),
        "client_name": page.client, "required_by": codes.get(page.required_by_id, ""), "sampling": page.sampling,
        "voluntary": "1" if page.voluntary else "", "rows": str(len(page.findings)),
        "sampled_on": page.sampled_on.isoformat() if page.sampled_on else "",
        "valid_until": page.line.valid_until.isoformat() if page.line.valid_until else "",
    }  # fmt: skip
    for place, one in enumerate(page.findings):
        value = "ND" if one.qualifier == "ND" else f"{one.qualifier}{one.value}"
        said = {"parameter": one.parameter, "method": one.method, "value": value, "limit": one.limit}
        said |= {"conclusion": one.conclusion, "tested_on": one.tested_on.isoformat()}
        form |= {f"findings.{place}.{name}": words for name, words in said.items()}
    return form
