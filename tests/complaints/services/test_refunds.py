"""The ledger balances to the fen, per matter, per body, per period."""

from datetime import timedelta

import pytest
from flask import Flask

from complaints.services import refunds
from core import clock
from core.db import transaction
from core.errors import Invalid
from core.policy import Role
from core.values.money import NOTHING, Money
from tests.complaints.services.cases import Days, People, answer, complaint_id, decided, file, matter


def test_per_body_and_period_it_adds_up(app: Flask, people: People, days: Days) -> None:
    auditor, start = people.one(Role.auditor, "440000-sjt"), clock.today()
    receipts = [file(), file()]
    numbers = [receipt.matters[0].number for receipt in receipts]
    for number in numbers:
        decided(people, number, Money("100.01"))
    days.pass_days(31)
    answer(complaint_id(receipts[0]), numbers[0], "report_refund", amount=Money("33.34"))
    (first,) = refunds.by_body(auditor, start, start)
    (all_of_it,) = refunds.by_body(auditor, start, clock.today())
    assert (first.balance.ordered, first.balance.outstanding) == (Money("200.02"), Money("200.02"))
    now = all_of_it.balance
    assert (now.confirmed, now.disputed, now.outstanding) == (Money("33.34"), Money("66.67"), Money("100.01"))
    assert now.ordered == now.confirmed + now.disputed + now.outstanding
    assert [each.days for each in refunds.unpaid(auditor)] == [31, 31]


def test_amounts_that_cannot_be_are_refused(app: Flask, people: People) -> None:
    receipt = file()
    number, mine = receipt.matters[0].number, complaint_id(receipt)
    decided(people, number)
    for act, amount in (("report_refund", "600.00"), ("confirm_refund", "1.00")):
        with pytest.raises(Invalid):
            answer(mine, number, act, amount=Money(amount))
    answer(mine, number, "report_refund", amount=Money("10.00"))
    with pytest.raises(Invalid):
        answer(mine, number, "report_refund", amount=Money("9.99"))


def test_a_review_puts_another_sum_in_its_place_but_takes_nothing_back(app: Flask, people: People) -> None:
    receipt = file()
    number, mine = receipt.matters[0].number, complaint_id(receipt)
    decided(people, number)
    answer(mine, number, "report_refund", amount=Money("500.00"))
    row = matter(number)
    for ordered, expected in (("900.00", "900.00"), ("550.00", "550.00"), ("10.00", "500.00")):
        with transaction():
            now = refunds.order(matter(number), Money(ordered))
        assert (now.ordered, now.confirmed) == (Money(expected), Money("500.00"))
        assert now.ordered == now.confirmed + now.disputed + now.outstanding
    assert refunds.balance(row.id).unpaid == NOTHING


def test_what_was_ended_is_owed_to_nobody(app: Flask, people: People, days: Days) -> None:
    receipt = file()
    number = receipt.matters[0].number
    decided(people, number)
    days.at += timedelta(days=1)
    with transaction():
        assert refunds.end(matter(number)) == Money("600.00")
    now = refunds.balance(matter(number).id)
    assert (now.ordered, now.ended, now.unpaid) == (NOTHING, Money("600.00"), NOTHING)
