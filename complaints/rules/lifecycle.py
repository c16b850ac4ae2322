"""The life of a matter: one table of what may be done, read by buttons, API, permissions, docs and property tests.

A row says from which states an act leads where, who may do it, which facts it needs, which terms it starts and
stops, what event it leaves and whom it tells. To add an act, add a row; nothing else knows states by heart. A
matter that is closed has no running term; one routed once more keeps those that run, for its next handler. An event
that has happened keeps its first day: accepting once more starts nothing again.

The facts ``decision`` and ``review_decision`` are what the matter must have on record: only what was decided can be
reviewed (信访工作条例 35), only what was reviewed a second time (36).
"""

from collections.abc import Collection
from dataclasses import dataclass

from complaints.rules.states import State, Told, Who
from core.values.text import Text

S, W, T = State, Who, Told
OPEN = (S.filed, S.assigned, S.accepted, S.waiting, S.decided, S.refunding, S.declined, S.reviewing)
IN_HAND = (S.assigned, S.accepted, S.waiting, S.reviewing)
"""A body has it and owes an answer."""
PAUSE, RESUME = "pause", "resume"
"""What an act may do to the terms that run, beside starting and stopping some."""
ANEW, WITHOUT_HANDLER = "anew", "without_handler"
"""How an act may send a matter on: by what is known now, or away from who has it."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table."""

    act: str
    label: Text
    begin: tuple[State, ...]
    """From which states; none: the matter comes into being."""
    end: State | None
    """To which state; None: it stays where it is."""
    who: tuple[Who, ...]
    event: str
    """What is left in the chain."""
    facts: tuple[str, ...] = ()
    """What must be given with the act."""
    starts: tuple[str, ...] = ()
    """Events in the words of ``deadlines.yaml`` that happen by it; every term that starts from one begins."""
    stops: tuple[str, ...] = ()
    """Stages whose terms are met by it."""
    clock: str = ""
    """pause or resume, for the terms of the handling body that run."""
    tells: tuple[Told, ...] = ()
    rerouted: str = ""
    """anew or without_handler, where the matter is routed once more; the second puts the present handler among
    those who had it before, so that it goes at least one level up."""

    def leads_from(self, state: State) -> State:
        """Where it leads from `state`."""
        return self.end or state


