"""When somebody may: conditions on the actor and the row, each written once as a SQL expression.

Columns named here are NOT NULL.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, false, true

from core.policy.actors import Actor, Role, organisations_as

Predicate = Callable[[Actor, Any], ColumnElement[bool]]


def anyone(_actor: Actor, _row: Any) -> ColumnElement[bool]:
    """Visitors too."""
    return true()


def signed_in(actor: Actor, _row: Any) -> ColumnElement[bool]:
    """A person, not a program."""
    return true() if actor.user_id else false()


def has_role(role: Role) -> Predicate:
    """Holds `role` today, in any organisation."""

    def predicate(actor: Actor, _row: Any) -> ColumnElement[bool]:
        return true() if role in actor.roles else false()

    predicate.__name__ = f"is_{role}"
    return predicate


def not_drafted_by_actor(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Two persons: who drafted it cannot publish it."""
    return row.drafted_by != actor.user_id


def handles(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Is a handler of the body that has it."""
    mine = organisations_as(Role.handler, actor)
    return row.handler_id.in_(mine) if mine else false()


def at_human_desk(_actor: Actor, row: Any) -> ColumnElement[bool]:
    """No body has it."""
    return row.handler_id.in_((0,))


def assists(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Is a handler of a body that assists."""
    mine = organisations_as(Role.handler, actor)
    return row.id.in_(row.assisted_by(mine)) if mine else false()


def filed_by_actor(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Filed it from this person's own account. The row holds a keyed hash, never the person."""
    return row.owner == row.owner_mark(actor.user_id) if actor.user_id else false()


def filed_at_own_counter(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Is an intake clerk of the organisation that took it for a caller."""
    mine = organisations_as(Role.intake_clerk, actor)
    return row.counter_id.in_(mine) if mine else false()


def without_stake(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Works for nobody who is complained of, stands under it, shares the money or set the charge."""
    return row.stake_id.not_in(row.stakes_of(sorted(actor.organisations)))


def not_recused(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Has not stepped back from it."""
    return row.id.not_in(row.recusals_of(actor.user_id))


def issued_by_own_laboratory(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Is a member of the laboratory that issued it."""
    mine = organisations_as(Role.laboratory_member, actor)
    return row.issuer_id.in_(mine) if mine else false()


def tested_by_own_laboratory(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Is a member of a laboratory that reported on it."""
    mine = organisations_as(Role.laboratory_member, actor)
    return row.id.in_(row.tested_by(mine)) if mine else false()


def of_own_enterprise(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Is a member of the enterprise that commissioned it, or holds (then: held) what it is about."""
    mine = organisations_as(Role.enterprise_member, actor)
    return row.id.in_(row.belonging_to(mine)) if mine else false()


def looked_at(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Is a recogniser of a department that looked at it with a purpose."""
    mine = organisations_as(Role.recogniser, actor)
    return row.id.in_(row.looked_at_by(mine)) if mine else false()


def of_own_department(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Is a recogniser of the department whose act it is."""
    mine = organisations_as(Role.recogniser, actor)
    return row.organisation_id.in_(mine) if mine else false()


def not_ordered_by_actor(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Two persons: who ordered it cannot approve it."""
    return row.ordered_by != actor.user_id
