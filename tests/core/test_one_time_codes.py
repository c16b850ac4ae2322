"""One-time codes, first passwords, and roles on their days."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from core import clock
from core.db import transaction
from core.people.services import employing, signing_in
from core.people.services.samples import PASSWORD
from core.policy import SYSTEM, Actor, Role
from tests.core.door import page_of, try_in
from tests.core.hours import Hours
from tests.people import Staff
from tests.visiting import Visitor


@pytest.fixture
def totp(app: Flask) -> Iterator[None]:
    """A platform that asks staff for one-time codes."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = dataclasses.replace(settings, staff_totp=True)
    yield
    app.extensions["settings"] = settings


def set_up(visitor: Visitor) -> pyotp.TOTP:
    letters = re.search(r'<code class="user-select-all">([A-Z2-7 ]+)</code>', page_of(visitor.get("/account/code")))
    assert letters
    app = pyotp.TOTP(letters[1].replace(" ", ""))
    form = {"code": app.at(int(clock.now().timestamp())), "password": PASSWORD}
    assert visitor.post("/account/code", form).status_code == 303
    return app


def test_where_codes_are_asked_no_role_counts_until_they_are_set_up(visitor: Visitor, totp: None, hours: Hours) -> None:
    answer = try_in(visitor, next="/audit")
    assert answer.location == "/account"
    assert "请先设验证码" in page_of(visitor.get("/account"))
    assert visitor.get("/audit").status_code == 404
    set_up(visitor)
    assert visitor.get("/audit").status_code == 200


def test_enterprises_are_not_asked_for_codes(visitor: Visitor, totp: None) -> None:
    try_in(visitor, "enterprise")
    assert "请先设验证码" not in page_of(visitor.get("/account"))


def test_a_code_is_asked_once_set_up_and_good_once(staff: Staff, app: Flask, hours: Hours) -> None:
    phone = set_up(staff.visitor("auditor"))
    assert try_in(Visitor(app)).status_code == 422
    hours.on(minutes=1)
    code = phone.at(int(hours.at.timestamp()))
    assert try_in(Visitor(app), code=code).status_code == 303
    assert try_in(Visitor(app), code=code).status_code == 422
    hours.on(minutes=2)
    assert try_in(Visitor(app), code=code).status_code == 422


def test_a_first_password_opens_nothing_but_the_form_to_change_it(app: Flask, visitor: Visitor) -> None:
    with transaction():
        new, first = employing.add_person(SYSTEM, "newcomer", "新来的")
        employing.give_membership(SYSTEM, new, 1, Role.auditor, clock.today())
    assert try_in(visitor, "newcomer", first).location == "/account"
    assert visitor.get("/audit").status_code == 404
    chosen = "mangguo-boluo-xiangjiao"
    visitor.post("/account/password", {"password": first, "chosen": chosen, "again": chosen}, page="/account")
    assert visitor.get("/audit").status_code == 200


def test_a_first_password_is_good_for_a_week(app: Flask, visitor: Visitor, hours: Hours) -> None:
    with transaction():
        _, first = employing.add_person(SYSTEM, "newcomer", "新来的")
    hours.on(days=8)
    assert "首次密码已过期" in page_of(try_in(visitor, "newcomer", first))


def test_after_a_changed_key_of_the_platform_it_says_who_can_help(staff: Staff, app: Flask, hours: Hours) -> None:
    phone = set_up(staff.visitor("auditor"))
    hours.on(minutes=1)
    kept = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = "another key"
    try:
        answer = try_in(Visitor(app), code=phone.at(int(hours.at.timestamp())))
        assert (answer.status_code, "平台换过密钥" in page_of(answer)) == (422, True)
        assert "平台换过密钥" not in page_of(try_in(Visitor(app), password="wrong"))
        done = app.test_cli_runner().invoke(args=["people", "take-codes-away", "Auditor"])
        assert done.exit_code == 0, done.output
        assert try_in(Visitor(app)).status_code == 303
    finally:
        app.config["SECRET_KEY"] = kept


def test_two_tries_at_once_with_one_code_open_one_session(staff: Staff, app: Flask, hours: Hours) -> None:
    phone = set_up(staff.visitor("auditor"))
    hours.on(minutes=1)
    both = [signing_in.recognise("auditor", PASSWORD, phone.at(int(hours.at.timestamp()))) for _ in range(2)]
    with transaction():
        signing_in.open_session(both[0], "")
    with pytest.raises(signing_in.Invalid), transaction():
        signing_in.open_session(both[1], "")


def test_memberships_count_on_their_days_only(app: Flask, hours: Hours) -> None:
    today = clock.today()
    with transaction():
        new, _ = employing.add_person(SYSTEM, "newcomer", "新来的")
        employing.give_membership(SYSTEM, new, 1, Role.auditor, today + timedelta(days=1), today + timedelta(days=2))
    held = [bool(signing_in.memberships(new, today + timedelta(days=days))) for days in range(4)]
    assert held == [False, True, True, False]
    assert not Actor(user_id=new, memberships=signing_in.memberships(new, today)).roles
