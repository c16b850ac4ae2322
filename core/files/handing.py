"""How a kept file leaves the platform: as an attachment under a safe name, never as something a browser renders."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response, current_app

from core.errors import Gone
from core.files import names, store, viewing
from core.files.kinds import Kind
from core.files.sealing import Tampered
from core.values.text import Text

_CHANGED = Text(
    "这个文件和存下时不一样或不在了，没有给出；已经记下，请告诉系统管理员",
    "This file is gone or not as it was kept, and is not handed out; this was recorded. Tell the administrator",
)
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def attachment(key: str, kind: Kind, size: int, plain_name: str, name: str) -> Response:
    """The file, byte for byte as it came, to be saved.

    :param plain_name: of our own making, in ASCII, without an ending: for what does not understand the other.
    :param name: as it was called, cleaned.
    :raises Gone: before a byte is sent, if it is not as it was written.
    """
    response = _sealed_off(Response(_proved(key), mimetype="application/octet-stream"))
    response.content_length = size
    called = quote(names.handed_out(name, kind), safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}{kind.suffix}\"; filename*=UTF-8''{called}"
    )
    return response


def picture(key: str, kind: Kind) -> Response:
    """A fresh picture of the file's pixels, to be shown.

    :raises NotFound: if there is none to show.
    :raises Gone: as `attachment`.
    """
    return _sealed_off(Response(viewing.picture(_proved(key), kind), mimetype="image/jpeg"))


def _proved(key: str) -> Iterator[bytes]:
    try:
        return store.read(key)
    except Tampered as error:
        current_app.logger.error("a kept file is gone or not as it was written: %s", key)
        raise Gone(_CHANGED) from error


def _sealed_off(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Download-Options"] = "noopen"
    return response
