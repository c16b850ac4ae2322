"""A page the reader has already is not made again."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import event

from core import clock
from core.db import db
from tests.visiting import Visitor

PAGES = ("/", "/items", "/items/SOIL", "/items/SOIL/history", "/editions", "/help", "/compare")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_read_before_is_answered_with_304(visitor: Visitor, address: str) -> None:
    tag = visitor.get(address).headers["ETag"]
    again = visitor.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.get_data() == b""


def test_a_304_asks_the_database_for_no_more_than_the_version(app: Flask, visitor: Visitor) -> None:
    tag = visitor.get("/items/SOIL").headers["ETag"]
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    visitor.get("/items/SOIL", headers={"If-None-Match": tag})
    assert len([statement for statement in asked if statement.lstrip().upper().startswith("SELECT")]) <= 1


def test_the_page_is_made_anew_for_another_language_another_day_and_other_colours(visitor: Visitor) -> None:
    tags = [visitor.get("/items/SOIL").headers["ETag"]]
    visitor.http.set_cookie("lang", "en")
    tags.append(visitor.get("/items/SOIL").headers["ETag"])
    visitor.http.set_cookie("theme", "dark")
    tags.append(visitor.get("/items/SOIL").headers["ETag"])
    clock.set_clock(lambda: datetime(2027, 3, 1, tzinfo=UTC))
    tags.append(visitor.get("/items/SOIL").headers["ETag"])
    assert len(set(tags)) == 4


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_answers_304_holds_no_token(visitor: Visitor, address: str) -> None:
    page = visitor.get(address)
    assert "csrf_token" not in page.get_data(as_text=True) and "Set-Cookie" not in page.headers
