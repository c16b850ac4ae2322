"""Filing: a complaint and its matters put on record, routed, their terms started, in one transaction.

No account is needed. Of an anonymous complainant nothing is kept but what was told. The code is shown once; sent
again under the same key, the same complaint answers with a fresh one, until a code was first used.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

from burden import public as burden
from complaints import search
from complaints.models.cases import HUMAN_DESK, NEVER, UNKNOWN, Complaint, Matter
from complaints.rules import codes as code_law
from complaints.rules import routes as law
from complaints.rules.lifecycle import ACTS
from complaints.rules.matters import LIST_TYPES, Mode
from complaints.rules.routes import NATIONAL, Route
from complaints.rules.states import State, Who
from complaints.services import (
    acting,
    codes,
    evidence,
    identity,
    receipts,
    recording,
    routing,
    rulebooks,
    stakes,
    terms,
    trees,
)
from complaints.services.identity import Contact
from complaints.services.receipts import Filed, Receipt
from core import clock, events, vault
from core.db import db
from core.documents import as_json
from core.errors import Conflict, Invalid
from core.people.services import organising
from core.people.services.organising import Body
from core.policy import VISITOR, Actor, Role, organisations_as
from core.values.money import NOTHING, Money
from core.values.text import Text

_TAKEN = Text(
    "这张表已经提交过，编号 {reference}；要再投诉一件，请从头填一张",
    "This form was submitted already as {reference}; for another complaint, begin a new one",
)
_BY_HAND = Text("没有可办的机构，请人工分办", "no body is left; assign it by hand")
_NO_CONTACT = Text("匿名投诉不留身份，请删去联系方式", "An anonymous complaint keeps no identity; leave this empty")
_CONTACT = Text("请留下姓名或企业名称，或者改为匿名", "Give a name or an enterprise, or file anonymously")


@dataclass(frozen=True, slots=True)
class FiledMatter:
    """One kind of wrong by one body, as it is told."""

    kind: str
    story: str
    body: str = ""
    """Code or whole name of the body complained of; empty: not known."""
    body_kind: str = ""
    region: str = ""
    amount: Money = NOTHING
    happened_on: date | None = None
    list_type: str | None = None
    check_code: str = ""
    """A kept check, whose charge and verdict go along as they were."""
    charge: Mapping[str, Any] | None = None
    """Or the charge itself, to be checked now."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Answers to the questions of the kind."""
    set_by: tuple[str, ...] = ()
    ordered_by: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    files: str = ""
    """Tokens of files that were sent before, as `complaints.services.drafting` made them."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What is filed at once."""

    mode: Mode
    matters: tuple[FiledMatter, ...]
    contact: Contact = Contact()
    channel: str = "web"
    lang: str = "zh"
    sample: bool = False


def file(command: Filing, actor: Actor = VISITOR, *, key: str | None = None) -> Receipt:
    """Put the complaint on record, in the caller's transaction.

    :param key: names the form or the request: sent twice, it is filed once.
    :raises Invalid: where mode and contact go against each other, or a file was removed meanwhile.
    :raises Conflict: if under this key something else was filed.
    :raises NotFound: if there is no such kept check.
    """
    _check_contact(command)
    document = as_json(asdict(command))
    content = vault.mark("complaint-content", rfc8785.dumps(document).decode())
    form = vault.mark("complaint-form", key or events.new_salt())
    complaint, code = _insert(command, form, content)
    if complaint is None:
        return _again(_of_form(form), content)
    with db.session.no_autoflush:  # all rows are new: none is read back before they are written, at the end, together
        if command.mode is not Mode.anonymous:
            identity.seal(complaint, command.contact)
        filed = [_matter(complaint, command, place, told, actor) for place, told in enumerate(command.matters, start=1)]
        return receipts.make(complaint, filed, code)


def _check_contact(command: Filing) -> None:
    if command.mode is Mode.anonymous and not command.contact.empty:
        raise Invalid({"contact": [_NO_CONTACT]})
    if command.mode is not Mode.anonymous and not (command.contact.name or command.contact.enterprise):
        raise Invalid({"contact.name": [_CONTACT]})


def _of_form(form: str) -> Complaint:
    asked = select(Complaint).where(Complaint.form_digest == form).with_for_update()
    return db.session.scalars(asked.execution_options(populate_existing=True)).one()


def _again(complaint: Complaint, content: str) -> Receipt:
    """The answer to a form that was sent before."""
    if complaint.content_digest != content:
        raise Conflict(_TAKEN.fill(reference=complaint.reference))
    code = None if complaint.code_used else codes.fresh(complaint)
    db.session.flush()
    return receipts.of(complaint, code)


