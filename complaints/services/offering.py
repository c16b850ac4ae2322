"""What is on record for an act to be offered at all, so that no button leads nowhere."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from complaints.models.answers import Rating
from complaints.models.cases import Matter
from complaints.rules.lifecycle import Transition
from complaints.services import deciding, refunds, terms
from core import clock
from core.db import db
from core.values.money import NOTHING, Money
from core.values.text import Text

REVIEWS = {"review": ("review_request", 0), "rereview": ("rereview_request", 1)}
"""Act → the term in which it may be asked for, and what time of handling it looks into."""
_NO_REVIEW = Text(
    "这一事项现在不能请求复查；可以依法申请行政复议或者提起行政诉讼",
    "A review cannot be asked for now; administrative reconsideration or a suit may be open to you",
)
_TOO_LATE = Text("请求复查的期限是 {day}，已经过了", "A review could be asked for until {day}")


def owed(matter: Matter) -> Money:
    """What of the refund has not come in."""
    return refunds.balance(matter.id).unpaid


def rated(matter: Matter) -> bool:
    """Whether the complainant has rated how it was handled this time."""
    return db.session.get(Rating, (matter.id, matter.lap)) is not None


def ratings(matter_id: int) -> list[Rating]:
    """Every rating of the matter."""
    return list(db.session.scalars(select(Rating).where(Rating.matter_id == matter_id).order_by(Rating.lap)))


def why_no_review(matter: Matter, act: str, today: date) -> Text | None:
    """Why it cannot be reviewed (again) now; None if it can."""
    stage, lap = REVIEWS[act]
    regime = terms.regime_of(matter)
    if matter.lap != lap or regime is None or regime.clock(stage) is None or deciding.of_lap(matter, lap) is None:
        return _NO_REVIEW
    late = [each for each in matter.clocks if each.stage == stage and each.due < today]
    return _TOO_LATE.fill(day=late[-1].due.isoformat()) if late else None


def is_open(matter: Matter, row: Transition) -> bool:
    """Whether what the act needs on record is there, so that no button leads nowhere."""
    test = _OPEN.get(row.act)
    return test is None or test(matter, row)


def _has_draft(matter: Matter, _row: Transition) -> bool:
    return deciding.open_draft(matter) is not None


def _may_extend(matter: Matter, row: Transition) -> bool:
    regime, event = terms.regime_of(matter), row.starts[0]
    stage = terms.EXTENDED_FROM[event]
    there = any(clock.starts_from == event for clock in regime.clocks) if regime else False
    return there and any(each.stage == stage and not each.paused for each in terms.running(matter))


_OPEN: dict[str, Callable[[Matter, Transition], bool]] = {
    "decide": _has_draft,
    "decide_review": _has_draft,
    "send_back": _has_draft,
    "extend": _may_extend,
    "extend_accept": _may_extend,
    "review": lambda matter, row: why_no_review(matter, row.act, clock.today()) is None,
    "rereview": lambda matter, row: why_no_review(matter, row.act, clock.today()) is None,
    "rate": lambda matter, _row: not rated(matter),
    "close": lambda matter, _row: owed(matter) == NOTHING,
    "take_back": lambda matter, _row: bool(refunds.balance(matter.id).confirmed),
}
