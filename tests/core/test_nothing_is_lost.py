"""What was typed survives an ended session and a stale page."""

import re

import pytest

from tests.core.door import page_of, try_in
from tests.core.hours import Hours
from tests.people import Staff
from tests.visiting import Visitor


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
