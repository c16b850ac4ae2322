"""The life of a publication between two persons: submitted by one, published or sent back by another."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select

from burden.models.drafts import Draft
from burden.models.editions import Edition
from burden.models.rulebooks import RuleRelease
from burden.models.states import State
from burden.services import sealing
from core import clock, events
from core.db import db
from core.errors import Conflict, Invalid, NotAllowed, NotFound, NotInThisState
from core.people.models.users import User
from core.policy import Action, Actor, require
from core.values.text import Text

Publication = Edition | RuleRelease

CHANGED_MEANWHILE = Text(
    "别人刚改过。您写的留在下面，请对照再存", "Changed meanwhile. Your text is below; compare and save"
)
NOT_A_DRAFT = Text("已经提交或发布，不能再改", "It is submitted or published and cannot be changed")
SECOND_PERSON = Text(
    "您参与起草了，要请另一位发布员来发布", "You had a hand in this draft; another publisher must publish it"
)
NOT_SUBMITTED = Text("还没有提交，或已经退回", "It is not submitted, or was sent back")
PUBLISHED_BY_ANOTHER = Text("另一位发布员已经发布了", "Another publisher has published it")


def stream(publication: Publication) -> tuple[str, str]:
    """The stream of its events."""
    if isinstance(publication, Edition):
        return "edition", publication.key
    return "rule_release", str(publication.id)


def record(publication: Publication, what: str, payload: Mapping[str, object], actor: Actor) -> None:
    """Write an event of it, such as ``edition.submitted``."""
    kind, key = stream(publication)
    events.record((kind, key), f"{kind}.{what}", payload, actor)


def held(asked: Select[*tuple[Any, ...]], actor: Actor, action: Action, *, hold: bool = False) -> tuple[Any, Draft]:
    """A publication with its draft; with `hold`, nobody else changes it until the transaction ends.

    :raises NotFound: if there is none, or not for this actor.
    """
    require(action, actor)
    asked = asked.execution_options(populate_existing=True)
    found = db.session.execute(asked.with_for_update() if hold else asked).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def check_unchanged(publication: Publication, draft: Draft, version: int) -> None:
    """That it is still a draft and nobody changed it since `version`.

    :raises NotInThisState: when it was submitted or published.
    :raises Conflict: when somebody changed it meanwhile.
    """
    if publication.state != State.draft:
        raise NotInThisState(NOT_A_DRAFT)
    if draft.version != version:
        raise Conflict(CHANGED_MEANWHILE)


def check_writable(publication: Publication, draft: Draft, version: int, actor: Actor) -> None:
    """The same, and count it as changed by the actor."""
    check_unchanged(publication, draft, version)
    touch(draft, actor)


def touch(draft: Draft, actor: Actor) -> None:
    """Count a change, and who made it."""
    draft.version += 1
    if actor.user_id not in draft.writers:
        draft.writers = [*draft.writers, actor.user_id]


def submit(publication: Publication, draft: Draft, version: int, actor: Actor) -> None:
    """Hand it to the second person."""
    check_writable(publication, draft, version, actor)
    db.session.flush()
    publication.state, publication.submitted_at = State.submitted, clock.now()
    db.session.flush()
    record(publication, "submitted", {"version": draft.version}, actor)


def take_back(publication: Publication, draft: Draft, actor: Actor) -> None:
    """Who wrote it takes it back to go on. A draft already: nothing happens."""
    if publication.state == State.draft:
        return
    if publication.state != State.submitted:
        raise NotInThisState(NOT_A_DRAFT)
    if actor.user_id not in draft.writers:
        raise NotAllowed(Text("不是您起草的；要改请退回", "You did not draft it; send it back instead"))
    publication.state, publication.submitted_at = State.draft, None
    touch(draft, actor)
    record(publication, "taken_back", {}, actor)


def send_back(publication: Publication, draft: Draft, why: str, actor: Actor) -> None:
    """Give it back to who wrote it, saying why. Sent back already: nothing happens."""
    if publication.state == State.draft and draft.returned:
        return
    if publication.state != State.submitted:
        raise NotInThisState(NOT_SUBMITTED)
    if not why.strip():
        raise Invalid({"why": [Text("请写明为什么退回、要改什么", "Say why it goes back and what to change")]})
    publication.state, publication.submitted_at = State.draft, None
    said = {"by": name_of(actor.user_id) or "", "at": clock.now().isoformat(), "why": why.replace("\0", "").strip()}
    draft.returned = [*draft.returned, said]
    draft.version += 1
    record(publication, "sent_back", {}, actor)


def is_done(publication: Publication, draft: Draft, version: int, actor: Actor) -> bool:
    """Whether this actor published it already; else that he may, now.

    :raises NotAllowed: to anybody who wrote any of it.
    :raises Conflict: when another published it, or it was changed meanwhile.
    :raises NotInThisState: when it is not submitted.
    """
    if publication.state == State.published and publication.approved_by == actor.user_id:
        return True
    if actor.user_id in draft.writers or publication.drafted_by == actor.user_id:
        raise NotAllowed(SECOND_PERSON)
    if publication.state == State.published:
        raise Conflict(PUBLISHED_BY_ANOTHER)
    if publication.state != State.submitted:
        raise NotInThisState(NOT_SUBMITTED)
    if draft.version != version:
        raise Conflict(CHANGED_MEANWHILE)
    return False


def seal(publication: Publication, actor: Actor) -> None:
    """Digest, signature, state: published from now on."""
    sealing.seal(publication, approved_by=actor.user_id, at=clock.now())


def name_of(user_id: int | None) -> str | None:
    """The name of a person, for showing."""
    return db.session.scalar(select(User.name).where(User.id == user_id)) if user_id else None
