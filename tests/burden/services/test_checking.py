"""Kept checks: nothing personal in them, kept once, never changed, certified, and re-computed bit for bit."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from burden.models.checks import KeptCheck
from burden.rules.charge import Charge
from burden.services import checking
from core import clock
from core.db import db, transaction
from core.errors import NotFound
from core.values.money import Money
from tests.burden.services.test_verifier import verifier

CHARGE = Charge(
    called_as="财产案件受理费",
    charged_by="广州市天河区人民法院",
    amount=Money("13800.01"),
    charged_on=date(2026, 7, 20),
    region="440106",
    facts={"claim": 1000000, "halved": False},
)


def keep(charge: Charge = CHARGE, form_key: str | None = None) -> str:
    with transaction():
        return checking.keep(charge, form_key)


def test_a_kept_check_is_found_by_its_code_as_it_was(app: Flask) -> None:
    clock.set_clock(lambda: datetime(2026, 11, 25, 8, tzinfo=UTC))
    kept = checking.find(keep())
    assert (kept.charge, kept.kept_at) == (CHARGE, clock.now())
    assert kept.verdict == json.loads(json.dumps(checking.check(CHARGE).as_dict()))


def test_codes_are_long_by_chance_and_all_different(app: Flask) -> None:
    codes = {keep() for _ in range(20)}
    assert len(codes) == 20
    assert all(len(code) == checking.CODE_LENGTH and set(code) <= set(checking.CODE_ALPHABET) for code in codes)
    assert len(checking.CODE_ALPHABET) ** checking.CODE_LENGTH > 2**80


@pytest.mark.parametrize("code", ["", "x", "a" * 20, "0" * 5000, "' or 1=1 --"])
def test_an_unknown_code_finds_nothing(app: Flask, code: str) -> None:
    with pytest.raises(NotFound):
        checking.find(code)


def test_the_same_form_sent_twice_is_kept_once_and_another_answer_in_it_anew(app: Flask) -> None:
    first = keep(form_key="token")
    assert keep(form_key="token") == first
    assert keep(replace(CHARGE, amount=Money("5")), form_key="token") != first
    assert keep(form_key="another") != first


def test_nothing_personal_is_kept(app: Flask) -> None:
    told = "我的电话13800138000，020-87654321，身份证 44010619900101123X，邮箱 li@example.com，卡 6222 0212 3456 7890。"
    kept_words = "2026-07-20 和 20260720 交了 13800 元，合同 12345678元、1234567.50 元、1000000万元"
    charge = replace(
        CHARGE,
        called_as="财产案件受理费 13800138000",
        narrative=told + kept_words,
        facts={"claim": "12345678.90", "note": "找 13800138000"},
    )
    kept = checking.find(keep(charge)).charge
    assert kept.narrative == "我的电话＊，＊，身份证 ＊，邮箱 ＊，卡 ＊。" + kept_words
    assert (kept.called_as, kept.charged_by) == ("财产案件受理费 ＊", CHARGE.charged_by)
    assert kept.facts == {"claim": "12345678.90", "note": "找 ＊"}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE kept_check SET code = 'x'", "DELETE FROM kept_check", "UPDATE kept_check SET certificate = '{}'"],
)
def test_a_kept_check_cannot_be_changed_or_deleted(app: Flask, statement: str) -> None:
    keep()
    with pytest.raises(DBAPIError, match="stays as it is"), transaction():
        db.session.execute(text(statement))
    assert db.session.scalar(select(func.count()).select_from(KeptCheck)) == 1


def test_a_kept_check_cannot_be_replaced_or_emptied(app: Flask) -> None:
    keep()
    on_sqlite = db.engine.dialect.name == "sqlite"
    replacing = "INSERT OR REPLACE INTO kept_check SELECT id, code, 'x', kept_at, '{}' FROM kept_check"
    with pytest.raises(DBAPIError, match="stays as it is"), transaction():
        db.session.execute(text(replacing if on_sqlite else "TRUNCATE kept_check"))


def test_it_recomputes_bit_for_bit_while_nothing_is_published(app: Flask) -> None:
    again = checking.recheck(keep())
    assert (again.same_rules, again.same_verdict, again.verdict["excess"]) == (True, True, "0.01")


def keys(app: Flask) -> Any:
    return verifier.keys_of(app.test_client().get("/.well-known/jwks.json").json)


def test_the_verifier_takes_the_certificate_by_the_keys_published(app: Flask) -> None:
    code = keep()
    document = verifier.verify(checking.certificate_file(code), keys(app), "verdict")
    assert (document["code"], document["verdict"]["excess"]) == (code, "0.01")
    assert document["rules"] == document["verdict"]["rules"] == checking.check(CHARGE).rules
    assert document["address"] == f"http://localhost/checks/{code}"


def test_the_verifier_refuses_the_certificate_with_any_byte_changed(app: Flask) -> None:
    known, good = keys(app), checking.certificate_file(keep())
    for place in range(0, len(good), 7):
        for changed in (good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :], good[:place] + good[place + 1 :]):
            with pytest.raises(verifier.Refused):
                verifier.verify(changed, known)


def test_programs_fetch_the_same_bytes(app: Flask) -> None:
    code = keep()
    client = app.test_client()
    assert client.get(f"/api/v1/certificates/{code}").data == checking.certificate_file(code)
    assert client.get(f"/checks/{code}/certificate").data == checking.certificate_file(code)
    assert client.get(f"/api/v1/certificates/{'a' * 20}").status_code == 404
