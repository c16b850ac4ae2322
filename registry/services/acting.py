"""For which organisation somebody acts, and what to say where that is not clear."""

from core.errors import Invalid, NotAllowed
from core.policy import Actor, Role, organisations_as
from core.values.text import Text

_NONE = Text("这一步要由有“{role}”身份的人来做", "This takes somebody with the role “{role}”")
_WHICH = Text("您在几个单位都有这个身份，请写明代表哪一个", "You have that role at several bodies; say at which")
_NOT_YOURS = Text("您在这个单位没有这个身份", "You do not have that role at this body")


def organisation(role: Role, actor: Actor, chosen: int = 0) -> int:
    """The organisation for which `actor` does this as `role`: the one chosen, or the only one.

    :raises core.errors.NotAllowed: if the actor has the role nowhere.
    :raises core.errors.Invalid: at ``organisation``, if it is not the actor's or several would do.
    """
    mine = organisations_as(role, actor)
    if not mine:
        raise NotAllowed(_NONE.fill(role=role.value))
    if chosen:
        if chosen not in mine:
            raise Invalid({"organisation": [_NOT_YOURS]})
        return chosen
    if len(mine) > 1:
        raise Invalid({"organisation": [_WHICH]})
    return mine[0]
