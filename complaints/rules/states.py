"""The states of a matter, who acts on it, and what the complaint as a whole is called."""

from collections.abc import Collection
from enum import StrEnum

from core.values.text import Text


class State(StrEnum):
    """Where a matter stands."""

    filed = "filed"
    """Received; nobody has it yet, or the human desk has."""
    assigned = "assigned"
    """With a body, which has not said yet whether it takes it."""
    accepted = "accepted"
    """Being looked into."""
    waiting = "waiting"
    """The complainant was asked; the clock stands still, for so long at most."""
    decided = "decided"
    """Answered by a decision two persons made."""
    refunding = "refunding"
    """Money was ordered back and has not come in full."""
    closed = "closed"
    """Nothing more is due. Closed is not resolved: what the complainant confirms is what counts."""
    declined = "declined"
    """Not taken, on a ground and with the right door named."""
    reviewing = "reviewing"
    """Looked into again, at the next level."""


STATES = {
    State.filed: Text("已提交", "filed"),
    State.assigned: Text("已分办", "assigned"),
    State.accepted: Text("受理（调查中）", "accepted"),
    State.waiting: Text("等您补充", "waiting for you"),
    State.decided: Text("办结", "decided"),
    State.refunding: Text("退款中", "refunding"),
    State.closed: Text("归档", "closed"),
    State.declined: Text("不予受理", "declined"),
    State.reviewing: Text("复查", "under review"),
}
FINAL = frozenset({State.closed})

_SHOWN_FIRST = (
    State.waiting,
    State.filed,
    State.assigned,
    State.accepted,
    State.reviewing,
    State.refunding,
    State.decided,
    State.declined,
    State.closed,
)
"""Of several matters, the state that tells most: what the complainant must do, then what is least far."""


class Who(StrEnum):
    """Who may act on a matter."""

    complainant = "complainant"
    """By the code or by the account that filed."""
    intake_clerk = "intake_clerk"
    """At the counter or hotline, on behalf of a caller."""
    handler = "handler"
    """An officer of the handling body who is not recused."""
    second_handler = "second_handler"
    """Another officer of the handling body than the one who drafted."""
    supervisor = "supervisor"
    """The human desk, and the level above where competence is disputed."""
    system = "system"
    """Routing, clocks and what follows of itself; no person."""


WHO = {
    Who.complainant: Text("投诉人", "complainant"),
    Who.intake_clerk: Text("受理员", "intake clerk"),
    Who.handler: Text("经办人", "handler"),
    Who.second_handler: Text("另一位经办人", "another handler"),
    Who.supervisor: Text("监督员、人工席", "supervisor, human desk"),
    Who.system: Text("平台", "the platform"),
}


class Told(StrEnum):
    """Who is told of an act. The body complained of never is: to it the case does not exist."""

    complainant = "complainant"
    handler = "handler"
    """The handling body's desk."""
    former_handler = "former_handler"
    """The desk that had it before: that it is gone, nothing more."""
    assistant = "assistant"
    """Bodies that assist."""
    supervisor = "supervisor"


TOLD = {
    Told.complainant: Text("投诉人", "complainant"),
    Told.handler: Text("办理机构", "handling body"),
    Told.former_handler: Text("原办理机构", "former handler"),
    Told.assistant: Text("协办机构", "assisting bodies"),
    Told.supervisor: Text("监督员", "supervisor"),
}


def of_complaint(matters: Collection[State]) -> State:
    """The state of a complaint, derived from those of its matters (design §6).

    It waits if one of them waits for the complainant; else it is as far as its least advanced matter; it is closed
    when all are. Each matter keeps its own terms, and what is ready is answered first (J1).

    :raises ValueError: if there are no matters.
    """
    if not matters:
        raise ValueError("a complaint has at least one matter")
    return next(state for state in _SHOWN_FIRST if state in matters)
