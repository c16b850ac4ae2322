"""What may still happen to a report on record: withdrawn by its issuer, a claim confirmed or denied, consent given."""

from typing import Any

from sqlalchemy import select

from core import clock, events
from core.db import db
from core.errors import Conflict, Invalid, NotAllowed, NotFound, NotInThisState
from core.policy import SYSTEM, Actor, Role, organisations_as
from core.values.text import Text
from registry.models.reports import Report, Standing, Status
from registry.services import keeping, telling

_NEEDED = Text("请写明理由", "Give the reason")
_NOT_YOURS = Text(
    "只有出具机构能撤回、确认或否认它的报告", "Only its laboratory may withdraw, confirm or deny a report"
)
_NOT_CLIENT = Text("只有委托企业能同意", "Only the client may consent")
_WITHDRAWN = Text("这份报告已经撤回", "This report was withdrawn already")
_NOT_CLAIMED = Text("这份报告不是待确认的", "This report does not wait to be confirmed")
_OWN = Text(
    "本机构已自行登记编号 {number}，这份纸质报告不用再确认", "Number {number} is on record already; nothing to confirm"
)


def withdraw(report_id: int, reason: str, actor: Actor, *, again: bool = False) -> None:
    """The issuer takes the report back, as of today; everyone who relied on it is told.

    :param again: the very same withdrawal sent again is no error.

    :raises core.errors.NotFound: if there is none, or none that the actor may know of.
    :raises core.errors.NotAllowed: if it is another laboratory's.
    :raises core.errors.NotInThisState: if it is withdrawn already.
    :raises core.errors.Invalid: at ``reason`` if none is given.
    """
    report = _own(report_id, actor)
    if report.status == Status.withdrawn:
        if again and report.withdrawn_reason == reason.strip():
            return
        raise NotInThisState(_WITHDRAWN)
    if not reason.strip():
        raise Invalid({"reason": [_NEEDED]})
    report.status, report.withdrawn_on = Status.withdrawn.value, clock.today()
    report.withdrawn_reason = reason.strip()
    db.session.flush()
    telling.withdrawn(report, actor)


def confirm(report_id: int, actor: Actor) -> None:
    """The laboratory says that it issued the report an enterprise brought on paper.

    :raises core.errors.NotInThisState: if it does not wait for that.
    :raises core.errors.Conflict: if the laboratory has the number on record itself.
    """
    report = _claimed(report_id, actor)
    own = select(Report.id).where(
        Report.issuer_id == report.issuer_id,
        Report.number == report.number,
        Report.id != report.id,
        Report.standing == Standing.confirmed.value,
    )
    if db.session.scalar(own.limit(1)) is not None:
        raise Conflict(_OWN.fill(number=report.number))
    report.standing = Standing.confirmed.value
    db.session.flush()
    telling.answered(report, actor)


def deny(report_id: int, reason: str, actor: Actor) -> None:
    """The laboratory says that it issued no such report.

    :raises core.errors.NotInThisState: if it does not wait for that.
    :raises core.errors.Invalid: at ``reason`` if none is given.
    """
    report = _claimed(report_id, actor)
    if not reason.strip():
        raise Invalid({"reason": [_NEEDED]})
    report.standing, report.standing_reason = Standing.denied.value, reason.strip()
    db.session.flush()
    telling.answered(report, actor)


def consent(report_id: int, agreed: bool, actor: Actor) -> None:
    """The client agrees, or no longer agrees, that a fail it had tested of its own accord be shown to departments.

    :raises core.errors.NotAllowed: if it is not the actor's enterprise that commissioned it.
    """
    report = _locked(report_id)
    mine = keeping.lines_of(organisations_as(Role.enterprise_member, actor))
    if report.client_id not in mine:
        raise NotAllowed(_NOT_CLIENT) if report.issuer_id in actor.organisations else NotFound()
    report.consented = agreed
    db.session.flush()
    said: dict[str, Any] = {"consented": agreed}
    events.record((telling.STREAM, str(report.id)), "report.consent_given", said, actor)


def may_consent(report_id: int, actor: Actor) -> bool:
    """Whether that is the actor's to say."""
    mine = keeping.lines_of(organisations_as(Role.enterprise_member, actor))
    asked = select(Report.id).where(Report.id == report_id, Report.client_id.in_(mine))
    return bool(mine) and db.session.scalar(asked) is not None


def _claimed(report_id: int, actor: Actor) -> Report:
    report = _own(report_id, actor)
    if report.standing != Standing.claimed:
        raise NotInThisState(_NOT_CLAIMED)
    return report


def _own(report_id: int, actor: Actor) -> Report:
    """The report, which must be of the actor's laboratory."""
    report = _locked(report_id)
    if actor != SYSTEM and report.issuer_id not in organisations_as(Role.laboratory_member, actor):
        if Role.laboratory_member in actor.roles:
            raise NotAllowed(_NOT_YOURS)
        raise NotFound
    return report


def _locked(report_id: int) -> Report:
    asked = select(Report).where(Report.id == report_id).with_for_update()
    report = db.session.scalars(asked).one_or_none()
    if report is None:
        raise NotFound
    return report