TABLE: tuple[Transition, ...] = (
    Transition(
        "file", Text("提交", "file"), (), S.filed, (W.complainant, W.intake_clerk), "matter.filed",
        facts=("kind", "story"), starts=("received",), tells=(T.complainant,),
    ),
    Transition(
        "assign", Text("分办", "assign"), (S.filed,), S.assigned, (W.system,), "matter.assigned",
        facts=("route",), stops=("screen",), tells=(T.complainant, T.handler, T.assistant),
    ),
    Transition(
        "assign_by_hand", Text("人工分办", "assign by hand"), (S.filed,), S.assigned, (W.supervisor,),
        "matter.assigned", facts=("handler", "reason"), stops=("screen",),
        tells=(T.complainant, T.handler, T.assistant),
    ),
    Transition(
        "refer", Text("转出", "refer outside"), (S.filed,), S.declined, (W.system, W.supervisor), "matter.referred",
        facts=("right_door",), stops=("screen", "transfer"), tells=(T.complainant,),
    ),
    Transition(
        "transfer", Text("转办", "transfer"), (S.assigned, S.accepted), S.assigned, (W.handler,),
        "matter.transferred", facts=("reason",), starts=("transferred_in",), stops=("transfer",),
        tells=(T.complainant, T.handler, T.former_handler), rerouted=WITHOUT_HANDLER,
    ),
    Transition(
        "object", Text("退回异议", "object"), (S.assigned,), S.assigned, (W.handler,), "matter.objected",
        facts=("reason",), starts=("dispute",), stops=("object",), tells=(T.supervisor, T.former_handler),
        rerouted=WITHOUT_HANDLER,
    ),
    Transition(
        "identify", Text("查明被投诉单位", "identify the body"), (S.assigned, S.accepted), S.assigned, (W.handler,),
        "matter.identified", facts=("body",), tells=(T.complainant, T.handler, T.former_handler), rerouted=ANEW,
    ),
    Transition(
        "recuse", Text("回避", "recuse oneself"), (*IN_HAND, S.decided, S.refunding), None,
        (W.handler, W.second_handler), "matter.recused", facts=("reason",), tells=(T.handler,),
    ),
    Transition(
        "recuse_body", Text("整个机构回避", "recuse the body"), (S.assigned, S.accepted, S.waiting), S.assigned,
        (W.handler, W.supervisor), "matter.recused", facts=("reason",), clock=RESUME,
        tells=(T.complainant, T.handler, T.former_handler), rerouted=WITHOUT_HANDLER,
    ),
    Transition(
        "recuse_reviewer", Text("复查机构回避", "recuse the reviewing body"), (S.reviewing,), S.reviewing,
        (W.handler, W.supervisor), "matter.recused", facts=("reason",),
        tells=(T.complainant, T.handler, T.former_handler), rerouted=WITHOUT_HANDLER,
    ),
    Transition(
        "extend_accept", Text("延长受理审查", "extend the time to accept"), (S.assigned,), None,
        (W.second_handler, W.supervisor), "matter.extended", facts=("reason",), starts=("accept_due",),
        tells=(T.complainant,),
    ),
    Transition(
        "accept", Text("受理", "accept"), (S.assigned,), S.accepted, (W.handler,), "matter.accepted",
        starts=("accepted", "accept_decision", "case_opened"),
        stops=("accept", "extend_accept", "object", "transfer", "notify"), tells=(T.complainant,),
    ),
    Transition(
        "decline", Text("不予受理", "decline"), (S.assigned, S.accepted), S.declined, (W.handler,),
        "matter.declined", facts=("ground", "right_door"), starts=("accept_decision", "answer_received"),
        stops=("accept", "extend_accept", "object", "transfer", "notify", "decide", "extend"), tells=(T.complainant,),
    ),
    Transition(
        "ask", Text("请投诉人补充", "ask the complainant"), (S.accepted,), S.waiting, (W.handler,), "matter.asked",
        facts=("question",), clock=PAUSE, tells=(T.complainant,),
    ),
    Transition(
        "answer", Text("补充", "answer"), (S.waiting,), S.accepted, (W.complainant, W.intake_clerk),
        "matter.answered", facts=("text",), clock=RESUME, tells=(T.handler,),
    ),
    Transition(
        "go_on", Text("不再等补充", "go on without an answer"), (S.waiting,), S.accepted, (W.handler, W.system),
        "matter.went_on", clock=RESUME, tells=(T.complainant, T.handler),
    ),
    Transition(
        "extend", Text("延期", "extend"), (S.accepted, S.reviewing), None, (W.second_handler, W.supervisor),
        "matter.extended", facts=("reason",), starts=("decide_due",), tells=(T.complainant,),
    ),
    Transition(
        "draft", Text("拟决定", "draft a decision"), (S.accepted, S.reviewing), None, (W.handler,),
        "matter.drafted", facts=("outcome", "findings", "remedies", "refund"), tells=(T.handler,),
    ),
    Transition(
        "send_back", Text("退回重拟", "send the draft back"), (S.accepted, S.reviewing), None, (W.second_handler,),
        "matter.sent_back", facts=("draft", "reason"), tells=(T.handler,),
    ),
    Transition(
        "decide", Text("核准并送达", "approve and serve"), (S.accepted,), S.decided, (W.second_handler,),
        "matter.decided", facts=("draft",), starts=("answer_received", "decision_served"),
        stops=("decide", "extend"), tells=(T.complainant, T.assistant),
    ),
    Transition(
        "decide_review", Text("核准并送达复查意见", "approve and serve the review"), (S.reviewing,), S.decided,
        (W.second_handler,), "matter.review_decided", facts=("draft",),
        starts=("review_answer_received", "decision_served"), stops=("review_answer", "rereview_answer"),
        tells=(T.complainant, T.assistant),
    ),
    Transition(
        "order_refund", Text("责令退款", "order the refund"), (S.decided,), S.refunding, (W.system,),
        "refund.ordered", facts=("amount",), tells=(T.complainant,),
    ),
    Transition(
        "close", Text("归档", "close"), (S.decided,), S.closed, (W.system, W.handler), "matter.closed",
        facts=("no_refund_reason",), tells=(T.complainant,),
    ),
    Transition(
        "close_declined", Text("告知后归档", "close once told"), (S.declined,), S.closed, (W.system,),
        "matter.closed", tells=(),
    ),
    Transition(
        "announce", Text("公告查找付款人", "seek the payers by public notice"), (S.refunding,), None, (W.handler,),
        "refund.announced", facts=("text",), starts=("announcement",), tells=(T.complainant,),
    ),
    Transition(
        "confirm_refund", Text("确认全部到账", "confirm the whole refund"), (S.refunding,), S.closed,
        (W.complainant, W.intake_clerk), "refund.confirmed", facts=("amount",), stops=("refund", "announce"),
        tells=(T.handler,),
    ),
    Transition(
        "report_refund", Text("只到账一部分或没有到账", "report part or none"), (S.refunding,), None,
        (W.complainant, W.intake_clerk), "refund.disputed", facts=("amount",), tells=(T.handler, T.supervisor),
    ),
    Transition(
        "take_back", Text("退了又要回去", "report money taken back"), (S.closed,), S.refunding,
        (W.complainant, W.intake_clerk), "refund.taken_back", facts=("amount", "text"),
        tells=(T.handler, T.supervisor),
    ),
    Transition(
        "end_refund", Text("退款另行处理后归档", "close the refund without confirmation"), (S.refunding,), S.closed,
        (W.second_handler, W.supervisor), "refund.ended", facts=("reason",), stops=("refund", "announce"),
        tells=(T.complainant,),
    ),
    Transition(
        "review", Text("请上一级复查", "ask for review"), (S.decided, S.refunding, S.closed), S.reviewing,
        (W.complainant, W.intake_clerk), "matter.review_asked", facts=("decision", "text"),
        starts=("review_received",), stops=("review_request",),
        tells=(T.complainant, T.handler, T.former_handler), rerouted=WITHOUT_HANDLER,
    ),
    Transition(
        "rereview", Text("请再上一级复核", "ask for the second review"), (S.decided, S.refunding, S.closed),
        S.reviewing, (W.complainant, W.intake_clerk), "matter.rereview_asked", facts=("review_decision", "text"),
        starts=("rereview_received",), stops=("rereview_request",),
        tells=(T.complainant, T.handler, T.former_handler), rerouted=WITHOUT_HANDLER,
    ),
    Transition(
        "withdraw", Text("撤回", "withdraw"), (S.filed, S.assigned, S.accepted, S.waiting, S.reviewing), S.closed,
        (W.complainant, W.intake_clerk), "matter.withdrawn", tells=(T.handler, T.assistant),
    ),
    Transition(
        "escalate", Text("督办", "escalate"), OPEN, None, (W.system, W.supervisor), "matter.escalated",
        facts=("stage",), tells=(T.handler, T.supervisor),
    ),
    Transition(
        "say", Text("留言", "write a message"), (*OPEN, S.closed), None,
        (W.complainant, W.intake_clerk, W.handler), "matter.said", facts=("text",), tells=(T.complainant, T.handler),
    ),
    Transition(
        "note", Text("内部备注", "write an internal note"), (*OPEN, S.closed), None,
        (W.handler, W.second_handler, W.supervisor), "matter.noted", facts=("text",),
    ),
    Transition(
        "rate", Text("评价", "rate"), (S.decided, S.refunding, S.closed, S.declined), None, (W.complainant,),
        "matter.rated", facts=("score",), tells=(T.supervisor,),
    ),
)  # fmt: skip
ACTS = {row.act: row for row in TABLE}


def possible(state: State, who: Collection[Who]) -> tuple[Transition, ...]:
    """What those who are `who` may do with a matter in `state`, in the order of the table."""
    return tuple(row for row in TABLE if state in row.begin and not set(who).isdisjoint(row.who))


def missing_facts(row: Transition, given: Collection[str]) -> tuple[str, ...]:
    """The facts the act still needs."""
    return tuple(fact for fact in row.facts if fact not in given)
