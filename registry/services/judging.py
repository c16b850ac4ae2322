"""What would become of reports if they were put on record: taken, there already, in conflict, or refused and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core import clock
from core.policy import Actor
from core.values.text import Text
from registry.models.reports import Status
from registry.services import keeping
from registry.services.composing import NewReport, content, digest_of
from registry.services.inspecting import Inspector, Problems
from registry.services.lawkeeping import current
from registry.services.resolving import Former, Known, known_of

_OTHER_CONTENT = Text(
    "编号 {number} 已经登记过，内容不同。要更正，请用新编号登记，并写明更正的是 {number}",
    "Number {number} is on record with other content. To correct it, record a version under a new number that "
    "supersedes {number}",
)
_NO_ISSUER = Text("没有登记这家检测机构：{code}", "There is no such laboratory on record: {code}")
_NOT_YOURS = Text(
    "只有出具机构自己能登记它的报告；企业带来的纸质报告记为“待机构确认”",
    "Only the issuer puts its reports on record; an enterprise may bring one on paper, to be confirmed",
)
_NO_BODY = Text("没有登记这个单位：{code}", "There is no such body on record: {code}")
_NO_FORMER = Text("本机构没有编号 {number} 的报告可更正", "This laboratory has no report {number} to correct")
_LOOP = Text(
    "更正成了一个圈：{number} 在后面才登记。被更正的在前，更正的在后",
    "The corrections form a loop: {number} comes later. First what is corrected, then what corrects it",
)
_SUPERSEDED = Text(
    "{number} 已经被 {by} 更正，请更正 {by}", "{number} was corrected by {by} already; correct {by} instead"
)
_WITHDRAWN = Text(
    "{number} 已经撤回，不能再更正，请作为新报告登记", "{number} was withdrawn; record this as a report of its own"
)
_BEFORE = Text("更正版的签发日早于原报告", "It was issued before the version that it corrects")
_CLAIM = Text("更正由出具机构登记", "Corrections are put on record by the laboratory")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report."""

    number: str
    id: int = 0
    """0: it was not taken."""
    created: bool = False
    """False with an id: it was on record already, word for word."""
    digest: str = ""
    standing: str = ""
    problems: Problems = field(default_factory=dict)
    conflict: Text | None = None
    warnings: tuple[Text, ...] = ()
    """It is on record, but part of it counts for nothing: a finding outside the laboratory's scope, say."""

    @property
    def taken(self) -> bool:
        """Whether it is on record, now or before."""
        return bool(self.id)


@dataclass(slots=True)
class Draft:
    """A good report on its way into the tables."""

    index: int
    report: NewReport
    digest: str
    claimed_by: int
    issuer_id: int
    former: Former | None
    id: int = 0
    chain: int = 0
    """The id of the first version."""


def judge(reports: Sequence[NewReport], known: Known) -> list[Draft | Outcome]:
    """Of each report, in order, what it comes to; each good one is known to those after it."""
    inspector = Inspector(current().parameters, keeping.kinds(), clock.today())
    found = []
    for index, one in enumerate(reports):
        judged = _look_at(index, one, known, inspector)
        if isinstance(judged, Draft):
            known.enter(judged.issuer_id, judged.claimed_by, one, judged.digest, draft=index)
        found.append(judged)
    return found


def look_over(reports: Sequence[NewReport], actor: Actor) -> list[Draft | Outcome]:
    """The same for reports of whom nothing is known yet; nothing is written."""
    return judge(reports, known_of(reports, actor))


def _look_at(index: int, report: NewReport, known: Known, inspector: Inspector) -> Draft | Outcome:
    problems = inspector.problems(known.with_kind(report))
    issuer = known.organisations.get(report.issuer, 0)
    if not issuer:
        problems["issuer"] = [_NO_ISSUER.fill(code=report.issuer or "—")]
    elif not known.may_record(issuer):
        problems["issuer"] = [_NOT_YOURS]
    for name in ("client", "required_by"):
        code = getattr(report, name)
        if code and code not in known.organisations:
            problems[name] = [_NO_BODY.fill(code=code)]
    if report.subject.id and report.subject.id not in known.subject_kinds:
        problems["subject.id"] = [keeping.NO_SUBJECT.fill(identifier=report.subject.id)]
    claimed_by = 0 if problems else known.claimant(issuer)
    digest = digest_of(content(known.with_kind(report)))
    if not problems and (there := known.there(issuer, claimed_by, report.number)):
        if there.digest != digest:
            return Outcome(report.number, conflict=_OTHER_CONTENT.fill(number=report.number.strip()))
        return Outcome(report.number, there.id, False, digest, there.standing)
    former = None
    if not problems and report.supersedes.strip():
        former = known.former(issuer, report.supersedes.strip())
        problems |= _against_former(report, former, claimed_by, known, issuer)
    if problems:
        return Outcome(report.number, problems=problems)
    return Draft(index, report, digest, claimed_by, issuer, former)


def _against_former(
    report: NewReport, former: Former | None, claimed_by: int, known: Known, issuer: int
) -> Problems:  # fmt: skip
    """What is wrong with superseding that version."""
    number = report.supersedes.strip()
    if claimed_by:
        return {"supersedes": [_CLAIM]}
    if former is None:
        return {"supersedes": [(_LOOP if known.comes_later(issuer, number) else _NO_FORMER).fill(number=number)]}
    if former.superseded_by:
        return {"supersedes": [_SUPERSEDED.fill(number=number, by=former.superseded_by)]}
    if former.status == Status.withdrawn:
        return {"supersedes": [_WITHDRAWN.fill(number=number)]}
    if report.issued_on < former.issued_on:
        return {"issued_on": [_BEFORE]}
    former.superseded_by = report.number.strip()
    return {}
