"""The rules of routing as data: read from ``routing.yaml``, checked word by word before anything is routed by them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from complaints.rules.clocks import Deadline, Regime, Regimes, Running, deadlines
from complaints.rules.conditions import CONDITIONS
from complaints.rules.kinds import Kinds
from complaints.rules.reading import RulebookError, needed, only_known, words
from complaints.rules.stakes import STAKES, Exclusion
from core.values.calendar import Calendar
from core.values.text import Text

BEGINNINGS = frozenset({"same", "up", "region"})
"""Where a rule begins to look: at L0, one level above, at the county of the place."""
_KEYS = {"id", "role", "external", "level", "regime", "assist", "zh", "en", "basis", "confirmed", *CONDITIONS}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rules: if its conditions hold, this role handles under that regime, or an outside door does."""

    id: str
    conditions: Mapping[str, Any]
    regime: str
    """A regime's id or a family's."""
    reason: Text
    role: str = ""
    """Whom to look for; empty where the matter is passed on."""
    external: str = ""
    """The door outside the platform; empty where a body handles."""
    level: str = "same"
    assist: tuple[str, ...] = ()
    basis: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A rule on matters of one complaint (J) or on modes (M): words to show and to hold to."""

    id: str
    words: Text
    basis: str
    confirmed: bool
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything routing and clocks go by: rules, exclusions, kinds, regimes and the calendar."""

    version: int
    rules: tuple[Rule, ...]
    exclusions: tuple[Exclusion, ...]
    sideways: Mapping[str, tuple[str, ...]]
    """Role → whom to ask instead, in this order, where nobody of that role is left."""
    never: frozenset[str]
    """Roles and kinds that never handle."""
    kinds: Kinds
    regimes: Regimes
    calendar: Calendar
    notes: tuple[Note, ...] = field(default=())

    @classmethod
    def read(cls, routing: Mapping[str, Any], kinds: Kinds, regimes: Regimes, calendar: Calendar) -> Self:
        """From ``routing.yaml``.

        :raises RulebookError: for a word, role, level, regime or kind that nobody knows.
        """
        roles = frozenset(needed(routing, "handler_roles"))
        sideways = {role: tuple(others) for role, others in needed(routing, "sideways").items()}
        if strange := {role for role, others in sideways.items() for role in (role, *others)} - roles:
            raise RulebookError(f"sideways: {', '.join(sorted(strange))} never handles")
        rules = tuple(_read_rule(entry, roles) for entry in needed(routing, "rules"))
        for rule in rules:
            _check(rule, kinds, regimes)
        if all(rule.conditions for rule in rules):
            raise RulebookError("no rule takes what no other takes: such a matter would be lost")
        return cls(
            version=int(routing.get("version", 0)),
            rules=rules,
            exclusions=tuple(_read_exclusion(entry) for entry in needed(routing, "exclusions")),
            sideways=sideways,
            never=frozenset(routing.get("never_handlers", ())),
            kinds=kinds,
            regimes=regimes,
            calendar=calendar,
            notes=tuple(_read_note(entry) for key in ("joint", "mode_rules") for entry in routing.get(key, ())),
        )

    def deadlines(self, regime: Regime | None, running: Running, today: date) -> dict[str, Deadline]:
        """Every term of `regime` by stage as far as it has started; none without a regime."""
        if regime is None:
            return {}
        return deadlines(regime, running, self.calendar, today, self.regimes.most_paused)


def _read_rule(entry: Mapping[str, Any], roles: frozenset[str]) -> Rule:
    only_known(entry, _KEYS, "rule")
    rule = Rule(
        id=needed(entry, "id"),
        conditions={word: entry[word] for word in CONDITIONS if word in entry},
        regime=needed(entry, "regime"),
        reason=words(entry),
        role=entry.get("role", ""),
        external=entry.get("external", ""),
        level=entry.get("level", "same"),
        assist=tuple(entry.get("assist", ())),
        basis=str(entry.get("basis", "")),
        confirmed=bool(entry.get("confirmed", False)),
    )
    if bool(rule.role) == bool(rule.external):
        raise RulebookError(f"rule {rule.id}: either a role or a door outside")
    if rule.role and rule.role not in roles:
        raise RulebookError(f"rule {rule.id}: {rule.role} never handles")
    if rule.level not in BEGINNINGS:
        raise RulebookError(f"rule {rule.id}: no level {rule.level}")
    return rule


def _check(rule: Rule, kinds: Kinds, regimes: Regimes) -> None:
    if not regimes.knows(rule.regime):
        raise RulebookError(f"rule {rule.id}: no regime {rule.regime}")
    if strange := set(rule.conditions.get("kinds", ())) - set(kinds.by_id):
        raise RulebookError(f"rule {rule.id}: no kind {', '.join(sorted(strange))}")


def _read_exclusion(entry: Mapping[str, Any]) -> Exclusion:
    only_known(entry, ("id", "who", "when", "zh", "en", "basis", "confirmed"), "exclusion")
    who = needed(entry, "who")
    if who not in STAKES:
        raise RulebookError(f"exclusion {entry.get('id')}: nobody knows who {who} are")
    return Exclusion(needed(entry, "id"), who, words(entry), str(entry.get("basis", "")), bool(entry.get("confirmed")))


def _read_note(entry: Mapping[str, Any]) -> Note:
    zh = str(needed(entry, "zh"))
    return Note(
        id=needed(entry, "id"),
        words=Text(zh, str(entry.get("en") or zh)),
        basis=str(entry.get("basis", "")),
        confirmed=bool(entry.get("confirmed", False)),
        modes=tuple(entry.get("modes", ())),
    )
