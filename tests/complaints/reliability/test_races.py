"""Two at once: of officers one wins, money balances to the fen, a late term is escalated once by however many."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.models.answers import RefundEntry
from complaints.models.cases import Matter
from complaints.rules.states import State
from complaints.services import acting, following, refunds
from complaints.services.acting import ChangedMeanwhile
from core import audit, clock, jobs, notices, worker
from core.db import db, transaction
from core.errors import DomainError, NotInThisState
from core.events import Event as Happened
from core.jobs import Duty
from core.policy import Role
from core.values.money import Money
from tests.complaints.services.cases import MONEY, Days, People, complaint_id, decided, file, matter

pytestmark = pytest.mark.slow
TIMES = 5


def at_once(app: Flask, acts: Sequence[Callable[[], Any]]) -> list[DomainError | None]:
    """What came of each, begun at the same instant in a thread and a transaction of its own; None: it was done."""
    found: list[Any] = ["never ended"] * len(acts)
    begin = Barrier(len(acts))

    def run(place: int, do: Callable[[], Any]) -> None:
        with app.app_context():
            begin.wait()
            try:
                with transaction():
                    do()
                found[place] = None
            except DomainError as error:
                found[place] = error

    threads = [Thread(target=run, args=(place, do)) for place, do in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return found


def count(kind: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Happened).where(Happened.kind == kind)) or 0


def test_of_two_officers_one_wins_and_the_other_keeps_his_words(app: Flask, people: People) -> None:
    for _ in range(TIMES):
        number = file().matters[0].number
        first, second = people.officers(number)
        why = {"ground": "duplicate", "right_door": "请看另一件"}
        accept = partial(acting.act, number, "accept", {}, first, 2)
        decline = partial(acting.act, number, "decline", why, second, 2)
        came = at_once(app, [accept, decline])
        lost = [each for each in came if each is not None]
        assert len(lost) == 1 and isinstance(lost[0], ChangedMeanwhile | NotInThisState)
        assert matter(number).version == 3
        assert matter(number).state == (State.accepted if came[0] is None else State.declined)
    assert audit.verify_log().findings == []


def test_a_refund_is_confirmed_once_and_the_ledger_balances(app: Flask, people: People) -> None:
    for _ in range(TIMES):
        receipt = file()
        number, found = receipt.matters[0].number, complaint_id(receipt)
        decided(people, number)
        confirm = partial(following.act, found, number, "confirm_refund", {})
        report = partial(following.act, found, number, "report_refund", {"amount": Money("100.00")})
        came = at_once(app, [confirm, report, confirm])
        balance = refunds.balance(matter(number).id)
        assert [came[0], came[2]].count(None) == 1
        assert balance.ordered == balance.confirmed + balance.disputed + balance.outstanding == MONEY
        assert (balance.confirmed, matter(number).state) == (MONEY, State.closed)
    entries = db.session.scalars(select(RefundEntry.kind).where(RefundEntry.kind == "confirmed")).all()
    assert len(entries) >= TIMES


def test_three_workers_escalate_each_late_term_once(app: Flask, people: People, days: Days) -> None:
    numbers = [file().matters[0].number for _ in range(6)]
    supervisor = people.one(Role.supervisor, "440000-gxt")
    worker.work_once(Event())
    days.go_to(date(2026, 12, 9))

    def work() -> None:
        with app.app_context():
            worker.work_once(Event())

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    worker.work_once(Event())
    assert count("matter.escalated") == len(numbers)
    told = [each.kind for each in notices.inbox(supervisor)]
    assert told.count("matter.escalated") == len(numbers)
    assert jobs.backlog().dead == []


def test_after_an_outage_of_three_weeks_the_rounds_are_caught_up(app: Flask, people: People, days: Days) -> None:
    numbers = [file().matters[0].number for _ in range(2)]
    worker.work_once(Event())
    days.pass_days(21)
    worker.work_once(Event())
    assert count("matter.escalated") == len(numbers)
    through = db.session.scalars(select(Duty.through).where(Duty.kind == "complaints.clocks")).one()
    assert through == clock.now()
    left = select(func.count()).select_from(jobs.Job).where(jobs.Job.state == "waiting", jobs.Job.run_at <= clock.now())
    assert db.session.scalar(left) == 0
    assert set(db.session.scalars(select(Matter.state))) == {"assigned"}
