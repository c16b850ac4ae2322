"""Errors to responses: the only error handlers, for pages and for programs."""

from typing import Any

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from core.errors import Busy, Conflict, DomainError, Gone, Invalid, NotAllowed, NotFound, NotInThisState, NotSignedIn
from core.files.receiving import kept_instead
from core.pages import language
from core.values.text import Text

STATUS: dict[type[DomainError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    NotInThisState: 409,
    Gone: 410,
    Invalid: 422,
    Busy: 429,
}

HTTP_WORDS: dict[int, Text] = {
    400: Text("这个请求没法读懂", "The request could not be read"),
    404: NotFound().message,
    405: Text("这个地址不能这样用", "This address does not take that method"),
    413: Text("内容太大了，单个文件最大 20 MB，请拆小再传", "Too large: a file may have 20 MB; please split it"),
    415: Text("不认识这种内容格式，请用 JSON 或表单", "Unknown content type; use JSON or a form"),
    500: Text("出了差错，已经记下。您可以返回再试一次", "Something went wrong and was recorded. Go back and try again"),
}


FOREIGN = Text(
    "这个表单是从别的网站送来的，没有收。请在本平台的页面上填写",
    "This form came from another site and was not taken. Please fill in the page on this platform",
)


def wants_problem() -> bool:
    """Whether the asker is a program: problem+json instead of a page."""
    return request.path.startswith(("/api/", "/.well-known/"))


def problem(status: int, message: Text, **more: Any) -> Response:
    """An RFC 9457 problem, in the asker's language, with both wordings beside it."""
    body = {"type": "about:blank", "status": status, "title": message.render(language()), "message": message.as_dict()}
    response = jsonify(body | more)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _page(status: int, message: Text, **more: Any) -> Response:
    return make_response(render_template("errors/error.html", status=status, message=message, **more), status)


def domain_error(error: DomainError) -> Response:
    """Map a domain error to its status; fields' messages go along."""
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    fields = getattr(error, "fields", {})
    if not wants_problem():
        stand_in = current_app.extensions.get("sign_in_page") if isinstance(error, NotSignedIn) else None
        return stand_in() if stand_in else _with_retry(_page(status, error.message, fields=fields), error)
    named = {name: [text.as_dict() for text in texts] for name, texts in fields.items()}
    return _with_retry(problem(status, error.message, **({"errors": named} if named else {})), error)


def _with_retry(response: Response, error: DomainError) -> Response:
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def stale_form(_error: CSRFError) -> Response:
    """A form whose token ran out: everything typed comes back with a fresh token and one button to send it again.

    A form of another site is not given a token of ours: one click would then do what that site wrote into it.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        return _page(400, FOREIGN, fields={})
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    kept = kept_instead()
    files = [] if kept else list(request.files)
    return make_response(render_template("errors/stale.html", typed=typed + kept, files=files), 400)


def http_error(error: HTTPException) -> Response:
    """Flask's own refusals, in the words of the platform."""
    code = error.code or 500
    if code < 400 and error.response is not None:
        return make_response(error.response)
    message = HTTP_WORDS.get(code, HTTP_WORDS[400] if code < 500 else HTTP_WORDS[500])
    errors = getattr(error, "data", {}).get("messages") if hasattr(error, "data") else None
    if wants_problem():
        response = problem(code, message, **({"errors": errors} if errors else {}))
    else:
        response = _page(code, message, fields={})
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def unexpected(error: Exception) -> Response:
    """The top handler: what nobody foresaw is logged whole and told plainly."""
    current_app.logger.exception("unexpected error at %s %s", request.method, request.path, exc_info=error)
    return problem(500, HTTP_WORDS[500]) if wants_problem() else _page(500, HTTP_WORDS[500], fields={})


def init_responses(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, domain_error)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)
