"""Answering 304: a page of the catalogue changes when something is published, on a new day, or with its reader."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from burden.services import cataloguing
from core import clock
from core.access import actor
from core.kept import Kept
from core.pages import fresh, is_demo, language

P = ParamSpec("P")
_TAG = "platform.tag"


def cached(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Give the page of `view` a tag of all it depends on, and answer 304 before it asks the database for its rows.

    Such a page holds no token of a form and shows no notices.
    """

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
        tag = _tag()
        known = fresh(tag)
        if known is not None:
            return known
        request.environ[_TAG] = tag
        response = make_response(view(*args, **kwargs))
        response.set_etag(tag, weak=True)
        return response

    return answer


def once(caller: Callable[[], str]) -> Markup:
    """``{% call once() %}``: a part of a cached page, drawn once under its tag. It must not hang on anything else.

    The tag names the reader too, so nobody gets a part drawn for somebody else.
    """
    tag = request.environ.get(_TAG)
    if tag is None:
        return Markup(caller())
    kept: Kept = current_app.extensions["kept"]
    address = f"part {request.full_path}"
    body = kept.get(tag, address)
    if body is None:
        body = str(caller()).encode()
        kept.put(tag, address, body)
    return Markup(body.decode())


def _tag() -> str:
    """What the page is made of: the catalogue, the day, the reader and the templates."""
    reader = actor()
    parts: tuple[Any, ...] = (
        cataloguing.version(),
        clock.today(),
        language(),
        request.cookies.get("theme"),
        reader.user_id,
        sorted(reader.roles),
        reader.name,
        is_demo(),
        _release(current_app.root_path),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@cache
def _release(root: str) -> str:
    """Changes when a template does, so that a new release is seen at once; the same in every process of a release."""
    found = sorted((str(path), path.stat().st_mtime_ns) for path in (Path(root) / "templates").rglob("*.html"))
    return hashlib.sha256(repr(found).encode()).hexdigest()
