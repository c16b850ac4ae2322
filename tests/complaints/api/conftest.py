"""People and days, as in the tests of the services; a program of each of them."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask

from core.db import transaction
from core.people.rules.scopes import SCOPES
from core.people.services import keying
from core.policy import Actor
from tests.complaints.services.conftest import days, people
from tests.visiting import Browser

__all__ = ["days", "people"]


class Program:
    """Sends JSON to the interface, with a key or without."""

    def __init__(self, app: Flask, key: str = "") -> None:
        self.http = Browser(app, app.response_class)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, address: str, **headers: str) -> Any:
        return self.http.get(f"/api/v1{address}", headers=self.headers | _named(headers))

    def post(self, address: str, document: Any, **headers: str) -> Any:
        return self.http.post(f"/api/v1{address}", json=document, headers=self.headers | _named(headers))


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


Programs = Callable[..., Program]


@pytest.fixture
def program(app: Flask) -> Programs:
    """A program of a person, with a key of every scope unless told; without a person, a visitor's."""

    def make(who: Actor | None = None, *scopes: str) -> Program:
        if who is None:
            return Program(app)
        with transaction():
            key = keying.make(who, "ERP", min(who.organisations), scopes or [action.value for action in SCOPES])
        return Program(app, key)

    return make
