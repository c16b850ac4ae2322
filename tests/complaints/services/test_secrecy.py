"""To the body complained of the case does not exist, nor to whose business it is not. Identity stays sealed."""

from datetime import timedelta

import pytest
from flask import Flask

from complaints.rules.matters import Mode
from complaints.services import acting, clocking, filing, following, handling, identity, refunds, sight, stakes
from complaints.services.sight import Sight
from core import clock, log, notices
from core.db import db, transaction
from core.errors import NotAllowed, NotFound, NotInThisState
from core.people.services import organising
from core.policy import VISITOR, Actor, Role
from tests.complaints.services.cases import (
    CONTACT,
    STORY,
    Days,
    People,
    complaint_id,
    decided,
    do,
    file,
    matter,
    told,
)

NOBODYS = [Role.publisher, Role.system_administrator, Role.recogniser, Role.laboratory_member, Role.survey_officer,
           Role.enterprise_member]  # fmt: skip


def is_nothing(number: str, actor: Actor) -> None:
    """The matter is not there for `actor`, whatever he asks."""
    for each in Sight:
        with pytest.raises(NotFound):
            sight.fetch(number, actor, each)
    with pytest.raises(NotFound):
        handling.case(number, actor)
    for act in ("accept", "say", "escalate", "recuse"):
        with pytest.raises(NotFound):
            do(number, act, actor, text="x", reason="x")
    for part in ("handler", "assistant", "supervisor", "human_desk"):
        page = handling.list_desk(actor, handling.Filters(part=part))
        assert (page.lines, page.total, dict(page.states), page.late, page.soon) == ((), 0, {}, 0, 0)
    with pytest.raises(NotFound):
        identity.read(number, actor)
    assert identity.requests(actor) == []
    assert notices.inbox(actor) == []
    assert refunds.unpaid(actor) == []
    assert refunds.by_body(actor, clock.today(), clock.today()) == []
    assert all(line.stream[0] != "matter" for line in log.list_events(actor).events)
    assert "matter" not in log.stream_kinds(actor)


def test_to_the_body_complained_of_it_does_not_exist_in_any_role(app: Flask, people: People) -> None:
    number = file().matters[0].number
    decided(people, number)
    for role in (Role.handler, Role.supervisor, Role.auditor, Role.intake_clerk):
        is_nothing(number, people.one(role, "440113-bdc"))


def test_a_second_office_does_not_open_what_the_first_has_a_stake_in(app: Flask, people: People) -> None:
    number = file().matters[0].number
    is_nothing(number, people.one(Role.handler, "440100-scjg", (Role.auditor, "440113-bdc")))


@pytest.mark.parametrize("role", NOBODYS)
def test_it_is_nothing_to_whose_business_it_is_not(app: Flask, people: People, role: Role) -> None:
    number = file().matters[0].number
    is_nothing(number, people.one(role, "440000-gxt"))
    is_nothing(number, people.one(role, "440100-scjg"))
    is_nothing(number, VISITOR)


def test_another_body_of_the_same_function_sees_nothing(app: Flask, people: People) -> None:
    is_nothing(file().matters[0].number, people.one(Role.handler, "440300-scjg"))


def test_forbidden_and_absent_are_the_same_answer(app: Flask, people: People) -> None:
    number, accused = file().matters[0].number, people.one(Role.handler, "440113-bdc")
    with pytest.raises(NotFound) as forbidden:
        handling.case(number, accused)
    with pytest.raises(NotFound) as absent:
        handling.case("SX26-AAAA-AAAA", accused)
    assert forbidden.value.message == absent.value.message


def test_two_handlers_of_one_complaint_do_not_learn_of_each_other(app: Flask, people: People) -> None:
    receipt = file(told(), told(kind="no_receipt", story="没有开票据。", body="440113-bdc"))
    first, second = (each.number for each in receipt.matters)
    officer, other = people.officers(first)[0], people.officers(second)[0]
    assert matter(first).handler_id != matter(second).handler_id
    with pytest.raises(NotFound):
        handling.case(second, officer)
    with pytest.raises(NotFound):
        handling.case(first, other)
    seen = repr(handling.case(first, officer)) + repr(handling.list_desk(officer, handling.Filters()))
    assert receipt.reference not in seen
    assert second not in seen


