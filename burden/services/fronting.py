"""What the front page shows: the latest changes, what is held of each city, and one worked example."""

from dataclasses import dataclass
from datetime import date

from burden.rules.charge import Charge
from burden.services import checking, reading
from burden.services.edition_shapes import Coverage
from burden.services.shapes import Change
from core.regions import gazetteer
from core.values.money import Money

PROVINCE = "440000"
LATEST = 5
LOOKED_THROUGH = 200
EXAMPLES = ("水保费", "房产证办证费", "zhibaojin", "公证")
"""Words to try: an everyday name, a receipt's words, pinyin, part of a name."""

SAMPLE_DAY = date(2024, 8, 1)
SAMPLE_UNITS = 6
SAMPLE = Charge(
    called_as="不动产登记费",
    charged_by="",
    amount=Money("4280.00"),
    charged_on=SAMPLE_DAY,
    region="440100",
    facts={"use": "non_residential", "units": SAMPLE_UNITS, "extra_certificates": 1, "payer_size": "medium"},
)
"""The example of the front page; checked afresh, so that it is never wrong."""


@dataclass(frozen=True, slots=True)
class City:
    """A city of the province, and whether a list of it, or of a place in it, is held."""

    name: str
    held: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """The example, worked out."""

    name: str
    amount: Money
    maximum: Money
    excess: Money
    units: int = SAMPLE_UNITS


@dataclass(frozen=True, slots=True)
class Front:
    """Everything on the front page."""

    changes: tuple[Change, ...]
    held: Coverage
    cities: tuple[City, ...]
    sample: Sample | None
    examples: tuple[str, ...] = EXAMPLES


def front() -> Front:
    """The front page of now."""
    held = reading.coverage()
    return Front(tuple(_news(reading.changes(LOOKED_THROUGH))), held, tuple(_cities(held)), _sample())


def _news(changes: list[Change]) -> list[Change]:
    """The latest changes, one for each edition that changed many rows at once."""
    seen: set[object] = set()
    found = []
    for change in changes:
        once = (change.edition.key, change.kind) if change.edition else change
        if once not in seen:
            seen.add(once)
            found.append(change)
    return found[:LATEST]


def _cities(held: Coverage) -> list[City]:
    prefixes = {place.code[:4] for place in held.cities}
    regions = gazetteer().regions.values()
    cities = sorted((one for one in regions if one.parent == PROVINCE), key=lambda region: region.code)
    return [City(city.name.removesuffix("市"), city.code[:4] in prefixes) for city in cities]


def _sample() -> Sample | None:
    """The example as the lists of now judge it; None should it ever come out otherwise than too much."""
    verdict = checking.check(SAMPLE)
    if verdict.item is None or verdict.lawful_maximum is None or not verdict.excess:
        return None
    return Sample(verdict.item.name, SAMPLE.amount, verdict.lawful_maximum, verdict.excess)
