"""Signing in: nobody is told who exists, sessions end when they must, and nothing typed is lost."""

import dataclasses
import re
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db, transaction
from core.events import Event
from core.people.models.users import SignInSession, User
from core.people.rules.browsers import browser_name
from core.people.services import employing, signing_in, slowing
from core.people.services.samples import PASSWORD
from core.policy import SYSTEM, Actor, Role
from tests.people import Staff
from tests.visiting import Visitor

WRONG = "账号、密码或验证码不对"
MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


class Hours:
    """A clock for tests, moved by hand."""

    def __init__(self) -> None:
        self.at = MORNING
        clock.set_clock(lambda: self.at)

    def on(self, **more: float) -> None:
        self.at += timedelta(**more)


@pytest.fixture
def hours() -> Hours:
    return Hours()


def try_in(visitor: Visitor, name: str = "auditor", password: str = PASSWORD, **more: str) -> Any:
    return visitor.post("/sign-in", {"sign_in_name": name, "password": password, **more})


def page_of(answer: Any) -> str:
    return unescape(answer.get_data(as_text=True))


def user_id(name: str) -> int:
    db.session.rollback()
    return db.session.scalars(select(User.id).filter_by(sign_in_name=name)).one()


def test_who_signs_in_comes_to_where_they_were_going(visitor: Visitor) -> None:
    answer = try_in(visitor, next="/audit?kind=edition")
    assert (answer.status_code, answer.location) == (303, "/audit?kind=edition")
    assert visitor.get("/audit").status_code == 200


@pytest.mark.parametrize("name", ["Auditor", " auditor ", "ａｕｄｉｔｏｒ"])
def test_a_name_is_known_however_it_is_typed(visitor: Visitor, name: str) -> None:
    assert try_in(visitor, name).status_code == 303


@pytest.mark.parametrize(("name", "password"), [("auditor", "wrong"), ("nobody", PASSWORD), ("", ""), ("a\x00b", "x")])
def test_whatever_was_wrong_the_words_are_the_same(visitor: Visitor, name: str, password: str) -> None:
    answer = try_in(visitor, name, password)
    assert answer.status_code == 422
    assert page_of(answer).count(WRONG) == 1


@pytest.mark.slow
def test_an_unknown_name_takes_as_long_as_a_wrong_password(app: Flask) -> None:
    def took(name: str) -> float:
        begun = time.perf_counter()
        with pytest.raises(signing_in.Invalid):
            signing_in.recognise(name, "wrong password", "")
        return time.perf_counter() - begun

    took("nobody")
    known, unknown = ([took(name) for _ in range(15)] for name in ("auditor", "nobody"))
    assert 0.6 < statistics.median(known) / statistics.median(unknown) < 1.6


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/\t/evil.example",
        "",
    ],
)
def test_nobody_is_sent_elsewhere(visitor: Visitor, elsewhere: str) -> None:
    assert try_in(visitor, next=elsewhere).location in ("/", "/account")


def test_a_session_begun_before_signing_in_is_not_kept(visitor: Visitor) -> None:
    visitor.get("/sign-in")
    before = visitor.http.get_cookie("session")
    try_in(visitor)
    after = visitor.http.get_cookie("session")
    assert before and after and before.value != after.value
    visitor.http.set_cookie("session", before.value)
    assert visitor.get("/account").status_code == 401


def test_only_a_digest_of_the_token_is_kept(app: Flask) -> None:
    who = signing_in.recognise("auditor", PASSWORD, "")
    with transaction():
        token = signing_in.open_session(who, "a browser")
    assert len(token) >= 43
    assert db.session.scalars(select(SignInSession.token_digest)).all() != [token]
    assert signing_in.present(token)
    assert signing_in.present(token + "x") is None


def test_signing_out_ends_the_session_on_the_server(visitor: Visitor) -> None:
    try_in(visitor)
    stolen = visitor.http.get_cookie("session")
    assert stolen
    assert visitor.post("/sign-out", page="/account").location == "/sign-in"
    visitor.http.set_cookie("session", stolen.value)
    assert visitor.get("/account").status_code == 401


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


def test_guessing_is_slowed_down(visitor: Visitor, hours: Hours) -> None:
    for _ in range(slowing.FREE_BY_ADDRESS_AND_NAME):
        assert try_in(visitor, password="wrong").status_code == 422
    answer = try_in(visitor)
    assert answer.status_code == 429
    assert "太多次了，请 1 分钟后再试" in page_of(answer)
    assert int(answer.headers["Retry-After"]) <= 61
    hours.on(minutes=2)
    assert try_in(visitor).status_code == 303


