"""Why a matter goes where it goes, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from complaints.rules.candidates import Nobody, Refused, role_name
from complaints.rules.levels import LEVELS
from core.values.text import Text, same

if TYPE_CHECKING:
    from complaints.rules.routes import Route

_RULE = Text("规则 {id}：{reason}", "Rule {id}: {reason}")
_BEGIN = Text("从{level}找起：{role}", "Looked for from {level}: {role}")
_NONE = Text("{level}没有可办的{role}", "There is no body at {level} for {role}")
_REFUSED = Text("{name}有利害关系，不能办（{why}）", "{name} has a stake and may not handle it ({why})")
_EXCLUDED = Text("有利害关系、不能办理的机构共 {n} 个", "{n} bodies have a stake and may not handle it")
_HANDLER = Text("由{name}办理", "Handled by {name}")
_SIDEWAYS = Text(
    "本职能没有无利害关系的机构，由{name}（{role}）代为办理",
    "Nobody of that function is without a stake, so {name} ({role}) handles it",
)
_ASSIST = Text("协办：{names}", "Assisting: {names}")
_DESK = Text(
    "省内没有无利害关系的机构：由省级人工席登记，转国家级",
    "Nobody in the province is without a stake: the human desk of the province enters it and passes it on",
)
_OUTSIDE = Text("不在本平台办理，告知该去的地方", "Not handled here: the right door is told")
_LAW = Text("期限依{regime}", "Terms: {regime}")
_PROMISE = Text("期限是平台承诺，非法定：{regime}", "Terms are the platform's promise, not law: {regime}")
_NO_VERSION = Text(
    "收到之日没有可用的期限规定，留人工核定", "No terms are on record for that day of receipt: a person settles them"
)


def reasons(route: Route) -> tuple[Text, ...]:
    """The steps that led to `route`, first to last."""
    steps = [_RULE.fill(id=route.rule.id, reason=route.rule.reason)]
    if route.begin is not None:
        steps.append(_BEGIN.fill(level=LEVELS[route.begin], role=role_name(route.rule.role)))
        steps += [_step(each) for each in route.passed]
    if codes := {each.code for each in route.excluded}:
        steps.append(_EXCLUDED.fill(n=len(codes)))
    steps.append(_end(route))
    if route.assist:
        steps.append(_ASSIST.fill(names=same("、".join(body.name for body in route.assist))))
    if route.version is None:
        steps.append(_NO_VERSION)
    elif route.version.clocks:
        steps.append((_LAW if route.version.statutory else _PROMISE).fill(regime=route.version.name))
    return tuple(steps)


def _step(each: Refused | Nobody) -> Text:
    if isinstance(each, Nobody):
        return _NONE.fill(level=LEVELS[each.level], role=role_name(each.role))
    zh = "；".join(one.by.reason.zh for one in each.by)
    en = "; ".join(one.by.reason.en for one in each.by)
    return _REFUSED.fill(name=same(each.body.name), why=Text(zh, en))


def _end(route: Route) -> Text:
    if route.handler is None:
        return _OUTSIDE if route.begin is None else _DESK
    if route.role != route.rule.role:
        return _SIDEWAYS.fill(name=same(route.handler.name), role=role_name(route.role))
    return _HANDLER.fill(name=same(route.handler.name))
