"""The small world of the stored registry, and programs of its people, who are on record here."""

from dataclasses import replace
from itertools import count

import pytest
from flask import Flask

from core import clock
from core.db import transaction
from core.people.rules.scopes import SCOPES
from core.people.services import employing, keying
from core.policy import SYSTEM, Actor
from tests.complaints.api.conftest import Program, Programs
from tests.registry.services.conftest import app, world

__all__ = ["app", "world"]


@pytest.fixture
def program(app: Flask) -> Programs:
    """A program of somebody with the roles of `who`, with a key of every scope unless told; without, a visitor's."""
    numbers = count()

    def make(who: Actor | None = None, *scopes: str) -> Program:
        if who is None:
            return Program(app)
        with transaction():
            name = f"program-{next(numbers)}"
            user_id, _ = employing.add_person(SYSTEM, name, name, sample=True)
            for role, body in who.memberships:
                employing.give_membership(SYSTEM, user_id, body, role, clock.today())
            named = replace(who, user_id=user_id)
            key = keying.make(named, "ERP", min(who.organisations), scopes or [action.value for action in SCOPES])
        return Program(app, key)

    return make
