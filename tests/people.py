"""People for tests: one of each role, signed in with a browser of their own."""

import pytest
from flask import Flask
from sqlalchemy import select

from core.clock import today
from core.db import db, transaction
from core.people.models.users import User
from core.people.rules.scopes import SCOPES
from core.people.services import keying
from core.people.services.samples import PASSWORD
from core.people.services.signing_in import memberships
from core.policy import Actor, Role
from tests.visiting import Visitor

SIGN_INS = {
    Role.enterprise_member: "enterprise", Role.publisher: "publisher", Role.recogniser: "recogniser",
    Role.laboratory_member: "laboratory", Role.intake_clerk: "clerk", Role.handler: "handler",
    Role.supervisor: "supervisor", Role.auditor: "auditor", Role.survey_officer: "survey",
    Role.system_administrator: "admin",
}  # fmt: skip


class Staff:
    """Hands out signed-in visitors; `publisher2` is the second publisher."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def visitor(self, role: Role | str | None) -> Visitor:
        """A browser in which the sample person of `role` (or of that sign-in name) has signed in; None: nobody has."""
        person = Visitor(self.app)
        if role is not None:
            name = SIGN_INS[role] if isinstance(role, Role) else role
            answer = person.post("/sign-in", {"sign_in_name": name, "password": PASSWORD})
            assert answer.status_code == 303, f"{name} could not sign in: {answer.status_code}"
        return person

    def key(self, role: Role) -> str:
        """A key, of every scope, for a program of the sample person of `role`."""
        user = db.session.scalars(select(User).filter_by(sign_in_name=SIGN_INS[role])).one()
        who = Actor(user.id, memberships=memberships(user.id, today()))
        with transaction():
            return keying.make(who, "ERP", min(who.organisations), [scope.value for scope in SCOPES])


@pytest.fixture
def staff(app: Flask) -> Staff:
    return Staff(app)
