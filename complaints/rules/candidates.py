"""The search for who handles: up the levels in one role, then sideways, then nobody (routing.yaml, 二.4 and 二.5)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from complaints.rules.levels import Level, own, region_at
from complaints.rules.stakes import Excluded
from complaints.rules.tree import Body, Standing
from core.values.text import Text, same

ROLES = {
    "price_supervision": Text("市场监管局（价格监督检查）", "market supervision (prices)"),
    "finance": Text("财政局", "finance"),
    "burden_office": Text("减负办（工信）", "burden office"),
    "enforcement_supervision": Text("司法局（行政执法监督）", "enforcement supervision"),
    "audit": Text("审计局", "audit"),
    "petition": Text("信访局", "petition office"),
    "discipline": Text("纪委监委", "discipline inspection"),
    "reform": Text("发展改革局", "development and reform"),
}


def role_name(role: str) -> Text:
    """What a role is called."""
    return ROLES.get(role, same(role))


_HOTLINE = "hotline"
"""The city's telephone line hands its orders to the very body complained of: never by way of it (M2)."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A body that would have handled, and every exclusion that forbids it."""

    body: Body
    role: str
    by: tuple[Excluded, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """A place in the search where there is no body of that role at all."""

    level: Level
    role: str


@dataclass(slots=True)
class Search:
    """Looks for who handles a matter of one place, and keeps what it came past."""

    standing: Standing
    place: str | None
    excluded: Mapping[str, tuple[Excluded, ...]]
    """Code → why that body may not handle."""
    never: Collection[str]
    """Roles and kinds that never handle."""
    passed: list[Refused | Nobody] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def handler(self, role: str, begin: Level, sideways: Collection[str]) -> tuple[Body, str] | None:
        """The first body left, and the role it was found in: `role` up to the province, then the others level by level.

        None if nobody in the province is left without a stake.
        """
        for level in _up(begin):
            if body := self._free(role, level):
                return body, role
        for level in _up(begin):
            for other in sideways:
                if body := self._free(other, level):
                    return body, other
        return None

    def assisting(self, roles: Collection[str], handler: Body) -> tuple[Body, ...]:
        """Who assists: bodies of these roles at the handler's own level and region, without a stake."""
        found = [body for role in roles for body in self._at(role, own(handler), handler.region)]
        free = [body for body in found if body.code not in self.excluded and body.code != handler.code]
        return tuple({body.code: body for body in free}.values())

    def _free(self, role: str, level: Level) -> Body | None:
        found = self._at(role, level, region_at(self.place or "", level))
        if not found:
            self.passed.append(Nobody(level, role))
        for body in found:
            if body.code not in self.excluded:
                return body
            if body.code not in self._seen:
                self._seen.add(body.code)
                self.passed.append(Refused(body, role, self.excluded[body.code]))
        return None

    def _at(self, role: str, level: Level, region: str | None) -> list[Body]:
        if role in self.never or region is None:
            return []
        return [
            body
            for body in self.standing.bodies.values()
            if role in body.functions and body.region == region and body.level == level.name and self._may(body)
        ]

    def _may(self, body: Body) -> bool:
        return body.kind not in self.never and not (_HOTLINE in self.never and _HOTLINE in body.functions)


def _up(begin: Level) -> Iterator[Level]:
    return (level for level in Level if begin <= level <= Level.province)
