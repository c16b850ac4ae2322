"""Changes to the structured standards: drafted from a file or on a page, submitted, published by another publisher."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from burden.models.drafts import Draft
from burden.models.rulebooks import DocumentKind, RuleDocument, RuleRelease
from burden.models.states import State
from burden.services import cataloguing, two_persons
from burden.services.standards_reading import (
    Key,
    Wrong,
    WrongStandards,
    read_standards,
    wrong_places,
    wrong_together,
)
from core import clock, events
from core.db import db
from core.errors import Invalid, NotFound
from core.policy import Action, Actor, require
from core.values.text import Text

RELEASE = "rule_release"
NO_CHANGE = Text("和现在用的一样，没有要改的", "It is the same as what is in force; nothing to change")
NO_DOCUMENTS = Text("一项都没有改，不能提交", "Nothing is changed, so there is nothing to submit")
NO_REASON = Text("请写为什么改、凭哪份文件", "Say why it changes and by which document")


def find(
    release_id: int, actor: Actor, action: Action = Action.read_draft, *, hold: bool = False
) -> tuple[RuleRelease, Draft]:
    """A release with its draft.

    :raises NotFound: if there is none, or not for this actor.
    """
    joined = (Draft.kind == RELEASE) & (Draft.publication_id == RuleRelease.id)
    asked = select(RuleRelease, Draft).join(Draft, joined).where(RuleRelease.id == release_id)
    return two_persons.held(asked, actor, action, hold=hold)


def begin_from_file(text: str, name: str, title: str, reason: str, form_key: str, actor: Actor) -> int:
    """A draft of what a file changes; its number. A form sent twice makes one draft.

    :raises WrongStandards: naming every place that cannot become law; nothing is saved then.
    """
    require(Action.draft_edition, actor)
    if (known := _of_form(form_key)) is not None:
        return known
    return begin(read_standards(text), title, reason, form_key, actor, file_name=name)


def begin(
    documents: Mapping[Key, Any], title: str, reason: str, form_key: str, actor: Actor, *, file_name: str = ""
) -> int:
    """A draft of the given documents, which were found right one by one; its number."""
    require(Action.draft_edition, actor)
    if (known := _of_form(form_key)) is not None:
        return known
    release = RuleRelease(title=title, reason=reason, drafted_by=actor.user_id, drafted_at=clock.now())
    db.session.add(release)
    db.session.flush()
    draft = Draft(
        kind=RELEASE,
        publication_id=release.id,
        form_key=form_key,
        version=1,
        writers=[actor.user_id],
        file_name=file_name[:200],
        problems=[],
        returned=[],
    )
    db.session.add(draft)
    for (kind, key), body in documents.items():
        _write(release.id, kind, key, body)
    _check_together(release.id)
    two_persons.record(release, "drafted", {"documents": len(documents)}, actor)
    return release.id


def _of_form(form_key: str) -> int | None:
    known = select(Draft.publication_id).where(Draft.form_key == form_key, Draft.kind == RELEASE)
    return db.session.scalar(known)


def _write(release_id: int, kind: str, key: str, body: Any) -> None:
    of_key = (RuleDocument.release_id == release_id, RuleDocument.kind == kind, RuleDocument.key == key)
    db.session.execute(delete(RuleDocument).where(*of_key))
    db.session.add(RuleDocument(release_id=release_id, kind=kind, key=key, body=body, digest=events.digest(body)))
    db.session.flush()


def _check_together(release_id: int) -> None:
    if wrong := wrong_together(cataloguing.sources_with(release_id)):
        raise WrongStandards(wrong)


def item_in_force(key: str) -> dict[str, Any] | None:
    """The document of a structured item as it is in force."""
    found = cataloguing.document_published(DocumentKind.item, key)
    return dict(found) if found is not None else None


def item_of(release_id: int, key: str, actor: Actor) -> dict[str, Any] | None:
    """The document of an item as the draft has it; else as it is in force."""
    find(release_id, actor)
    asked = select(RuleDocument.body).where(
        RuleDocument.release_id == release_id, RuleDocument.kind == DocumentKind.item, RuleDocument.key == key
    )
    drafted = db.session.scalar(asked)
    return dict(drafted) if isinstance(drafted, dict) else item_in_force(key)


def checked_item(body: Any, field: str = "") -> str:
    """The key of an item's document that can become law and changes what is in force.

    :raises WrongStandards: with every place that is wrong.
    """
    if wrong := wrong_places(body):
        name = str(body.get("item_key", "")) if isinstance(body, dict) else ""
        raise WrongStandards([Wrong(name, path, None, message) for path, message in wrong], field)
    return str(body["item_key"])


def begin_with_item(body: Any, title: str, reason: str, form_key: str, actor: Actor) -> int:
    """A draft that changes one item; its number."""
    key = checked_item(body)
    if item_in_force(key) == body:
        raise Invalid({"": [NO_CHANGE]})
    return begin({(DocumentKind.item, key): body}, title, reason, form_key, actor)


def put_item(release_id: int, body: Any, version: int, actor: Actor) -> None:
    """Put an item's document into a draft, in place of the one it has."""
    key = checked_item(body)
    _to_write(release_id, version, actor)
    _write(release_id, DocumentKind.item, key, body)
    _check_together(release_id)


