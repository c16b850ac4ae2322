"""Who asks: a visitor, a person with roles in organisations, or a program with a key's scopes."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person does for an organisation."""

    enterprise_member = "enterprise_member"
    publisher = "publisher"
    recogniser = "recogniser"
    laboratory_member = "laboratory_member"
    intake_clerk = "intake_clerk"
    handler = "handler"
    supervisor = "supervisor"
    auditor = "auditor"
    survey_officer = "survey_officer"
    system_administrator = "system_administrator"


@dataclass(frozen=True)
class Actor:
    """Who asks: a visitor (no user), a person with memberships, or a program with a key's scopes."""

    user_id: int = 0
    """0 for a visitor; of a program, the person who made its key and for whom it acts."""
    name: str = ""
    memberships: frozenset[tuple[Role, int]] = frozenset()
    """(role, organisation id) of today."""
    key_id: int = 0
    scopes: frozenset[str] = frozenset()
    session_id: int = 0

    @property
    def known(self) -> bool:
        return bool(self.user_id or self.key_id)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, _ in self.memberships)

    @property
    def organisations(self) -> frozenset[int]:
        return frozenset(organisation for _, organisation in self.memberships)


def organisations_as(role: Role, actor: Actor) -> list[int]:
    """The organisations in which the actor holds `role` today."""
    return sorted(organisation for held, organisation in actor.memberships if held == role)


VISITOR = Actor()
SYSTEM = Actor(name="system")
"""The worker and the shell."""
