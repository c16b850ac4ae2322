"""A person with a browser without JavaScript: opens pages, fills in forms, keeps cookies."""

import re
from contextvars import Context
from typing import Any

from flask import Flask
from flask.testing import FlaskClient


class Browser(FlaskClient):
    """A client whose every request has a context of its own.

    In a test's application context requests would share Flask's `g`, and with it who asks.
    """

    def open(self, *args: Any, **more: Any) -> Any:
        return Context().run(super().open, *args, **more)


class Visitor:
    """Sends what a browser would, token included, and shows what comes back."""

    def __init__(self, app: Flask) -> None:
        self.http = Browser(app, app.response_class)
        self.key = ""
        """A key of this person's programs, sent where cookies are ignored."""

    def get(self, address: str, **more: Any) -> Any:
        return self.ask("GET", address, **more)

    def ask(self, method: str, address: str, **more: Any) -> Any:
        """Ask as the person does: pages by the session, the interface for programs by the key."""
        if self.key and address.startswith("/api/"):
            more["headers"] = {"Authorization": f"Bearer {self.key}", **more.get("headers", {})}
        return self.http.open(address, method=method, **more)

    def token(self, page: str) -> str:
        """The token in the form of `page`."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page).get_data(as_text=True))
        assert found, f"no form with a token on {page}"
        return found[1]

    def post(self, address: str, data: dict[str, Any] | None = None, page: str | None = None, **more: Any) -> Any:
        """Send `data` as the form of `page` (the address itself by default) would."""
        return self.http.post(address, data={"csrf_token": self.token(page or address), **(data or {})}, **more)
