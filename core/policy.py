"""Who may do what: the whole policy of the platform, one table.

An action is allowed if one of its alternatives holds; an alternative holds if all its predicates do. A predicate is
written once, as SQL over the row asked about, so lists, counts and single rows obey the same rule, and a row that is
forbidden looks exactly like a row that is absent. Columns named in predicates are NOT NULL.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import AsBoolean, BooleanClauseList, False_, True_

from core.db import db
from core.errors import NotFound, NotSignedIn


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


class Action(StrEnum):
    """Everything anyone can do. A route names the one it is for; grep the member to find route, rule and tests."""

    look_up = "look_up"
    """Read the published catalogue, its history and open data."""
    check_charge = "check_charge"
    """Put a charge to the catalogue and read the verdict."""
    sign_in = "sign_in"
    """Sign in, sign out, choose language and colours."""
    manage_own_account = "manage_own_account"
    """See one's sessions and end them, change the password, make keys for programs."""
    manage_people = "manage_people"
    """Add people, give and end memberships, lock accounts."""
    see_organisations = "see_organisations"
    """Read the tree of public bodies."""
    draft_edition = "draft_edition"
    """Draft a list or a standard, correct and submit it."""
    read_draft = "read_draft"
    """See drafts that are not published."""
    publish_edition = "publish_edition"
    """Publish what another publisher submitted, or send it back."""
    read_audit = "read_audit"
    """Read the log of events and its checkpoints."""
    file_complaint = "file_complaint"
    """Report a wrong charge, inspection or test; no account is needed."""
    follow_complaint = "follow_complaint"
    """See how one's own complaint fares, by its code, and act on it."""
    read_matter = "read_matter"
    """Read a matter at a desk: who handles, assists or supervises it."""
    handle_matter = "handle_matter"
    """Act on a matter for the body that has it, or for the human desk; the lifecycle says what is possible."""
    file_at_counter = "file_at_counter"
    """File for a caller, hand out the code."""
    answer_identity_request = "answer_identity_request"
    """Agree, or not, that a handler of another unit learns who complains."""
    see_routing = "see_routing"
    """Read the rules of routing, and try what would happen to a matter."""
    watch_health = "watch_health"
    """Health, readiness and metrics for the operator."""


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


PUBLISHER = has_role(Role.publisher)
SUPERVISOR = has_role(Role.supervisor)
HANDLING = (handles, without_stake, not_recused)
AT_HUMAN_DESK = (SUPERVISOR, at_human_desk, without_stake, not_recused)
SUPERVISING = (SUPERVISOR, without_stake, not_recused)

PERMISSIONS: dict[Action, tuple[tuple[Predicate, ...], ...]] = {
    Action.look_up: ((anyone,),),
    Action.check_charge: ((anyone,),),
    Action.file_complaint: ((anyone,),),
    Action.follow_complaint: ((anyone,),),
    Action.read_matter: (HANDLING, (assists, without_stake, not_recused), SUPERVISING),
    Action.handle_matter: (HANDLING, AT_HUMAN_DESK),
    Action.file_at_counter: ((has_role(Role.intake_clerk),),),
    Action.answer_identity_request: ((has_role(Role.intake_clerk),),),
    Action.see_routing: ((SUPERVISOR,), (has_role(Role.system_administrator),)),
    Action.sign_in: ((anyone,),),
    Action.watch_health: ((anyone,),),
    Action.manage_own_account: ((signed_in,),),
    Action.manage_people: ((has_role(Role.system_administrator),),),
    Action.see_organisations: ((anyone,),),
    Action.draft_edition: ((PUBLISHER,),),
    Action.read_draft: ((PUBLISHER,), (has_role(Role.auditor),)),
    Action.publish_edition: ((PUBLISHER, not_drafted_by_actor),),
    Action.read_audit: ((has_role(Role.auditor),), (has_role(Role.system_administrator),)),
}


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
