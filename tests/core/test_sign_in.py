"""Signing in: nobody is told who exists, and guessing is slowed down."""

import re
import statistics
import time

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from flask import Flask
from sqlalchemy import select

from core.db import db, transaction
from core.events import Event
from core.people.models.users import SignInSession
from core.people.services import employing, signing_in, slowing
from core.people.services.samples import PASSWORD
from core.policy import SYSTEM
from tests.core.door import page_of, try_in, user_id
from tests.core.hours import Hours
from tests.visiting import Visitor

WRONG = "账号、密码或验证码不对"


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


def test_a_password_is_hashed_as_dearly_as_is_asked_for_today(dear_passwords: PasswordHasher) -> None:
    parameters = extract_parameters(dear_passwords.hash("eine Birne, drei Litschis"))
    assert (parameters.type, parameters.memory_cost >= 19 * 1024, parameters.time_cost >= 2) == (Type.ID, True, True)


@pytest.mark.slow
def test_an_unknown_name_takes_as_long_as_a_wrong_password(app: Flask, dear_passwords: PasswordHasher) -> None:
    with transaction():
        employing.add_person(SYSTEM, "somebody", "somebody", password=PASSWORD)

    def took(name: str) -> float:
        begun = time.perf_counter()
        with pytest.raises(signing_in.Invalid):
            signing_in.recognise(name, "wrong password", "")
        return time.perf_counter() - begun

    took("nobody")
    known, unknown = ([took(name) for _ in range(15)] for name in ("somebody", "nobody"))
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
