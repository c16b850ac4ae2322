"""Coverage for programs: what of a subject need not be tested again, each look on record."""

from flask import Response

from core.access import actor, allow
from core.api import Resources, answer, documented
from core.db import transaction
from core.documents import schema_of
from core.errors import Invalid
from core.policy import Action
from registry.api.sending import private, sent
from registry.schemas import api, api_shapes
from registry.schemas.api import CoverageDocument
from registry.schemas.coverage import read_asking
from registry.services import looking_up

resources = Resources("Coverage", __name__, description="What exists need not be tested again")


@resources.post("/coverage")
@allow(Action.ask_coverage)
@resources.doc(
    **api_shapes.sends(api_shapes.ASKING), **documented(schema_of(CoverageDocument), 400, 403, 404, 413, 415, 422)
)
def coverage() -> Response:
    """Ask, for a department and with a purpose, which results of a subject count and what is left to test.

    `residual` is what is left, `avoided` what need not be tested again; `questions` of `answer` name the facts that
    must be known first. `purpose` and the look are shown to the enterprise. `look_up` is what recognitions and test
    orders name; asked again, it is another look.
    """
    asking = read_asking(sent())
    with transaction():
        found = looking_up.look_up(asking.query, asking.purpose, actor())
    return private(api.of_look_up(found))


@resources.post("/coverage/batch")
@allow(Action.ask_coverage)
@resources.doc(
    **api_shapes.sends(api_shapes.ASKING_MANY),
    **documented(api_shapes.answers_of_many(), 400, 403, 404, 413, 415, 422),
)
def coverage_of_many() -> Response:
    """Ask of up to 10,000 subjects at once, for one purpose.

    Answers come in the order of the questions. One that cannot be read or names what is not on record is answered in
    its place by its index, the fields that are wrong and the remedy; the others get their answers.
    """
    asked, purpose = api.read_many(sent())
    queries = [one for one in asked if not isinstance(one, Invalid)]
    with transaction():
        found = iter(looking_up.look_up_many(queries, purpose, actor()))
    told = [one if isinstance(one, Invalid) else next(found) for one in asked]
    response = answer({"answers": [api.of_one(index, one) for index, one in enumerate(told)]})
    response.headers["Cache-Control"] = "no-store"
    return response
