"""What a supervisor looks after, and that it is of his sight alone."""

from datetime import date

from flask import Flask

from complaints.models.cases import HUMAN_DESK
from complaints.rules.matters import Mode
from complaints.services import counter, filing, refunds, supervising
from complaints.services.supervising import Among
from core import clock
from core.db import transaction
from core.policy import Actor, Role
from core.values.calendar import Unit
from core.values.money import Money
from tests.complaints.services.cases import (
    ACCUSED,
    CONTACT,
    Days,
    People,
    answer,
    complaint_id,
    decided,
    do,
    file,
    matter,
    told,
)

ALL = Among()


def supervisor(people: People, code: str = "440000-gxt") -> Actor:
    return people.one(Role.supervisor, code)


def test_what_is_late_is_told_with_where_and_since_when(app: Flask, people: People, days: Days) -> None:
    number, boss = file().matters[0].number, supervisor(people)
    assert (supervising.late(boss, ALL), supervising.counts(boss, ALL).late) == ([], 0)
    due = matter(number).due
    days.go_to(due)
    assert supervising.late(boss, ALL) == []
    days.pass_days(3)
    (line,) = supervising.late(boss, ALL)
    assert (line.number, line.due, line.handler_id) == (number, due, matter(number).handler_id)
    assert line.days == (3 if line.unit is Unit.calendar else supervising.days_late(due, Unit.working))
    (body,) = supervising.handlers(boss, ALL)
    assert (body.open, body.late, body.oldest) == (1, 1, due)


def test_days_are_counted_as_the_regime_counts_them(app: Flask, days: Days) -> None:
    days.go_to(date(2026, 11, 23))
    friday = date(2026, 11, 20)
    assert (supervising.days_late(friday, Unit.calendar), supervising.days_late(friday, Unit.working)) == (3, 1)


def test_a_supervisor_with_a_stake_or_who_stepped_back_learns_nothing(app: Flask, people: People, days: Days) -> None:
    receipts = [file() for _ in range(2)]
    number = receipts[0].matters[0].number
    inside, stepped_back = supervisor(people, ACCUSED), people.one(Role.supervisor, "440000-gxt")
    officer = Actor(
        stepped_back.user_id, memberships=stepped_back.memberships | {(Role.handler, matter(number).handler_id)}
    )
    for receipt in receipts:
        do(receipt.matters[0].number, "recuse", officer, reason="亲属")
    with transaction():
        matter(number).handler_id = HUMAN_DESK
    days.pass_days(90)
    for actor in (inside, stepped_back):
        assert supervising.counts(actor, ALL) == supervising.Counts(0, 0, 0, 0, 0)
        assert supervising.late(actor, ALL) == supervising.handlers(actor, ALL) == []
        assert supervising.human_desk(actor, ALL) == supervising.heaps(actor, ALL) == []
        assert supervising.choices(actor) == ([], [])
        assert supervising.others_like(number, actor) == 0


def test_what_nobody_has_is_listed(app: Flask, people: People) -> None:
    number, boss = file().matters[0].number, supervisor(people)
    with transaction():
        row = matter(number)
        row.handler_id, row.state = HUMAN_DESK, "filed"
    assert [line.number for line in supervising.human_desk(boss, ALL)] == [number]
    assert supervising.counts(boss, ALL).human_desk == 1


def test_several_of_one_kind_within_ninety_days_are_a_heap(app: Flask, people: People, days: Days) -> None:
    boss, first = supervisor(people), file().matters[0].number
    assert supervising.heaps(boss, ALL) == []
    days.pass_days(89)
    file(told(kind="above_standard"))
    second = file().matters[0].number
    (heap,) = supervising.heaps(boss, ALL)
    assert (heap.complaints, heap.latest) == (2, second)
    assert supervising.others_like(first, boss) == supervising.others_like(second, boss) == 1
    days.pass_days(2)
    assert supervising.heaps(boss, ALL) == []


def test_filters_narrow_everything(app: Flask, people: People, days: Days) -> None:
    here, there = file().matters[0].number, file(told(body="440300-zjj", region="440300")).matters[0].number
    boss = supervisor(people)
    days.pass_days(90)
    row = matter(there)
    for among in (Among(region="440300"), Among(handler=row.handler_id), Among(body=row.body_id)):
        assert {line.number for line in supervising.late(boss, among)} == {there}
        assert supervising.counts(boss, among).open == 1
    assert {line.number for line in supervising.late(boss, ALL)} == {here, there}


def test_refunds_balance_and_age(app: Flask, people: People, days: Days) -> None:
    boss, start = supervisor(people), clock.today()
    receipts = [file() for _ in range(3)]
    for receipt, pause in zip(receipts, (60, 31, 0), strict=True):
        decided(people, receipt.matters[0].number, Money("100.01"))
        days.pass_days(pause)
    for receipt, amount in zip(receipts, ("33.34", "0.00"), strict=False):
        answer(complaint_id(receipt), receipt.matters[0].number, "report_refund", amount=Money(amount))
    (line,) = supervising.balances(boss, ALL, start, clock.today())
    now = line.balance
    assert now.ordered == now.confirmed + now.disputed + now.outstanding == Money("300.03")
    (first,) = supervising.balances(boss, ALL, start, start)
    assert (first.balance.ordered, first.balance.confirmed) == (Money("100.01"), Money("33.34"))
    (aged,) = supervising.unpaid(boss, ALL)
    assert aged.sums == (Money("100.01"), Money("100.01"), Money("66.67")) and aged.matters == 3
    assert aged.unpaid == now.unpaid and sum(each.unpaid.fen for each in refunds.unpaid(boss)) == now.unpaid.fen


def test_a_counter_sees_what_it_filed_and_nobody_elses(app: Flask, people: People) -> None:
    clerk, other = people.one(Role.intake_clerk, "440100-gxj"), people.one(Role.intake_clerk, "440000-gxt")
    elsewhere = file().reference
    with transaction():
        made = counter_filing(clerk)
    (line,) = counter.list_filed(clerk).lines
    assert (line.reference, line.due) == (made, matter(line.matters[0].number).due)
    assert counter.list_filed(clerk, made.lower()).lines == (line,)
    assert counter.list_filed(clerk, elsewhere).lines == counter.list_filed(other).lines == ()


def counter_filing(clerk: Actor) -> str:
    return filing.file(filing.Filing(Mode.named, (told(),), CONTACT, channel="counter"), clerk).reference
