"""Complaints for programs: filed without an account or with a key, followed by the code, listed at a desk."""

from flask import Response, request

from complaints.api.caller import CODE_HEADER, caller, private
from complaints.schemas import cases, cases_listed
from complaints.schemas.api import read_filing, read_key
from complaints.schemas.api_shapes import FilingSchema, ListQuery
from complaints.schemas.auditing import as_query
from complaints.schemas.cases import CaseDocument, FiledDocument
from complaints.schemas.cases_listed import ListDocument
from complaints.services import audit_looks, choosing, filing
from core.access import actor, allow
from core.api import PREFIX, Resources, body, body_of, documented, query, read_query
from core.db import transaction
from core.documents import schema_of
from core.policy import Action, require

resources = Resources("Complaints", __name__, description="From a wrong charge to its answer")
KEY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "Another for each complaint, such as a UUID: sent again with it, the same complaint is answered",
    "schema": {"type": "string", "minLength": 16, "maxLength": 100, "pattern": "^[!-~]*$"},
}


@resources.post("/complaints", parameters=[KEY_HEADER])
@allow(Action.file_complaint)
@resources.doc(**body(FilingSchema), **documented(schema_of(FiledDocument), 400, 409, 413, 415, 422, success=201))
def file() -> Response:
    """File a complaint.

    The answer names who has each matter, why, and by when; `receipt` is signed and can be verified without the
    platform. `code` is shown this once: keep it, for it opens the complaint. Sent again under the same
    Idempotency-Key, the same complaint is answered, with a fresh code until one was used. Of an anonymous complaint
    nothing is kept but what is told here: no name, no address, no key.
    """
    command, key = read_filing(body_of(request)), read_key(request.headers.get("Idempotency-Key"))
    with transaction():
        made = filing.file(choosing.told_apart(command), actor(), key=f"api\n{actor().user_id}\n{key}" if key else None)
    response = private(cases.filed(made), 201)
    response.headers["Location"] = f"{PREFIX}/complaints/{made.reference}"
    return response


@resources.get("/complaints")
@allow(Action.list_matters)
@resources.doc(**query(ListQuery), **documented(schema_of(ListDocument), 404, 422))
def listed() -> Response:
    """Matters that the key may see: at a desk by what is due first; for an auditor, all that a search finds.

    `next` of a page is the `after` of the next one, null on the last. `facets` count within the same filters. An
    auditor's search is put on record.
    """
    asked = read_query(ListQuery)
    part = cases_listed.part_of(asked, actor())
    if part != cases_listed.AUDIT:
        return private(cases_listed.of_desk(asked, part, actor()))
    require(Action.audit_complaints, actor())
    search = cases_listed.search_of(asked)
    found = cases_listed.of_auditor(search, actor(), asked["after"], asked["limit"])
    with transaction():
        audit_looks.searched(actor(), as_query(search), found.total)
    return private(found)


@resources.get("/complaints/<reference>", parameters=[CODE_HEADER])
@allow(Action.follow_complaint)
@resources.doc(**documented(schema_of(CaseDocument), 404, 422, 429))
def case(reference: str) -> Response:
    """A complaint by its code; or, with a key, those of its matters that the key may see, by either number.

    Of one matter the ETag is its version, for the If-Match of an act. A wrong code, another's code and what is not
    there are the same answer; wrong codes slow down whoever goes on trying.
    """
    found = caller(reference).case()
    return private(found, tag=found.matters[0].version if len(found.matters) == 1 else None)