def drop(release_id: int, kind: str, key: str, version: int, actor: Actor) -> None:
    """Take a document out of a draft: what is in force stays as it is."""
    _to_write(release_id, version, actor)
    if "\0" in kind + key:
        raise NotFound
    of_key = (RuleDocument.release_id == release_id, RuleDocument.kind == kind, RuleDocument.key == key)
    if not db.session.scalar(select(RuleDocument.id).where(*of_key)):
        raise NotFound
    db.session.execute(delete(RuleDocument).where(*of_key))
    _check_together(release_id)


def describe(release_id: int, title: str, reason: str, version: int, actor: Actor) -> None:
    """Change title and reason."""
    release = _to_write(release_id, version, actor)
    release.title, release.reason = title, reason


def _to_write(release_id: int, version: int, actor: Actor) -> RuleRelease:
    release, draft = find(release_id, actor, Action.draft_edition, hold=True)
    two_persons.check_writable(release, draft, version, actor)
    return release


def discard(release_id: int, version: int, actor: Actor) -> None:
    """Throw a draft away."""
    release, draft = find(release_id, actor, Action.draft_edition, hold=True)
    two_persons.check_writable(release, draft, version, actor)
    db.session.execute(delete(RuleDocument).where(RuleDocument.release_id == release_id))
    two_persons.record(release, "discarded", {}, actor)
    db.session.delete(draft)
    db.session.delete(release)


def submit(release_id: int, version: int, actor: Actor) -> None:
    """Hand it to the second publisher. Done already: nothing happens.

    :raises Invalid: when it changes nothing, or gives no reason.
    """
    release, draft = find(release_id, actor, Action.draft_edition, hold=True)
    if release.state == State.submitted:
        return
    two_persons.check_unchanged(release, draft, version)
    if not db.session.scalar(select(RuleDocument.id).where(RuleDocument.release_id == release_id).limit(1)):
        raise Invalid({"documents": [NO_DOCUMENTS]})
    if not release.reason.strip():
        raise Invalid({"reason": [NO_REASON]})
    _check_together(release_id)
    two_persons.submit(release, draft, version, actor)


def take_back(release_id: int, actor: Actor) -> None:
    """Who wrote a submitted draft takes it back to go on with it."""
    two_persons.take_back(*find(release_id, actor, Action.draft_edition, hold=True), actor)


def send_back(release_id: int, why: str, actor: Actor) -> None:
    """Give a submitted draft back to who wrote it, saying why."""
    release, draft = find(release_id, actor, Action.publish_edition, hold=True)
    two_persons.send_back(release, draft, why, actor)


def publish(release_id: int, version: int, actor: Actor) -> None:
    """Put it in force; from which day a standard counts is said inside it. Done already: nothing happens.

    :raises NotAllowed: to anybody who wrote any of it.
    :raises Conflict: when it was changed, sent back or published meanwhile.
    """
    require(Action.publish_edition, actor)
    release, draft = find(release_id, actor, hold=True)
    if two_persons.is_done(release, draft, version, actor):
        return
    _check_together(release_id)
    with db.session.no_autoflush:
        two_persons.seal(release, actor)
    two_persons.record(release, "published", {"digest": release.digest, "documents": len(release.documents)}, actor)
