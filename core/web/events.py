"""What happened, for programs that read along."""

from flask import Response
from marshmallow import Schema, ValidationError, fields

from core import feed
from core.access import actor, allow
from core.api import Resources, answer, documented, query, read_query
from core.documents import as_json, schema_of
from core.policy import Action
from core.values.text import Text

MOST, USUAL = 500, 100
_LIMIT = Text("每次行数请写 1 到 {most} 的整数", "At a time: a whole number from 1 to {most}").fill(most=MOST)

resources = Resources("Events", __name__, description="What happened, read in turn")


def _few(number: int) -> None:
    if not 1 <= number <= MOST:
        raise ValidationError([_LIMIT])


class EventsQuery(Schema):
    """From where on, and how many at a time."""

    after = fields.String(load_default="", metadata={"description": "`next` of the answer before", "maxLength": 200})
    limit = fields.Integer(
        load_default=USUAL,
        validate=_few,
        error_messages={"invalid": _LIMIT},  # type: ignore[dict-item] # likewise
        metadata={"minimum": 1, "maximum": MOST},
    )


@resources.get("/events")
@allow(Action.read_events)
@resources.doc(**query(EventsQuery), **documented(schema_of(feed.FedPage), 404, 422))
def events() -> Response:
    """Events that the key's organisation may see, in turn; keep `next` and ask again with it as `after`.

    None is missed and none comes twice. What became visible later (a matter transferred to you) begins with the event
    that brought it; read the thing itself for what was before. The key needs the scope of what it reads, too.
    """
    return answer(as_json(feed.read(actor(), **read_query(EventsQuery))))
