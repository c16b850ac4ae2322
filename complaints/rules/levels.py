"""Levels of bodies and of places: at which level a matter starts, and which region that is (routing.yaml, 二.2)."""

from enum import IntEnum

from complaints.rules.matters import Matter
from complaints.rules.tree import Body, Standing
from core.values.text import Text


class Level(IntEnum):
    """From the lowest to the highest; handlers are looked for up to the province."""

    town = 0
    county = 1
    city = 2
    province = 3
    national = 4

    @property
    def above(self) -> "Level":
        """The next higher one; the country is above itself."""
        return Level(min(self + 1, Level.national))


LEVELS = {
    Level.town: Text("镇街级", "town level"),
    Level.county: Text("县级", "county level"),
    Level.city: Text("市级", "city level"),
    Level.province: Text("省级", "provincial level"),
    Level.national: Text("国家级", "national level"),
}
DEPENDENT = frozenset({"branch", "public_institution", "association", "intermediary"})
"""Kinds that count at the level of the body that runs, sponsors or designates them."""
WITHOUT_COUNTIES = frozenset({"441900", "442000", "460400", "620200"})
"""Cities without counties (GB/T 2260): Dongguan, Zhongshan, Danzhou, Jiayuguan."""


def of_region(code: str) -> Level:
    """The level of a place by its code: 440000 a province, 440100 a city, 440113 a county."""
    if code.startswith("00"):
        return Level.national
    if code.endswith("0000"):
        return Level.province
    return Level.city if code.endswith("00") else Level.county


def region_at(place: str, level: Level) -> str | None:
    """The region of that level that `place` lies in; None where the place is coarser than the level."""
    if not place or of_region(place) > level:
        return None
    return {Level.province: place[:2] + "0000", Level.city: place[:4] + "00", Level.national: "000000"}.get(
        level, place
    )


def lowest(place: str | None) -> Level:
    """The level at which the bodies of a place begin: the county, the city where there is none."""
    return Level.city if place in WITHOUT_COUNTIES else Level.county


def own(body: Body) -> Level:
    """The level in its own column; one that is not known counts as the county's."""
    return Level[body.level] if body.level in Level.__members__ else Level.county


def _counted(body: Body) -> Level:
    level = own(body)
    if level is not Level.town:
        return level
    return Level.county if of_region(body.region) is Level.county else Level.city


def effective(body: Body, standing: Standing) -> Level:
    """The level at which a body counts: a branch, institution, association or intermediary at that of its parent.

    A town counts at its county's level, where there is none at its city's. In a chain that loops, the body's own.
    """
    passed: set[str] = set()
    above = body
    while above.kind in DEPENDENT and above.code not in passed:
        passed.add(above.code)
        parents = standing.parents(above)
        if not parents:
            return _counted(above)
        above = max(parents, key=own)
    return _counted(body) if above.code in passed else _counted(above)


def starting_level(matter: Matter, standing: Standing) -> Level:
    """L0: the highest at which those count who are complained of, who set or ordered it, who share the money.

    Who is not known, or not on record, counts as of the place: the county, or the city where there is none.
    """
    codes = (*((matter.body,) if matter.body else ()), *matter.authors, *matter.beneficiaries)
    levels = [effective(body, standing) for body in standing.answering(codes)]
    if not standing.answering([matter.body] if matter.body else []):
        levels.append(lowest(matter.region))
    return max(levels)


def first_level(matter: Matter, standing: Standing, begin: str) -> Level:
    """Where the search begins: at L0 (``same``), one above (``up``) or at the county of the place (``region``).

    After an earlier handler at least one level above its own (信访工作条例 35, 36).
    """
    base = starting_level(matter, standing)
    level = {"same": base, "up": base.above, "region": lowest(matter.region)}[begin]
    earlier = [max(own(body), Level.county).above for body in standing.answering(matter.previous_handlers)]
    return Level(max([level, *earlier]))


def place_of(matter: Matter, standing: Standing) -> str | None:
    """The place whose bodies are looked at: where it happened; where that is coarser than L0, the accused's own."""
    accused = standing.answering([matter.body]) if matter.body else ()
    home = next((body.region for body in accused if body.region), None)
    if matter.region and (home is None or of_region(matter.region) <= starting_level(matter, standing)):
        return matter.region
    return home
