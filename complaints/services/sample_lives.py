"""How sample matters fare (示例): ways through the lifecycle, walked act by act on the days of the past.

Every act goes through the one door (`acting.carry_out`), so streams, terms, notices and the ledger are those of a
matter that was really handled; the daily round is lived through too, so that nothing is left for it to catch up on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from complaints.models.cases import HUMAN_DESK, NEVER, Complaint, Matter
from complaints.rules.lifecycle import ACTS, Transition
from complaints.rules.outcomes import GROUNDS, UPHELD, Outcome
from complaints.rules.states import State, Who
from complaints.services import acting, clocking, deciding, offering, refunds, routing, rulebooks, terms
from complaints.services.sample_stories import Chance, words
from core import clock
from core.db import db
from core.policy import VISITOR, Actor, Role
from core.values.money import NOTHING, Money

SPAN = 540
"""Days over which they spread, up to today: eighteen months."""
_ROUND = time(0, 10)


@dataclass(frozen=True, slots=True)
class Way:
    """Acts one after another; `tail` days at most lie between the last and today."""

    weight: int
    acts: tuple[str, ...]
    tail: int


_TAKEN = ("accept", "draft", "decide")
_DENIED = ("accept", "deny", "decide")
WAYS: Mapping[str, Way] = {
    "fresh": Way(8, (), 4),
    "left_lying": Way(3, (), 40),
    "desk": Way(2, ("desk",), 9),
    "by_hand": Way(1, ("desk", "assign_by_hand"), 3),
    "accepted": Way(9, ("accept", "note"), 30),
    "slow": Way(4, ("accept", "say"), 120),
    "extended": Way(3, ("accept", "extend"), 12),
    "drafted": Way(7, ("accept", "draft"), 6),
    "sent_back": Way(2, ("accept", "draft", "send_back"), 5),
    "asked": Way(6, ("accept", "ask"), 6),
    "answered": Way(4, ("accept", "ask", "answer"), 15),
    "unanswered": Way(2, ("accept", "ask"), 60),
    "denied": Way(5, _DENIED, 15),
    "denied_for_good": Way(8, (*_DENIED, "rate"), SPAN),
    "owing": Way(8, _TAKEN, 60),
    "part_paid": Way(7, (*_TAKEN, "report_refund"), 90),
    "paid": Way(20, ("accept", "note", "draft", "decide", "confirm_refund", "rate"), SPAN),
    "paid_at_last": Way(5, (*_TAKEN, "report_refund", "say", "confirm_refund", "rate"), SPAN),
    "taken_back": Way(3, (*_TAKEN, "confirm_refund", "take_back"), 40),
    "ended": Way(3, (*_TAKEN, "end_refund"), SPAN),
    "announced": Way(2, (*_TAKEN, "announce"), 20),
    "declined": Way(4, ("decline",), 0),
    "declined_before": Way(6, ("decline", "rate"), SPAN),
    "withdrawn": Way(4, ("accept", "withdraw"), SPAN),
    "reviewing": Way(5, (*_DENIED, "review"), 12),
    "reviewed": Way(4, (*_DENIED, "review", "draft", "decide_review", "confirm_refund"), SPAN),
    "transferred": Way(3, ("transfer", "accept"), 12),
    "objected": Way(1, ("object",), 5),
    "stepped_back": Way(1, ("accept", "recuse_body"), 5),
}
_DAYS = {
    "accept": (1, 6), "note": (1, 9), "say": (2, 9), "draft": (5, 30), "deny": (5, 30), "decide": (1, 4), "ask": (1, 9),
    "answer": (1, 6), "confirm_refund": (3, 25), "report_refund": (3, 25), "rate": (1, 3), "end_refund": (20, 60),
    "review": (2, 8), "decide_review": (1, 4), "decline": (1, 5), "extend": (4, 9), "take_back": (3, 30),
}  # fmt: skip
"""Days before an act, least and most; for the rest one or two."""
_SECOND = frozenset({"decide", "decide_review", "send_back", "extend", "end_refund"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: two officers anywhere, the demo's own two at their body, the demo's supervisor."""

    anywhere: tuple[int, int]
    at_home: tuple[int, int]
    home: int
    supervisor: Actor

    def officer(self, matter: Matter, place: int) -> Actor:
        """The first (0) or second (1) officer of the body that has it."""
        pair = self.at_home if matter.handler_id == self.home else self.anywhere
        return Actor(pair[place], memberships=frozenset({(Role.handler, matter.handler_id)}))


@dataclass(slots=True)
class Plan:
    """A way with its days: when it was filed, and how long before each act."""

    way: Way
    gaps: tuple[int, ...]
    filed_at: datetime

    @classmethod
    def draw(cls, chance: Chance, now: datetime) -> "Plan":
        """A way, by weight, that ends on or before today."""
        way = chance.weighed([(way, way.weight) for way in WAYS.values()])
        gaps = tuple(chance.of.randint(*_DAYS.get(act, (1, 2))) for act in way.acts)
        back = min(SPAN, sum(gaps) + (chance.of.randrange(way.tail + 1)))
        return cls(way, gaps, _hour(chance, now, now.astimezone(clock.LEGAL_ZONE).date() - timedelta(days=back)))


def _hour(chance: Chance, now: datetime, day: date) -> datetime:
    """Some instant of office hours on that day, never after now."""
    at = datetime.combine(day, time(9), clock.LEGAL_ZONE) + timedelta(minutes=chance.of.randrange(480))
    return min(at.astimezone(UTC), now)


