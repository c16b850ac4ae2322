"""The rules of routing in words for the people who keep them, and what no rule of its own covers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.rules.candidates import role_name
from complaints.rules.conditions import ANY, Case, hold
from complaints.rules.kinds import Kind
from complaints.rules.matters import LIST_TYPES, Matter
from complaints.rules.routes import Route
from complaints.rules.rulebook import Rule
from complaints.rules.stakes import Exclusion
from complaints.services import choosing, receipts, rehearsing, rulebooks, trees, wording
from complaints.services.wording import TermView
from core import clock
from core.errors import Invalid
from core.values.text import Text, same

BODY_KINDS = {
    "government": Text("政府", "government"),
    "bureau": Text("工作部门", "bureau"),
    "branch": Text("派出机构", "branch"),
    "vertical": Text("垂直管理机关", "vertically run body"),
    "public_institution": Text("事业单位", "public institution"),
    "association": Text("协会商会", "association"),
    "intermediary": Text("中介机构", "intermediary"),
    "utility": Text("公用企业", "utility"),
    "enterprise": Text("企业", "enterprise"),
    "laboratory": Text("检验检测机构", "laboratory"),
}
BEGINNINGS = {
    "same": Text("从同级找起", "looked for at the same level"),
    "up": Text("从上一级找起", "looked for one level up"),
    "region": Text("从发生地的县级找起", "looked for at the county of the place"),
}
_KNOWN = {True: Text("知道是谁", "known who it is"), False: Text("不知道是谁", "not known who it is")}
_NO_LIST = Text("不在任何清单", "on no list")
_OF_KINDS = Text("事由：{words}", "kinds: {words}")
_OF_GROUPS = Text("类别：{words}", "fields: {words}")
_OF_LISTS = Text("清单：{words}", "lists: {words}")
_OF_BODIES = Text("对方是：{words}", "against: {words}")
_ELSE = Text("其余的都归这一条", "everything else")
_NO_BODY = Text(
    "机构表里没有这个单位，请写全称或代码，或者空着并选地区",
    "No such body is on record; give its whole name or code, or leave it empty and choose the place",
)
_PLACE = Text("单位不知道时，请选地区", "Choose the place if the body is not known")
_KIND = Text("请选一种情况", "Choose a kind")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in words."""

    id: str
    when: tuple[Text, ...]
    who: Text
    begin: Text | None
    assist: tuple[Text, ...]
    regime: Text
    since: date | None
    """From when the version of its terms that holds today has been in force."""
    law: bool
    reason: Text
    basis: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """All rules, and what they leave to the last of them."""

    version: int
    as_of: str
    rules: tuple[RuleLine, ...]
    exclusions: tuple[Exclusion, ...]
    uncovered: tuple[Kind, ...]
    """Kinds that at least one sort of case of which only the last rule takes: a person looks at those."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What would happen to a matter."""

    route: Route
    handler: str
    door: Text | None
    reasons: tuple[Text, ...]
    excluded: tuple[tuple[str, Text], ...]
    terms: tuple[TermView, ...]


def survey() -> Survey:
    """The rules as they stand today."""
    book = rulebooks.current()
    document = rulebooks.document("routing")
    uncovered = tuple(kind for kind in book.kinds.by_id.values() if _left_over(kind))
    return Survey(book.version, str(document["as_of"]), tuple(map(_line, book.rules)), book.exclusions, uncovered)


def _line(rule: Rule) -> RuleLine:
    regimes = rulebooks.current().regimes
    version = regimes.version(rule.regime, clock.today())
    who = receipts.door(rule.external) if rule.external else role_name(rule.role)
    return RuleLine(
        id=rule.id,
        when=_conditions(rule.conditions),
        who=who,
        begin=None if rule.external else BEGINNINGS[rule.level],
        assist=tuple(map(role_name, rule.assist)),
        regime=version.name if version else same(rule.regime),
        since=version.valid_from if version else None,
        law=bool(version and version.statutory),
        reason=rule.reason,
        basis=rule.basis,
        confirmed=rule.confirmed,
    )


def _conditions(conditions: Mapping[str, Any]) -> tuple[Text, ...]:
    words = [_in_words(word, wanted) for word, wanted in conditions.items() if wanted != ANY]
    return tuple(words) or (_ELSE,)


def _in_words(word: str, wanted: Any) -> Text:
    if word == "accused_known":
        return _KNOWN[bool(wanted)]
    if word == "kinds":
        return _OF_KINDS.fill(words=_joined([wording.kind_name(each) for each in wanted]))
    if word == "groups":
        return _OF_GROUPS.fill(words=_joined([choosing.FIELDS[each] for each in wanted]))
    if word == "list_types":
        return _OF_LISTS.fill(words=_joined([same(each) if each else _NO_LIST for each in wanted]))
    return _OF_BODIES.fill(words=_joined([BODY_KINDS.get(each) or same(each) for each in wanted]))


def _joined(words: list[Text]) -> Text:
    return Text("、".join(each.zh for each in words), ", ".join(each.en for each in words))


def _left_over(kind: Kind) -> bool:
    """Whether some case of the kind, on whatever list and against whomever, meets no rule but the last."""
    rules = [rule for rule in rulebooks.current().rules if rule.conditions]
    sorts = [(on, body) for on in (None, *LIST_TYPES.values()) for body in BODY_KINDS]
    asked = [Case(Matter(kind.id, "known", None, on), kind.group.value, frozenset({body})) for on, body in sorts]
    return any(not any(hold(rule.conditions, each) for rule in rules) for each in asked)


def try_out(typed: Mapping[str, str]) -> Trial:
    """What would happen to a matter of that kind, against that body, at that place, received today; nothing is kept.

    :raises Invalid: naming what must be given.
    """
    wrong: dict[str, list[Text]] = {}
    kind, named, region = typed.get("kind", ""), typed.get("body", ""), typed.get("region", "")
    body = choosing.body(named)
    if choosing.choice(kind) is None:
        wrong["kind"] = [_KIND]
    if named and body is None:
        wrong["body"] = [_NO_BODY]
    if not named and not region:
        wrong["region"] = [_PLACE]
    if wrong:
        raise Invalid(wrong)
    code = body.code if body else None
    asked = Matter(kind, code, region or (body.region if body else None), LIST_TYPES.get(typed.get("list_type", "")))
    tree, today = trees.current([code] if code else []), clock.today()
    found = rehearsing.route(asked, today, tree)
    known = tree.on(today).known
    shown = dict.fromkeys((known[each.code].name, each.by.reason) for each in found.excluded if each.code in known)
    return Trial(
        route=found,
        handler=found.handler.name if found.handler else "",
        door=receipts.door(found.external) if found.external else None,
        reasons=found.reason,
        excluded=tuple(shown),
        terms=tuple(map(wording.of_deadline, found.deadlines.values())),
    )
