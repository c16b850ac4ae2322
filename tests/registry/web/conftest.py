"""The world of the stored registry's tests, the very same, with people in it who sign in."""

import pytest
from flask import Flask

from core import clock
from core.db import transaction
from core.people.services import employing, samples
from core.policy import SYSTEM, Role
from tests.registry.services.conftest import app, world
from tests.registry.services.world import World
from tests.visiting import Visitor

__all__ = ["People", "app", "people", "world"]


class People:
    """Signs people of that world in; a name is used once."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world

    def sign_in(self, name: str, role: Role, body: int) -> Visitor:
        with transaction():
            user_id, _ = employing.add_person(SYSTEM, name, name, password=samples.PASSWORD, sample=True)
            employing.give_membership(SYSTEM, user_id, body, role, clock.today())
        person = Visitor(self.app)
        answer = person.post("/sign-in", {"sign_in_name": name, "password": samples.PASSWORD})
        assert answer.status_code == 303
        return person

    def member(self, name: str = "member", body: int = 0) -> Visitor:
        return self.sign_in(name, Role.enterprise_member, body or self.world.enterprise)

    def laboratory(self, laboratory: str = "LAB06") -> Visitor:
        return self.sign_in(f"at-{laboratory}", Role.laboratory_member, self.world.laboratories[laboratory])

    def recogniser(self) -> Visitor:
        return self.sign_in("counter", Role.recogniser, self.world.bureau)


@pytest.fixture
def people(app: Flask, world: World) -> People:
    return People(app, world)