def live(matter: Matter, plan: Plan, chance: Chance, cast: Cast, now: datetime) -> None:
    """Walk the matter along its way up to now, as far as the table lets it."""
    last = day = _day(plan.filed_at)
    for act, gap in zip(plan.way.acts, plan.gaps, strict=True):
        if act == "desk":
            continue
        day += timedelta(days=gap)
        last = max(day, _rounds(matter, last, day, now))
        with clock.standing_at(_hour(chance, now, day)):
            if not _do(matter, act, chance, cast):
                break
    _rounds(matter, last, _day(now), now)


def _day(instant: datetime) -> date:
    return instant.astimezone(clock.LEGAL_ZONE).date()


def _rounds(matter: Matter, last: date, until: date, now: datetime) -> date:
    """The daily rounds after `last`, on the days that have something for this matter."""
    while matter.state != State.closed and (day := _eventful(matter, last)) is not None and day <= until:
        at = datetime.combine(day, _ROUND, clock.LEGAL_ZONE).astimezone(UTC)
        with clock.standing_at(min(at, now)):
            clocking.round_of(matter, day)
        last = day
    return last


def _eventful(matter: Matter, last: date) -> date | None:
    """The first day after `last` on which the daily round would do something."""
    days = [last + timedelta(days=1)] if matter.state == State.declined else []
    if matter.wait_until != NEVER:
        days.append(matter.wait_until + timedelta(days=1))
    running = terms.running(matter)
    for each in running:
        if each.who in terms.OWED and not each.paused:
            days += [each.due - clocking.WARN_BEFORE] if each.warned_at is None else []
            days += [each.due + timedelta(days=1)] if each.escalated_at is None else []
    if matter.state == State.decided:
        days += [each.due + timedelta(days=1) for each in running if each.who == "complainant"]
        days += [last + timedelta(days=1)] if len(days) == 0 else []
    return min((max(day, last + timedelta(days=1)) for day in days), default=None)


def _do(matter: Matter, act: str, chance: Chance, cast: Cast) -> bool:
    """Do it if it can be done now; whether it was."""
    row = ACTS["draft" if act == "deny" else act]
    if State(matter.state) not in row.begin or not offering.is_open(matter, row) or not _somewhere(matter, row):
        return False
    actor, who = _who(matter, row, cast)
    if matter.handler_id == HUMAN_DESK and Who.handler in who:
        return False
    acting.carry_out(matter, row.act, _facts(matter, act, chance), actor, who)
    return True


def _somewhere(matter: Matter, row: Transition) -> bool:
    """Whether a body is left to send it on to."""
    if not row.rerouted:
        return True
    complaint = db.session.get_one(Complaint, matter.complaint_id)
    return routing.preview(matter, complaint.mode, complaint.received_on).handler is not None


def _who(matter: Matter, row: Transition, cast: Cast) -> tuple[Actor, set[Who]]:
    if row.act == "assign_by_hand":
        return cast.supervisor, {Who.supervisor}
    if Who.complainant in row.who:
        return VISITOR, {Who.complainant}
    if row.act in _SECOND:
        return cast.officer(matter, 1), {Who.handler, Who.second_handler}
    return cast.officer(matter, 0), {Who.handler}


def _facts(matter: Matter, act: str, chance: Chance) -> dict[str, Any]:
    said = words()
    if act in ("draft", "deny"):
        return _draft(matter, chance, upheld=act == "draft")
    if act in ("decide", "decide_review", "send_back"):
        draft = deciding.open_draft(matter)
        return {"draft": draft.id if draft else 0, "reason": said["reasons"].get(act, "")}
    if act in ("report_refund", "take_back"):
        return {"amount": _part(matter, chance, act), "text": chance.one(said["thanks"])}
    if act == "decline":
        return {"ground": chance.one(list(GROUNDS)), "right_door": chance.one(said["doors"])}
    given = {
        "reason": said["reasons"].get(act, ""),
        "question": chance.one(said["questions"]),
        "text": chance.one(_texts(act)),
        "score": chance.weighed([(1, 2), (2, 2), (3, 4), (4, 7), (5, 9)]),
        "handler": "440000-gxt",
    }
    needed = ACTS[act].facts
    return {name: value for name, value in given.items() if name in needed}


def _texts(act: str) -> list[str]:
    found: list[str] = words()[{"answer": "replies", "note": "notes", "review": "reviews"}.get(act, "thanks")]
    return found


def _draft(matter: Matter, chance: Chance, *, upheld: bool) -> dict[str, Any]:
    outcomes = [(Outcome.substantiated, 3), (Outcome.partly_substantiated, 1)] if upheld else [
        (Outcome.unsubstantiated, 3), (Outcome.unproven, 1)]  # fmt: skip
    outcome = chance.weighed(outcomes)
    kind = rulebooks.kinds().get(matter.kind)
    refund = _refund(matter, outcome) if outcome in UPHELD and kind and kind.refundable else NOTHING
    remedies = [each.value for each in kind.remedies[:2]] if kind and outcome in UPHELD else []
    return {
        "outcome": outcome,
        "findings": chance.one(words()["findings"][outcome.value]),
        "remedies": tuple(each for each in remedies if refund or each not in ("refund", "return_deposit")),
        "refund": refund,
        "no_refund_reason": "" if refund or outcome not in UPHELD else words()["no_refund"],
    }


def _refund(matter: Matter, outcome: Outcome) -> Money:
    """What the verdict says is too much, else all of it; half of that where half of it was right."""
    excess = (matter.verdict or {}).get("excess")
    whole = Money(excess) if excess and Money(excess) else matter.amount
    return whole if outcome is Outcome.substantiated else Money.of_fen(whole.fen // 200 * 100)


def _part(matter: Matter, chance: Chance, act: str) -> Money:
    now = refunds.balance(matter.id)
    whole = now.ordered if act == "report_refund" else now.confirmed
    return Money.of_fen(whole.fen * chance.of.randrange(1, 4) // 4 // 100 * 100 or min(whole.fen, 1))
