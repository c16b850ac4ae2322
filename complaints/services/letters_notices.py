"""Letters that tell of a step: taken, not taken, extended, passed on. A matter has those of what has happened to it.

Each is of the body that did it, on the day it was done. One that passes a matter on goes to two: to the complainant,
and to the body that has it now. Before an act is done its letter can be seen as it would be.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from complaints.rules.matters import Mode
from complaints.rules.outcomes import GROUNDS, Ground
from complaints.services import trees
from complaints.services.following import Happened
from complaints.services.handling import CaseView
from complaints.services.letters import UNKNOWN_BODY, Letter, chinese_day
from complaints.services.wording import TermView
from core import clock
from core.clock import LEGAL_ZONE
from core.errors import NotFound
from core.people.services import organising
from core.values.text import Text

LETTERS = {
    "acceptance": Text("受理告知书", "Notice of acceptance"),
    "refusal": Text("不予受理告知书", "Notice that it is not taken"),
    "extension": Text("延期告知书", "Notice of extension"),
    "transfer": Text("转办告知书", "Notice of transfer"),
    "forwarding": Text("转办函", "Letter to the body it is passed on to"),
}
OF_ACT = {"accept": "acceptance", "decline": "refusal", "extend": "extension", "extend_accept": "extension",
          "transfer": "transfer"}  # fmt: skip
"""The letter that an act leads to."""
_HAPPENED = {
    "acceptance": ("matter.accepted",),
    "refusal": ("matter.declined",),
    "extension": ("matter.extended",),
    "transfer": ("matter.transferred",),
    "forwarding": ("matter.transferred",),
}
_HANDED_OVER = ("matter.transferred", "matter.objected", "matter.identified", "matter.review_asked",
                "matter.rereview_asked")  # fmt: skip
"""After these another body has it: what came before was not its act."""
_COMPLAINANT = "投诉人"
_MATTER = "你反映{body}“{what}”的事项（编号 {reference}）"
_ACCEPTANCE = (
    _MATTER + "收悉。经审查，本机构决定受理。",
    "{term}",
    "办理中需要你补充材料的，会凭回执码告知。你可以随时凭回执码查询进度、补充情况。",
)
_TERM = "本机构将在{until}前作出决定（{basis}）。"
_NO_TERM = "本机构将依法办理并告知结果。"
_KEPT = "本机构依法为你的身份保密。"
_REFUSAL = (
    _MATTER + "收悉。经审查，本机构决定不予受理。",
    "一、理由",
    "{ground}。",
    "二、该到哪里办",
    "{door}。",
    "三、不服怎么办",
    "对不予受理不服的，可以向本机构的上一级机关反映，也可以依法申请行政复议或者提起行政诉讼。",
)
_EXTENSION = (
    _MATTER + "，本机构正在办理。",
    "因{reason}，{before}经本机构另一位经办人核准，期限延长到{until}。",
    "你可以凭回执码查询进度、补充情况。",
)
_BEFORE = "不能在{day}前办结，"
_TRANSFER = (
    _MATTER + "收悉。经审查，应由{handler}办理，理由：{reason}。",
    "现已转{handler}，由其依法办理并答复你。你不用重新提交，原回执码继续有效，期限和进度凭回执码查询。",
)
_FORWARDING = (
    "现将反映{body}“{what}”的事项（编号 {reference}）转你单位办理。",
    "转办理由：{reason}。",
    "请依法办理{until}。材料已随案转到平台，不另附。",
    "投诉人的身份依法保密；本件的存在也不得向被投诉单位透露。",
)
_BY = "，在{day}前答复是否受理"
_ROUTED = "按分办规则确定的机构"
_PROMISE = "平台承诺的期限，非法定"


@dataclass(frozen=True, slots=True)
class _Told:
    """What a letter is made of: said, on a day, by a body."""

    case: CaseView
    on: date
    sender: str
    reason: str
    ground: str = ""
    handler: str = ""


def there(case: CaseView) -> list[str]:
    """The letters a matter has, in the order of the table."""
    return [name for name in LETTERS if _step(case, name) is not None]


def letter(case: CaseView, name: str) -> Letter:
    """The letter of that name, as it was sent.

    :raises NotFound: if there is none of that name, or what it tells has not happened.
    """
    step = _step(case, name) if name in LETTERS else None
    if step is None:
        raise NotFound
    act = next(act for act, of in OF_ACT.items() if of == ("transfer" if name == "forwarding" else name))
    words = _said(case, act, step)
    ground, _, rest = words.partition("\n") if name == "refusal" else ("", "", words)
    passed = name in ("transfer", "forwarding")
    sender = _name(str(step.payload.get("former", ""))) if passed else case.handler
    handler = _name(str(step.payload.get("handler", ""))) if passed else ""
    return _MAKERS[name](_Told(case, step.at.astimezone(LEGAL_ZONE).date(), sender, rest, ground, handler))


def preview(case: CaseView, act: str, typed: Mapping[str, str]) -> Letter | None:
    """The letter that the act would lead to with what is typed; None where it leads to none."""
    name = OF_ACT.get(act)
    if name is None:
        return None
    ground = typed.get("ground", "")
    known = GROUNDS[Ground(ground)].zh if ground in set(Ground) else ""
    reason = typed.get("right_door", "") if name == "refusal" else typed.get("reason", "")
    return _MAKERS[name](_Told(case, clock.today(), case.handler, reason.strip(), known, _ROUTED))


def _step(case: CaseView, name: str) -> Happened | None:
    """The last step the letter tells of, if it was of the body that has the matter now."""
    for step in reversed(case.steps):
        if step.kind in _HAPPENED[name]:
            return step
        if step.kind in _HANDED_OVER:
            return None
    return None


def _said(case: CaseView, act: str, step: Happened) -> str:
    """What was written with the act."""
    acts = {act, "extend_accept"} if act == "extend" else {act}
    found = [said.words for said in case.messages if said.act in acts and said.at <= step.at]
    return found[-1] if found else ""


def _name(code: str) -> str:
    body = organising.body(code, clock.today()) if code else None
    if body is not None:
        return body.name
    number = trees.ids([code]).get(code, 0)
    return trees.names([number]).get(number, "") or _ROUTED


def _fields(told: _Told) -> dict[str, str]:
    case = told.case
    return {
        "body": case.body_name or UNKNOWN_BODY,
        "what": case.kind.zh,
        "reference": case.number,
        "reason": told.reason.rstrip("。；; \n") or "——",
        "ground": told.ground,
        "door": told.reason.rstrip("。；; \n") or "——",
        "handler": told.handler,
    }


def _letter(told: _Told, title: str, addressee: str, written: list[str], headings: frozenset[str]) -> Letter:
    return Letter(told.sender, title, "", addressee, tuple(written), told.on, headings)


def _acceptance(told: _Told) -> Letter:
    term = _term(told.case, ("decide",))
    basis = (term.basis or term.length.zh) if term and term.law else _PROMISE
    promised = _TERM.format(until=chinese_day(term.due), basis=basis) if term and term.due else _NO_TERM
    written = [each.format(**_fields(told), term=promised) for each in _ACCEPTANCE]
    if told.case.mode is not Mode.anonymous:
        written.append(_KEPT)
    return _letter(told, "受理告知书", _COMPLAINANT, written, frozenset())


def _refusal(told: _Told) -> Letter:
    written = [each.format(**_fields(told)) for each in _REFUSAL]
    return _letter(told, "不予受理告知书", _COMPLAINANT, written, frozenset(_REFUSAL[1::2]))


def _extension(told: _Told) -> Letter:
    before = _term(told.case, ("decide", "accept", "review_answer", "rereview_answer"), "extended")
    after = _term(told.case, ("extend", "extend_accept"))
    day = _BEFORE.format(day=chinese_day(before.due)) if before and before.due else ""
    until = chinese_day(after.due) if after and after.due else "依法可以延长的日期"
    written = [each.format(**_fields(told), before=day, until=until) for each in _EXTENSION]
    return _letter(told, "延期告知书", _COMPLAINANT, written, frozenset())


def _transfer(told: _Told) -> Letter:
    return _letter(told, "转办告知书", _COMPLAINANT, [each.format(**_fields(told)) for each in _TRANSFER], frozenset())


def _forwarding(told: _Told) -> Letter:
    term = _term(told.case, ("accept",))
    until = _BY.format(day=chinese_day(term.due)) if term and term.due else ""
    written = [each.format(**_fields(told), until=until) for each in _FORWARDING]
    return _letter(told, "关于转办投诉事项的函", told.handler, written, frozenset())


def _term(case: CaseView, stages: tuple[str, ...], state: str = "") -> TermView | None:
    found = [term for term in case.terms if term.stage in stages and term.due and state in ("", term.state)]
    return found[-1] if found else None


_MAKERS: Mapping[str, Callable[[_Told], Letter]] = {
    "acceptance": _acceptance,
    "refusal": _refusal,
    "extension": _extension,
    "transfer": _transfer,
    "forwarding": _forwarding,
}
