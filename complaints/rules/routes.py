"""Who handles a matter, and why: the algorithm in the head of ``routing.yaml``, step by step.

Pure and total: every matter ends with a body without a stake, with a door outside the platform, or with the human
desk of the province; and whoever runs it again on the same tree and rules gets the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.rules.candidates import Nobody, Refused, Search
from complaints.rules.clocks import RECEIVED, Deadline, Regime, Running
from complaints.rules.conditions import Case, hold
from complaints.rules.levels import Level, first_level, place_of
from complaints.rules.matters import Matter
from complaints.rules.reasons import reasons
from complaints.rules.rulebook import Rule, Rulebook
from complaints.rules.stakes import Excluded, excluded
from complaints.rules.tree import Body, Standing, Tree
from core.values.text import Text

NATIONAL = "national"
"""The door where nobody in the province is left: the province's human desk enters it and passes it on by hand."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a matter goes, and everything that led there."""

    matter: Matter
    on: date
    """Day of receipt; tree and rules are those of that day."""
    rule: Rule
    regime: str
    """Id of the version in force that day; the family's name where there was none."""
    version: Regime | None
    handler: Body | None
    role: str
    """The function in which the handler was found; empty without one."""
    external: str | None
    """The door outside the platform."""
    begin: Level | None
    """Where the search began; None where the rule itself leads outside."""
    place: str | None
    assist: tuple[Body, ...]
    excluded: tuple[Excluded, ...]
    passed: tuple[Refused | Nobody, ...]
    """Who would have come first, and why not."""
    deadlines: dict[str, Deadline]

    @property
    def by_hand(self) -> bool:
        """Whether a person must look: nobody left in the province, no version of the regime, no rule but the last."""
        return self.external == NATIONAL or self.version is None or not self.rule.conditions

    @property
    def to_identify(self) -> bool:
        """Whether the handler must first find out who it was; then the matter is routed anew (head of the data, 四)."""
        return self.handler is not None and not self.matter.known

    @property
    def reason(self) -> tuple[Text, ...]:
        """Why, step by step, in words for the complainant."""
        return reasons(self)

    def as_dict(self) -> dict[str, Any]:
        """The form of the shell and the API."""
        return {
            "rule": self.rule.id,
            "regime": self.regime,
            "handler": self._handler(),
            "external": self.external,
            "assist": [body.code for body in self.assist],
            "excluded": [{"code": each.code, "by": each.by.id} for each in self.excluded],
            "deadlines": {stage: deadline.as_dict() for stage, deadline in self.deadlines.items()},
            "reason": [text.as_dict() for text in self.reason],
        }

    def as_record(self) -> dict[str, Any]:
        """What is kept: the answer, what was asked, the day, and who was passed over, to be run again and compared."""
        passed = [
            {"code": each.body.code, "role": each.role, "by": [one.by.id for one in each.by]}
            for each in self.passed
            if isinstance(each, Refused)
        ]
        asked = self.matter.as_dict() | {"received_on": self.on.isoformat()}
        return self.as_dict() | {"asked": asked, "passed": passed}

    def _handler(self) -> dict[str, Any] | None:
        if self.handler is None:
            return None
        return {
            "code": self.handler.code,
            "name": self.handler.name,
            "role": self.role,
            "level": self.handler.level,
        }


def route(matter: Matter, tree: Tree, rules: Rulebook, on: date) -> Route:
    """Where `matter`, received on the day `on`, goes."""
    standing = tree.on(on)
    rule = _first_rule(rules, matter, standing)
    out = excluded(matter, standing, rules.exclusions)
    version = rules.regimes.version(rule.regime, on)
    found = _Found() if rule.external else _find(matter, standing, rules, rule, out)
    return Route(
        matter=matter,
        on=on,
        rule=rule,
        regime=version.id if version else rule.regime,
        version=version,
        handler=found.handler,
        role=found.role,
        external=rule.external or (None if found.handler else NATIONAL),
        begin=found.begin,
        place=found.place,
        assist=found.assist,
        excluded=out,
        passed=found.passed,
        deadlines=rules.deadlines(version, Running({RECEIVED: on}), on),
    )


def again(record: Mapping[str, Any], tree: Tree, rules: Rulebook) -> Route:
    """The route of what `record` (see `Route.as_record`) was asked, as `tree` and `rules` have it now.

    Where its own record differs from `record`, the tree, the rules or the record were changed since.
    """
    asked = record["asked"]
    return route(Matter.read(asked), tree, rules, date.fromisoformat(asked["received_on"]))


@dataclass(frozen=True, slots=True)
class _Found:
    handler: Body | None = None
    role: str = ""
    begin: Level | None = None
    place: str | None = None
    assist: tuple[Body, ...] = ()
    passed: tuple[Refused | Nobody, ...] = ()


def _first_rule(rules: Rulebook, matter: Matter, standing: Standing) -> Rule:
    kind = rules.kinds.get(matter.kind)
    bodies = standing.answering([matter.body]) if matter.body else ()
    kinds = frozenset(body.kind for body in bodies) or frozenset({matter.body_kind} - {""})
    case = Case(matter, kind.group.value if kind else "", kinds)
    return next(rule for rule in rules.rules if hold(rule.conditions, case))


def _find(matter: Matter, standing: Standing, rules: Rulebook, rule: Rule, out: Iterable[Excluded]) -> _Found:
    why: dict[str, tuple[Excluded, ...]] = {}
    for each in out:
        why[each.code] = (*why.get(each.code, ()), each)
    begin, place = first_level(matter, standing, rule.level), place_of(matter, standing)
    search = Search(standing, place, why, rules.never)
    found = search.handler(rule.role, begin, rules.sideways.get(rule.role, ()))
    if found is None:
        return _Found(begin=begin, place=place, passed=tuple(search.passed))
    handler, role = found
    return _Found(handler, role, begin, place, search.assisting(rule.assist, handler), tuple(search.passed))
