"""What is done with a complaint by program: messages, evidence, and every act of the lifecycle's table."""

from flask import Response, request

from complaints.api.caller import CODE_HEADER, Caller, caller, changed, private
from complaints.schemas import cases
from complaints.schemas.api import address, read_facts, read_tag, row_of, shaped, under_facts
from complaints.schemas.api_shapes import SUBMITTABLE, ActSchema, EvidenceSchema, MessageSchema
from complaints.schemas.cases import DoneDocument, File
from complaints.services import drafting, evidence
from complaints.services.acting import ChangedMeanwhile, Done
from complaints.services.drafting import Taken
from complaints.services.evidence import Item
from core.access import allow
from core.api import Resources, body, body_of, documented
from core.db import transaction
from core.documents import schema_of
from core.errors import DomainError, Invalid
from core.files.receiving import takes_files
from core.policy import Action
from core.values.text import Text

resources = Resources("Acts on complaints", __name__, description="What complainants and desks do")
_ACT = {"in": "path", "name": "act", "schema": {"type": "string", "enum": list(SUBMITTABLE)}}
_TAG = {
    "in": "header",
    "name": "If-Match",
    "description": "The matter's version that was read, as the ETag has it; instead of `version`",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
}
_NO_FILE = Text("请在 file 里给一个文件", "Give one file in `file`")


@resources.post("/complaints/<reference>/messages", parameters=[CODE_HEADER])
@allow(Action.follow_complaint)
@resources.doc(
    **body(MessageSchema), **documented(schema_of(DoneDocument), 400, 403, 404, 409, 413, 415, 422, 429, success=201)
)
def say(reference: str) -> Response:
    """Write to the desk, or from the desk to the complainant. What the desk asked is answered by the act `answer`."""
    who = caller(reference)
    told = shaped(MessageSchema, body_of(request))
    number = who.one(told.get("matter"))
    with transaction():
        done = who.act(number, "say", {"text": told["text"].strip()}, None)
    return private(_done(done), 201)


@resources.post("/complaints/<reference>/acts/<act>", parameters=[_ACT, CODE_HEADER, _TAG])
@allow(Action.follow_complaint)
@resources.doc(
    **body(ActSchema), **documented(schema_of(DoneDocument), 400, 403, 404, 409, 412, 413, 415, 422, 429)
)  # fmt: skip
def do(reference: str, act: str) -> Response:
    """Do what `acts` of the matter offers: accept, ask, draft, decide … at a desk; answer, confirm-refund, rate,
    review … with the code.

    Of two who act on the same version one wins; the other gets 409 (or 412, with If-Match) with what was sent and
    what stands there now.
    """
    row, who = row_of(act), caller(reference)
    told = shaped(ActSchema, body_of(request))
    tag = read_tag(request.headers.get("If-Match"))
    number, facts = who.one(told.get("matter")), read_facts(row, told.get("facts"))
    try:
        with transaction():
            done = who.act(number, row.act, facts, tag if tag is not None else told.get("version"))
    except ChangedMeanwhile as error:
        sent = {"act": address(row), "facts": dict(told.get("facts") or {})}
        return changed(error, who, number, sent, by_tag=tag is not None)
    except Invalid as error:
        raise under_facts(error) from error
    return private(_done(done), tag=done.version)


def _done(done: Done) -> DoneDocument:
    return DoneDocument(done.number, done.state.value, done.version, done.gone)


@resources.post("/complaints/<reference>/evidence", parameters=[CODE_HEADER])
@allow(Action.follow_complaint)
@takes_files
@resources.doc(
    requestBody={"required": True, "content": {"multipart/form-data": {"schema": EvidenceSchema}}},
    **documented(schema_of(File), 400, 403, 404, 413, 415, 422, 429, success=201),
)
def add(reference: str) -> Response:
    """Hand in one file of up to 20 MB; with a key at a desk, a file the desk keeps for itself.

    Its type is told from its content. What it holds beside what it shows (place, device) is not taken out of the
    original: look through it before. The same bytes sent again add nothing.
    """
    who = caller(reference)
    number = who.one(request.form.get("matter"))
    sent = request.files.get("file")
    if sent is None:
        raise Invalid({"file": [_NO_FILE]})
    taken = drafting.take(sent.stream, sent.filename or "")
    try:
        with transaction():
            item = _added(who, number, taken)
    except DomainError:
        drafting.throw_away(taken)
        raise
    return private(cases.of_file(item), 201)


def _added(who: Caller, number: str, taken: Taken) -> Item:
    if who.complaint_id:
        return evidence.add_by_code(who.complaint_id, number, taken)
    return evidence.add(number, taken, who.actor)
