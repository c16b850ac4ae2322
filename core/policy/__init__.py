"""Who may do what. `permissions.py` is the table; the rest is what it is written in and how it is asked."""

from core.policy.actions import Action
from core.policy.actors import SYSTEM, VISITOR, Actor, Role, organisations_as
from core.policy.asking import fetch, holds, may, require, visible
from core.policy.permissions import PERMISSIONS
from core.policy.predicates import Predicate

__all__ = [
    "PERMISSIONS",
    "SYSTEM",
    "VISITOR",
    "Action",
    "Actor",
    "Predicate",
    "Role",
    "fetch",
    "holds",
    "may",
    "organisations_as",
    "require",
    "visible",
]
