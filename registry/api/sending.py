"""What every address of the registry does alike: reads a sound body, answers what nobody keeps or what has a tag."""

from typing import Any

from flask import Response, request

from core.api import answer, body_of
from core.documents import as_json
from registry.schemas.api import sound


def sent() -> Any:
    """The JSON that was sent.

    :raises core.errors.Invalid: naming each field that cannot be kept.
    """
    return sound(body_of(request), request.get_data())


def private(document: Any, status: int = 200) -> Response:
    """An answer that nobody keeps."""
    response = answer(as_json(document))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def tagged(document: Any) -> Response:
    """A public answer with a tag of its own, or 304 where the asker has it."""
    response = answer(as_json(document))
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response
