"""A department asks; the answer is the law's, three queries long, and never more than it may see."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from core.db import db, transaction
from core.errors import DomainError, Invalid, NotAllowed, NotFound
from core.people.models.organisations import Succession
from core.policy import SYSTEM, VISITOR
from registry.services import amending, answering, keeping, lawkeeping, looking_up, reading_enterprise, statements
from registry.services.answers import NO_USABLE_RESULT
from registry.services.keeping import SubjectRef
from registry.services.looking_up import LookedUp, Query
from tests.registry.services.world import (
    BOILER,
    FACTS,
    INSIDE,
    OUTSIDE_CHECK,
    PERIODIC,
    PURPOSE,
    World,
    at,
    day,
    finding,
)

RECORD = ("report", "finding", "accreditation", "subject_change")


@contextmanager
def statements_on(tables: tuple[str, ...]) -> Iterator[list[str]]:
    """The statements that read one of those tables."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if any(f"FROM {table}" in statement or f"JOIN {table}" in statement for table in tables):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_what_is_on_record_need_not_be_tested_again(world: World) -> None:
    world.record()
    line = world.line()
    assert (line.satisfied, line.until, line.confirmed) == (True, day("2028-03-31"), True)
    assert "不必再测" in line.because.zh
    assert [one.requirement for one in world.look().answer.residual] == [OUTSIDE_CHECK, "boiler_water_quality"]


def test_the_rows_of_the_record_take_three_queries(world: World) -> None:
    world.record()
    asks = [looking_up.ask_of(Query(SubjectRef(id=world.boiler), PERIODIC, FACTS), lawkeeping.current())]
    with statements_on(RECORD) as seen:
        answering.answer(asks, masked=False)
    assert len([one for one in seen if "accreditation.parameter IN" not in one or "laboratory_id IN" in one]) <= 3


def test_a_look_without_a_purpose_is_refused_and_leaves_nothing(world: World) -> None:
    with pytest.raises(Invalid) as raised, transaction():
        looking_up.look_up(Query(SubjectRef(id=world.boiler), PERIODIC), "  ", world.department())
    assert set(raised.value.fields) == {"purpose"}
    assert reading_enterprise.looks(world.member()) == ()


def test_the_enterprise_sees_who_looked_when_and_what_for(world: World) -> None:
    kept = world.look()
    seen = reading_enterprise.looks(world.member())
    assert [(one.id, one.organisation_id, one.purpose) for one in seen] == [(kept.id, world.bureau, PURPOSE)]
    assert reading_enterprise.looks(world.member(body=world.bureau)) == ()


@pytest.mark.parametrize("who", ["visitor", "enterprise", "laboratory"])
def test_only_a_department_looks(world: World, who: str) -> None:
    actor = {"visitor": VISITOR, "enterprise": world.member(), "laboratory": world.laboratory()}[who]
    with pytest.raises(NotAllowed):
        world.look(actor)


def test_a_fail_nobody_agreed_to_show_looks_like_nothing_on_record(world: World) -> None:
    nothing = world.line()
    outcome = world.record("V-1", finding(conclusion="fail"), voluntary=True)
    hidden = world.line()
    assert (hidden.reasons, hidden.shown, hidden.because) == (nothing.reasons, (), nothing.because)
    assert hidden.reasons == (NO_USABLE_RESULT,)
    with transaction():
        amending.consent(outcome.id, True, world.member())
    assert world.line().reasons == ("failed",)


def test_a_hidden_fail_still_hides_older_passes_without_a_word_of_it(world: World) -> None:
    world.record()
    world.record("V-1", finding(conclusion="fail", tested="2026-04-01"), voluntary=True, issued_on=day("2026-04-02"))
    line = world.line()
    assert (line.satisfied, line.reasons) == (False, (NO_USABLE_RESULT,))
    assert [(one.conclusion, one.reasons) for one in line.shown] == [("pass", (NO_USABLE_RESULT,))]
    assert "不合格" not in line.because.zh


def test_the_enterprise_sees_its_own_fail(world: World) -> None:
    world.record("V-1", finding(conclusion="fail"), voluntary=True)
    answered = looking_up.own(Query(SubjectRef(id=world.boiler), PERIODIC, FACTS), world.member())
    assert {line.requirement: line.reasons for line in answered.lines}[INSIDE] == ("failed",)
    with pytest.raises(NotFound):
        looking_up.own(Query(SubjectRef(id=world.boiler), PERIODIC, FACTS), world.member(body=world.bureau))


