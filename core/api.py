"""The interface for programs: OpenAPI, problem+json, bearer keys; no cookies, no tokens of forms.

Houses make a `Resources` each and move it in with `add_resources`. Errors go the way of `core.responses`, like those
of pages; flask-smorest's own handlers and pages of documentation are left out.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
import swagger_ui_bundle
from flask import Blueprint, Flask, Request, Response, current_app, render_template, request, send_from_directory
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_smorest import Api
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import RAISE, Schema, ValidationError
from werkzeug.exceptions import BadRequest

from core.access import allow
from core.documents import TEXT_SCHEMA
from core.errors import Invalid
from core.kept import Kept
from core.pages import fresh
from core.policy import Action
from core.values.text import Text

PREFIX = "/api/v1"
LONGEST_BODY = 8 * 1024 * 1024
"""Bytes: a thousand charges with the longest stories; more would only cost memory before it is refused."""
DESCRIPTION = """\
Published charges of enterprises, and whether a charge is lawful.

Amounts are yuan as text with two decimals. Days are ISO 8601, in China's time. Texts come in Chinese and in English.
What is not known is null, never absent. Refusals are RFC 9457 problems; `errors` names each field and the remedy.
Reading and checking need no key; a bearer key names the organisation that asks. Cookies are ignored.
"""
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "message": {"$ref": "#/components/schemas/Text"},
        "errors": {
            "type": "object",
            "description": "By field: what is wrong and what to do",
            "additionalProperties": {"type": "array", "items": {"$ref": "#/components/schemas/Text"}},
        },
    },
    "required": ["type", "status", "title", "message"],
}
_UNREADABLE = Text("不认识这一项", "There is no such field")
_SWAGGER_FILES = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")


class PlatformApi(Api):
    """flask-smorest's registry of resources and its OpenAPI, without its error handlers and pages.

    Resources are described when the document is first asked for: commands start without.
    """

    def __init__(self, app: Flask, **options: Any) -> None:
        self._undescribed: list[Callable[[], None]] = []
        self._turn = Lock()
        super().__init__(app, **options)

    def describe_later(self, describe: Callable[[], None]) -> None:
        """Call `describe` before the document is made."""
        self._undescribed.append(describe)

    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        with self._turn:
            while self._undescribed:
                self._undescribed.pop(0)()
            made: dict[str, Any] = self.spec.to_dict()
            return made

    def _register_error_handlers(self) -> None:
        """Left to `core.responses`."""

    def _register_doc_blueprint(self) -> None:
        """Left to the pages below, which name their action and hold the Content-Security-Policy."""


class Resources(SmorestBlueprint):
    """A house's resources of one kind."""

    def register_views_in_doc(self, api: PlatformApi, app: Flask, spec: Any, **names: Any) -> None:
        """As flask-smorest does, only later."""
        api.describe_later(partial(super().register_views_in_doc, api, app, spec, **names))


def body_of(req: Request) -> Any:
    """The JSON of a request.

    :raises UnsupportedMediaType: (415) if it does not claim to be JSON.
    :raises RequestEntityTooLarge: (413) if it is longer than `LONGEST_BODY`.
    :raises BadRequest: (400) if it is no JSON, or nested deeper than any document of the platform.
    """
    req.max_content_length = LONGEST_BODY
    try:
        return req.get_json()
    except RecursionError as error:
        raise BadRequest from error


def flat(messages: Mapping[Any, Any], before: str = "") -> dict[str, list[Text]]:
    """Marshmallow's nested messages by dotted path."""
    found: dict[str, list[Text]] = {}
    for name, part in messages.items():
        path = f"{before}.{name}" if before else str(name)
        if isinstance(part, Mapping):
            found |= flat(part, path)
        else:
            found[path] = [word if isinstance(word, Text) else _UNREADABLE for word in part]
    return found


def answer(document: Any) -> Response:
    """`document`, plain JSON (see `core.documents.as_json`)."""
    return Response(_encoded(document), content_type="application/json")


def read_query(schema: type[Schema]) -> dict[str, Any]:
    """What stands behind the question mark, by the fields of `schema`.

    :raises Invalid: naming each field that cannot be read or does not exist.
    """
    try:
        return _loaded(schema).load(request.args.to_dict())
    except ValidationError as error:
        raise Invalid(flat(error.normalized_messages())) from error


@cache
def _loaded(schema: type[Schema]) -> Schema:
    return schema(unknown=RAISE)


