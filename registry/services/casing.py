"""The case of a look-up on record: acts by program name the look-up, and rest on the case as it was put."""

from core.db import db
from core.errors import NotFound
from core.policy import Actor, Role, organisations_as
from core.values.text import Text
from registry.models.acts import LookUp
from registry.services import looking_up
from registry.services.relying import Case

_NONE = Text(
    "本部门没有这次查询，先查再办，look_up 照写查询的回答",
    "Your department has no such look-up; look up first, and give `look_up` of its answer",
)
_NO_PROCEDURE = Text(
    "这次查询没有写事项，只能看，不能据此采信或下检测单",
    "That look-up named no procedure: nothing can be recognised or ordered on it",
)


def of_look_up(look_up_id: int, actor: Actor) -> tuple[Case, int]:
    """The case of a look-up of the actor's department, and the department.

    :raises core.errors.NotFound: if there is none, or it is another department's, or it named no procedure.
    """
    row = db.session.get(LookUp, look_up_id)
    if row is None or row.organisation_id not in organisations_as(Role.recogniser, actor):
        raise NotFound(_NONE)
    if not row.procedure:
        raise NotFound(_NO_PROCEDURE)
    return Case(row.subject_id, row.procedure, looking_up.typed(row.facts), row.batch or None), row.organisation_id
