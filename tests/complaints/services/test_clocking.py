"""Terms over holidays, waits and outages: warned once, escalated once, caught up."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import func, select

from complaints.models.cases import Matter
from complaints.models.handling import Clock
from complaints.rules.clocks import Running
from complaints.rules.states import State
from complaints.services import clocking, handling, refunds, rulebooks, terms
from core import clock, jobs, notices
from core.db import db
from core.events import Event
from core.policy import Role
from core.values.money import NOTHING
from tests.complaints.services.cases import Days, People, answer, complaint_id, decided, do, file, matter, told


def due(number: str, stage: str) -> date:
    asked = select(Clock.due).join(Matter, Matter.id == Clock.matter_id).order_by(Clock.id.desc())
    return db.session.scalars(asked.where(Matter.number == number, Clock.stage == stage)).first()


def events(kind: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.kind == kind)) or 0


def test_terms_on_record_are_those_of_the_law(app: Flask, people: People, days: Days) -> None:
    number = file().matters[0].number
    assert due(number, "accept") == date(2026, 12, 8)
    days.go_to(date(2026, 12, 4))
    first, _ = people.officers(number)
    do(number, "accept", first)
    row = matter(number)
    book = rulebooks.current()
    running = Running({event: date.fromisoformat(day) for event, day in row.happened.items()})
    lawful = book.deadlines(terms.regime_of(row), running, clock.today())
    for each in terms.running(row):
        assert each.due == lawful[each.stage].due
    assert (row.due, row.due_stage) == (due(number, "decide"), "decide")


def test_a_late_term_is_warned_of_and_escalated_once_however_often_the_round_runs(
    app: Flask, people: People, days: Days
) -> None:
    number = file().matters[0].number
    supervisor, (officer, _) = people.one(Role.supervisor, "440000-gxt"), people.officers(number)
    days.go_to(date(2026, 12, 6))
    clocking.tick()
    clocking.tick()
    assert [each.kind for each in notices.inbox(officer)].count("matter.due_soon") == 1
    days.go_to(date(2026, 12, 9))
    for _ in range(3):
        clocking.tick()
    assert events("matter.escalated") == 1
    assert [each.kind for each in notices.inbox(supervisor)] == ["matter.escalated"]
    assert handling.list_desk(officer, handling.Filters(due="late")).total == 1


def test_after_an_outage_of_weeks_everything_is_caught_up(app: Flask, people: People, days: Days) -> None:
    number = file().matters[0].number
    jobs.raise_duties()
    days.pass_days(40)
    jobs.raise_duties()
    jobs.run_due()
    assert events("matter.escalated") == 1
    assert matter(number).due < clock.today()


def test_a_clock_set_back_an_hour_does_no_harm(app: Flask, days: Days) -> None:
    file()
    days.at -= timedelta(hours=1)
    file(told(story="另一件事，另一个窗口收的钱。"))
    assert clocking.tick() == 0


def test_waiting_stands_still_and_ends_by_itself(app: Flask, people: People, days: Days) -> None:
    number = file().matters[0].number
    first, _ = people.officers(number)
    do(number, "accept", first)
    before = due(number, "decide")
    do(number, "ask", first, question="票据是哪一天开的？")
    assert matter(number).wait_until == date(2026, 12, 14)
    days.go_to(date(2026, 12, 14))
    clocking.tick()
    assert matter(number).state == State.waiting
    days.go_to(date(2026, 12, 15))
    clocking.tick()
    assert matter(number).state == State.accepted
    assert due(number, "decide") == before + timedelta(days=21)


def test_an_answer_lets_the_terms_run_on(app: Flask, people: People, days: Days) -> None:
    receipt = file()
    number, mine = receipt.matters[0].number, complaint_id(receipt)
    first, _ = people.officers(number)
    do(number, "accept", first)
    before = due(number, "decide")
    do(number, "ask", first, question="票据是哪一天开的？")
    days.pass_days(7)
    answer(mine, number, "answer", text="七月二十日")
    assert due(number, "decide") == before + timedelta(days=7)


def test_an_extension_counts_from_the_end_and_is_told(app: Flask, people: People, days: Days) -> None:
    receipt = file()
    number = receipt.matters[0].number
    first, second = people.officers(number)
    do(number, "accept", first)
    assert "extend" not in {row.act for row in handling.case(number, first).acts}
    do(number, "extend", second, reason="要向外省调取凭证")
    assert due(number, "extend") == date(2026, 11, 23) + timedelta(days=90 + 1)  # 21 February is a Sunday
    assert "extend" not in {row.act for row in handling.case(number, second).acts}
    assert any(term.reason for term in handling.case(number, second).terms)


def test_a_decided_matter_closes_when_no_review_can_be_asked_for(app: Flask, people: People, days: Days) -> None:
    number = file().matters[0].number
    decided(people, number, NOTHING, no_refund_reason="已当场退还")
    days.pass_days(10)
    clocking.tick()
    assert matter(number).state == State.decided
    days.pass_days(30)
    clocking.tick()
    assert (matter(number).state, matter(number).closed_on) == (State.closed, clock.today())


def test_an_unpaid_refund_is_escalated_and_ages(app: Flask, people: People, days: Days) -> None:
    number = file().matters[0].number
    decided(people, number)
    supervisor = people.one(Role.supervisor, "440000-gxt")
    days.pass_days(60)
    clocking.tick()
    (line,) = refunds.unpaid(supervisor)
    assert (line.number, line.days) == (number, 60)
    assert events("matter.escalated") == 1
