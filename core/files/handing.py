"""How a kept file leaves the platform: as an attachment under a safe name, never as something a browser renders."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response

from core.files import names, store, viewing
from core.files.kinds import Kind

_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def attachment(key: str, kind: Kind, size: int, plain_name: str, name: str) -> Response:
    """The file, byte for byte as it came, to be saved.

    :param plain_name: of our own making, in ASCII, without an ending: for what does not understand the other.
    :param name: as it was called, cleaned.
    :raises core.files.sealing.Tampered: before a byte is sent, if it is not as it was written.
    """
    response = _sealed_off(Response(store.read(key), mimetype="application/octet-stream"))
    response.content_length = size
    called = quote(names.handed_out(name, kind), safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}{kind.suffix}\"; filename*=UTF-8''{called}"
    )
    return response


def picture(pieces: Iterator[bytes], kind: Kind) -> Response:
    """A fresh picture of the file's pixels, to be shown.

    :raises NotFound: if there is none to show.
    """
    return _sealed_off(Response(viewing.picture(pieces, kind), mimetype="image/jpeg"))


def _sealed_off(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Download-Options"] = "noopen"
    return response
