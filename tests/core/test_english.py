"""The pages of core in English keep Chinese only for names."""

from flask import Flask

from core.people.services.samples import PASSWORD
from tests.guards.test_words import Untranslated
from tests.people import Staff
from tests.visiting import Visitor

PAGES = (
    "/people", "/people/1", "/account", "/account/code", "/audit", "/audit?kind=person", "/audit/verification",
    "/organisations", "/organisations?on=2018-01-01", "/language",
)  # fmt: skip


def chinese_in(answer: object) -> list[str]:
    reader = Untranslated()
    reader.feed(answer.get_data(as_text=True))  # type: ignore[attr-defined] # a response of the test client
    return reader.found


def test_an_administrators_pages_are_english_where_that_was_chosen(staff: Staff) -> None:
    admin = staff.visitor("admin")
    admin.http.set_cookie("lang", "en")
    assert {page: chinese_in(admin.get(page)) for page in PAGES} == {page: [] for page in PAGES}


def test_a_form_of_an_ended_session_comes_back_in_english(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.http.set_cookie("lang", "en")
    typed = {"csrf_token": visitor.token("/language"), "name": "李甲", "role": "auditor"}
    carried = visitor.http.post("/people", data=typed)
    assert (carried.status_code, chinese_in(carried)) == (401, [])
    form = {"sign_in_name": "admin", "password": PASSWORD, "next": "/people", "typed.name": "李甲"}
    assert chinese_in(visitor.post("/sign-in", form)) == []


def test_a_refused_form_is_explained_in_english(staff: Staff) -> None:
    admin = staff.visitor("admin")
    admin.http.set_cookie("lang", "en")
    answer = admin.post("/people", {"name": "", "sign_in_name": "admin", "role": "x", "organisation": "没有的局"})
    assert (answer.status_code, chinese_in(answer)) == (422, [])
