"""Letters in official layout, from templates with merge fields. Official letters are Chinese, whoever reads the page.

A letter to the complainant never says who that is: it goes by way of the code. The letter that asks a body for its
side never says that anybody complained: it asks about all payers of a whole period.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.rules.kinds import REMEDIES, Remedy
from complaints.rules.outcomes import OUTCOMES, UPHELD, Outcome
from complaints.services.following import DecisionView
from complaints.services.handling import CaseView
from core import clock
from core.errors import NotFound

_DECISION = (
    "你反映{body}“{what}”的事项（编号 {reference}），本机构经调查，现作出如下决定。",
    "一、查明的事实和理由",
    "{findings}",
    "二、结论",
    "你反映的问题{outcome}。{remedies}",
)
_REFUND = (
    "责令{body}退还 {refund} 元，{until}前退到付款人。到账后请凭回执码确认；没有到账或者只到一部分的，也请告诉我们。"
)
_NO_REFUND = "不责令退款，理由：{why}"
_REMEDIES = "依法采取以下措施：{remedies}。"
_RIGHTS = (
    "三、不服怎么办",
    "{review}也可以依法申请行政复议或者提起行政诉讼。",
)
_REVIEW = "对本决定不服的，可以在{until}前凭回执码请求上一级机关{again}；"
_INQUIRY = (
    "根据涉企收费监督检查工作安排，请将下列材料报送本机构：",
    "一、{from_day}至{to_day}期间，向所有缴费单位收取{what}的台账，逐笔列明缴费单位、日期、金额、计费依据和票据号码；",
    "二、收取上述费用所依据的文件，以及收费公示的情况；",
    "三、同期减免、退还的情况。",
    "请在收到本函之日起十个工作日内书面报送，并写明联系人。",
)
_ALL_CHARGES = "各项涉企收费"
UNKNOWN_BODY = "有关单位"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, ready to be laid out."""

    sender: str
    title: str
    number: str
    """Its document number; empty where it has none until it is registered."""
    addressee: str
    paragraphs: tuple[str, ...]
    signed_on: date
    headings: frozenset[str]
    """Which of the paragraphs are headings."""

    @property
    def day(self) -> str:
        """The day of signature as official letters write it."""
        return chinese_day(self.signed_on)


def chinese_day(value: date) -> str:
    """2026年7月20日."""
    return f"{value.year}年{value.month}月{value.day}日"


def decision(case: CaseView, lap: int) -> Letter:
    """The decision served when the matter was handled for that time: 0 the first, 1 the review, 2 the second review.

    :raises NotFound: if there is none.
    """
    found = next((one for one in case.decisions if one.lap == lap), None)
    if found is None:
        raise NotFound
    body = case.body_name or UNKNOWN_BODY
    fields = {
        "body": body,
        "what": case.kind.zh,
        "reference": case.number,
        "findings": found.findings,
        "outcome": OUTCOMES[Outcome(found.outcome)].zh,
        "remedies": _measures(found),
    }
    written = [each.format(**fields) for each in _DECISION]
    if Outcome(found.outcome) in UPHELD:
        written.append(_money(case, found, body))
    written += _rights(case, lap)
    return Letter(
        sender=found.number.partition("〔")[0] if not case.handler else case.handler,
        title="关于信访投诉事项的复查意见书" if lap else "关于投诉事项的处理决定书",
        number=found.number,
        addressee="投诉人",
        paragraphs=tuple(written),
        signed_on=found.served_on,
        headings=frozenset({_DECISION[1], _DECISION[3], _RIGHTS[0]}),
    )


def _measures(found: DecisionView) -> str:
    named = [REMEDIES[Remedy(each)].zh for each in found.remedies]
    return _REMEDIES.format(remedies="、".join(named)) if named else ""


def _money(case: CaseView, found: DecisionView, body: str) -> str:
    if found.refund == "0.00":
        return _NO_REFUND.format(why=found.no_refund_reason)
    return _REFUND.format(body=body, refund=found.refund, until=_until(case, ("refund",)))


def _rights(case: CaseView, lap: int) -> Sequence[str]:
    stage, again = (("review_request", "复查"), ("rereview_request", "复核"))[lap] if lap < 2 else ("", "")
    there = any(term.stage == stage and term.due for term in case.terms)
    review = _REVIEW.format(until=_until(case, (stage,)), again=again) if there else ""
    return [_RIGHTS[0], _RIGHTS[1].format(review=review)]


def _until(case: CaseView, stages: Sequence[str]) -> str:
    due = next((term.due for term in case.terms if term.stage in stages and term.due), None)
    return chinese_day(due) if due else "规定期限"


def inquiry(case: CaseView) -> Letter:
    """The letter that asks the body for its side: about all payers of whole years, naming no day and no sum.

    :raises NotFound: if the body is not known, so that there is nobody to ask.
    """
    if not case.body_name:
        raise NotFound
    today = clock.today()
    first = min(case.happened_on or today, today)
    item = (case.verdict or {}).get("item")
    what = f"“{item['name']}”" if item else _ALL_CHARGES
    fields = {"from_day": chinese_day(date(first.year, 1, 1)), "to_day": chinese_day(today), "what": what}
    return Letter(
        sender=case.handler,
        title="关于报送涉企收费台账的函",
        number="",
        addressee=case.body_name,
        paragraphs=tuple(each.format(**fields) for each in _INQUIRY),
        signed_on=today,
        headings=frozenset(),
    )
