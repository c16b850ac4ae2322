"""That a browser has shown the code: a cookie of the pages of complaints alone, sealed, good for half an hour.

The code itself is in no cookie and in no address. The cookie holds which complaint was opened, encrypted, so that it
tells neither reference nor how many there are; every page of the case renews it, and leaving takes it away.
"""

import json
from datetime import timedelta

from cryptography.fernet import InvalidToken
from flask import Response, current_app, request

from core import clock, vault

COOKIE, PATH, KEY = "complaint", "/complaints", "complaint-visits"
GOOD_FOR = timedelta(minutes=30)


def shown() -> int | None:
    """The complaint (its row number) that this browser has proved, not longer ago than `GOOD_FOR`; None if none."""
    sealed = request.cookies.get(COOKIE, "")
    try:
        found = json.loads(vault.unseal(KEY, sealed))
    except (InvalidToken, ValueError):
        return None
    age = clock.now().timestamp() - found["at"]
    return int(found["complaint"]) if -60 <= age <= GOOD_FOR.total_seconds() else None


def keep(response: Response, complaint_id: int) -> Response:
    """Let the browser come back to this complaint without typing the code again, for a while."""
    words = json.dumps({"complaint": complaint_id, "at": int(clock.now().timestamp())})
    response.set_cookie(
        COOKIE,
        vault.seal(KEY, words),
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def forget(response: Response) -> Response:
    """Nothing of the case stays with the browser."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="Strict")
    response.headers["Cache-Control"] = "no-store"
    return response
