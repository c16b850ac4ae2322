"""A department looks up what exists: it finds the subject, states its purpose, and is answered in words."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from core.db import db
from core.policy import Role
from registry.models.acts import LookUp
from tests.people import Staff
from tests.registry.services.world import BOILER, OUTSIDE_CHECK, PERIODIC, PURPOSE, World, finding
from tests.visiting import Visitor

NEW = f"/registry/look-ups/new?kind={BOILER.kind}&identifier={BOILER.identifier}&procedure={PERIODIC}"
FORM = {
    "kind": BOILER.kind, "identifier": BOILER.identifier, "procedure": PERIODIC, "fact.hydro_test_needed": "no",
    "purpose": PURPOSE,
}  # fmt: skip


def text(answer: Any) -> str:
    """The words of a page."""
    plain = re.sub(r"<[^>]+>", "", answer.get_data(as_text=True).partition("<main")[2])
    return re.sub(r"\s+", " ", plain)


@pytest.fixture
def clerk(staff: Staff, world: World) -> Visitor:
    return staff.visitor(Role.recogniser)


def looked_up(person: Visitor, **changed: str) -> str:
    """The address of the answer to a look-up."""
    answer = person.post("/registry/look-ups", FORM | changed, page=NEW)
    assert answer.status_code == 303, text(answer)
    return str(answer.headers["Location"])


def test_a_whole_number_finds_the_subject_and_asks_the_facts_of_the_procedure(clerk: Visitor, world: World) -> None:
    found = clerk.get(f"/registry/look-ups/new?q={BOILER.identifier}&procedure={PERIODIC}")
    assert "1号锅炉" in text(found)
    assert "是否因结构无法做内部检验" in text(found)
    part = clerk.get("/registry/look-ups/new?q=1100440")
    assert "没有登记这个对象" in text(part), "by a part of a number nobody finds what he has not looked at"


def test_the_answer_says_what_counts_what_is_left_and_what_it_costs(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding())
    page = clerk.get(looked_up(clerk))
    assert page.headers["Cache-Control"] == "no-store"
    words = text(page)
    assert "3 项要求里，1 项已有结果可用，只差 2 项" in words
    assert "没有法律依据，不得要求企业重做已有的 1 项" in words
    assert "N-1" in words and "没有可用结果" in words and "不知道" in words
    assert PURPOSE in words and "家声明报全" in words


def test_a_look_up_without_a_purpose_keeps_nothing_but_what_was_typed(clerk: Visitor, world: World) -> None:
    wrong = {"purpose": " ", "on": "someday", "fact.hydro_test_needed": "perhaps"}
    answer = clerk.post("/registry/look-ups", FORM | wrong, page=NEW)
    assert answer.status_code == 422
    assert "不是日期" in text(answer) and 'value="someday"' in answer.get_data(as_text=True)
    answer = clerk.post("/registry/look-ups", FORM | {"purpose": " "}, page=NEW)
    assert answer.status_code == 422 and "请写明为什么查" in text(answer)
    assert db.session.scalar(select(func.count()).select_from(LookUp)) == 0


def test_facts_that_are_not_known_are_asked_and_what_was_given_is_kept(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding())
    address = looked_up(clerk, **{"fact.hydro_test_needed": ""})
    assert "还差 1 个事实才能判断全部" in text(clerk.get(address))
    again = clerk.get(f"/registry/look-ups/new?again={address.rpartition('/')[2]}").get_data(as_text=True)
    assert PURPOSE in again


def test_another_department_finds_no_such_look_up(clerk: Visitor, staff: Staff, world: World) -> None:
    world.record("N-1", finding(), finding(OUTSIDE_CHECK))
    address = looked_up(clerk)
    assert staff.visitor("recogniser3").get(address).status_code == 404
    assert "1号锅炉" in text(clerk.get("/registry/look-ups"))
    assert "1号锅炉" in text(clerk.get("/registry/desk"))


def test_what_changed_since_is_said(clerk: Visitor, world: World) -> None:
    address = looked_up(clerk)
    assert "有了变化" not in text(clerk.get(address))
    world.record("N-1", finding())
    assert "登记或者要求有了变化" in text(clerk.get(address))
