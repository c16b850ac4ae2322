"""What happened to a matter: its event in the chain, and who is told. Every change of a matter passes here."""

from collections.abc import Mapping
from typing import Any

from complaints.models.answers import Message
from complaints.models.cases import HUMAN_DESK, Matter
from complaints.rules.lifecycle import Transition
from complaints.rules.states import Told, Who
from complaints.services import stakes
from core import clock, events, notices
from core.db import db
from core.policy import VISITOR, Actor, Role
from core.values.text import Text

STREAM = "matter"
_WORDS = Text("事项 {number}：{what}", "Matter {number}: {what}")
_GONE = Text("事项 {number} 已经转出", "Matter {number} has gone elsewhere")


def record(matter: Matter, kind: str, payload: Mapping[str, Any], actor: Actor, who: Who) -> None:
    """Add an event to the matter's stream. Of a complainant the chain never says which person it was."""
    outside = who is Who.complainant
    said = {"by": who.value, "state": matter.state, "version": matter.version, **payload}
    events.record((STREAM, matter.number), kind, said, VISITOR if outside else actor)


def say(matter: Matter, act: str, words: str, actor: Actor, who: Who, *, shown: bool) -> str:
    """Keep what a person said with an act; the digest that stands for it in the event."""
    salt = events.new_salt()
    db.session.add(
        Message(
            matter_id=matter.id,
            act=act,
            author=who.value,
            user_id=0 if who is Who.complainant else actor.user_id,
            shown=shown,
            words=words,
            salt=salt,
            at=clock.now(),
        )
    )
    return events.personal(words, salt)


def tell(matter: Matter, row: Transition, *, former: int = HUMAN_DESK, who: Who | None = None) -> None:
    """Write the notices of an act; who did it is not told of it."""
    words = _WORDS.fill(number=matter.number, what=row.label)
    for told in row.tells:
        if told is Told.complainant and who not in (Who.complainant, Who.intake_clerk):
            notices.tell(("complaint-matter", matter.number), row.event, words)
        elif told is Told.handler:
            _tell_handler(matter, row.event, words)
        elif told is Told.former_handler and former not in (HUMAN_DESK, matter.handler_id):
            _tell_former(matter, row.event, former)
        elif told is Told.assistant:
            for organisation_id in assistants(matter):
                _tell_desk(matter, row.event, words, organisation_id)
        elif told is Told.supervisor:
            notices.tell((STREAM, matter.number), row.event, words, role=Role.supervisor)


def tell_desk(matter: Matter, kind: str, words: Text, *, supervisors: bool = False) -> None:
    """Tell the handling desk, and the supervisors, of something that is no act: a term that ends soon, say."""
    said = _WORDS.fill(number=matter.number, what=words)
    _tell_handler(matter, kind, said)
    if supervisors and matter.handler_id != HUMAN_DESK:
        notices.tell((STREAM, matter.number), kind, said, role=Role.supervisor)


def _tell_handler(matter: Matter, kind: str, words: Text) -> None:
    if matter.handler_id == HUMAN_DESK:
        notices.tell((STREAM, matter.number), kind, words, role=Role.supervisor)
    else:
        _tell_desk(matter, kind, words, matter.handler_id)


def _tell_desk(matter: Matter, kind: str, words: Text, organisation_id: int) -> None:
    notices.tell((STREAM, matter.number), kind, words, role=Role.handler, organisation_id=organisation_id)


def _tell_former(matter: Matter, kind: str, former: int) -> None:
    """That it is gone, nothing more; and nothing at all to who turned out to have a stake."""
    if former in stakes.bodies(matter.stake_id):
        return
    words = _GONE.fill(number=matter.number)
    notices.tell(("matter-gone", matter.number), kind, words, role=Role.handler, organisation_id=former)


def assistants(matter: Matter) -> list[int]:
    """The organisations that assist with it now."""
    return [each.organisation_id for each in matter.assignments if each.part == "assistant" and each.current]
