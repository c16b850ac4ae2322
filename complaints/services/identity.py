"""Who complains: sealed, opened by the rules of the mode, and every look told to the complainant.

Named: who handles a matter may read it; each look is put down. Confidential: the handler asks with a reason, an
intake clerk of another unit agrees or not, then the one who asked may look. Anonymous: nobody was asked who it is.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from complaints.models.cases import Complaint, Matter
from complaints.models.identities import Identity, IdentityOpening
from complaints.rules.matters import Mode
from complaints.rules.states import Who
from complaints.services import recording, sight, trees
from complaints.services.sight import Sight
from core import clock, events, notices, vault
from core.db import db
from core.errors import Invalid, NotAllowed, NotFound, NotInThisState
from core.policy import Actor, Role, organisations_as
from core.values.text import Text

KEY = "identity"
GOOD_FOR = timedelta(days=15)
"""How long an agreement lets one look."""
STEPS = {
    "asked": Text("有人申请查看您的身份", "Somebody asked to see who you are"),
    "approved": Text("另一单位的受理员同意查看您的身份", "A clerk of another unit agreed to it"),
    "refused": Text("另一单位的受理员不同意查看您的身份", "A clerk of another unit refused it"),
    "looked": Text("办理机构查看了您的身份", "The handling office looked at who you are"),
}
_NOBODY = Text("这是匿名投诉，平台不知道是谁", "This is an anonymous complaint: nobody knows who it is")
_SEALED = Text(
    "保密投诉：写明理由，由另一单位的受理员同意后才能查看",
    "Confidential: give a reason; a clerk of another unit must agree first",
)
_REASON = Text("请写明为什么要知道身份", "Say why the identity must be known")
_NOT_NEEDED = Text("实名投诉不用申请，可以直接查看", "This is a named complaint; no request is needed")
_ANSWERED = Text("这一申请已经有人答复", "This request was answered already")


@dataclass(frozen=True, slots=True)
class Contact:
    """Who complains and how to reach them."""

    name: str = ""
    enterprise: str = ""
    credit_code: str = ""
    phone: str = ""
    email: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was told."""
        return not any(asdict(self).values())


@dataclass(frozen=True, slots=True)
class Step:
    """A step towards an identity, as the complainant and the auditor see it."""

    number: str
    step: str
    words: Text
    organisation: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """A request that waits for a clerk of another unit."""

    id: int
    number: str
    organisation: str
    reason: str
    at: datetime


def seal(complaint: Complaint, contact: Contact) -> None:
    """Put it away, encrypted."""
    words = json.dumps(asdict(contact), ensure_ascii=False, sort_keys=True)
    db.session.add(Identity(complaint_id=complaint.id, sealed=vault.seal(KEY, words)))


def open_request(number: str, reason: str, actor: Actor) -> int:
    """The handler of a confidential matter asks to know who it is; the request's id."""
    matter, complaint = _handled(number, actor)
    if complaint.mode == Mode.named:
        raise NotInThisState(_NOT_NEEDED)
    if not reason.strip():
        raise Invalid({"reason": [_REASON]})
    return _step(matter, "asked", actor, _unit(matter, actor), reason=reason.strip()).id


def requests(actor: Actor) -> list[Request]:
    """Requests that `actor`, an intake clerk, may answer: of other units, on matters without a stake of his own."""
    units = organisations_as(Role.intake_clerk, actor)
    if not units:
        return []
    later = aliased(IdentityOpening)
    answered = exists().where(later.request_id == IdentityOpening.id, later.step.in_(("approved", "refused")))
    asked = (
        select(IdentityOpening, Matter.number)
        .join(Matter, Matter.id == IdentityOpening.matter_id)
        .where(
            IdentityOpening.step == "asked",
            ~answered,
            IdentityOpening.organisation_id.not_in(sorted(actor.organisations)),
            Matter.stake_id.not_in(Matter.stakes_of(sorted(actor.organisations))),
            Matter.id.not_in(Matter.recusals_of(actor.user_id)),
        )
        .order_by(IdentityOpening.id)
    )
    rows = db.session.execute(asked).all()
    names = trees.names({row.organisation_id for row, _ in rows})
    return [Request(row.id, number, names.get(row.organisation_id, ""), row.reason, row.at) for row, number in rows]


def approve(request_id: int, actor: Actor) -> None:
    """A clerk of another unit agrees; raises NotFound where it is not his to answer."""
    _answer(request_id, "approved", "", actor)


def refuse(request_id: int, reason: str, actor: Actor) -> None:
    """A clerk of another unit does not agree."""
    _answer(request_id, "refused", reason.strip(), actor)