def versioned(tag: str, make: Callable[[], Any], *, kind: str = "application/json") -> Response:
    """The answer under the version `tag`: 304 if the asker has it, else as kept, else made now.

    What `make` gives (plain JSON, or bytes) depends on nothing but the version and the address.
    """
    if (known := fresh(tag)) is not None:
        return known
    kept: Kept = current_app.extensions["kept"]
    body = kept.get(tag, request.full_path)
    if body is None:
        made = make()
        body = made if isinstance(made, bytes) else _encoded(made)
        kept.put(tag, request.full_path, body)
    response = Response(body, content_type=kind)
    response.set_etag(tag, weak=True)
    return response


def _encoded(document: Any) -> bytes:
    return orjson.dumps(document)


def body(schema: type[Schema]) -> dict[str, Any]:
    """For `@resources.doc`: a body of JSON of the shape `schema`, which the view reads itself."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def query(schema: type[Schema]) -> dict[str, Any]:
    """For `@resources.doc`: the fields behind the question mark, which the view reads itself."""
    return {"parameters": [{"in": "query", "schema": schema}]}


def documented(
    schema: Mapping[str, Any], *statuses: int, kind: str = "application/json", success: int = 200
) -> dict[str, Any]:
    """For `@resources.doc`: answers of the shape `schema`, and the refusals that may come instead.

    401, for a key that is none or no longer good, may come from everywhere.
    """
    responses: dict[str, Any] = {
        str(success): {"description": "OK" if success == 200 else "Made", "content": {kind: {"schema": schema}}}
    }
    for status in (401, *statuses):
        words = {304: "Not changed since the version in If-None-Match"}.get(status)
        responses[str(status)] = {"description": words} if words else {"$ref": "#/components/responses/Problem"}
    return {"responses": responses}


def shape() -> str:
    """A digest of the OpenAPI document: in a tag, so that a release that answers otherwise is noticed."""
    held: str | None = current_app.extensions.get("api_shape")
    if held is None:
        document = json.dumps(current_app.extensions["api"].document(), sort_keys=True)
        held = current_app.extensions["api_shape"] = hashlib.sha256(document.encode()).hexdigest()[:8]
    return held


pages = Blueprint("api_pages", __name__, url_prefix=PREFIX)


@pages.get("/openapi.json")
@allow(Action.look_up)
def openapi() -> Response:
    """The OpenAPI document."""
    return answer(current_app.extensions["api"].document())


@pages.get("/docs")
@pages.get("/")
@allow(Action.look_up)
def trial() -> str:
    """A page to read what there is and to try it: Swagger UI, from our own origin, nothing inline."""
    return render_template("api.html")


@pages.get("/ui/<any({}):name>".format(", ".join(f'"{name}"' for name in _SWAGGER_FILES)))
@allow(Action.look_up)
def swagger_file(name: str) -> Response:
    """One of Swagger UI's own files."""
    response = send_from_directory(Path(swagger_ui_bundle.swagger_ui_path), name, max_age=86_400)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


class NoCookies(SecureCookieSessionInterface):
    """Sessions for pages alone: on the interface for programs a cookie is neither read nor written."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """An empty session for a program."""
        return SecureCookieSession() if request.path.startswith("/api/") else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing for a program."""
        if not request.path.startswith("/api/"):
            super().save_session(app, session, response)


def init_api(app: Flask) -> None:
    """The registry of resources, its OpenAPI and the page to try it."""
    app.session_interface = NoCookies()
    api = PlatformApi(
        app,
        spec_kwargs={
            "title": "广东涉企收费公示与互认平台 · Enterprise charges",
            "version": "1",
            "openapi_version": "3.0.3",
            "info": {"description": DESCRIPTION},
            "security": [{}, {"bearer": []}],
        },
    )
    app.extensions["api"] = api
    app.extensions["kept"] = Kept()
    api.spec.components.schema("Text", TEXT_SCHEMA)
    api.spec.components.schema("Problem", PROBLEM_SCHEMA)
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    api.spec.components.response("Problem", {"description": "Refused: why, and what to do", "content": problem})
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    app.register_blueprint(pages)


def add_resources(app: Flask, *resources: Resources) -> None:
    """Move `resources` into `app` under /api/v1. Forms' tokens are for cookies, which programs do not use."""
    for each in resources:
        app.extensions["csrf"].exempt(each)
        app.extensions["api"].register_blueprint(each, url_prefix=PREFIX)