def test_the_last_day_ends_at_midnight_in_shanghai(world: World) -> None:
    world.record("N-1", finding(OUTSIDE_CHECK, tested="2025-11-30"), issued_on=day("2025-12-01"))
    at("2026-11-30T23:59")
    assert world.line(OUTSIDE_CHECK, on=None).satisfied
    at("2026-12-01T00:00")
    assert world.line(OUTSIDE_CHECK, on=None).reasons == ("expired",)


def test_a_renovation_ends_what_it_touches(world: World) -> None:
    world.record("N-1", finding(), finding(OUTSIDE_CHECK))
    with transaction():
        keeping.record_change(world.boiler, day("2026-04-01"), "改造", [INSIDE], SYSTEM)
    assert world.line(INSIDE).reasons == ("subject_changed",)
    assert world.line(OUTSIDE_CHECK).satisfied


def test_a_paper_report_counts_once_its_laboratory_confirms_it(world: World) -> None:
    claim = world.record(actor=world.member())
    assert (claim.standing, world.line().satisfied) == ("claimed", False)
    assert world.look().answer.claimed == ("N-1",)
    with transaction():
        amending.confirm(claim.id, world.laboratory())
    assert world.line().satisfied


def test_a_miss_names_who_reports_completely_and_who_does_not(world: World) -> None:
    with transaction():
        for month in ("2026-09-01", "2026-10-01"):
            statements.state_complete(day(month), True, world.laboratory())
    named = {one.name: one.since for one in world.line(on=None).complete}
    assert named.pop("示例省特种设备检测研究院") == day("2026-09-01")
    assert len(named) >= 2 and set(named.values()) == {None}


def test_a_site_is_answered_for_each_boiler_below_it(world: World) -> None:
    with transaction():
        site = keeping.add(SubjectRef("厂区1", "site", name="厂区"), world.code, SYSTEM)
        other = keeping.add(SubjectRef("11004401132019000002", "equipment.boiler"), world.code, SYSTEM)
        for boiler in (world.boiler, other):
            keeping.put_below(boiler, site)
    world.record()
    with transaction():
        found = looking_up.look_up(Query(SubjectRef(id=site), PERIODIC, FACTS), PURPOSE, world.department()).answer
    inside = {line.subject_id: line.satisfied for line in found.lines if line.requirement == INSIDE}
    assert inside == {world.boiler: True, other: False}
    assert [one.subject_id for one in reading_enterprise.looks(world.member(), subject_id=other)] == [site]


def test_what_hangs_on_a_fact_not_told_is_asked(world: World) -> None:
    answered = world.look(facts={}).answer
    assert [one.name for one in answered.questions] == ["hydro_test_needed"]
    assert answered.undecided == ("boiler_hydro_test",)
    with pytest.raises(Invalid) as raised:
        world.look(facts={"hydro_test_needed": "perhaps"})
    assert set(raised.value.fields) == {"facts.hydro_test_needed"}


def test_an_unknown_fee_is_never_nothing(world: World) -> None:
    world.record()
    answered = world.look().answer
    assert [(one.avoided, one.amount) for one in answered.prices] == [(False, None)]
    assert answered.saved(avoided=False) == (None, 1)


def test_many_are_asked_at_once_and_a_bad_one_is_named(world: World) -> None:
    world.record()
    queries = [Query(BOILER, PERIODIC, FACTS), Query(SubjectRef("no such"), PERIODIC), Query(BOILER, "no_such")]
    with transaction():
        found = looking_up.look_up_many(queries, PURPOSE, world.department())
    assert isinstance(found[0], LookedUp) and {line.satisfied for line in found[0].answer.lines} == {True, False}
    assert all(isinstance(one, DomainError) for one in found[1:])
    assert len(reading_enterprise.looks(world.member())) == 1


def test_an_enterprise_merged_into_another_hands_it_its_results(world: World) -> None:
    world.record()
    with transaction():
        merged = Succession(predecessor_id=world.enterprise, successor_id=world.other_bureau, from_on=day("2026-11-01"))
        db.session.add(merged)
    heir = world.member(body=world.other_bureau)
    assert [one.number for one in reading_enterprise.own_results(heir)] == ["N-1"]
