"""The one door for everything that is done with a matter: the table of the lifecycle, carried out.

Whoever acts, by a page, by the API, by a code, or the platform itself, comes through `carry_out`: it asks the table
whether the act is possible, by whom and with which facts, and then changes state, terms, event and notices together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from complaints import search
from complaints.models.cases import HUMAN_DESK, Matter
from complaints.rules.lifecycle import ACTS, PAUSE, RESUME, Transition, missing_facts, possible
from complaints.rules.states import STATES, State, Told, Who
from complaints.services import deciding, effects, offering, recording, sight, terms
from complaints.services.effects import Doing
from complaints.services.sight import Sight
from core import clock
from core.db import db
from core.errors import Conflict, Invalid, NotAllowed, NotFound, NotInThisState
from core.policy import SYSTEM, Actor
from core.policy.predicates import filed_at_own_counter, filed_by_actor, without_stake
from core.values.text import Text

CHANGED = Text("别人刚改过。您写的留在下面，请对照再存", "Changed meanwhile. Your text is below; compare and save")
_NOT_NOW = Text("现在是“{state}”，不能{act}", "It is “{state}” now; one cannot {act}")
_NEEDED = Text("请填写这一项", "This is needed")
_SECOND = Text("这一步要请本机构另一位经办人来做", "This step takes another officer of your body")
_OTHERS = Text("这一步由{who}来做", "This step is for: {who}")
QUIET = frozenset({"say", "note", "rate", "escalate"})
"""Acts that change nothing another officer may have a form open on."""
CHANGES_WORDS = frozenset({"decide", "decide_review", "identify"})
"""Acts that change what a matter can be found by, beside those with which something is said."""
_FOLLOWED_BY_REFUND = ("decide", "decide_review")


class ChangedMeanwhile(Conflict):
    """Another officer was first; what this one typed is here, to be shown again beside what is there now."""

    def __init__(self, typed: Mapping[str, Any], version: int) -> None:
        super().__init__(CHANGED)
        self.typed, self.version = typed, version


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act."""

    number: str
    state: State
    version: int
    gone: bool
    """Whether the matter is no longer there for who acted."""


def act(number: str, name: str, facts: Mapping[str, Any], actor: Actor, version: int | None = None) -> Done:
    """Somebody who has signed in acts on the matter `number`, in the caller's transaction.

    :param facts: by the names of the lifecycle's table, as `complaints.schemas.acts` reads them.
    :param version: the one the form was opened on; None where nothing can clash.
    :raises NotFound: if there is no such matter or act, or not for this actor.
    :raises NotAllowed: if the act is for somebody else.
    :raises NotInThisState: if it is not possible now.
    :raises ChangedMeanwhile: if another was first.
    :raises Invalid: naming each fact that is missing or cannot be.
    """
    sights = (Sight.read_matter, Sight.handle_matter, Sight.follow_matter)
    matter = sight.fetch(number, actor, *sights, hold=True)
    carry_out(matter, name, facts, actor, whos(matter, actor), version)
    still = select(Matter.id).where(Matter.id == matter.id, sight.anyhow(actor, *sights))
    return Done(number, State(matter.state), matter.version, db.session.scalar(still) is None)


def whos(matter: Matter, actor: Actor) -> frozenset[Who]:
    """What the actor is to this matter."""
    asked: dict[Who, ColumnElement[bool]] = {
        Who.handler: sight.visible(Sight.handle_matter, actor),
        Who.supervisor: sight.visible(Sight.steer_matter, actor),
        Who.complainant: filed_by_actor(actor, Matter),
        Who.intake_clerk: filed_at_own_counter(actor, Matter) & without_stake(actor, Matter),
    }
    columns = [holds.label(who.value) for who, holds in asked.items()]
    row = db.session.execute(select(*columns).where(Matter.id == matter.id)).one()
    found = {who for who, holds in zip(asked, row, strict=True) if holds}
    return frozenset(found | ({Who.second_handler} if Who.handler in found else set()))


