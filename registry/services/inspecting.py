"""What is wrong with a report as it is handed in: every field that cannot be taken, with its remedy."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.values.text import Text
from registry.rules.parameters import Parameter, Value
from registry.services import keeping
from registry.services.composing import NewFinding, NewReport

Problems = dict[str, list[Text]]
MOST_FINDINGS = 500
_IS_NUMBER = Value.number
"""Named here once: an enumeration finds its members slowly, and every finding is asked."""
FIRST_DAY = date(1949, 10, 1)
_NUMBER = re.compile(r"[-+]?\d{1,15}(\.\d{1,12})?")
_SAMPLING = ("", "official", "submitted")
_NEEDED = Text("必须写明", "This is needed")
_LONG = Text("最多 {most} 个字符", "At most {most} characters")
_NO_FINDINGS = Text("至少写一项结果", "Give at least one finding")
_MANY = Text("一份报告最多 {most} 项结果", "A report has at most {most} findings")
_NO_PARAMETER = Text("没有这个参数：{key}", "There is no such parameter: {key}")
_NOT_ON_KIND = Text("“{name}”不在这种对象（{kind}）上测", "“{name}” is not tested on this kind of subject ({kind})")
_UNIT = Text("“{name}”的单位是 {unit}，不是 {typed}", "The unit of “{name}” is {unit}, not {typed}")
_NO_UNIT = Text("“{name}”没有单位，请删去 {typed}", "“{name}” has no unit; leave out {typed}")
_NOT_A_NUMBER = Text("“{typed}”不是数，未检出请写 ND", "“{typed}” is no number; for not detected write ND")
_NOT_A_GRADE = Text("“{typed}”不是可以填的等级：{allowed}", "“{typed}” is none of the grades: {allowed}")
_QUALIFIER = Text("“{name}”前不能写“{typed}”", "“{typed}” cannot stand before “{name}”")
_BELOW_WHAT = Text("“<”后要写数", "After “<” comes a number")
_LATER = Text(
    "检测日 {tested} 晚于签发日 {issued}，请核对",
    "Tested on {tested}, after the day of issue {issued}; check both",
)
_FUTURE = Text("签发日 {issued} 还没到", "The day of issue {issued} has not come yet")
_TOO_EARLY = Text("这个日期太早了，请核对", "This day is too early; check it")
_SAMPLED = Text("采样日晚于检测日，请核对", "The day of sampling is after the test day; check both")
_ENDED = Text("有效期止日早于签发日，请核对", "It ends before it was issued; check both days")
_BAD_SAMPLING = Text("写 official（抽样）或 submitted（送样）", "Write official or submitted")
_SELF = Text("一份报告不能更正它自己", "A report cannot correct itself")
_TWICE = Text("同一参数、方法、检测日的结果写了两次", "The same parameter, method and test day is there twice")


@dataclass
class Inspector:
    """Looks at reports by the law of one day; keeps what it has found out about parameters."""

    parameters: Mapping[str, Parameter]
    kinds: Collection[str]
    today: date
    units: dict[str, str] = field(default_factory=dict)

    def problems(self, report: NewReport) -> Problems:
        """All of them; none: it can be taken as far as its own words go."""
        found: Problems = {}
        if not report.subject.id:
            found |= keeping.problems_of(report.subject, self.kinds)
        _lengths(report, found)
        self._days(report, found)
        if report.sampling not in _SAMPLING:
            found["sampling"] = [_BAD_SAMPLING]
        if report.supersedes.strip() and report.supersedes.strip() == report.number.strip():
            found["supersedes"] = [_SELF]
        if not report.findings:
            found["findings"] = [_NO_FINDINGS]
        elif len(report.findings) > MOST_FINDINGS:
            found["findings"] = [_MANY.fill(most=MOST_FINDINGS)]
        else:
            self._findings(report, found)
        return found

    def _days(self, report: NewReport, found: Problems) -> None:
        if report.issued_on > self.today:
            found["issued_on"] = [_FUTURE.fill(issued=report.issued_on)]
        if report.issued_on < FIRST_DAY:
            found["issued_on"] = [_TOO_EARLY]
        if report.valid_until and report.valid_until < report.issued_on:
            found["valid_until"] = [_ENDED]
        first = min((one.tested_on for one in report.findings), default=None)
        if report.sampled_on and first and report.sampled_on > first:
            found["sampled_on"] = [_SAMPLED]

    def _findings(self, report: NewReport, found: Problems) -> None:
        seen = set()
        for index, one in enumerate(report.findings):
            place = f"findings.{index}"
            if one.tested_on > report.issued_on:
                found[f"{place}.tested_on"] = [_LATER.fill(tested=one.tested_on, issued=report.issued_on)]
            elif one.tested_on < FIRST_DAY:
                found[f"{place}.tested_on"] = [_TOO_EARLY]
            parameter = self.parameters.get(one.parameter)
            if parameter is None:
                found[f"{place}.parameter"] = [_NO_PARAMETER.fill(key=one.parameter or "—")]
                continue
            self._measured(one, parameter, place, found)
            kind = report.subject.kind
            if kind in self.kinds and kind not in parameter.subjects:
                found[f"{place}.parameter"] = [_NOT_ON_KIND.fill(name=parameter.name, kind=kind)]
            key = (one.parameter, one.method, one.tested_on, one.limit)
            if key in seen:
                found[f"{place}.parameter"] = [_TWICE]
            seen.add(key)

    def _measured(self, one: NewFinding, parameter: Parameter, place: str, found: Problems) -> None:
        if one.unit and not self._same_unit(one.unit, parameter.unit or ""):
            words = _UNIT if parameter.unit else _NO_UNIT
            found[f"{place}.unit"] = [words.fill(name=parameter.name, unit=parameter.unit, typed=one.unit)]
        if one.qualifier and one.qualifier not in parameter.qualifiers:
            found[f"{place}.qualifier"] = [_QUALIFIER.fill(name=parameter.name, typed=one.qualifier)]
        elif one.qualifier == "<" and not one.value:
            found[f"{place}.value"] = [_BELOW_WHAT]
        if len(one.value) > 60 or len(one.method) > 80 or len(one.limit) > 80:
            found[f"{place}.value"] = [_LONG.fill(most=60)]
        elif parameter.value is _IS_NUMBER and one.value and not _NUMBER.fullmatch(one.value):
            found[f"{place}.value"] = [_NOT_A_NUMBER.fill(typed=one.value)]
        elif parameter.allowed and one.value and one.value not in parameter.allowed:
            allowed = "、".join(parameter.allowed)
            found[f"{place}.value"] = [_NOT_A_GRADE.fill(typed=one.value, allowed=allowed)]

    def _same_unit(self, typed: str, own: str) -> bool:
        return self._folded(typed) == self._folded(own)

    def _folded(self, unit: str) -> str:
        """mg/m³ and mg/m3, μ and µ, Ω and Ω are the same to a reader."""
        if unit not in self.units:
            self.units[unit] = "".join(unicodedata.normalize("NFKC", unit).split())
        return self.units[unit]


def _lengths(report: NewReport, found: Problems) -> None:
    if not report.number.strip():
        found["number"] = [_NEEDED]
    for name, most in (("number", 80), ("batch", 80), ("client_name", 200), ("supersedes", 80)):
        if len(getattr(report, name)) > most:
            found[name] = [_LONG.fill(most=most)]
