"""Certificates answer in five plain ways; what is issued stays as it is; the law is dated and takes two persons."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from core.db import db, transaction
from core.errors import Invalid, NotFound, NotInThisState
from core.policy import SYSTEM
from registry.services import amending, certifying, keeping, lawkeeping, reading_law, recognising, requiring
from registry.services.certifying import Paper
from registry.services.recognising import Taking
from registry.services.relying import Case
from tests.registry.services.world import FACTS, INSIDE, OUTSIDE_CHECK, PERIODIC, World, at, day


def certified(world: World) -> tuple[Paper, int]:
    one = world.record().id
    world.look(on=None)
    with transaction():
        recognising.recognise(
            Case(world.boiler, PERIODIC, FACTS), [Taking(INSIDE, f"{one}-1")], world.department()
        )  # fmt: skip
        return certifying.issue(Case(world.boiler, PERIODIC, FACTS), world.department()), one


def test_a_certificate_is_valid_signed_and_not_to_be_guessed(world: World) -> None:
    paper, _ = certified(world)
    seen = certifying.verify(paper.code)
    assert (seen.status, seen.genuine, seen.document["findings"][0]["report"]) == ("valid", True, "N-1")
    assert len(paper.code) >= 22
    assert certifying.verify("x" * 22).status == certifying.verify("\0").status == "unknown"


def test_it_says_withdrawn_amended_expired(world: World) -> None:
    paper, one = certified(world)
    at("2028-04-01T00:00")
    assert certifying.verify(paper.code).status == "expired"
    world.record("N-2", supersedes="N-1", issued_on=day("2026-11-25"))
    assert certifying.verify(paper.code).status == "amended"
    with transaction():
        amending.withdraw(one, "作废", world.laboratory())
    assert certifying.verify(paper.code).status == "withdrawn"


def test_a_change_of_the_subject_ends_it(world: World) -> None:
    paper, _ = certified(world)
    with transaction():
        keeping.record_change(world.boiler, day("2026-11-20"), "改造", [OUTSIDE_CHECK], SYSTEM)
    assert certifying.verify(paper.code).status == "valid"
    with transaction():
        keeping.record_change(world.boiler, day("2026-11-21"), "改造", [INSIDE], SYSTEM)
    assert certifying.verify(paper.code).status == "expired"


def test_an_enterprise_states_what_its_own_results_cover(world: World) -> None:
    world.record()
    with transaction():
        paper = certifying.state(Case(world.boiler, PERIODIC, FACTS), world.member())
    assert (paper.kind, paper.status, len(paper.document["findings"])) == ("coverage", "valid", 1)
    with pytest.raises(NotFound), transaction():
        certifying.state(Case(world.boiler, PERIODIC, FACTS), world.member(body=world.bureau))


def test_nothing_recognised_certifies_nothing(world: World) -> None:
    with pytest.raises(NotInThisState), transaction():
        certifying.issue(Case(world.boiler, PERIODIC, FACTS), world.department())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE report SET number = 'X'",
        "UPDATE report SET valid_until = '2099-01-01'",
        "UPDATE report SET status = 'withdrawn'",
        "UPDATE report SET standing = 'denied'",
        "DELETE FROM report",
        "UPDATE finding SET conclusion = 'fail'",
        "DELETE FROM finding",
        'INSERT INTO finding SELECT report_id, 2, parameter, method, value, qualifier, unit, "limit", conclusion, '
        "tested_on FROM finding",
        "UPDATE look_up SET purpose = 'x'",
        "DELETE FROM look_up",
        "DELETE FROM look_up_subject",
        "DELETE FROM certificate",
        "UPDATE recognition SET outcome = 'refused'",
    ],
)
def test_what_is_on_record_stays_as_it_is(world: World, statement: str) -> None:
    certified(world)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_what_is_withdrawn_stays_so(world: World) -> None:
    _, one = certified(world)
    with transaction():
        amending.withdraw(one, "作废", world.laboratory())
    for statement in ("SET status = 'final', withdrawn_on = NULL", "SET withdrawn_on = '2020-01-01'"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(f"UPDATE report {statement}"))
    with pytest.raises(NotInThisState), transaction():
        amending.withdraw(one, "再来", world.laboratory())


def drafted(world: World, months: int | None, key: str = "") -> int:
    body = next(row for row in lawkeeping.current().requirements if row[:2] == (PERIODIC, INSIDE))[3]
    changed = None if months is None else {**(body or {}), "age": {**(body or {})["age"], "months": months}}
    with transaction():
        return requiring.draft(PERIODIC, changed, day("2026-12-01"), "示例通知", True, world.department(), key=key)


def test_a_requirement_takes_two_persons_and_begins_on_its_day(world: World) -> None:
    world.record()
    number = drafted(world, 6)
    with pytest.raises(NotFound), transaction():
        requiring.confirm(number, world.department())
    assert world.line(on=day("2026-12-01")).satisfied
    with transaction():
        requiring.confirm(number, world.department(902))
    assert world.line(on=day("2026-11-30")).satisfied
    assert world.line(on=day("2026-12-01")).reasons == ("expired",)
    versions = [one for one in reading_law.procedure(PERIODIC).versions if one.key == INSIDE]
    assert [one.from_on for one in versions][-1] == day("2026-12-01")


def test_a_requirement_can_end(world: World) -> None:
    number = drafted(world, None, INSIDE)
    with transaction():
        requiring.confirm(number, world.department(902))
    asked = lawkeeping.current().procedure(PERIODIC, day("2026-12-01")).rows
    assert INSIDE not in [row.id for row in asked]
    assert INSIDE in [row.id for row in lawkeeping.current().procedure(PERIODIC, day("2026-11-30")).rows]


def test_a_draft_that_cannot_be_read_is_told_by_its_field(world: World) -> None:
    with pytest.raises(Invalid) as raised, transaction():
        requiring.draft(PERIODIC, {"id": "x"}, day("2026-12-01"), "示例", True, world.department())
    assert all(name.startswith("body") for name in raised.value.fields)
    with pytest.raises(Invalid) as raised, transaction():
        requiring.draft(PERIODIC, None, day("2026-11-24"), "", True, world.department(), key="x")
    assert set(raised.value.fields) == {"from_on", "source", "key"}


def test_a_laboratory_is_shown_with_its_scope(world: World) -> None:
    page = reading_law.laboratory(world.codes["LAB06"])
    assert "SE" in page.line.kinds
    assert any(one.parameter == INSIDE and one.in_force for one in page.scope)
    with pytest.raises(NotFound):
        reading_law.laboratory("nobody")