def test_guessing_at_many_names_from_one_address_is_slowed_down(visitor: Visitor, hours: Hours) -> None:
    with transaction():
        for number in range(slowing.FREE_BY_ADDRESS):
            slowing.count_try("127.0.0.1", f"name{number}")
    assert try_in(visitor).status_code == 429


def test_an_office_that_signs_in_rightly_from_one_address_never_waits(app: Flask, hours: Hours) -> None:
    for number in range(2 * slowing.FREE_BY_ADDRESS):
        with transaction():
            slowing.count_try("10.0.0.1", f"name{number}")
            slowing.succeeded("10.0.0.1", f"name{number}")


def test_checking_a_charge_is_never_counted(app: Flask, hours: Hours) -> None:
    visitor = Visitor(app)
    for _ in range(3):
        visitor.get("/check")
    assert not db.session.scalars(select(slowing.SignInAttempt)).all()


def test_addresses_and_names_are_not_kept(visitor: Visitor) -> None:
    try_in(visitor, password="wrong")
    db.session.rollback()
    kept = db.session.scalars(select(slowing.SignInAttempt.who)).all()
    assert len(kept) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", who) for who in kept)


def test_signing_in_and_out_is_on_record(visitor: Visitor) -> None:
    try_in(visitor)
    visitor.post("/sign-out", page="/account")
    db.session.rollback()
    kinds = db.session.scalars(select(Event.kind).where(Event.user_id == user_id("auditor")).order_by(Event.no)).all()
    assert kinds == ["person.signed_in", "person.signed_out"]


def test_a_form_sent_after_the_session_ended_is_offered_again_after_signing_in(staff: Staff, hours: Hours) -> None:
    admin = staff.visitor("admin")
    token = admin.token("/people")
    typed = {"name": "李 <甲>", "sign_in_name": "lijia", "role": "auditor", "organisation": "440000-sjt"}
    hours.on(minutes=90)
    answer = admin.http.post("/people", data={"csrf_token": token, **typed})
    assert answer.status_code == 401
    carried = carried_fields(page_of(answer))
    assert carried["typed.name"] == "李 <甲>"
    again = try_in(admin, "admin", **carried)
    page = page_of(again)
    assert (again.status_code, "再点一次提交" in page) == (200, True)
    sent = carried_fields(page)
    fresh = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert fresh and 'action="/people"' in page
    done = admin.http.post("/people", data={**sent, "csrf_token": fresh[1]})
    assert "首次密码，只显示这一次" in page_of(done)


def carried_fields(page: str) -> dict[str, str]:
    areas = re.findall(r'<textarea[^>]*name="([^"]+)">\n(.*?)</textarea>', page, re.DOTALL)
    onward = re.findall(r'<input type="hidden" name="(next)" value="([^"]*)"', page)
    return dict(areas + onward)


def test_wrong_words_at_the_door_keep_what_was_typed_before(visitor: Visitor) -> None:
    answer = try_in(visitor, password="wrong", **{"typed.reason": "第一行\n第二行", "next": "/publishing"})
    assert carried_fields(page_of(answer)) == {"typed.reason": "第一行\n第二行", "next": "/publishing"}


def test_passwords_are_never_put_into_a_page(visitor: Visitor) -> None:
    visitor.get("/sign-in")
    answer = visitor.http.post("/sign-in", data={"sign_in_name": "auditor", "password": "a secret of mine"})
    assert answer.status_code == 400
    assert "a secret of mine" not in page_of(answer)
    assert 'name="password"' in page_of(answer)


def test_a_stale_form_comes_back_whole_with_a_fresh_token(visitor: Visitor) -> None:
    answer = visitor.http.post("/language?next=/items", data={"csrf_token": "old", "language": "en", "next": "/items"})
    page = page_of(answer)
    assert answer.status_code == 400
    assert "您填的都在，请再点一次提交" in page
    fresh = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert fresh
    done = visitor.http.post("/language", data={**carried_fields(page), "csrf_token": fresh[1]})
    assert (done.status_code, done.location) == (303, "/items")


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/language", "/theme", "/account/password", "/people"])
def test_no_form_is_taken_without_a_token(visitor: Visitor, address: str) -> None:
    assert visitor.http.post(address, data={}).status_code == 400


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
