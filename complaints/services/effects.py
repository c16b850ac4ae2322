"""What each act does beyond the table: rows it writes, what it needs on record, what is said with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.models.answers import Rating, Review
from complaints.models.cases import HUMAN_DESK, Matter
from complaints.models.handling import Recusal
from complaints.rules.lifecycle import Transition
from complaints.rules.outcomes import GROUNDS, Ground
from complaints.rules.routes import Route
from complaints.rules.states import WHO, Who
from complaints.services import deciding, offering, recording, refunds, routing, stakes, terms, trees
from complaints.services.deciding import Draft
from core import clock
from core.db import db
from core.errors import Conflict, Invalid, NotInThisState
from core.people.services import organising
from core.policy import Actor
from core.values.text import Text


@dataclass(slots=True)
class Doing:
    """An act that is being carried out."""

    matter: Matter
    row: Transition
    facts: dict[str, Any]
    actor: Actor
    who: Who
    today: date


Payload = dict[str, Any]
MARKS_OFFICER = frozenset({"accept", "ask", "draft"})
"""Acts by which an officer takes a matter on: extending it, or ending its refund, takes another."""
REFUND_EVENTS = {
    "order_refund": ("decision_served",),
    "take_back": ("decision_served",),
    "announce": ("announcement",),
}
"""Acts that start a term of money ordered back."""
_SPOKEN = ("text", "reason", "question", "right_door", "no_refund_reason")
INSIDE = frozenset({"object", "recuse", "recuse_body", "recuse_reviewer", "note", "send_back", "assign_by_hand"})
"""Acts whose words the complainant does not read."""

_NO_BODY = Text("没有这个机构，请从机构表里选", "There is no such body; choose one from the table")
_STAKE = Text("这个机构有利害关系或办过，不能办", "This body has a stake or had it before, and may not handle it")
_RATED = Text("您已经评价过这一次办理", "You have rated this already")
_NOBODY_ABOVE = Text(
    "省内没有上一级可以复查；可以依法申请行政复议或者提起行政诉讼",
    "Nobody in the province is left to review it; administrative reconsideration or a suit may be open to you",
)
_CONFIRM_ALL = Text("确认全部到账应是 {sum}；只到一部分的，请点“没收到”", "All of it is {sum}; if less came in, say so")


def names_of(who: Collection[Who]) -> Text:
    """Those who may, in words."""
    return Text("、".join(WHO[each].zh for each in who), ", ".join(WHO[each].en for each in who))


def known(doing: Doing) -> Payload:
    """Facts that are on record and need not be given."""
    matter, act = doing.matter, doing.row.act
    if act in offering.REVIEWS:
        decision = deciding.of_lap(matter, offering.REVIEWS[act][1])
        return {doing.row.facts[0]: decision.id if decision else None}
    if act == "confirm_refund" and not doing.facts.get("amount"):
        return {"amount": refunds.balance(matter.id).unpaid}
    if act == "close" and not doing.facts.get("no_refund_reason"):
        decision = deciding.of_lap(matter, matter.lap)
        return {"no_refund_reason": decision.no_refund_reason or decision.outcome if decision else None}
    return {}


def apply(doing: Doing) -> Payload:
    """Do what the act does beyond state and terms; what of it stands in the event."""
    effect = EFFECTS.get(doing.row.act)
    return effect(doing) if effect else {}


def _assign(doing: Doing) -> Payload:
    found: Route = doing.facts["route"]
    routing.put(doing.matter, found)
    return {"handler": found.handler.code if found.handler else "", "rule": found.rule.id}


def _assign_by_hand(doing: Doing) -> Payload:
    matter, code = doing.matter, str(doing.facts["handler"])
    body = organising.body(code, doing.today)
    if body is None:
        raise Invalid({"handler": [_NO_BODY]})
    if body.id in stakes.bodies(matter.stake_id) or code in matter.facts["routing"]["previous_handlers"]:
        raise Invalid({"handler": [_STAKE]})
    routing.assign(matter, body.id)
    return {"handler": code}


def _refer(doing: Doing) -> Payload:
    doing.matter.outcome = "referred"
    return {}


def _identify(doing: Doing) -> Payload:
    body = organising.find_body(str(doing.facts["body"]), doing.today)
    if body is None:
        raise Invalid({"body": [_NO_BODY]})
    doing.matter.body_id, doing.matter.body_name = body.id, body.name
    return {"body": body.code}


def _recuse(doing: Doing) -> Payload:
    db.session.add(
        Recusal(
            user_id=doing.actor.user_id,
            matter_id=doing.matter.id,
            at=clock.now(),
            reason=str(doing.facts["reason"]),
        )
    )
    if doing.matter.officer_id == doing.actor.user_id:
        doing.matter.officer_id = 0
    return {}


def _decline(doing: Doing) -> Payload:
    ground = Ground(doing.facts["ground"])
    doing.matter.outcome = "declined"
    return {"ground": ground.value}


def _draft(doing: Doing) -> Payload:
    facts = doing.facts
    said = Draft(
        outcome=facts["outcome"],
        findings=facts["findings"],
        remedies=tuple(facts["remedies"]),
        refund=facts["refund"],
        no_refund_reason=facts.get("no_refund_reason") or "",
    )
    made = deciding.draft(doing.matter, said, doing.actor)
    return {"draft": made.id}


def _send_back(doing: Doing) -> Payload:
    return {"draft": deciding.send_back(doing.matter, int(doing.facts["draft"]), doing.facts["reason"]).id}


def _decide(doing: Doing) -> Payload:
    matter = doing.matter
    served = deciding.serve(matter, int(doing.facts["draft"]), doing.actor)
    matter.outcome = served.outcome
    refunds.order(matter, served.refund)
    return {"decision": served.number, "outcome": served.outcome, "refund": str(served.refund)}


def _order_refund(doing: Doing) -> Payload:
    return {"amount": str(doing.facts["amount"])}


def _confirm(doing: Doing) -> Payload:
    unpaid = offering.owed(doing.matter)
    if doing.facts["amount"] != unpaid:
        raise Invalid({"amount": [_CONFIRM_ALL.fill(sum=unpaid.display())]})
    return {"amount": str(refunds.confirm_all(doing.matter))}


def _report(doing: Doing) -> Payload:
    refunds.report(doing.matter, doing.facts["amount"])
    return {"amount": str(doing.facts["amount"])}


def _take_back(doing: Doing) -> Payload:
    refunds.take_back(doing.matter, doing.facts["amount"])
    return {"amount": str(doing.facts["amount"])}


def _end_refund(doing: Doing) -> Payload:
    return {"amount": str(refunds.end(doing.matter))}


def _withdraw(doing: Doing) -> Payload:
    doing.matter.outcome = "withdrawn"
    return {}


def _rate(doing: Doing) -> Payload:
    matter = doing.matter
    if offering.rated(matter):
        raise Conflict(_RATED)
    score = int(doing.facts["score"])
    db.session.add(
        Rating(matter_id=matter.id, lap=matter.lap, handler_id=matter.handler_id, score=score, on=doing.today)
    )
    return {"score": score}


def _review(doing: Doing) -> Payload:
    matter = doing.matter
    refusal = offering.why_no_review(matter, doing.row.act, doing.today)
    if refusal is not None:
        raise NotInThisState(refusal)
    matter.lap += 1
    return {"lap": matter.lap}


def reroute(doing: Doing) -> Payload:
    """Send the matter on; where to stands in the event.

    :raises NotInThisState: if it is to be reviewed and nobody in the province is left to do it.
    """
    matter, former, regime = doing.matter, doing.matter.handler_id, doing.matter.regime
    routing.again(matter, doing.row.rerouted, doing.row.act)
    if doing.row.act in offering.REVIEWS:
        if matter.handler_id == HUMAN_DESK:
            raise NotInThisState(_NOBODY_ABOVE)
        _note_review(doing, former)
    if matter.regime != regime:
        terms.begin_again(matter, doing.today)
    return {"handler": trees.code_of(matter.handler_id), "former": trees.code_of(former)}


def _note_review(doing: Doing, former: int) -> None:
    matter = doing.matter
    db.session.add(
        Review(
            matter_id=matter.id,
            lap=matter.lap,
            decision_id=int(doing.facts[doing.row.facts[0]]),
            from_handler_id=former,
            to_handler_id=matter.handler_id,
            asked_on=doing.today,
        )
    )


def said(doing: Doing) -> Payload:
    """Keep what was said with the act; the event holds its salted digest."""
    words = [str(doing.facts[name]).strip() for name in _SPOKEN if doing.facts.get(name)]
    if doing.row.act == "decline":
        words = [GROUNDS[Ground(doing.facts["ground"])].zh, *words]
    if not words:
        return {}
    shown = doing.row.act not in INSIDE
    text = "\n".join(dict.fromkeys(words))
    return {"words": recording.say(doing.matter, doing.row.act, text, doing.actor, doing.who, shown=shown)}


EFFECTS: dict[str, Callable[[Doing], Payload]] = {
    "assign": _assign,
    "assign_by_hand": _assign_by_hand,
    "refer": _refer,
    "identify": _identify,
    "recuse": _recuse,
    "decline": _decline,
    "draft": _draft,
    "send_back": _send_back,
    "decide": _decide,
    "decide_review": _decide,
    "order_refund": _order_refund,
    "confirm_refund": _confirm,
    "report_refund": _report,
    "take_back": _take_back,
    "end_refund": _end_refund,
    "withdraw": _withdraw,
    "rate": _rate,
    "escalate": lambda doing: {"stage": str(doing.facts["stage"])},
    "review": _review,
    "rereview": _review,
}
