"""The administrator adds people, gives and ends roles; passwords are long and not among the first guessed."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core import clock
from core.db import db, transaction
from core.errors import Invalid, NotFound, NotInThisState
from core.events import Event
from core.people.models.users import User
from core.people.rules import tries
from core.people.rules.passwords import faults
from core.people.services import employing, organising, samples, secrecy
from core.policy import SYSTEM, Role
from core.values.identifiers import read_credit_code
from tests.people import Staff
from tests.visiting import Visitor

FORM = {"name": "李甲", "sign_in_name": "lijia", "role": "auditor", "organisation": "440000-sjt"}


def page_of(answer: Any) -> str:
    return unescape(answer.get_data(as_text=True))


def test_somebody_added_can_sign_in_with_the_password_shown_once(app: Flask, staff: Staff) -> None:
    done = staff.visitor("admin").post("/people", FORM)
    shown = re.search(r'fs-5">([a-z2-9-]+)</code>', page_of(done))
    assert shown
    assert done.headers["Cache-Control"] == "no-store"
    visitor = Visitor(app)
    assert visitor.post("/sign-in", {"sign_in_name": "lijia", "password": shown[1]}).location == "/account"


REFUSED: list[tuple[dict[str, str], str, str]] = [
    ({"name": ""}, "name", "这一项要填"),
    ({"name": "李\u202e甲"}, "name", "看不见的字符"),
    ({"name": "李" * 81}, "name", "最多 80 个字"),
    ({"sign_in_name": "李甲"}, "sign_in_name", "小写字母"),
    ({"sign_in_name": "Auditor"}, "sign_in_name", "已经有人用了"),
    ({"role": ""}, "role", "这一项要填"),
    ({"role": "king"}, "role", "请从列出的里面选一个"),
    ({"organisation": "没有的局"}, "organisation", "没有这家单位"),
    ({"from_on": "昨天"}, "from_on", "2026-07-20"),
    ({"from_on": "2026-07-20", "to_on": "2026-07-19"}, "to_on", "不能早于"),
]


def test_what_cannot_be_taken_is_explained_and_kept(staff: Staff) -> None:
    admin = staff.visitor("admin")
    for change, field, says in REFUSED:
        answer = admin.post("/people", FORM | change)
        page = page_of(answer)
        assert (answer.status_code, says in page, f'href="#f-{field}"' in page) == (422, True, True), change
        assert (FORM | change)["name"] in page


def test_nothing_of_a_refused_addition_stays(app: Flask, staff: Staff) -> None:
    staff.visitor("admin").post("/people", FORM | {"from_on": "2026-07-20", "to_on": "2026-07-19"})
    db.session.rollback()
    assert db.session.scalar(select(User.id).filter_by(sign_in_name="lijia")) is None


def test_an_organisation_may_be_named_by_code_or_whole_name(app: Flask) -> None:
    assert organising.find_body("440000-sjt", clock.today()) == organising.find_body("广东省审计厅", clock.today())


def test_a_role_held_already_is_not_given_twice(app: Flask) -> None:
    person = db.session.scalars(select(User).filter_by(sign_in_name="auditor")).one().id
    body = organising.body("440000-sjt", clock.today())
    assert body
    with pytest.raises(Invalid), transaction():
        employing.give_membership(SYSTEM, person, body.id, Role.auditor, clock.today())


def test_a_role_can_be_given_again_after_it_ended(app: Flask) -> None:
    person = db.session.scalars(select(User).filter_by(sign_in_name="auditor")).one().id
    (held,) = employing.find_person(person).memberships
    body = organising.body("440000-sjt", clock.today())
    assert body
    with transaction():
        employing.end_membership(SYSTEM, person, held.id)
        employing.give_membership(SYSTEM, person, body.id, Role.auditor, clock.today())
    with pytest.raises(NotInThisState), transaction():
        employing.end_membership(SYSTEM, person, held.id)


def test_nobody_locks_the_own_account(staff: Staff) -> None:
    person = db.session.scalars(select(User).filter_by(sign_in_name="admin")).one().id
    admin = staff.visitor("admin")
    assert admin.post(f"/people/{person}/lock", page=f"/people/{person}").status_code == 409
    assert admin.get("/people").status_code == 200


@pytest.mark.parametrize("address", ["/people/999999", "/people/99999999999999999999999"])
def test_absent_people_are_absent_pages(staff: Staff, address: str) -> None:
    assert staff.visitor("admin").get(address).status_code == 404


def test_people_are_found_by_part_of_their_name(staff: Staff) -> None:
    page = page_of(staff.visitor("admin").get("/people?q=发布员"))
    assert ("发布员甲" in page, "审计员（示例）" in page) == (True, False)


@pytest.mark.parametrize("odd", ["/people?q=%00", "/people?after=9999999999999999999999", "/people?q=%25"])
def test_odd_questions_are_answered(staff: Staff, odd: str) -> None:
    assert staff.visitor("admin").get(odd).status_code == 200


def test_what_the_administrator_does_is_on_record_without_names(app: Flask, staff: Staff) -> None:
    staff.visitor("admin").post("/people", FORM)
    db.session.rollback()
    kinds = [event.kind for event in db.session.scalars(select(Event).order_by(Event.at))][-2:]
    assert kinds == ["person.added", "membership.given"]
    assert all("李甲" not in str(event.payload) for event in db.session.scalars(select(Event)))


def test_events_are_shown_to_the_auditor(staff: Staff) -> None:
    staff.visitor("admin").post("/people", FORM)
    auditor = staff.visitor("auditor")
    page = page_of(auditor.get("/audit?kind=person"))
    assert "加人" in page
    assert "系统管理员（示例）" in page
    assert "记录完整" in page_of(auditor.get("/audit/verification"))


@pytest.mark.parametrize(
    "odd",
    [
        "before=x~y~z",
        "before=2026-01-01~1~1",
        "kind=%00&key=%00",
        "before=2026-01-01T00:00:00%2B00:00~9999999999999999999~1",
    ],
)
def test_odd_marks_in_the_log_are_answered(staff: Staff, odd: str) -> None:
    assert staff.visitor("auditor").get(f"/audit?{odd}").status_code == 200


def test_the_log_is_paged_without_repeats(staff: Staff) -> None:
    auditor, seen, address = staff.visitor("auditor"), [], "/audit"
    while address:
        page = page_of(auditor.get(address))
        seen += re.findall(r"<summary><code>(\w+)</code>", page)
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        address = onward[1] if onward else ""
    assert len(seen) == len(set(seen)) > 60


@pytest.mark.parametrize(
    "password", ["mangguo-boluo", "广东荔枝龙眼木瓜", "x" * 64 + "y1z", "Tr0ub4dor&3", "12 qm 78 aw"]
)
def test_good_passwords_are_taken_whatever_they_are_made_of(password: str) -> None:
    assert faults(password, secrecy.common_passwords(), ("lijia", "李甲")) == []


@pytest.mark.parametrize(
    "password", ["1234567", "password", "PASSWORD1", "88888888", "lijia123", "abababab", "guangdong1", "a" * 300]
)
def test_bad_passwords_are_refused(password: str) -> None:
    assert len(faults(password, secrecy.common_passwords(), ("lijia", "李甲"))) == 1


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60))
def test_the_wait_never_shrinks_while_tries_go_on_and_never_passes_its_longest(gaps: list[int]) -> None:
    at, seen = clock.now(), None
    for gap in gaps:
        before, at = seen, at + timedelta(seconds=gap)
        seen = tries.another(before, 5, at)
        assert timedelta() <= seen.free_at - at <= tries.LONGEST_WAIT
        assert before is None or seen.count == 1 or seen.free_at - at >= before.free_at - before.last_at


def test_the_demos_people_come_once_and_are_marked(app: Flask) -> None:
    for _ in range(2):
        with transaction():
            found = samples.add_sample_people()
    assert len(found) == 14
    people = db.session.scalars(select(User)).all()
    assert len(people) == 14
    assert all(person.sample and "示例" in person.name for person in people)
    roles = {line.role for person in people for line in employing.find_person(person.id).memberships}
    assert roles == set(Role)


def test_the_demos_enterprises_have_valid_codes(app: Flask) -> None:
    found = [
        body for body in organising.bodies(clock.today(), enterprises=True, limit=2000) if body.kind == "enterprise"
    ]
    assert len(found) == 12
    assert all(read_credit_code(body.code) == body.code and "示例" in body.name for body in found)


def test_the_shell_prints_a_sign_in_for_every_role(app: Flask) -> None:
    printed = app.test_cli_runner().invoke(args=["demo", "--complaints", "3", "--reports", "30"]).output
    assert all(name in printed for name in ("publisher2", "auditor", "admin", samples.PASSWORD))


def test_the_first_administrator_comes_from_the_shell(app: Flask) -> None:
    shell = app.test_cli_runner()
    args = ["people", "add", "chief", "张三", "--role", "system_administrator", "--body"]
    assert "good for 7 days" in shell.invoke(args=[*args, "广东省审计厅"]).output
    assert shell.invoke(args=[*args, "广东省审计厅"]).exit_code == 1
    assert (
        "no organisation" in shell.invoke(args=["people", "add", "b", "b", "--role", "auditor", "--body", "x"]).output
    )


def test_a_body_is_asked_for_as_of_a_day(app: Flask) -> None:
    before, after = date(2018, 12, 31), date(2019, 1, 1)
    assert organising.body("440100-gsj", before)
    assert organising.body("440100-gsj", after) is None
    answers = [organising.successor("440100-gsj", day) for day in (before, after)]
    assert [body.code for body in answers if body] == ["440100-gsj", "440100-scjg"]


def test_what_a_body_stands_under_is_asked_as_of_a_day(app: Flask) -> None:
    with transaction():
        other = organising.body("440100-gov", clock.today())
        assert other
        organising.change("440113-bdc", date(2026, 1, 1), name="番禺区示例登记所", parent_id=other.id)
    chains = [
        [body.code for body in organising.above("440113-bdc", day)] for day in (date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert chains == [["440113-zrzy", "440100-zrzy", "440100-gov", "440000-gov"], ["440100-gov", "440000-gov"]]
    named = [organising.body("440113-bdc", day) for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert [body.name for body in named if body] == ["广州市番禺区示例不动产登记中心", "番禺区示例登记所"]


def test_bodies_are_loaded_once(app: Flask) -> None:
    with transaction():
        assert organising.load_organisations() == 0
    assert len(organising.bodies(date(2018, 1, 1), limit=1000)) == 418


def test_the_tree_is_a_page_for_everyone(app: Flask) -> None:
    visitor = Visitor(app)
    assert "广州市审计局" in page_of(visitor.get("/organisations?region=广州"))
    assert "广州市工商行政管理局" in page_of(visitor.get("/organisations?region=440100&on=2018-06-01"))
    assert "广州市工商行政管理局" not in page_of(visitor.get("/organisations?region=440100"))
    assert "2026-07-20" in page_of(visitor.get("/organisations?on=someday"))
    assert "没有“火星”这个地区" in page_of(visitor.get("/organisations?region=火星"))


def test_a_missing_person_cannot_be_locked(app: Flask) -> None:
    with pytest.raises(NotFound), transaction():
        employing.lock(SYSTEM, 10**9)
