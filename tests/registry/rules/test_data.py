"""The law on the platform's own data: real standards, sample laboratories, their gaps, suspensions and transitions."""

import copy
from datetime import date
from typing import Any

import pytest

from registry.rules.accreditation import Licences
from registry.rules.coverage import coverage
from registry.rules.equivalence import accepted
from registry.rules.laboratories import read_laboratories, read_scopes
from registry.rules.parameters import Qualifier, Value, read_parameters
from registry.rules.reading import Unreadable
from registry.rules.record import Is, Record, Relation, Result
from registry.rules.standards import read_standards
from registry.services import lawbook
from tests.registry.law import day, finding, report


def held(laboratory: str, parameter: str, standard: str | None, on: str, *kinds: str) -> bool:
    licences = Licences.of(lawbook.sample_scopes())
    tested = finding(parameter=parameter, standard=standard, tested=on)
    return licences.accredited(Result(report("R1", tested, issued=on, laboratory=laboratory), tested), kinds)


@pytest.mark.parametrize(
    ("laboratory", "parameter", "standard", "on", "kinds", "expected"),
    [
        ("LAB02", "stack_nox", "HJ 693-2014", "2026-02-28", "CMA", True),
        ("LAB02", "stack_nox", "HJ 693-2014", "2026-03-01", "CMA", False),
        ("LAB02", "stack_nox", "HJ 693-2014", "2026-04-30", "CMA", False),
        ("LAB02", "stack_nox", "HJ 693-2014", "2026-05-01", "CMA", True),
        ("LAB02", "stack_nox", "HJ 693-2014", "2024-08-15", "CMA", False),
        ("LAB04", "stack_so2", "HJ 57-2017", "2026-05-09", "CMA", True),
        ("LAB04", "stack_so2", "HJ 57-2017", "2026-05-10", "CMA", False),
        ("LAB04", "stack_so2", "HJ 57-2017", "2026-07-01", "CMA", True),
        ("LAB05", "cable_voltage_test", "GB/T 3048.8-2007", "2025-12-01", "CMA", False),
        ("LAB05", "cable_voltage_test", "GB/T 3048.8-2007", "2025-12-01", "CMA CNAS", True),
        ("LAB16", "oh_benzene", "GBZ/T 300.66-2017", "2026-09-14", "OHS", True),
        ("LAB16", "oh_benzene", "GBZ/T 300.66-2017", "2026-11-25", "OHS", False),
        ("LAB26", "hazchem_safety_assessment", None, "2026-01-01", "SAFETY", True),
        ("LAB23", "cable_voltage_test", "GB/T 3048.8-2007", "2026-01-01", "CMA", False),
        ("LAB25", "stack_nox", "HJ 693-2014", "2025-02-14", "CMA", False),
    ],
)
def test_the_sample_laboratories_hold_what_their_tables_say(
    laboratory: str, parameter: str, standard: str | None, on: str, kinds: str, expected: bool
) -> None:
    assert held(laboratory, parameter, standard, on, *kinds.split()) is expected


@pytest.mark.parametrize(
    ("used", "tested", "listed", "expected"),
    [
        ("TSG T7001-2009", "2024-04-01", "TSG T7001-2023", True),
        ("TSG T7001-2009", "2024-04-02", "TSG T7001-2023", False),
        ("TSG N0001-2017", "2022-01-01", "TSG 81-2022", False),
        ("GA 503-2004", "2026-01-01", "XF 503-2004", True),
        ("XF 503-2004", "2026-01-01", "GA 503-2004", True),
        ("GB/T 32937-2016", "2026-01-01", "GB/T 21431-2023", True),
        ("GB/T 21431-2023", "2026-01-01", "GB/T 32937-2016", False),
        ("GB/T 21431-2008", "2026-01-01", "GB/T 21431-2023", False),
        ("JJG 573-2003", "2013-12-26", "JJG 52-2013", False),
        ("IEC 60811-1-1:2001", "2026-01-01", "GB/T 2951.11-2008", True),
    ],
)
def test_the_standards_count_as_their_table_says(used: str, tested: str, listed: str, expected: bool) -> None:
    assert accepted(used, day(tested), {listed}, lawbook.relations()) is expected


