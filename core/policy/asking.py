"""The policy asked: which rows, whether any row at all, and one row fetched with leave.

A row that is forbidden looks exactly like a row that is absent.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import AsBoolean, BooleanClauseList, False_, True_

from core.db import db
from core.errors import NotFound, NotSignedIn
from core.policy.actions import Action
from core.policy.actors import Actor
from core.policy.permissions import PERMISSIONS
from core.policy.predicates import Predicate, anyone


def _beyond_its_key(action: Action, actor: Actor) -> bool:
    """Whether `actor` is a program whose key does not name `action`; what visitors may do needs no naming."""
    return bool(actor.key_id) and action.value not in actor.scopes and (anyone,) not in PERMISSIONS[action]


def visible(action: Action, actor: Actor, row: Any = None) -> ColumnElement[bool]:
    """The rows of the table `row` on which `actor` may do `action`, as one SQL expression."""
    if _beyond_its_key(action, actor):
        return false()
    return holds(PERMISSIONS[action], actor, row)


def holds(alternatives: tuple[tuple[Predicate, ...], ...], actor: Actor, row: Any) -> ColumnElement[bool]:
    """That one of the alternatives holds, all its predicates together."""
    return or_(*(and_(*(predicate(actor, row) for predicate in rule)) for rule in alternatives))


class _AnyRow:
    """Stands for "some row": every comparison with its columns may hold."""

    def __getattr__(self, _name: str) -> "_AnyColumn":
        return _AnyColumn()


class _AnyColumn:
    def __eq__(self, _other: object) -> ColumnElement[bool]:  # type: ignore[override] # a column's == is an expression
        return true()

    __ne__ = __eq__  # type: ignore[assignment] # likewise

    def in_(self, _values: object) -> ColumnElement[bool]:
        return true()

    not_in = in_

    def __call__(self, *_asked: object) -> "_AnyColumn":
        """Of a row's own queries: some row among them."""
        return self

    __hash__ = None  # type: ignore[assignment] # never a key


def may(action: Action, actor: Actor) -> bool:
    """Whether `actor` could do `action` on some row: what a route and a menu ask before any row is known."""
    if (anyone,) in PERMISSIONS[action]:
        return True
    some = visible(action, actor, _AnyRow())
    known = _constant(some)
    return bool(db.session.execute(select(some)).scalar()) if known is None else known


def _constant(holds: Any) -> bool | None:
    """What an expression without columns comes to, so that no menu asks the database what 1 = 1 is; else None."""
    if isinstance(holds, True_ | False_):
        return isinstance(holds, True_)
    if isinstance(holds, AsBoolean):
        return _constant(holds.element)
    if isinstance(holds, BooleanClauseList) and holds.operator in (operators.and_, operators.or_):
        parts = [_constant(part) for part in holds.clauses]
        deciding = holds.operator is operators.or_
        if deciding in parts:
            return deciding
        return None if None in parts else not deciding
    return None


def require(action: Action, actor: Actor) -> None:
    """Let `actor` pass, or raise: NotSignedIn for a visitor, NotFound for somebody without the role.

    :raises NotSignedIn: who is nobody yet is asked to sign in.
    :raises NotFound: who is somebody else is told what an absent page says.
    """
    if may(action, actor):
        return
    if not actor.known:
        raise NotSignedIn
    raise NotFound


def fetch(model: Any, action: Action, actor: Actor, *criteria: ColumnElement[bool]) -> Any:
    """The one row of `model` that meets `criteria` and on which `actor` may do `action`.

    :raises NotFound: if there is none, or none for this actor; the two cannot be told apart.
    """
    row = db.session.scalars(select(model).where(*criteria, visible(action, actor, model))).one_or_none()
    if row is None:
        raise NotFound
    return row
