"""Terms, kinds and steps in words for people."""

from dataclasses import dataclass
from datetime import date

from complaints.models.handling import Clock
from complaints.rules.clocks import Deadline
from complaints.rules.states import STATES, State
from complaints.services import rulebooks
from core.values.calendar import Unit
from core.values.text import Text, same

STAGES = {
    "screen": Text("登记分办", "entered and routed"),
    "accept": Text("答复受理不受理", "accepted or not"),
    "extend_accept": Text("延长后答复受理不受理", "accepted or not, extended"),
    "object": Text("退回异议", "objection by the handler"),
    "transfer": Text("转交", "passed on"),
    "notify": Text("告知", "told"),
    "decide": Text("作出决定", "decided"),
    "extend": Text("延长后作出决定", "decided, extended"),
    "review_request": Text("您可以请求复查", "you may ask for review"),
    "review_answer": Text("答复复查", "review answered"),
    "rereview_request": Text("您可以请求复核", "you may ask for a second review"),
    "rereview_answer": Text("答复复核", "second review answered"),
    "refund": Text("退款", "refunded"),
    "announce": Text("公告查找付款人", "payers sought by notice"),
    "answer": Text("答复", "answered"),
}
UNITS = {
    Unit.working: Text("{n} 个工作日", "{n} working days"),
    Unit.calendar: Text("{n} 日", "{n} days"),
    Unit.months: Text("{n} 个月", "{n} months"),
}
DESK_STATES = STATES | {State.waiting: Text("等投诉人补充", "waiting for the complainant")}
"""States as an officer reads them; the table of the lifecycle speaks to the complainant."""
VERDICTS = {
    "within_standard": Text("没有超过标准", "within the standard"),
    "above_standard": Text("超过标准", "above the standard"),
    "exempt": Text("应当免收", "exempt"),
    "discontinued": Text("已取消或停收", "discontinued"),
    "conditions_not_met": Text("条件不符，不该收", "conditions not met"),
    "wrong_body": Text("收费主体不对", "wrong body"),
    "not_on_list": Text("清单上没有", "not on the list"),
    "market_priced": Text("市场定价", "priced by the market"),
    "not_a_fee": Text("不是收费", "not a fee"),
    "needs_information": Text("还缺信息", "information is missing"),
    "no_list_known": Text("没有当地的清单", "no list is known"),
}
"""What the verdict on a charge is called."""
_PROMISE = Text("平台承诺，非法定", "a promise of the platform, not law")
_UNSEEN = Text("条文未核实", "its text was not seen")


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as people see it."""

    stage: str
    words: Text
    length: Text
    who: str
    """Whom it binds: authority, complainant, payee."""
    due: date | None
    """None while what starts it has not happened."""
    provisional: bool
    law: bool
    """Whether it may be called law; else `caveat` says what it is."""
    caveat: Text | None
    basis: str
    state: str
    """not_started, running, met, extended or dropped."""
    paused: bool = False
    late: bool = False
    reason: str = ""
    """Why it was extended."""


def of_deadline(deadline: Deadline) -> TermView:
    """A term as routing reckoned it."""
    clock = deadline.clock
    return TermView(
        stage=clock.stage,
        words=stage_name(clock.stage),
        length=UNITS[clock.unit].fill(n=clock.days),
        who=clock.who,
        due=deadline.due,
        provisional=deadline.provisional,
        law=deadline.as_law,
        caveat=_caveat(deadline),
        basis=clock.basis,
        state="running" if deadline.due else "not_started",
    )


def of_clock(row: Clock, today: date) -> TermView | None:
    """A term on record; None where its regime is no longer known."""
    regime = rulebooks.regimes().by_id.get(row.regime)
    clock = regime.clock(row.stage) if regime else None
    if regime is None or clock is None:
        return None
    deadline = Deadline(clock, regime.statutory, None)
    late = row.due < (row.ended_on or today) and row.state in ("running", "met") and not row.paused
    return TermView(
        stage=row.stage,
        words=stage_name(row.stage),
        length=UNITS[clock.unit].fill(n=clock.days),
        who=row.who,
        due=row.due,
        provisional=row.provisional,
        law=deadline.as_law,
        caveat=_caveat(deadline),
        basis=clock.basis,
        state=row.state,
        paused=row.paused,
        late=late,
        reason=row.reason,
    )


def _caveat(deadline: Deadline) -> Text | None:
    if deadline.as_law:
        return None
    return _UNSEEN if deadline.statutory and not deadline.clock.promise else _PROMISE


def stage_name(stage: str) -> Text:
    """What a stage is called."""
    return STAGES.get(stage) or same(stage)


def kind_name(kind: str) -> Text:
    """What a kind of complaint is called."""
    found = rulebooks.kinds().get(kind)
    return found.name if found else same(kind)
