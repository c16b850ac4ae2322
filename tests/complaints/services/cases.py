"""Complaints for tests: filed, carried on to a state, by officers of the bodies they are routed to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from complaints.models.cases import Matter
from complaints.rules.matters import Mode
from complaints.rules.outcomes import Outcome
from complaints.services import acting, deciding, filing, following, trees
from complaints.services.filing import FiledMatter, Filing
from complaints.services.identity import Contact
from complaints.services.receipts import Receipt
from core import clock
from core.db import db, transaction
from core.people.services import employing, organising
from core.policy import SYSTEM, Actor, Role
from core.values.money import Money

CONTACT = Contact(name="陈示例", enterprise="广州番禺示例精密五金有限公司", phone="13800000000")
ACCUSED, HANDLER = "440113-bdc", "440113-scjg"
STORY = "窗口让我们另交一笔材料审核费，六百元，没有开票据。"
MONEY = Money("600.00")


def told(**changed: Any) -> FiledMatter:
    kept: dict[str, Any] = {
        "kind": "own_made_item", "story": STORY, "body": ACCUSED, "region": "440113", "amount": MONEY,
    }  # fmt: skip
    return FiledMatter(**(kept | changed))


def file(*matters: FiledMatter, mode: Mode = Mode.named, key: str | None = None, **more: Any) -> Receipt:
    contact = Contact() if mode is Mode.anonymous else CONTACT
    with transaction():
        return filing.file(Filing(mode, matters or (told(),), contact, **more), key=key)


def matter(number: str) -> Matter:
    return db.session.scalars(
        select(Matter).where(Matter.number == number).execution_options(populate_existing=True)
    ).one()


@dataclass
class People:
    """Makes people with roles as they are needed."""

    count: int = 0

    def one(self, role: Role, code: str, *more: tuple[Role, str]) -> Actor:
        self.count += 1
        with transaction():
            user_id, _ = employing.add_person(SYSTEM, f"person{self.count}", f"某人{self.count}")
            held = [(role, code), *more]
            bodies = {each: organising.body(each, clock.today()) for _, each in held}
            for each, of in held:
                employing.give_membership(SYSTEM, user_id, bodies[of].id, each, clock.today())
        return Actor(user_id, f"某人{self.count}", frozenset((each, bodies[of].id) for each, of in held))

    def officers(self, number: str) -> tuple[Actor, Actor]:
        """Two handlers of the body that has the matter now."""
        code = trees.code_of(matter(number).handler_id)
        return self.one(Role.handler, code), self.one(Role.handler, code)


def do(number: str, name: str, actor: Actor, version: int | None = None, **facts: Any) -> Any:
    with transaction():
        return acting.act(number, name, facts, actor, version)


def draft(refund: Money = MONEY, outcome: Outcome = Outcome.substantiated, **more: Any) -> dict[str, Any]:
    return {
        "outcome": outcome, "findings": "经查属实", "remedies": ("refund",), "refund": refund,
        "no_refund_reason": "", **more,
    }  # fmt: skip


def complaint_id(receipt: Receipt) -> int:
    with transaction():
        found = following.enter(str(receipt.code), "10.0.0.9")
    assert found is not None
    return found


def answer(found: int, number: str, name: str, **facts: Any) -> Any:
    with transaction():
        return following.act(found, number, name, facts)


def decided(people: People, number: str, refund: Money = MONEY, **more: Any) -> tuple[Actor, Actor]:
    """Accepted, drafted and approved by two officers of whoever has it."""
    first, second = people.officers(number)
    if matter(number).state != "reviewing":
        do(number, "accept", first)
    do(number, "draft", first, **draft(refund, **more))
    act = "decide_review" if matter(number).state == "reviewing" else "decide"
    with transaction():
        made = deciding.open_draft(matter(number))
        assert made is not None
        draft_id = made.id
    do(number, act, second, draft=draft_id)
    return first, second


class Days:
    """A clock that tests move."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        clock.set_clock(lambda: self.at)

    def go_to(self, day: date) -> None:
        self.at = datetime.combine(day, self.at.timetz()).replace(tzinfo=self.at.tzinfo)

    def pass_days(self, days: int) -> None:
        self.at += timedelta(days=days)


def each_day(start: date, days: int) -> Iterator[date]:
    return (start + timedelta(days=number) for number in range(days))