def carry_out(
    matter: Matter,
    name: str,
    facts: Mapping[str, Any],
    actor: Actor,
    who: Collection[Who],
    version: int | None = None,
) -> None:
    """Do the act `name` on a matter held by the caller's transaction, for an actor who is `who` to it.

    Raises as `act`.
    """
    row = ACTS.get(name)
    if row is None or not row.begin:
        raise NotFound
    by = _by(matter, row, actor, who)
    if State(matter.state) not in row.begin:
        raise NotInThisState(_NOT_NOW.fill(state=STATES[State(matter.state)], act=row.label))
    if version is not None and version != matter.version:
        raise ChangedMeanwhile(facts, matter.version)
    doing = Doing(matter, row, dict(facts), actor, by, clock.today())
    doing.facts |= effects.known(doing)
    given = [fact for fact, value in doing.facts.items() if value not in (None, "")]
    if missing := missing_facts(row, given):
        raise Invalid({fact: [_NEEDED] for fact in missing})
    _do(doing)


def _by(matter: Matter, row: Transition, actor: Actor, who: Collection[Who]) -> Who:
    """As whom the actor does it: the first of the table's that he is.

    :raises NotAllowed: if he is none of them.
    """
    for each in row.who:
        if each not in who or (each is Who.second_handler and not _is_second(matter, row, actor)):
            continue
        return each
    if Who.second_handler in row.who and Who.handler in who:
        raise NotAllowed(_SECOND)
    raise NotAllowed(_OTHERS.fill(who=effects.names_of(row.who)))


def _is_second(matter: Matter, row: Transition, actor: Actor) -> bool:
    if "draft" in row.facts:
        found = deciding.open_draft(matter)
        return found is None or found.drafted_by != actor.user_id
    return matter.officer_id != actor.user_id


def _do(doing: Doing) -> None:
    matter, row, former, was = doing.matter, doing.row, doing.matter.handler_id, doing.matter.state
    payload = effects.apply(doing)
    if row.rerouted:
        payload |= effects.reroute(doing)
    matter.state = _end(matter, row).value
    _run_terms(doing)
    if row.act not in QUIET:
        matter.version += 1
    if row.act in effects.MARKS_OFFICER:
        matter.officer_id = doing.actor.user_id
    payload |= effects.said(doing)
    recording.record(matter, row.event, {"from": was, **payload}, doing.actor, doing.who)
    if "words" in payload or row.act in CHANGES_WORDS:
        search.put(matter)
    recording.tell(matter, row, former=former, who=doing.who)
    terms.note_next(matter)
    _follow(doing)


def _end(matter: Matter, row: Transition) -> State:
    """Where it leads; to the human desk's own state where nobody is left to have it."""
    end = row.leads_from(State(matter.state))
    return State.filed if end is State.assigned and matter.handler_id == HUMAN_DESK else end


def _run_terms(doing: Doing) -> None:
    matter, row, today = doing.matter, doing.row, doing.today
    terms.stop(matter, row.stops, today)
    if row.clock == PAUSE:
        terms.pause(matter, today)
    elif row.clock == RESUME:
        terms.resume(matter, today)
    terms.start(matter, row.starts, today, str(doing.facts.get("reason", "")))
    for event in effects.REFUND_EVENTS.get(row.act, ()):
        terms.start_refund(matter, event, today)
    if Told.complainant in row.tells:
        terms.stop(matter, ("notify",), today)
    if State(matter.state) is State.closed:
        terms.drop(matter, today)
        matter.closed_on = today
    else:
        matter.closed_on = None


def _follow(doing: Doing) -> None:
    """What follows of itself."""
    if doing.row.act in _FOLLOWED_BY_REFUND and (amount := offering.owed(doing.matter)):
        carry_out(doing.matter, "order_refund", {"amount": amount}, SYSTEM, {Who.system})


def choices(matter: Matter, actor: Actor, who: Collection[Who]) -> list[Transition]:
    """What the actor can do with the matter now, in the order of the table: what buttons offer."""
    found = []
    for row in possible(State(matter.state), who):
        try:
            _by(matter, row, actor, who)
        except NotAllowed:
            continue
        if offering.is_open(matter, row):
            found.append(row)
    return found


def hold(matter_id: int) -> Matter:
    """The matter of this row, held until the transaction ends: for the platform's own acts."""
    asked = select(Matter).where(Matter.id == matter_id).with_for_update()
    return db.session.scalars(asked.execution_options(populate_existing=True)).one()


def by_platform(matter: Matter, name: str, facts: Mapping[str, Any] | None = None) -> None:
    """The platform itself acts."""
    carry_out(matter, name, facts or {}, SYSTEM, {Who.system})
