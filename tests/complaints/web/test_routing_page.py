"""The page of the rules: what it tells, and that it says of a case what filing it does."""

import pytest

from complaints.rules.conditions import CONDITIONS
from complaints.services import surveying
from core.policy import Role
from tests.complaints.services import cases
from tests.complaints.web.test_desk import filed, now, read
from tests.people import Staff


@pytest.mark.parametrize("role", [Role.supervisor, Role.system_administrator])
def test_the_rules_are_read_in_words(staff: Staff, role: Role) -> None:
    page = read(staff.visitor(role), "/routing")
    assert "R99" in page and "其余的都归这一条" in page and "E3" in page and "起 · 法定" in page


def test_a_trial_says_what_filing_does(staff: Staff) -> None:
    person = staff.visitor(Role.supervisor)
    number = filed()
    page = read(person, "/routing?kind=own_made_item&body=440100-zjj&region=440100")
    assert "由广州市市场监督管理局办理" in page and "被投诉单位本身" in page
    assert now(number).handler_id == cases.trees.ids(["440100-scjg"])["440100-scjg"]


def test_a_trial_without_what_it_needs_says_so(staff: Staff) -> None:
    person = staff.visitor(Role.supervisor)
    answer = person.get("/routing?kind=own_made_item&body=没有这个局")
    assert answer.status_code == 422 and "机构表里没有这个单位" in answer.get_data(as_text=True)
    assert person.get("/routing?kind=own_made_item").status_code == 422
    assert "12366" in read(person, "/routing?kind=tax_matter&region=440113")


def test_every_word_of_a_rule_is_told() -> None:
    lines = surveying.survey().rules
    assert len(CONDITIONS) == 5
    assert all(line.when and line.who.zh and line.regime.zh for line in lines)
    assert all(kind not in word.zh for line in lines for word in line.when for kind in surveying.BODY_KINDS)


def test_routing_is_not_shown_to_others(staff: Staff) -> None:
    assert staff.visitor(Role.handler).get("/routing").status_code == 404