def test_who_came_under_the_accused_later_has_a_stake_too(app: Flask, people: People, days: Days) -> None:
    number = file().matters[0].number
    officer = people.officers(number)[0]
    assert handling.case(number, officer).number == number
    accused = organising.body("440113-bdc", clock.today())
    assert accused is not None
    days.pass_days(1)
    with transaction():
        organising.change("440100-scjg", clock.today(), parent_id=accused.id)
    with transaction():
        assert stakes.refresh() > 0
    with pytest.raises(NotFound):
        handling.case(number, officer)


def test_named_each_look_is_shown_to_the_complainant(app: Flask, people: People) -> None:
    receipt = file()
    number, mine = receipt.matters[0].number, complaint_id(receipt)
    officer = people.officers(number)[0]
    with transaction():
        assert identity.read(number, officer) == CONTACT
    (look,) = following.open_case(mine).openings
    assert (look.step, look.organisation) == ("looked", "广州市市场监督管理局")
    auditor = people.one(Role.auditor, "440000-sjt")
    with pytest.raises(NotFound):
        identity.read(number, auditor)
    assert CONTACT.name not in repr(handling.case(number, officer))


def test_confidential_takes_a_reason_and_a_clerk_of_another_unit(app: Flask, people: People, days: Days) -> None:
    receipt = file(mode=Mode.confidential)
    number, mine = receipt.matters[0].number, complaint_id(receipt)
    first, second = people.officers(number)
    inside, barred = people.one(Role.intake_clerk, "440100-scjg"), people.one(Role.intake_clerk, "440113-bdc")
    clerk = people.one(Role.intake_clerk, "440100-gxj")
    with pytest.raises(NotAllowed), transaction():
        identity.read(number, first)
    with transaction():
        request = identity.open_request(number, "要当面核实票据", first)
    for nobody in (inside, barred, first, second):
        assert identity.requests(nobody) == []
        with pytest.raises((NotFound, NotAllowed)), transaction():
            identity.approve(request, nobody)
    assert [each.id for each in identity.requests(clerk)] == [request]
    with transaction():
        identity.approve(request, clerk)
    with pytest.raises(NotFound), transaction():
        identity.approve(request, clerk)
    with pytest.raises(NotAllowed), transaction():
        identity.read(number, second)
    with transaction():
        assert identity.read(number, first) == CONTACT
    assert [each.step for each in following.open_case(mine).openings] == ["asked", "approved", "looked"]
    days.at += identity.GOOD_FOR + timedelta(days=1)
    with pytest.raises(NotAllowed), transaction():
        identity.read(number, first)


def test_of_an_anonymous_complainant_there_is_nothing_to_open(app: Flask, people: People) -> None:
    number = file(mode=Mode.anonymous).matters[0].number
    officer = people.officers(number)[0]
    with pytest.raises(NotInThisState), transaction():
        identity.read(number, officer)


def test_wrong_codes_are_slowed_and_the_right_one_still_opens(app: Flask) -> None:
    receipt, other = file(), file()
    wrong = [str(file().code) for _ in range(2)]
    assert wrong
    for _ in range(100):
        with transaction():
            try:
                following.enter("0" * 24, "10.0.0.1")
            except Exception as error:  # a code of noughts is whole, and nobody's
                assert "many" in str(error)
                break
    assert other.code
    with transaction():
        assert following.enter(str(receipt.code), "10.0.0.1") is not None


def test_filed_from_an_account_it_is_followed_by_that_account_alone(app: Flask, people: People) -> None:
    owner, other = (people.one(Role.enterprise_member, "440000-gxt") for _ in range(2))
    with transaction():
        receipt = filing.file(filing.Filing(Mode.named, (told(),), CONTACT), owner)
    number = receipt.matters[0].number
    assert acting.whos(matter(number), owner) == {sight_who()}
    assert len(following.own(owner)) == 1
    assert following.own(other) == []
    is_nothing(number, other)
    assert str(owner.user_id) not in matter(number).owner or len(matter(number).owner) == 64


def sight_who() -> object:
    return acting.Who.complainant


def test_the_story_is_nowhere_but_in_its_row(app: Flask) -> None:
    file()
    assert STORY not in repr(log.list_events(Actor(1, memberships=frozenset({(Role.auditor, 0)}))).events)
    assert clocking.tick() >= 0
    db.session.rollback()
