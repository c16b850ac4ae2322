"""Requests that bring files: too large a file is cut off and named, not the whole form refused and lost with it."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request

from core.files.store import MOST

View = TypeVar("View", bound=Callable[..., Any])
MOST_SENT = 256 * 1024 * 1024
"""Bytes of a whole request with a file. What a file has beyond `store.MOST` is read and forgotten, so that the page
can say so with everything typed still there."""
IN_MEMORY = 512 * 1024


class Bounded(SpooledTemporaryFile[bytes]):
    """Keeps one byte more than a file may have, enough to tell that it is too large; on disk without a name."""

    def write(self, sent: Any) -> int:
        super().write(sent[: max(0, MOST + 1 - self.tell())])
        return len(sent)


class ReceivingRequest(Request):
    """A request whose files are bounded one by one, where its view takes files."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if not _takes_files():
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return Bounded(max_size=IN_MEMORY)


def takes_files(view: View) -> View:
    """Mark a view function as one to whose forms files belong."""
    view.takes_files = True  # type: ignore[attr-defined] # functions carry attributes
    return view


def _takes_files() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "takes_files", False))


def kept_instead() -> list[tuple[str, str]]:
    """Fields that stand for the files of this request, for a page that stands between a form and its answer.

    Who takes files puts what keeps them in ``app.extensions["keep_sent"]``; without it, or where the view takes none,
    there are no such fields, and the files must be chosen again.
    """
    keep = current_app.extensions.get("keep_sent")
    return keep() if keep and _takes_files() and request.files else []


def init_receiving(app: Flask) -> None:
    """Let requests to views that take files be larger. Comes before whatever reads a form."""
    app.request_class = ReceivingRequest

    @app.before_request
    def widen() -> None:
        if _takes_files():
            request.max_content_length = MOST_SENT