def test_a_forklift_inspected_in_march_is_covered_through_the_month_two_years_on() -> None:
    tested = finding(parameter="vehicle_periodic_inspection", standard="TSG 81-2022", tested="2025-03-10")
    record = Record(
        [report("R1", tested, issued="2025-03-12", laboratory="LAB06")], lawbook.sample_scopes(), lawbook.relations()
    )
    required = [one.requirement for one in lawbook.procedures().by_key["se_vehicle_periodic"].required({}).asked]
    (answer,) = coverage("1号锅炉", required, record, date(2027, 3, 31)).answers
    assert (answer.satisfied, answer.until) == (True, date(2027, 3, 31))
    assert not coverage("1号锅炉", required, record, date(2027, 4, 1)).avoided


def test_every_requirement_of_the_data_can_be_met_by_some_sample_laboratory() -> None:
    met = {(one.parameter, one.kind, one.standard) for one in lawbook.sample_scopes()}
    rows = [row for one in lawbook.procedures().by_key.values() for row in one.rows]
    unmet = [
        row.id for row in rows
        if not any((row.parameter, kind, standard) in met
                   for kind in row.accreditation for standard in row.standards or (None,))
    ]  # fmt: skip
    assert unmet == []


def test_a_standard_replaced_on_a_day_nobody_entered_is_incomplete() -> None:
    assert sorted(one.key for one in lawbook.standards().values() if one.is_incomplete) == [
        "GB/T 1032-2012", "GBZ/T 192.1-2007",
    ]  # fmt: skip


def test_relations_of_a_standard_without_a_row_of_its_own_are_kept() -> None:
    assert Relation("JJG 573-2003", Is.predecessor, "JJG 52-2013") in lawbook.relations()
    assert len(set(lawbook.relations())) == len(lawbook.relations())


def test_parameters_know_their_values_and_qualifiers() -> None:
    nox = lawbook.parameters()["stack_nox"]
    assert (nox.value, nox.unit, nox.name.zh) == (Value.number, "mg/m³", "氮氧化物")
    assert nox.qualifiers == {Qualifier.below, Qualifier.not_detected}


@pytest.mark.parametrize(
    ("name", "rows", "change", "place"),
    [
        ("parameters", "parameters", {"value": "blob"}, "parameters.1.value"),
        ("parameters", "parameters", {"qualifiers": [">"]}, "parameters.1.qualifiers.0"),
        ("parameters", "parameters", {"subjects": []}, "parameters.1.subjects"),
        ("parameters", "parameters", {"key": "boiler_external_inspection"}, "parameters.1.key"),
        ("standards", "standards", {"key": "TSG 11"}, "standards.1.key"),
        ("standards", "standards", {"year": "2015"}, "standards.1.year"),
        ("standards", "standards", {"replaced_on": "2021-02-30"}, "standards.1.replaced_on"),
        ("standards", "standards", {"relations": [{"covers": "A", "identical": "B"}]}, "standards.1.relations.0"),
        ("standards", "standards", {"relations": [{"basis": "x"}]}, "standards.1.relations.0"),
        ("standards", "standards", {"title": 3}, "standards.1.title"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(
    name: str, rows: str, change: dict[str, Any], place: str
) -> None:
    document = copy.deepcopy(lawbook.document(name))
    document[rows][1].update(change)
    with pytest.raises(Unreadable) as caught:
        {"parameters": read_parameters, "standards": read_standards}[name](document)  # type: ignore[operator]
    assert [one.path for one in caught.value.problems] == [place]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"laboratory": "LAB99"}, "row 3.laboratory"), ({"from": "2021"}, "row 3.from"), ({"from": ""}, "row 3.from"),
        ({"suspended_to": "2022-01-01"}, "row 3.suspended_from"), ({"kind": ""}, "row 3.kind"),
        ({"colour": "red"}, "row 3.colour"),
    ],
)  # fmt: skip
def test_a_wrong_row_of_a_table_of_scopes_is_named(change: dict[str, str], place: str) -> None:
    rows = lawbook.rows("accreditations-sample")[:3]
    rows[1] = rows[1] | change
    with pytest.raises(Unreadable) as caught:
        read_scopes(rows, read_laboratories(lawbook.rows("laboratories-sample")))
    assert [one.path for one in caught.value.problems] == [place]


def test_laboratories_stand_once() -> None:
    rows = lawbook.rows("laboratories-sample")
    assert len(read_laboratories(rows)) == 26
    with pytest.raises(Unreadable):
        read_laboratories([*rows, rows[0]])


def test_no_licence_of_the_procedures_is_unknown_to_the_samples() -> None:
    assert {one.kind for one in lawbook.sample_scopes()} <= set(lawbook.procedures().licences)
