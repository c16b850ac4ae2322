"""Whether what a laboratory reports lies within its scope: it is recorded all the same, and said to count for nothing.

A finding counts only if its laboratory was licensed for that parameter by that standard on the test day (edge rule 5).
"""

from collections.abc import Iterable

from sqlalchemy import select

from core.db import db
from core.values.text import Text
from registry.models.laboratories import Accreditation
from registry.rules.accreditation import Licence, Licences
from registry.services import licensing
from registry.services.composing import NewFinding, NewReport
from registry.services.keeping import chunks
from registry.services.lawkeeping import Lawbook

_OUTSIDE = Text(
    "{name}（{method}）在检测日 {tested} 不在本机构的资质范围内：已登记，但不能用来免测",
    "{name} ({method}) was outside the laboratory's scope on {tested}: on record, but it spares nobody a test",
)
_NO_METHOD = Text("未写方法", "no method stated")


def warnings(
    reports: Iterable[tuple[int, int, NewReport]], law: Lawbook
) -> dict[int, tuple[Text, ...]]:  # fmt: skip
    """Of (id, laboratory, report) those with findings outside the scope, and which."""
    listed = list(reports)
    licences = _licences({laboratory for _, laboratory, _ in listed})
    found = {}
    for number, laboratory, report in listed:
        outside = [one for one in report.findings if not _inside(one, licences.get((laboratory, one.parameter), {}))]
        if outside:
            found[number] = tuple(_words(one, law) for one in outside)
    return found


def _words(one: NewFinding, law: Lawbook) -> Text:
    name = law.parameters[one.parameter].name
    return _OUTSIDE.fill(name=name, method=one.method or _NO_METHOD, tested=one.tested_on)


def _inside(one: NewFinding, by_standard: dict[str, list[Licence]]) -> bool:
    return any(licence.held(one.tested_on) for licence in by_standard.get(one.method, ()))


def _licences(laboratories: set[int]) -> dict[tuple[int, str], dict[str, list[Licence]]]:
    found: dict[tuple[int, str], dict[str, list[Licence]]] = {}
    for run in chunks(sorted(laboratories)):
        rows = db.session.scalars(select(Accreditation).where(Accreditation.laboratory_id.in_(run)))
        for scope, licence in Licences.of(licensing.as_scope(row) for row in rows).by_scope.items():
            laboratory, _, parameter, standard = scope
            found.setdefault((int(laboratory), parameter), {}).setdefault(standard or "", []).append(licence)
    return found
