"""Reports put on record: once each, by those who may, with everything that is wrong with them told."""

from dataclasses import replace

import pytest

from core.db import transaction
from core.errors import Conflict, Invalid
from registry.services import recording
from tests.registry.services.world import INSIDE, OUTSIDE_CHECK, World, at, day, finding


def problems(world: World, *findings: object, **more: object) -> dict[str, str]:
    with pytest.raises(Invalid) as raised:
        world.record("N-9", *findings, **more)  # type: ignore[arg-type] # whatever a file may hold
    return {name: texts[0].en for name, texts in raised.value.fields.items()}


def test_the_same_report_again_is_the_same_report(world: World) -> None:
    first, again = world.record(), world.record()
    assert (first.created, again.created, again.id) == (True, False, first.id)


def test_a_number_with_other_content_is_a_conflict_that_names_the_way_out(world: World) -> None:
    world.record()
    with pytest.raises(Conflict) as raised:
        world.record("N-1", finding(conclusion="fail"))
    assert "supersedes N-1" in raised.value.message.en


def test_another_laboratory_may_use_the_number(world: World) -> None:
    assert world.record().id != world.record(laboratory="LAB07").id


def test_everything_wrong_is_told_at_once_by_its_field(world: World) -> None:
    found = problems(
        world,
        finding("ww_cod", tested="2026-03-09", unit="kg"),
        finding("no_such"),
        issued_on=day("2026-03-03"), sampled_on=day("2026-03-04"), valid_until=day("2026-01-01"), client="nobody",
    )  # fmt: skip
    assert set(found) == {
        "findings.0.tested_on", "findings.0.unit", "findings.0.parameter", "findings.1.parameter", "sampled_on",
        "valid_until", "client",
    }  # fmt: skip
    assert found["findings.0.unit"] == "The unit of “chemical oxygen demand” is mg/L, not kg"


@pytest.mark.parametrize(
    ("value", "qualifier", "field"),
    [("12.5", "", ""), ("ND", "", "value"), ("12,5", "", "value"), ("", "<", "value"), ("0.05", "<", ""),
     ("", "ND", ""), ("1", ">", "qualifier")],
)  # fmt: skip
def test_a_value_is_a_number_with_a_qualifier_the_parameter_knows(
    world: World, value: str, qualifier: str, field: str
) -> None:
    report = replace(
        world.report("W-1", finding("ww_cod", value=value, qualifier=qualifier, method="HJ 828-2017", unit="mg/L")),
        subject=replace(world.report().subject, kind="outlet.water", identifier="DW001"),
    )
    with transaction():
        outcome = recording.record_many([report], world.laboratory())[0]
    assert set(outcome.problems) == ({f"findings.0.{field}"} if field else set())


def test_a_finding_outside_the_scope_is_recorded_and_said_to_count_for_nothing(world: World) -> None:
    outcome = world.record(laboratory="LAB01")
    assert outcome.created and "outside the laboratory's scope" in outcome.warnings[0].en
    assert world.line().reasons == ("not_accredited",)


def test_only_the_issuer_records_its_reports(world: World) -> None:
    world.record(actor=world.laboratory("LAB06"))
    with pytest.raises(Invalid) as raised:
        world.record("N-2", actor=world.laboratory("LAB07"))
    assert set(raised.value.fields) == {"issuer"}


def test_a_report_to_come_is_refused_until_its_day_in_shanghai(world: World) -> None:
    at("2026-11-25T23:59")
    assert "issued_on" in problems(world, issued_on=day("2026-11-26"))
    at("2026-11-26T00:00")
    assert world.record(issued_on=day("2026-11-26")).created


def test_many_are_recorded_together_and_the_bad_ones_named(world: World) -> None:
    good, bad = world.report("M-1"), replace(world.report("M-2"), findings=())
    with transaction():
        outcomes = recording.record_many([good, bad, good, replace(good, batch="7")], world.laboratory())
    assert [one.created for one in outcomes] == [True, False, False, False]
    assert outcomes[2].id == outcomes[0].id and outcomes[1].problems and outcomes[3].conflict


def test_a_version_takes_the_place_of_the_former_and_completes_itself(world: World) -> None:
    world.record("N-1", finding(), finding(OUTSIDE_CHECK))
    world.record("N-2", finding(INSIDE, "fail"), supersedes="N-1", partial=True)
    assert world.line(INSIDE).reasons == ("failed",)
    assert world.line(OUTSIDE_CHECK).satisfied


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([("A", "A")], "cannot correct itself"),
        ([("A", "B"), ("B", "A")], "form a loop"),
        ([("A", "Z")], "no report Z"),
        ([("A", ""), ("B", "A"), ("C", "A")], "corrected by B already"),
    ],
)
def test_loops_and_forks_of_corrections_are_refused(world: World, numbers: list[tuple[str, str]], words: str) -> None:
    with transaction():
        outcomes = recording.record_many(
            [world.report(number, supersedes=former) for number, former in numbers], world.laboratory()
        )
    told = [text.en for one in outcomes for texts in one.problems.values() for text in texts]
    assert words in " ".join(told)
