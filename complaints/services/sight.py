"""Who may see and do what with a matter: the one door to its rows, for lists, counts and single ones alike.

To whoever has a stake, to an officer who stepped back, to publishers and administrators there is no such matter; a
matter that is forbidden and one that is absent are the same answer. What a route names stands in
`core.policy.PERMISSIONS` under the same name, and is asked there.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, false, select

from complaints.models.cases import Matter
from core.db import db
from core.errors import NotFound
from core.policy import PERMISSIONS, Action, Actor, Predicate, Role, holds
from core.policy.permissions import SUPERVISING
from core.policy.predicates import (
    filed_at_own_counter,
    filed_by_actor,
    has_role,
    without_stake,
)


class Sight(StrEnum):
    """What one may do with a matter."""

    handle_matter = "handle_matter"
    """Act for the body that has it, or for the human desk."""
    read_matter = "read_matter"
    """Read it at a desk: who handles, assists, supervises."""
    steer_matter = "steer_matter"
    """Supervise: assign by hand, extend, escalate."""
    audit_matter = "audit_complaints"
    """Search, count and export all matters."""
    follow_matter = "follow_matter"
    """See how one's own complaint fares: from the account that filed it, or at the counter that took it."""


AUDITOR = has_role(Role.auditor)
FED = ("by", "from", "state", "version")
"""What of a matter's events programs are told: enough to know whether to read the matter itself."""

RULES: dict[Sight, tuple[tuple[Predicate, ...], ...]] = {
    Sight.handle_matter: PERMISSIONS[Action.handle_matter],
    Sight.read_matter: PERMISSIONS[Action.read_matter],
    Sight.steer_matter: (SUPERVISING,),
    Sight.audit_matter: PERMISSIONS[Action.audit_complaints],
    Sight.follow_matter: ((filed_by_actor,), (filed_at_own_counter, without_stake)),
}


def visible(sight: Sight, actor: Actor, row: Any = Matter) -> ColumnElement[bool]:
    """The matters with which `actor` may do that, as one SQL expression; a key must name it."""
    if actor.key_id and sight.value not in actor.scopes:
        return false()
    return holds(RULES[sight], actor, row)


def anyhow(actor: Actor, *sights: Sight) -> ColumnElement[bool]:
    """The matters with which `actor` may do one of these."""
    found: ColumnElement[bool] = false()
    for sight in sights:
        found = found | visible(sight, actor)
    return found


def numbers(actor: Actor) -> Select[str]:
    """The numbers of all matters an actor may see at a desk or as an auditor: the gate of notices and of the log."""
    return select(Matter.number).where(anyhow(actor, Sight.read_matter, Sight.audit_matter))


def fetch(number: str, actor: Actor, *sights: Sight, hold: bool = False) -> Matter:
    """The matter of this number, if `actor` may do one of these with it; with `hold`, until the transaction ends.

    :raises NotFound: if there is none, or none for this actor; the two cannot be told apart.
    """
    asked = select(Matter).where(Matter.number == number, anyhow(actor, *sights))
    asked = asked.execution_options(populate_existing=True)
    found = db.session.scalars(asked.with_for_update() if hold else asked).one_or_none()
    if found is None:
        raise NotFound
    return found
