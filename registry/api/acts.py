"""What departments do by program on a look-up: recognise, refuse, order tests; and certificates, open to anyone."""

from flask import Response

from core.access import actor, allow
from core.api import Resources, documented
from core.db import transaction
from core.documents import as_json, schema_of
from core.policy import Action
from core.responses import problem
from registry.api.sending import private, sent
from registry.schemas import api, api_shapes
from registry.schemas.api import DecisionsDocument
from registry.services import casing, certifying, ordering, recognising
from registry.services.ordering import Covered, NewOrder, Order
from registry.services.recognising import Refusing

resources = Resources("Recognition", __name__, description="What departments decide on a look-up of theirs")
certificates = Resources("Certificates of recognition", __name__, description="Checked by anyone who holds one")


@resources.post("/recognitions")
@allow(Action.recognise_result)
@resources.doc(
    **api_shapes.sends(api_shapes.RECOGNITION),
    **documented(schema_of(DecisionsDocument), 400, 403, 404, 409, 413, 415, 422),
)
def recognise() -> Response:
    """Take findings for requirements, or refuse them on a ground of the list with article, proof and explanation.

    It rests on a look-up of the department of the last 30 days. The same decision again is the decision on record.
    409 where a finding does not count; 422 where the record does not bear the ground out.
    """
    look_up, decided, request_id = api.read_recognition(sent())
    case, body = casing.of_look_up(look_up, actor())
    more = {"organisation": body, "request_id": request_id}
    with transaction():
        if isinstance(decided, Refusing):
            kept = recognising.refuse(case, decided, actor(), **more)
        else:
            kept = recognising.recognise(case, decided, actor(), **more)
    return private(DecisionsDocument(kept))


@resources.post("/test-orders")
@allow(Action.order_test)
@resources.doc(**api_shapes.sends(api_shapes.ORDER), **documented(schema_of(Order), 400, 403, 404, 409, 413, 415, 422))
def order() -> Response:
    """Order what is left to test, or the requirements named, on a look-up of the last 30 days.

    Where results on record count, the answer is 409 and `covered` has the findings: nothing is ordered unless
    `justified` names for each a ground beyond the record, with article, proof and explanation. Then another person
    of the department approves on the platform; `state` is `awaiting` until then. The same order again on the same
    look-up is the same order.
    """
    look_up, payer, requirements, justified = api.read_order(sent())
    case, body = casing.of_look_up(look_up, actor())
    try:
        with transaction():
            made = ordering.order_test(NewOrder(case, payer, requirements, justified), actor(), organisation=body)
    except Covered as error:
        return problem(409, error.message, covered=as_json(error.lines))
    return private(made)


@certificates.get("/certificates/<code>", parameters=[api_shapes.CERTIFICATE_CODE])
@allow(Action.look_up)
@certificates.doc(**documented(api_shapes.certificate(), 404))
def certificate(code: str) -> Response:
    """What a certificate is worth today: `status` valid, amended, withdrawn, expired or unknown.

    `envelope` is what was signed, for the verifier in docs/verify. A code of 20 characters is that of a kept check:
    its signed certificate is answered instead, or 404.
    """
    return private(certifying.verify(code))
