"""What acts rest on: a look-up on record, and coverage as it is on the day of the act."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from core import clock
from core.db import db
from core.errors import NotFound, NotInThisState
from core.values.text import Text
from registry.models.acts import LookUp
from registry.rules.conditions import Facts
from registry.services import answering
from registry.services.answering import Judged
from registry.services.answers import Ask

LOOK_UP_GOOD_FOR = timedelta(days=30)
"""How long a look-up carries an order or a recognition (ours; long enough for one case, short enough to be fresh)."""
_LOOK_FIRST = Text(
    "请先查一次已有结果（写明用途），30 天内有效",
    "First look up what is on record, stating the purpose; it is good for 30 days",
)


@dataclass(frozen=True, slots=True)
class Case:
    """What an act is about."""

    subject_id: int
    """The subject looked up: the site or project, or the thing itself."""
    procedure: str
    facts: Facts = field(default_factory=dict)
    batch: str | None = None


def look_up_of(case: Case, department: int) -> int:
    """The department's latest look-up of the subject for that procedure; its id.

    :raises core.errors.NotInThisState: if there is none of late.
    """
    asked = select(LookUp.id).where(
        LookUp.subject_id == case.subject_id,
        LookUp.organisation_id == department,
        LookUp.procedure == case.procedure,
        LookUp.at >= clock.now() - LOOK_UP_GOOD_FOR,
    )
    found = db.session.scalar(asked.order_by(LookUp.at.desc(), LookUp.id.desc()).limit(1))
    if found is None:
        raise NotInThisState(_LOOK_FIRST)
    return found


def judged(case: Case, on: date | None = None) -> Judged:
    """Coverage of the case on that day (today), by the record as it is.

    :raises core.errors.NotFound: for a subject or procedure that is not on record.
    """
    if not case.subject_id:
        raise NotFound
    return answering.judge(Ask(case.subject_id, on or clock.today(), case.procedure, case.facts, batch=case.batch))
