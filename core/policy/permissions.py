"""Who may do what: the whole policy of the platform, one table.

An action is allowed if one of its alternatives holds; an alternative holds if all its predicates do.
"""

from core.policy.actions import Action
from core.policy.actors import Role
from core.policy.predicates import (
    Predicate,
    anyone,
    assists,
    at_human_desk,
    handles,
    has_role,
    not_drafted_by_actor,
    not_recused,
    signed_in,
    without_stake,
)

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
    Action.read_events: ((signed_in,),),
    Action.read_audit: ((has_role(Role.auditor),), (has_role(Role.system_administrator),)),
}
