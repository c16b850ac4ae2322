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
    issued_by_own_laboratory,
    looked_at,
    not_drafted_by_actor,
    not_ordered_by_actor,
    not_recused,
    of_own_department,
    of_own_enterprise,
    signed_in,
    tested_by_own_laboratory,
    without_stake,
)

AUDITOR = has_role(Role.auditor)
ENTERPRISE = has_role(Role.enterprise_member)
LABORATORY = has_role(Role.laboratory_member)
RECOGNISER = has_role(Role.recogniser)
PUBLISHER = has_role(Role.publisher)
SUPERVISOR = has_role(Role.supervisor)
HANDLING = (handles, without_stake, not_recused)
AT_HUMAN_DESK = (SUPERVISOR, at_human_desk, without_stake, not_recused)
SUPERVISING = (SUPERVISOR, without_stake, not_recused)
AUDITING = (has_role(Role.auditor), without_stake, not_recused)

PERMISSIONS: dict[Action, tuple[tuple[Predicate, ...], ...]] = {
    Action.look_up: ((anyone,),),
    Action.check_charge: ((anyone,),),
    Action.file_complaint: ((anyone,),),
    Action.follow_complaint: ((anyone,),),
    Action.read_matter: (HANDLING, (assists, without_stake, not_recused), SUPERVISING),
    Action.list_matters: ((has_role(Role.handler),), (SUPERVISOR,), (AUDITOR,)),
    Action.handle_matter: (HANDLING, AT_HUMAN_DESK),
    Action.steer_matter: (SUPERVISING,),
    Action.file_at_counter: ((has_role(Role.intake_clerk),),),
    Action.answer_identity_request: ((has_role(Role.intake_clerk),),),
    Action.see_routing: ((SUPERVISOR,), (has_role(Role.system_administrator),)),
    Action.audit_complaints: (AUDITING,),
    Action.export_complaints: (AUDITING,),
    Action.sign_in: ((anyone,),),
    Action.watch_health: ((anyone,),),
    Action.manage_own_account: ((signed_in,),),
    Action.manage_people: ((has_role(Role.system_administrator),),),
    Action.see_organisations: ((anyone,),),
    Action.draft_edition: ((PUBLISHER,),),
    Action.read_draft: ((PUBLISHER,), (has_role(Role.auditor),)),
    Action.publish_edition: ((PUBLISHER, not_drafted_by_actor),),
    Action.read_events: ((signed_in,),),
    Action.ask_coverage: ((RECOGNISER,),),
    Action.record_report: ((LABORATORY,), (ENTERPRISE,)),
    Action.import_reports: ((issued_by_own_laboratory,),),
    Action.answer_for_report: ((issued_by_own_laboratory,),),
    Action.read_report: ((issued_by_own_laboratory,), (of_own_enterprise,), (looked_at,), (AUDITOR,)),
    Action.read_subject: ((tested_by_own_laboratory,), (of_own_enterprise,), (looked_at,), (AUDITOR,)),
    Action.keep_subject: ((ENTERPRISE,), (LABORATORY,)),
    Action.read_own_results: ((ENTERPRISE,),),
    Action.request_recognition: ((ENTERPRISE,),),
    Action.read_own_acts: ((of_own_department,),),
    Action.recognise_result: ((RECOGNISER,),),
    Action.order_test: ((RECOGNISER,),),
    Action.approve_test_order: ((of_own_department, not_ordered_by_actor),),
    Action.draft_requirement: ((RECOGNISER,),),
    Action.confirm_requirement: ((RECOGNISER, not_drafted_by_actor),),
    Action.state_completeness: ((LABORATORY,),),
    Action.read_leads: ((SUPERVISOR,), (AUDITOR,)),
    Action.read_audit: ((has_role(Role.auditor),), (has_role(Role.system_administrator),)),
}
