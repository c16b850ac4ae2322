"""Stepping back: an officer with a stake of his own, or a whole body; sight is gone at once, search included."""

from complaints.services import acting
from complaints.services.acting import Done
from core.policy import Actor


def recuse(number: str, reason: str, actor: Actor) -> Done:
    """The officer steps back: from now on the matter is not there for this person; raises as `acting.act`."""
    return acting.act(number, "recuse", {"reason": reason}, actor)


def recuse_body(number: str, reason: str, actor: Actor, version: int | None = None) -> Done:
    """The whole body steps back: the matter is routed away from it; raises as `acting.act`."""
    return acting.act(number, "recuse_body", {"reason": reason}, actor, version)
