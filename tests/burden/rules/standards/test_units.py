"""Units in English: none that the project's own standards use is left in Chinese."""

from burden.rules.sources import Sources
from burden.rules.standards.units import english


def _units(part: object) -> set[str]:
    if isinstance(part, list):
        return {unit for each in part for unit in _units(each)}
    if not isinstance(part, dict):
        return set()
    own = {part["unit"]} if isinstance(part.get("unit"), str) else set()
    return own | {unit for each in part.values() for unit in _units(each)}


def test_every_unit_of_the_standards_has_a_name_in_english(sources: Sources) -> None:
    units = _units(list(sources.items))
    assert "平方米" in units
    assert [unit for unit in sorted(units) if any("一" <= sign <= "鿿" for sign in english(unit))] == []


def test_a_unit_nobody_translated_stays_as_the_list_has_it() -> None:
    assert english("立方分米") == "立方分米"
