"""Sessions end when they must; passwords are changed by who knows them."""

import re

import pytest
from sqlalchemy import select

from core.db import db
from core.people.models.users import SignInSession
from core.people.rules.browsers import browser_name
from core.people.services.samples import PASSWORD
from tests.core.door import page_of, try_in, user_id
from tests.core.hours import Hours
from tests.people import Staff
from tests.visiting import Visitor

WRONG = "账号、密码或验证码不对"


def test_a_session_ends_after_an_hour_without_a_sign_of_life(visitor: Visitor, hours: Hours) -> None:
    try_in(visitor)
    for _ in range(3):
        hours.on(minutes=50)
        assert visitor.get("/account").status_code == 200
    hours.on(minutes=61)
    assert visitor.get("/account").status_code == 401


def test_a_session_ends_after_twelve_hours_in_any_case(visitor: Visitor, hours: Hours) -> None:
    try_in(visitor)
    for _ in range(14):
        hours.on(minutes=50)
        visitor.get("/account")
    hours.on(minutes=30)
    assert visitor.get("/account").status_code == 401


def test_locking_an_account_ends_its_sessions_at_once_and_is_said_only_to_who_has_the_password(
    visitor: Visitor, staff: Staff
) -> None:
    try_in(visitor)
    staff.visitor("admin").post(f"/people/{user_id('auditor')}/lock", page=f"/people/{user_id('auditor')}")
    assert visitor.get("/account").status_code == 401
    assert "已停用" in page_of(try_in(visitor))
    assert WRONG in page_of(try_in(visitor, password="wrong"))


def test_a_revoked_role_is_lost_at_once(staff: Staff) -> None:
    auditor, admin = staff.visitor("auditor"), staff.visitor("admin")
    assert auditor.get("/audit").status_code == 200
    page = f"/people/{user_id('auditor')}"
    end = re.search(r'action="(/people/\d+/memberships/\d+/end)"', page_of(admin.get(page)))
    assert end
    admin.post(end[1], page=page)
    assert auditor.get("/audit").status_code == 404


def test_sessions_are_listed_and_one_can_be_ended(staff: Staff) -> None:
    here, there = staff.visitor("auditor"), staff.visitor("auditor")
    page = page_of(here.get("/account"))
    assert page.count("退出这一处") == 1
    end = re.search(r'action="(/account/sessions/\d+/end)"', page)
    assert end
    here.post(end[1], page="/account")
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 401)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome 126 · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge 126 · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari 17 · iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_named_so_that_its_owner_knows_it_again(agent: str, name: str) -> None:
    assert browser_name(agent) == name


def test_nobody_ends_another_persons_session(staff: Staff) -> None:
    auditor, admin = staff.visitor("auditor"), staff.visitor("admin")
    ids = db.session.scalars(select(SignInSession.id).filter_by(user_id=user_id("auditor"))).all()
    assert admin.post(f"/account/sessions/{max(ids)}/end", page="/account").status_code == 404
    assert auditor.get("/account").status_code == 200


def test_a_new_password_signs_out_everywhere_else(staff: Staff) -> None:
    here, there = staff.visitor("auditor"), staff.visitor("auditor")
    chosen = "mangguo-boluo-xiangjiao"
    answer = here.post("/account/password", {"password": PASSWORD, "chosen": chosen, "again": chosen}, page="/account")
    assert answer.status_code == 303
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 401)
    assert try_in(there, password=PASSWORD).status_code == 422
    assert try_in(there, password=chosen).status_code == 303


@pytest.mark.parametrize(
    ("password", "chosen", "again", "says"),
    [
        ("wrong", "mangguo-boluo", "mangguo-boluo", "现在的密码不对"),
        (PASSWORD, "short", "short", "密码太短"),
        (PASSWORD, "mangguo-boluo", "mangguo-bolou", "两次填的新密码不一样"),
        (PASSWORD, PASSWORD, PASSWORD, "和现在的一样"),
        (PASSWORD, "1qaz2wsx", "1qaz2wsx", "太常见"),
        (PASSWORD, "", "", "这一项要填"),
    ],
)
def test_a_password_that_cannot_be_taken_is_explained(
    staff: Staff, password: str, chosen: str, again: str, says: str
) -> None:
    form = {"password": password, "chosen": chosen, "again": again}
    answer = staff.visitor("auditor").post("/account/password", form, page="/account")
    assert answer.status_code == 422
    assert says in page_of(answer)
