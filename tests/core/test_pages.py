"""Language and colours, errors, health: what stands around everything else."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from core.db import db, transaction
from core.jobs import enqueue
from tests.visiting import Visitor


def test_the_language_is_chosen_by_a_form_and_kept(visitor: Visitor) -> None:
    answer = visitor.post("/language", {"language": "en", "next": "/sign-in"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert '<html lang="en"' in visitor.get("/sign-in").get_data(as_text=True)


def test_colours_are_chosen_by_a_form_and_kept(visitor: Visitor) -> None:
    visitor.post("/theme", {"theme": "dark", "next": "/"}, page="/language")
    assert 'data-bs-theme="dark"' in visitor.get("/sign-in").get_data(as_text=True)


@pytest.mark.parametrize("chosen", ["fr", "", "<script>"])
def test_an_unknown_language_changes_nothing(visitor: Visitor, chosen: str) -> None:
    visitor.post("/language", {"language": chosen})
    assert visitor.http.get_cookie("lang") is None


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_no_choice_leads_elsewhere(visitor: Visitor, elsewhere: str) -> None:
    assert visitor.post("/language", {"language": "en", "next": elsewhere}).location == "/"
    page = visitor.get(f"/language?next={elsewhere}").get_data(as_text=True)
    assert re.findall(r'name="next" value="([^"]*)"', page) == ["/", "/"]


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/people", 401), ("/sign-out", 405)])
def test_an_error_is_a_page_in_the_readers_language(visitor: Visitor, address: str, status: int) -> None:
    visitor.http.set_cookie("lang", "en")
    answer = visitor.get(address)
    assert answer.status_code == status
    assert '<html lang="en"' in answer.get_data(as_text=True)


def test_absent_and_forbidden_are_the_same_page(staff: Any) -> None:
    visitor = staff.visitor("enterprise")
    absent, forbidden = (visitor.get(address).get_data(as_text=True) for address in ("/peopl1", "/people"))
    assert absent.replace("/peopl1", "/people") == forbidden


def test_it_is_alive_and_ready(app: Flask) -> None:
    client = app.test_client()
    assert [client.get(address).status_code for address in ("/healthz", "/readyz")] == [200, 200]


def test_without_its_tables_it_is_not_ready(app: Flask) -> None:
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    client = app.test_client()
    assert [client.get(address).status_code for address in ("/healthz", "/readyz")] == [200, 503]


def test_metrics_tell_requests_and_waiting_work(app: Flask) -> None:
    client = app.test_client()
    client.get("/healthz")
    with transaction():
        enqueue("test.never", {})
    told = client.get("/metrics").get_data(as_text=True)
    assert 'http_requests_total{endpoint="health.alive",method="GET",status="200"}' in told
    assert re.search(r"^jobs_waiting [1-9]", told, re.MULTILINE)


@pytest.mark.parametrize("page", ["/sign-in", "/language", "/nowhere"])
def test_every_answer_carries_its_guards(visitor: Visitor, page: str) -> None:
    headers = visitor.get(page).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-cache"
