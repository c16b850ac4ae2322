"""Checks by program: one, a thousand with wrong ones among them, bad input of every kind; nothing is kept."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from burden.models.checks import KeptCheck
from core.db import db

GOOD = {
    "called_as": "财产案件受理费",
    "charged_by": "广州市天河区人民法院",
    "amount": "13800.00",
    "charged_on": "2026-07-20",
    "region": "440106",
    "facts": {"claim": 1000000, "halved": False},
}
KEYS = {
    "verdict", "item", "lawful_maximum", "excess", "at_least", "missing", "assumed", "reason", "candidates", "working",
    "edition", "basis", "confirmed", "next", "charge", "rules",
}  # fmt: skip


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def check(client: FlaskClient, **changes: Any) -> Any:
    return client.post("/api/v1/checks", json=GOOD | changes)


def test_a_charge_gets_its_verdict_in_the_fixed_form(client: FlaskClient) -> None:
    answer = check(client)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert set(answer.json) == KEYS
    assert (answer.json["verdict"], answer.json["lawful_maximum"], answer.json["excess"]) == (
        "within_standard",
        "13800.00",
        "0.00",
    )
    assert answer.json["item"] == {"key": "LIT-PROP", "name": "财产案件案件受理费"}
    assert answer.json["charge"]["required_by"] is None


def test_one_fen_above_the_maximum_is_told_to_the_fen(client: FlaskClient) -> None:
    answer = check(client, amount="13800.01").json
    assert (answer["verdict"], answer["excess"], answer["at_least"]) == ("above_standard", "0.01", False)


def test_a_missing_fact_is_asked_in_both_languages(client: FlaskClient) -> None:
    answer = check(client, facts={}).json
    assert (answer["verdict"], answer["reason"]) == ("needs_information", "facts_missing")
    assert all(asked["question"]["zh"] and asked["question"]["en"] for asked in answer["missing"])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"amount": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"called_as=x", "application/x-www-form-urlencoded", 415),
        (b"{}", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'"x"', "application/json", 422),
    ],
)
def test_what_is_no_charge_is_a_problem(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    answer = client.post("/api/v1/checks", data=body, content_type=kind)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["message"]["zh"] and answer.json["message"]["en"]


def test_wrong_fields_are_named_with_the_remedy_in_both_languages(client: FlaskClient) -> None:
    answer = check(client, amount="-1", charged_on="2999-01-01", region="Atlantis", called_as="a\0b", ammount=1)
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"amount", "charged_on", "region", "called_as", "ammount"}
    assert answer.json["errors"]["charged_on"] == [
        {"zh": "日期在今天之后，请填收费当天", "en": "Date is in the future; give the day of the charge"}
    ]


def test_the_title_comes_in_the_language_asked_for(client: FlaskClient) -> None:
    titles = [
        client.post("/api/v1/checks", json={}, headers={"Accept-Language": language}).json["title"]
        for language in ("en", "zh-CN")
    ]
    assert titles == ["Some answers need correcting", "有些内容填得不对，请照提示改"]


def test_a_day_before_any_list_is_answered_honestly(client: FlaskClient) -> None:
    assert check(client, charged_on="1950-01-01").json["reason"] == "standard_not_on_record"


def test_a_thousand_with_three_wrong_ones_names_the_three_and_answers_the_rest(client: FlaskClient) -> None:
    charges: list[Any] = [GOOD | {"facts": {"claim": 1000 * n, "halved": False}} for n in range(1000)]
    charges[7], charges[500], charges[999] = (
        GOOD | {"amount": "a lot"},
        "no charge",
        GOOD | {"called_as": "费" * 10_000},
    )
    answer = client.post("/api/v1/checks/batch", json={"charges": charges})
    assert answer.status_code == 200
    answers = answer.json["answers"]
    assert len(answers) == 1000
    wrong = {one["index"]: list(one["errors"]) for one in answers if "errors" in one}
    assert wrong == {7: ["amount"], 500: ["charge"], 999: ["called_as"]}
    assert answers[8] == client.post("/api/v1/checks", json=charges[8]).json


def test_more_than_a_thousand_are_too_many_at_once(client: FlaskClient) -> None:
    answer = client.post("/api/v1/checks/batch", json={"charges": [GOOD] * 1001})
    assert answer.status_code == 422
    assert "1,000" in answer.json["errors"]["charges"][0]["zh"]


@pytest.mark.parametrize("body", [{}, [], {"charges": {}}, {"charges": [], "more": 1}])
def test_a_batch_that_is_none_is_a_problem(client: FlaskClient, body: Any) -> None:
    assert client.post("/api/v1/checks/batch", json=body).status_code == 422


def test_an_empty_batch_has_no_answers(client: FlaskClient) -> None:
    assert client.post("/api/v1/checks/batch", json={"charges": []}).json == {"answers": []}


def test_checking_keeps_nothing_and_needs_no_token_of_a_form(client: FlaskClient, database: Any) -> None:
    database.changed = False
    check(client)
    client.post("/api/v1/checks/batch", json={"charges": [GOOD]})
    assert not database.changed
    assert db.session.scalar(select(func.count()).select_from(KeptCheck)) == 0


def test_a_wrong_method_or_address_is_a_problem_too(client: FlaskClient) -> None:
    for answer in (client.get("/api/v1/checks"), client.delete("/api/v1/checks"), client.get("/api/v1/absent")):
        assert (answer.status_code in (404, 405), answer.mimetype) == (True, "application/problem+json")


def test_the_shell_gives_the_same_answers_in_order(app: Flask, client: FlaskClient, tmp_path: Any) -> None:
    charges = [GOOD, GOOD | {"amount": "x"}, GOOD | {"expected": "within_standard", "charged_on": "2026年7月20日"}]
    file = tmp_path / "charges.json"
    file.write_text(json.dumps({"charges": charges}), "utf-8")
    done = app.test_cli_runner().invoke(args=["catalogue", "check", str(file)])
    assert done.exit_code == 0
    answers = json.loads(done.stdout)["answers"]
    assert answers[0] == answers[2] == check(client).json
    assert (answers[1]["index"], list(answers[1]["errors"])) == (1, ["amount"])
    assert "'expected'" in done.stderr


@pytest.mark.parametrize("text", ["", "{", '{"charges": 1}', "[" * 100_000, "\udcff"])
def test_the_shell_says_what_is_wrong_with_a_file(app: Flask, tmp_path: Any, text: str) -> None:
    file = tmp_path / "charges.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    done = app.test_cli_runner().invoke(args=["catalogue", "check", str(file)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
