"""Checks for programs: one charge, or a thousand at once. Nothing is kept."""

from flask import Response, request

from burden.schemas.batch import BatchSchema, answers, charges_of
from burden.schemas.charge import ChargeSchema, read_charge
from burden.schemas.verdict import BATCH_SCHEMA, VERDICT_SCHEMA
from burden.services import checking
from core.access import allow
from core.api import Resources, answer, body, body_of, documented
from core.policy import Action

resources = Resources("Checks", __name__, description="Whether a charge is lawful, and why")


@resources.post("/checks")
@allow(Action.check_charge)
@resources.doc(**body(ChargeSchema), **documented(VERDICT_SCHEMA, 400, 415, 422))
def check() -> Response:
    """Check one charge.

    The verdict says whether the charge was lawful on its day, the most that could be charged, how that is worked out,
    on what basis, and what to do next. What is missing is asked for; nothing is guessed, and nothing is kept.
    """
    return answer(checking.check(read_charge(body_of(request))).as_dict())


@resources.post("/checks/batch")
@allow(Action.check_charge)
@resources.doc(**body(BatchSchema), **documented(BATCH_SCHEMA, 400, 413, 415, 422))
def check_batch() -> Response:
    """Check up to 1,000 charges.

    Answers come in the order of the charges. One that cannot be read is answered in its place by its index, the
    fields that are wrong and the remedy; the others get their verdicts.
    """
    return answer({"answers": answers(charges_of(body_of(request)), checking.check_many)})


certificates = Resources("Certificates", __name__, description="What the platform signed")


@certificates.get("/certificates/<string(length=20):code>")
@allow(Action.check_charge)
@certificates.doc(**documented({"type": "object"}, 404))
def certificate(code: str) -> Response:
    """The signed certificate of a check that somebody kept.

    Canonical JSON (RFC 8785), byte for byte what the verifier in docs/verify takes.
    """
    return Response(checking.certificate_file(code), mimetype="application/json")
