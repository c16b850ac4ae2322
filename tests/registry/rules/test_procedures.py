"""Procedures out of the data: what is asked, what must be known first, what cannot be read and where."""

import copy
from datetime import date
from typing import Any

import pytest

from registry.rules.conditions import Facts, FactType
from registry.rules.procedures import Procedure, Required, read_procedures
from registry.rules.reading import Unreadable
from registry.rules.record import Ends
from registry.services import lawbook

DOCUMENT = lawbook.document("procedures")
PLACES = {one["key"]: place for place, one in enumerate(DOCUMENT["procedures"])}


def procedure(key: str) -> Procedure:
    return lawbook.procedures().by_key[key]


def required(key: str, **facts: Any) -> Required:
    return procedure(key).required(facts)


def asked(found: Required) -> list[str]:
    return [one.requirement.id for one in found.asked]


def problems(change: Any) -> list[str]:
    """The places of what is wrong after `change` to the document."""
    document = copy.deepcopy(DOCUMENT)
    change(document)
    with pytest.raises(Unreadable) as caught:
        read_procedures(document, lawbook.parameters(), lawbook.standards())
    assert all(one.why.zh and one.why.en for one in caught.value.problems)
    return [one.path for one in caught.value.problems]


def row(key: str, number: int = 0) -> Any:
    """A change of one requirement: `row("se_vehicle_periodic")(parameter="x")`."""

    def change(**fields: Any) -> Any:
        return lambda document: document["procedures"][PLACES[key]]["requirements"][number].update(fields)

    return change


def test_the_procedures_of_the_data_can_all_be_read() -> None:
    assert len(lawbook.procedures().by_key) == len(DOCUMENT["procedures"]) >= 12
    assert all(one.rows and one.basis for one in lawbook.procedures().by_key.values())
    assert set(lawbook.procedures().licences) >= {"CMA", "SE", "METROLOGY", "LIGHTNING", "OHS"}


def test_what_is_not_confirmed_stays_marked() -> None:
    marks = {row.confirmed for one in lawbook.procedures().by_key.values() for row in one.rows}
    assert marks == {True, False}
    assert not procedure("se_vehicle_periodic").rows[0].confirmed


def test_a_requirement_without_conditions_is_always_asked() -> None:
    found = required("se_vehicle_periodic")
    assert (asked(found), found.undecided, found.questions) == (["vehicle_periodic_inspection"], (), ())
    (one,) = found.asked
    assert (one.kind, one.requirement.max_age_months, one.requirement.ends) == ("equipment.vehicle", 24, Ends.month)


def test_what_cannot_be_decided_is_asked_about_and_never_dropped() -> None:
    found = required("se_boiler_periodic")
    assert "boiler_hydro_test" not in asked(found)
    assert [row.id for row in found.undecided] == ["boiler_hydro_test"]
    assert [(fact.name, fact.type) for fact in found.questions] == [("hydro_test_needed", FactType.boolean)]
    assert "boiler_hydro_test" in asked(required("se_boiler_periodic", hydro_test_needed=True))
    assert required("se_boiler_periodic", hydro_test_needed=False).undecided == ()


@pytest.mark.parametrize("grade", ["1", "2", "3", "4", "none"])
def test_each_grade_asks_for_its_own_age_once(grade: str) -> None:
    found = required("se_pv_periodic", pv_grade=grade)
    assert [one.requirement.parameter for one in found.asked] == ["pv_periodic_inspection", "pv_safety_grade"]
    assert {one.requirement.max_age_months for one in found.asked} == {72 if grade in "123" else 36}


@pytest.mark.parametrize(("years", "months"), [(1, 36), (7, 36), (8, 24), (15, 24), (16, 12), (7.5, 24)])
def test_numbers_are_compared_at_their_bounds(years: float, months: int) -> None:
    found = required("se_elevator_periodic", years_in_use=years, inspection_year=True)
    assert [one.requirement.max_age_months for one in found.asked] == [months]


def test_one_condition_that_fails_settles_it_whatever_is_open() -> None:
    found = required("se_boiler_change_registration", modified_on=None, change="modification")
    assert (asked(found), found.questions) == (["supervision_inspection"], ())
    assert [one.name for one in required("se_boiler_change_registration").questions] == ["modified_on", "change"]