def _insert(command: Filing, form: str, content: str) -> tuple[Complaint | None, code_law.Code]:
    insert = insert_in_postgresql if db.engine.dialect.name == "postgresql" else insert_in_sqlite
    code = code_law.draw()
    row: dict[str, Any] = {
        "reference": codes.new_number("TS"),
        "mode": command.mode.value,
        "channel": command.channel,
        "filed_at": clock.now(),
        "received_on": clock.today(),
        "locator": code.locator,
        "secret_digest": code.digest(vault.key(codes.KEY)),
        "code_used": False,
        "form_digest": form,
        "content_digest": content,
        "lang": command.lang,
        "certificate": {},
        "sample": command.sample,
    }
    asked = insert(Complaint).values(row).on_conflict_do_nothing(index_elements=["form_digest"])
    return db.session.scalars(asked.returning(Complaint)).one_or_none(), code


def _matter(complaint: Complaint, command: Filing, place: int, told: FiledMatter, actor: Actor) -> Filed:
    body = organising.find_body(told.body, complaint.received_on) if told.body else None
    matter = _row(complaint, command, place, told, body, actor)
    asked = routing.asked_of(matter, complaint.mode, body.code if body else None)
    tree = trees.around(asked)
    found = law.route(asked, tree, rulebooks.current(), complaint.received_on)
    matter.stake_id = stakes.keep(asked, complaint.received_on, tree)
    matter.regime = found.regime
    terms.start(matter, ACTS["file"].starts, complaint.received_on)
    db.session.add(matter)
    db.session.flush()
    who = Who.intake_clerk if matter.counter_id else Who.complainant
    payload = {"kind": matter.kind, "region": matter.region, "amount": str(matter.amount), "mode": complaint.mode}
    story = events.personal(matter.story, matter.salt)
    recording.record(matter, ACTS["file"].event, {**payload, "story": story}, actor, who)
    evidence.attach(matter, told.files, actor, who)
    routing.keep(matter, "assign", found)
    search.put_new(matter, complaint.reference)
    _send_on(matter, found)
    terms.note_next(matter)
    files = evidence.of(matter.id, shown_only=True) if told.files else ()
    return Filed(matter, found, tree.on(complaint.received_on), files)


def _send_on(matter: Matter, found: Route) -> None:
    """To its handler; to the door outside; or to the human desk, where it stays as filed."""
    if found.handler is not None:
        acting.by_platform(matter, "assign", {"route": found})
    elif found.external and found.external != NATIONAL:
        acting.by_platform(matter, "refer", {"right_door": receipts.door(found.external).render("zh")})
    else:
        recording.tell_desk(matter, ACTS["file"].event, _BY_HAND)


def _row(
    complaint: Complaint, command: Filing, place: int, told: FiledMatter, body: Body | None, actor: Actor
) -> Matter:
    answer, charge = _checked(told)
    amount = told.amount or (Money(charge["amount"]) if charge else NOTHING)
    region = told.region or (charge or {}).get("region") or (body.region if body else "")
    at_counter = command.channel == "counter"
    counters = organisations_as(Role.intake_clerk, actor)
    owned = actor.user_id and not at_counter and command.mode is not Mode.anonymous
    day = (charge or {}).get("charged_on")
    return Matter(
        complaint_id=complaint.id,
        place=place,
        number=codes.new_number("SX"),
        owner=Matter.owner_mark(actor.user_id) if owned else "",
        counter_id=counters[0] if at_counter and counters else 0,
        kind=told.kind,
        body_id=body.id if body else UNKNOWN,
        body_name=body.name if body else told.body,
        region=region,
        facts={"answers": dict(told.facts), "routing": _routing(told, answer)},
        story=told.story,
        salt=events.new_salt(),
        amount=amount,
        happened_on=told.happened_on or (date.fromisoformat(day) if day else None),
        charge=charge,
        verdict=dict(answer.document) if answer else None,
        violation=answer.verdict if answer else "",
        filed_at=complaint.filed_at,
        state=State.filed.value,
        version=1,
        lap=0,
        handler_id=HUMAN_DESK,
        officer_id=0,
        regime="",
        happened={},
        due=NEVER,
        due_stage="",
        wait_until=NEVER,
        outcome="",
        clocks=[],
        assignments=[],
    )


def _checked(told: FiledMatter) -> tuple[burden.Answer | None, dict[str, Any] | None]:
    """The verdict that goes along, and the charge it is on."""
    if told.check_code:
        answer = burden.kept(told.check_code)
    elif told.charge is not None:
        answer = burden.check_document(told.charge)
    else:
        return None, None
    return answer, dict(answer.document["charge"])


def _routing(told: FiledMatter, answer: burden.Answer | None) -> dict[str, Any]:
    """What the rules of routing are asked, beside kind, body and place."""
    nature = answer.nature if answer else ""
    return {
        "list_type": told.list_type or LIST_TYPES.get(nature),
        "body_kind": told.body_kind,
        "set_by": list(told.set_by),
        "ordered_by": list(told.ordered_by),
        "beneficiaries": list(told.beneficiaries),
        "previous_handlers": [],
    }


def matters_of(complaint_id: int) -> list[Matter]:
    """The matters of a complaint, in their order."""
    return list(db.session.scalars(select(Matter).filter_by(complaint_id=complaint_id).order_by(Matter.place)))
