"""What sample complainants tell (示例): who, of whom, what for, how much. The same for the same number, always."""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from burden import public as burden
from complaints.rules.kinds import Group
from complaints.rules.matters import Mode
from complaints.services import rulebooks
from complaints.services.filing import FiledMatter, Filing
from complaints.services.identity import Contact
from core import clock
from core.people.services import organising
from core.people.services.organising import Body
from core.values.money import NOTHING, Money

SEED = 10
_NOT_ACCUSED = frozenset({"party_organ", "court", "enterprise", "laboratory"})
_MODES = ((Mode.named, 50), (Mode.confidential, 30), (Mode.anonymous, 20))
_CHANNELS = (("web", 80), ("counter", 14), ("api", 6))
_GROUPS = (
    (Group.charge, 62), (Group.deposit, 6), (Group.apportionment, 8), (Group.inspection, 9), (Group.testing, 6),
    (Group.conduct, 5), (Group.external, 4),
)  # fmt: skip
_NOT_PAID = frozenset({"petition", "audit", "reform", "hotline", "finance", "burden_office"})
"""Functions of bodies that have nothing to charge for: nobody would complain of them here."""
_CAPITAL = "4401"
"""Where the demo's officer works: every fourth complaint is of a body here, so that the desk is full."""
_WITHOUT_SUM = frozenset({Group.inspection, Group.conduct})


@dataclass(frozen=True, slots=True)
class World:
    """The bodies that can be complained of, by city."""

    cities: Mapping[str, tuple[Body, ...]]
    enterprises: tuple[Body, ...]

    @classmethod
    def of_today(cls) -> "World":
        """As the tree stands."""
        cities: dict[str, list[Body]] = defaultdict(list)
        found = organising.bodies(clock.today(), enterprises=True, limit=5000)
        for body in found:
            charges = body.kind not in _NOT_ACCUSED and not _NOT_PAID.intersection(body.functions)
            if charges and not body.region.endswith("0000"):
                cities[body.region[:4]].append(body)
        sampled = tuple(body for body in found if body.kind == "enterprise" and body.sample)
        return cls({city: tuple(bodies) for city, bodies in sorted(cities.items())}, sampled)


@dataclass(slots=True)
class Chance:
    """The draws of one complaint, by its number."""

    number: int
    of: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.of = random.Random(f"{SEED}/{self.number}")

    def one(self, choices: Any) -> Any:
        """One of a sequence."""
        return self.of.choice(choices)

    def weighed(self, choices: Any) -> Any:
        """One of pairs (choice, weight)."""
        return self.of.choices([choice for choice, _ in choices], [weight for _, weight in choices])[0]

    def happens(self, share: float) -> bool:
        """True in that share of cases."""
        return self.of.random() < share


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """The parts of sentences."""
    found: Mapping[str, Any] = rulebooks.document("samples/words")
    return found


def filing(chance: Chance, world: World, today: date) -> Filing:
    """A whole complaint, of one matter or two; read on the day it is filed, which is `today`."""
    mode = chance.weighed(_MODES)
    city = _CAPITAL if chance.happens(0.25) else chance.one(list(world.cities))
    accused = chance.one(world.cities[city])
    told = [_matter(chance, accused, today)]
    if chance.happens(0.12):
        told.append(_matter(chance, chance.one(world.cities[city]), today))
    contact = Contact() if mode is Mode.anonymous else _contact(chance, world)
    return Filing(mode, tuple(told), contact, channel=chance.weighed(_CHANNELS), sample=True)


def nobodys(told: FiledMatter) -> FiledMatter:
    """The same, of the one body that nobody can look into but the human desk."""
    return FiledMatter("solicitation", told.story, body="440000-jw", region="440000")


def _contact(chance: Chance, world: World) -> Contact:
    name = f"{chance.one(words()['surnames'])}{chance.one(('先生', '女士'))}（示例）"
    enterprise = chance.one(world.enterprises).name if world.enterprises else ""
    return Contact(name, enterprise, phone=f"1390000{chance.of.randrange(10_000):04}")


def _matter(chance: Chance, body: Body, today: date) -> FiledMatter:
    group = chance.weighed(_GROUPS)
    line = _line(chance, body)
    amount = Money.of_fen(100 * chance.of.randrange(line["low"], line["high"] + 1, line["step"]))
    thing, on = chance.one(line["things"]), date.fromordinal(today.toordinal() - chance.of.randrange(1, 60))
    charge = _charge(thing, body, amount, on) if group is Group.charge and chance.happens(0.85) else None
    kind = _kind(chance, group, charge)
    said = {
        "body": body.name, "thing": thing, "sum": _in_words(amount), "day": f"{on.month}月{on.day}日",
        "trade": chance.one(words()["trades"]),
    }  # fmt: skip
    unknown = group is not Group.charge and chance.happens(0.04)
    return FiledMatter(
        kind=kind,
        story=_story(chance, group, said),
        body="" if unknown else body.code,
        region=body.region,
        amount=NOTHING if group in _WITHOUT_SUM else amount,
        happened_on=on,
        charge=charge,
        facts={name: text.format(**said) for name, text in words()["answers"].items() if _asks(kind, name)},
    )


def _line(chance: Chance, body: Body) -> Mapping[str, Any]:
    """What such a body charges for: of its own sector mostly, else what anybody may ask for."""
    own = [each for each in words()["charges"] if body.sector in each["sectors"]]
    anybodys = [each for each in words()["charges"] if "" in each["sectors"]]
    found: Mapping[str, Any] = chance.one(own if own and chance.happens(0.75) else anybodys)
    return found


def _in_words(amount: Money) -> str:
    return f"{amount.fen // 100}元"


def _charge(thing: str, body: Body, amount: Money, on: date) -> dict[str, str]:
    return {
        "called_as": thing, "charged_by": body.name, "amount": str(amount), "charged_on": on.isoformat(),
        "region": body.region,
    }  # fmt: skip


def _kind(chance: Chance, group: Group, charge: Mapping[str, Any] | None) -> str:
    """The kind its verdict leads to; without a verdict, any of the group."""
    if charge is not None:
        answer = burden.check_document(charge)
        suggested = rulebooks.kinds().suggested(answer.verdict, [answer.nature])
        if suggested:
            return suggested[0].kind.id
    return str(chance.one([kind.id for kind in rulebooks.kinds().by_id.values() if kind.group is group]))


def _asks(kind: str, fact: str) -> bool:
    found = rulebooks.kinds().get(kind)
    return found is not None and any(each.name == fact for each in found.ask)


def _story(chance: Chance, group: Group, said: Mapping[str, str]) -> str:
    parts = (chance.one(words()["openers"]), chance.one(words()["stories"][group]), chance.one(words()["closers"]))
    return "".join(parts).format(**said)
