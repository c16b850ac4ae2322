"""Who asks after a complaint: by its code in `Complaint-Code`, or by a key, as somebody who may see its matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from complaints.schemas import cases
from complaints.schemas.cases import CaseDocument, MatterDocument
from complaints.services import acting, audit_cases, audit_looks, calling, following, handling
from complaints.services.acting import ChangedMeanwhile, Done
from core.access import actor
from core.api import answer
from core.db import transaction
from core.documents import as_json
from core.errors import Invalid, NotFound, NotSignedIn
from core.policy import VISITOR, Action, Actor, may
from core.responses import problem
from core.values.text import Text

CODE = "Complaint-Code"
CODE_HEADER: dict[str, Any] = {
    "in": "header",
    "name": CODE,
    "description": "The code of the complaint; without it, a bearer key of somebody who may see its matters",
    "schema": {"type": "string", "maxLength": 60},
}
_CODE_OR_KEY = Text(
    "请在 Complaint-Code 里给回执码，或用有权限的密钥",
    "Give the code in Complaint-Code, or a key of somebody who may see it",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and about what."""

    reference: str
    complaint_id: int
    """The complaint whose code was shown; 0 for a key."""
    actor: Actor
    numbers: list[str]
    """The matters that are meant."""

    def one(self, named: str | None) -> str:
        """The one matter that is meant.

        :raises Invalid: field ``matter``, where there are several.
        """
        return calling.one(self.numbers, self.reference, named or "")

    def case(self) -> CaseDocument:
        """Everything the reference leads to."""
        if self.complaint_id:
            return cases.of_complainant(following.open_case(self.complaint_id))
        return cases.of_matters([self._seen(number) for number in self.numbers])

    def _seen(self, number: str) -> MatterDocument:
        """A matter as its desk sees it, or as an auditor does, whose look is put on record."""
        if calling.at_desk(number, self.actor):
            return cases.of_case(handling.case(number, self.actor))
        found = cases.of_audit(audit_cases.open_case(number, self.actor), calling.version(number))
        with transaction():
            audit_looks.opened(self.actor, number)
        return found

    def matter(self, number: str) -> MatterDocument:
        """One matter as it stands now."""
        return next(each for each in self.case().matters if each.number == number)

    def act(self, number: str, name: str, facts: Mapping[str, Any], version: int | None) -> Done:
        """Do it, in the caller's transaction; raises as `acting.act`."""
        if self.complaint_id:
            return following.act(self.complaint_id, number, name, facts, version)
        return acting.act(number, name, facts, self.actor, version)


def caller(reference: str) -> Caller:
    """Who asks after `reference`.

    :raises NotSignedIn: without code and key.
    :raises NotFound: for a wrong code, another's code, and what is not there for the key: all the same.
    :raises Busy: after too many wrong codes.
    """
    typed = request.headers.get(CODE)
    if typed is None:
        if not actor().known:
            raise NotSignedIn(_CODE_OR_KEY)
        return Caller(reference, 0, actor(), _of_key(reference))
    found = _proved(typed)
    if found is None or not calling.is_of(found, reference):
        raise following.not_found()
    return Caller(reference, found, VISITOR, calling.numbers_of(found))


def _of_key(reference: str) -> list[str]:
    """The matters that the key may see; that an auditor's found none is put on record."""
    try:
        return calling.numbers_for(reference, actor())
    except NotFound:
        if may(Action.audit_complaints, actor()):
            with transaction():
                audit_looks.refused(actor(), number=reference)
        raise


def _proved(typed: str) -> int | None:
    try:
        with transaction():
            return following.enter(typed, request.remote_addr or "")
    except Invalid as error:
        raise Invalid({CODE: error.fields["code"]}) from error


def private(document: Any, status: int = 200, tag: int | None = None) -> Response:
    """An answer that nobody keeps."""
    response = answer(as_json(document))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if tag is not None:
        response.set_etag(str(tag))
    return response


def changed(error: ChangedMeanwhile, who: Caller, number: str, sent: Any, *, by_tag: bool) -> Response:
    """Another was first: what this one sent, beside what stands there now. 412 where If-Match named the version."""
    now = {"version": error.version, "current": as_json(who.matter(number))}
    return problem(412 if by_tag else 409, error.message, sent=sent, **now)