def _answer(request_id: int, step: str, reason: str, actor: Actor) -> None:
    request = db.session.get(IdentityOpening, request_id)
    if request is None or all(each.id != request_id for each in requests(actor)):
        if request is not None and request.step == "asked" and request.user_id == actor.user_id:
            raise NotAllowed(_SEALED)
        raise NotFound
    matter = db.session.scalars(select(Matter).where(Matter.id == request.matter_id).with_for_update()).one()
    taken = exists().where(IdentityOpening.request_id == request_id, IdentityOpening.step.in_(("approved", "refused")))
    if db.session.scalar(select(taken)):
        raise NotInThisState(_ANSWERED)
    unit = organisations_as(Role.intake_clerk, actor)[0]
    _step(matter, step, actor, unit, request_id=request_id, reason=reason)
    words = Text(f"事项 {matter.number}：{STEPS[step].zh}", f"Matter {matter.number}: {STEPS[step].en}")
    notices.tell((recording.STREAM, matter.number), f"identity.{step}", words, user_id=request.user_id)


def read(number: str, actor: Actor) -> Contact:
    """Who complains, to the handler who may know; the look is put down and shown to the complainant.

    :raises NotInThisState: for an anonymous complaint.
    :raises NotAllowed: for a confidential one without a fresh agreement to this person's own request.
    """
    matter, complaint = _handled(number, actor)
    request_id = 0
    if complaint.mode != Mode.named:
        request_id = _agreed(matter, actor)
    contact = _unsealed(complaint.id)
    _step(matter, "looked", actor, _unit(matter, actor), request_id=request_id)
    return contact


def of_complainant(complaint_id: int) -> Contact | None:
    """What the complainant has told of himself, to himself; None if anonymous."""
    return _unsealed(complaint_id) if db.session.get(Identity, complaint_id) else None


def _unsealed(complaint_id: int) -> Contact:
    kept: Mapping[str, str] = json.loads(vault.unseal(KEY, db.session.get_one(Identity, complaint_id).sealed))
    return Contact(**kept)


def _handled(number: str, actor: Actor) -> tuple[Matter, Complaint]:
    matter = sight.fetch(number, actor, Sight.handle_matter, hold=True)
    complaint = db.session.get_one(Complaint, matter.complaint_id)
    if complaint.mode == Mode.anonymous:
        raise NotInThisState(_NOBODY)
    return matter, complaint


def _unit(matter: Matter, actor: Actor) -> int:
    """The organisation for which the actor handles it; his own, at the human desk."""
    mine = sorted(actor.organisations)
    return matter.handler_id if matter.handler_id in mine else mine[0]


def _agreed(matter: Matter, actor: Actor) -> int:
    request = aliased(IdentityOpening)
    asked = (
        select(request.id)
        .join(IdentityOpening, IdentityOpening.request_id == request.id)
        .where(
            request.matter_id == matter.id,
            request.user_id == actor.user_id,
            request.step == "asked",
            IdentityOpening.step == "approved",
            IdentityOpening.at > clock.now() - GOOD_FOR,
        )
    )
    found = db.session.scalars(asked.order_by(request.id.desc())).first()
    if found is None:
        raise NotAllowed(_SEALED)
    return found


def may_read(matter: Matter, mode: str, actor: Actor) -> bool:
    """Whether `read` would let this handler look now."""
    if mode != Mode.confidential:
        return mode == Mode.named
    try:
        return bool(_agreed(matter, actor))
    except NotAllowed:
        return False


def _step(
    matter: Matter, step: str, actor: Actor, unit: int, *, request_id: int = 0, reason: str = ""
) -> IdentityOpening:
    made = IdentityOpening(
        complaint_id=matter.complaint_id,
        matter_id=matter.id,
        step=step,
        request_id=request_id,
        user_id=actor.user_id,
        organisation_id=unit,
        reason=reason,
        at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    payload = {"request": request_id or made.id, "reason": events.personal(reason, matter.salt) if reason else ""}
    recording.record(matter, f"identity.{step}", payload, actor, Who.handler)
    notices.tell(("complaint-matter", matter.number), f"identity.{step}", STEPS[step])
    return made


def steps(complaint_id: int) -> list[Step]:
    """Every step towards the identity of a complaint, the first first."""
    asked = (
        select(IdentityOpening, Matter.number)
        .join(Matter, Matter.id == IdentityOpening.matter_id)
        .where(IdentityOpening.complaint_id == complaint_id)
        .order_by(IdentityOpening.id)
    )
    rows = db.session.execute(asked).all()
    names = trees.names({row.organisation_id for row, _ in rows})
    return [
        Step(number, row.step, STEPS[row.step], names.get(row.organisation_id, ""), row.reason, row.at)
        for row, number in rows
    ]
