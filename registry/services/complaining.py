"""What an enterprise complains of with one click: a repeat, a refusal, an oral demand, with the reports it is about.

The words go to whoever handles the complaint, so they are Chinese; the complainant sees and changes them first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core import clock
from core.clock import LEGAL_ZONE
from core.errors import NotFound
from core.files import store
from core.people.services import organising
from core.policy import Actor
from registry.services import demanding, lawbook, lawkeeping, reading, reading_enterprise, reading_subjects
from registry.services.reading import ReportPage

MOST_REPORTS = 5
_CONCLUSIONS = {"pass": "合格", "fail": "不合格", "not_stated": "未判定"}


@dataclass(frozen=True, slots=True)
class Grievance:
    """What a complaint begins from."""

    kind: str
    """A kind of complaint: ``repeat_test``, ``refusal_to_recognise``."""
    body: str
    """Name of the body complained of."""
    happened_on: date
    story: str
    facts: Mapping[str, str]
    """What is asked of that kind, by its names."""
    reports: tuple[int, ...]
    """Ids of the reports it is about, the earlier first."""


def grievance(source: str, number: int, actor: Actor) -> Grievance:
    """The repeat, refusal or demand (`source`) of that number, as far as it is the actor's enterprise's.

    :raises core.errors.NotFound: if there is none, or it is somebody else's.
    """
    make = {"repeat": _repeat, "refusal": _refusal, "demand": _demand}.get(source)
    if make is None or not 0 < number < 2**62:
        raise NotFound
    return make(number, actor)


def files(told: Grievance, actor: Actor) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of those reports that are kept, each with a name: byte for byte as they came."""
    for number in told.reports:
        page = reading.report(number, actor)
        kept = store.find_all([page.file_key]).get(page.file_key) if page.file_key else None
        if kept is not None:
            yield f"报告 {page.line.number.replace('/', '-')}{kept.kind.suffix}", store.read(kept.key)


def _repeat(number: int, actor: Actor) -> Grievance:
    one = reading_enterprise.repeat(number, actor)
    earlier, later = (_told(each, actor, one.parameter) for each in (one.earlier.id, one.report.id))
    story = (
        f"{one.subject}的“{one.name.zh}”已有可用的结果：{earlier}。"
        f"又被要求重新检测：{later}。登记中没有批准的检测单，平台标为可能的重复检测（第 {one.id} 号）。"
    )
    facts = {"existing_report": earlier, "new_order": later, "same_subject": "是", "ground_given": "否"}
    return Grievance("repeat_test", one.body, one.tested_on, story, facts, (one.earlier.id, one.report.id))


def _refusal(number: int, actor: Actor) -> Grievance:
    one = reading_enterprise.decision(number, actor)
    if one.outcome != "refused":
        raise NotFound
    parameter = lawkeeping.current().parameters[one.parameter].name.zh
    ground = lawbook.grounds().by_id.get(one.ground)
    why = f"{ground.words.zh if ground else one.ground}（{one.article}）{one.explanation}"
    named = int(one.finding.split("-")[0]) if one.finding else 0
    about = [reading.report(named, actor)] if named else _about(one.subject_id, (one.parameter,), actor)
    known = "；".join(_words(page, (one.parameter,)) for page in about) or "没有登记"
    subject = reading_subjects.names([one.subject_id]).get(one.subject_id, "")
    on = one.at.astimezone(LEGAL_ZONE).date()
    body = organising.names([one.organisation_id], clock.today()).get(one.organisation_id, "")
    story = f"{on.isoformat()}，{body}拒绝采信{subject}的“{parameter}”。已有结果：{known}。对方写的理由：{why}。"
    facts = {"existing_report": known, "refusal_reason": why, "written_or_oral": "书面（平台上）"}
    return Grievance("refusal_to_recognise", body, on, story, facts, tuple(page.line.id for page in about))


def _demand(number: int, actor: Actor) -> Grievance:
    one = next((one for one in demanding.demands(actor) if one.id == number), None)
    if one is None:
        raise NotFound
    known = lawkeeping.current().parameters
    asked = "、".join(known[key].name.zh for key in one.parameters if key in known)
    about = _about(one.subject_id, one.parameters, actor)
    existing = "；".join(_words(page, one.parameters) for page in about)
    story = (
        f"{one.demanded_on.isoformat()}，{one.body}口头要求重新检测{one.subject}（{asked}）：{one.words}"
        f"{f' 已有结果：{existing}。' if existing else ''}"
    )
    facts = {"existing_report": existing, "new_order": "口头要求，没有书面", "same_subject": "是"}
    return Grievance(
        "repeat_test", one.body, one.demanded_on, story, facts, tuple(page.line.id for page in about)
    )  # fmt: skip


def _about(subject_id: int, parameters: tuple[str, ...], actor: Actor) -> list[ReportPage]:
    """The latest reports of the subject that say something of those parameters, the earlier first."""
    latest = [line.id for line in reading.reports(actor, subject=subject_id, limit=MOST_REPORTS)]
    pages = [reading.report(each, actor) for each in reversed(latest)]
    return [page for page in pages if any(one.parameter in parameters for one in page.findings)]


def _told(report_id: int, actor: Actor, parameter: str) -> str:
    return _words(reading.report(report_id, actor), (parameter,))


def _words(page: ReportPage, parameters: tuple[str, ...]) -> str:
    """A report in one line, with what it says of those parameters."""
    results = "，".join(
        f"{one.name.zh} {one.qualifier}{one.value}{one.unit if one.value else ''}{_CONCLUSIONS[one.conclusion]}"
        f"（{one.tested_on.isoformat()} 检测）"
        for one in page.findings
        if one.parameter in parameters
    )
    return f"报告 {page.line.number}（{page.line.issuer}，{page.line.issued_on.isoformat()} 签发）{results}"