def test_an_event_makes_a_fresh_test_and_no_event_makes_none() -> None:
    event = required("se_modification_supervision", modified_on=date(2026, 3, 1)).asked[0].requirement
    assert event.fresh_test is not None
    assert (event.fresh_test.article, event.fresh_test.start, event.fresh_test.end) == (
        "特种设备安全法第二十五条", date(2026, 3, 1), None,
    )  # fmt: skip
    assert required("se_modification_supervision", modified_on=None).asked[0].requirement.fresh_test is None
    assert [row.id for row in required("se_modification_supervision").undecided] == ["supervision_inspection"]


def test_a_change_kind_tells_what_it_usually_touches() -> None:
    touches = {one.kind: one.touches for one in lawbook.procedures().change_kinds}
    assert touches["移装"] is None
    assert "lps_overall" in (touches["加层、承重结构改动"] or set())


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"parameter": "no_such"}, "parameter"),
        ({"subject": "equipment.boiler"}, "subject"),
        ({"standards": ["TSG 81"]}, "standards.0"),
        ({"standards": None}, "standards"),
        ({"accreditation": ["CMA", "XYZ"]}, "accreditation.1"),
        ({"age": {"months": 0, "ends": "day", "basis": None, "confirmed": True}}, "age.months"),
        ({"age": {"months": 12, "ends": "year", "basis": None, "confirmed": True}}, "age.ends"),
        ({"age": {"months": 12, "ends": "day", "basis": None}}, "age.confirmed"),
        ({"age": None}, "age"),
        ({"when": {"no_fact": True}}, "when.no_fact"),
        ({"fresh_test": {"article": "x", "trigger": "no_fact", "says": "x", "confirmed": True}}, "fresh_test.trigger"),
        ({"maximum": 3}, "maximum"),
    ],
)
def test_what_is_wrong_with_a_requirement_is_told_with_its_place(fields: dict[str, Any], place: str) -> None:
    before = f"procedures.{PLACES['se_vehicle_periodic']}.requirements.0"
    assert problems(row("se_vehicle_periodic")(**fields)) == [f"{before}.{place}"]


@pytest.mark.parametrize(
    ("when", "place"),
    [
        ({"pv_grade": "7"}, "pv_grade"),
        ({"pv_grade": {"in": ["1", 2]}}, "pv_grade.in.1"),
        ({"pv_grade": {"near": "1"}}, "pv_grade.near"),
        ({"pv_grade": {}}, "pv_grade"),
        ("always", "when"),
    ],
)
def test_a_condition_must_be_one_the_fact_can_meet(when: Any, place: str) -> None:
    found = problems(row("se_pv_periodic")(when=when))
    assert len(found) == 1
    assert found[0].endswith(place)


def test_the_problems_of_a_file_come_together() -> None:
    def change(document: Any) -> None:
        row("se_vehicle_periodic")(parameter="x")(document)
        row("se_pv_periodic", 2)(subject="x")(document)
        document["procedures"][0]["basis"][0]["confirmed"] = "yes"

    assert len(problems(change)) == 3


def test_names_stand_once() -> None:
    assert problems(lambda one: one["procedures"].append(one["procedures"][0]))[0].endswith(".key")
    twice = DOCUMENT["procedures"][0]["requirements"][0]
    assert problems(lambda one: one["procedures"][0]["requirements"].append(twice))[0].endswith(".id")


@pytest.mark.parametrize("document", [None, 3, [], "x", {}, {"schema": {}}, {"procedures": 3}])
def test_what_is_no_such_file_is_refused(document: Any) -> None:
    with pytest.raises(Unreadable):
        read_procedures(document, lawbook.parameters(), lawbook.standards())


def test_facts_take_only_what_they_can_be() -> None:
    facts = procedure("se_elevator_periodic").facts
    assert [facts["years_in_use"].takes(one) for one in (3, 3.5, True, "3", None)] == [True, True, False, False, False]
    known: Facts = {"years_in_use": 3}
    assert procedure("se_elevator_periodic").required(known).questions[0].name == "inspection_year"
