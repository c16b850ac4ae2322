"""Programs act by keys: for the person who made one, in one organisation, within its scopes, until it ends."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.access import actor
from core.db import db, transaction
from core.errors import NotSignedIn
from core.people.models.keys import ApiKey
from core.people.models.users import User
from core.people.services import employing, keying, signing_in
from core.people.services.samples import PASSWORD
from core.policy import SYSTEM, Action, Actor, may
from tests.people import Staff


def somebody(name: str = "publisher") -> Actor:
    user = db.session.scalars(select(User).filter_by(sign_in_name=name)).one()
    return Actor(user_id=user.id, memberships=signing_in.memberships(user.id, clock.today()))


def make(who: Actor, *scopes: Action, organisation: int = 0) -> str:
    with transaction():
        return keying.make(who, "ERP", organisation or min(who.organisations), [scope.value for scope in scopes])


def asking(app: Flask, header: str) -> Actor:
    with app.test_request_context("/api/v1/items", headers={"Authorization": header}):
        return actor()


def test_a_key_acts_for_who_made_it_within_its_scopes(app: Flask) -> None:
    who = somebody()
    program = asking(app, f"Bearer {make(who, Action.draft_edition)}")
    assert (program.user_id, program.organisations) == (who.user_id, who.organisations)
    assert [action for action in Action if may(action, program) and not may(action, Actor())] == [Action.draft_edition]


def test_a_key_gives_nothing_that_its_maker_may_not_do(app: Flask) -> None:
    program = asking(app, f"bearer {make(somebody('enterprise'), Action.draft_edition, Action.read_audit)}")
    assert not may(Action.draft_edition, program)
    assert not may(Action.read_audit, program)


@pytest.mark.parametrize("action", [Action.publish_edition, Action.manage_own_account, Action.manage_people])
def test_what_takes_a_person_no_key_may_do(app: Flask, action: Action) -> None:
    with pytest.raises(keying.Invalid):
        make(somebody("admin"), action)


def test_a_key_for_an_organisation_that_is_not_ones_own_is_refused(app: Flask) -> None:
    with pytest.raises(keying.Invalid):
        make(somebody(), organisation=max(somebody("auditor").organisations))


def test_only_a_digest_is_kept(app: Flask) -> None:
    key = make(somebody())
    row = db.session.scalars(select(ApiKey)).one()
    assert key not in (row.digest, row.hint)
    assert len(key) > 45


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer sfk_nonsense", "Basic abc", "Bearer", "sfk_x"])
def test_a_wrong_key_is_refused_and_not_taken_for_a_visitor(app: Flask, header: str) -> None:
    with pytest.raises(NotSignedIn):
        asking(app, header)
    answer = app.test_client().get("/api/v1/items", headers={"Authorization": header})
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


def ended(who: Actor) -> None:
    with transaction():
        keying.end(who, keying.lines(who)[0].id)


def locked(who: Actor) -> None:
    with transaction():
        employing.lock(SYSTEM, who.user_id)


def a_year_later(_who: Actor) -> None:
    clock.set_clock(lambda: datetime.now(UTC) + timedelta(days=366))


def moved_on(who: Actor) -> None:
    with transaction():
        for line in employing.find_person(who.user_id).memberships:
            employing.end_membership(SYSTEM, who.user_id, line.id)


@pytest.mark.parametrize("event", [ended, locked, a_year_later, moved_on])
def test_a_key_is_over_at_once_when(app: Flask, event: Any) -> None:
    who = somebody()
    key = make(who, Action.read_draft)
    assert keying.find(key)
    event(who)
    assert keying.find(key) is None


def test_a_key_is_no_good_for_pages_and_a_session_none_for_programs(app: Flask, staff: Staff) -> None:
    key = make(somebody("auditor"), Action.read_audit)
    client = app.test_client()
    assert client.get("/audit", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    cookie = staff.visitor("auditor").http.get_cookie("session")
    assert cookie
    with app.test_request_context("/api/v1/items", headers={"Cookie": f"session={cookie.value}"}):
        assert not actor().known


def test_a_key_is_shown_once_on_the_page_and_can_be_ended_there(staff: Staff) -> None:
    visitor = staff.visitor("publisher")
    mine = min(somebody().organisations)
    form = {"label": "ERP 系统", "organisation": str(mine), "scopes": "draft_edition"}
    made = visitor.post("/account/keys", form, page="/account").get_data(as_text=True)
    key = re.search(r"sfk_[\w-]{43}", made)
    assert key
    page = visitor.get("/account").get_data(as_text=True)
    assert key[0] not in page
    assert "ERP 系统" in page
    end = re.search(r'action="(/account/keys/\d+/end)"', page)
    assert end
    visitor.post(end[1], page="/account")
    assert keying.find(key[0]) is None


def test_nobody_ends_another_persons_key(app: Flask, staff: Staff) -> None:
    make(somebody())
    (line,) = keying.lines(somebody())
    assert staff.visitor("auditor").post(f"/account/keys/{line.id}/end", page="/account").status_code == 404


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"label": "", "organisation": "mine"}, "这一项要填"),
    ({"label": "x" * 81, "organisation": "mine"}, "最多 80 个字"),
    ({"label": "ERP", "organisation": "999999"}, "请选您所在的单位"),
    ({"label": "ERP", "organisation": "某单位"}, "请从列出的里面选一个"),
    ({"label": "a\x00b", "organisation": "mine"}, "看不见的字符"),
    ({"label": "ERP", "organisation": "mine", "scopes": "manage_people"}, "“还可以”里有一项"),
]


def test_what_cannot_be_taken_is_explained(staff: Staff) -> None:
    mine, publisher = str(min(somebody().organisations)), staff.visitor("publisher")
    for form, says in REFUSED:
        sent = form | {"organisation": form["organisation"].replace("mine", mine)}
        answer = publisher.post("/account/keys", sent, page="/account")
        assert (answer.status_code, says in unescape(answer.get_data(as_text=True))) == (422, True), form


def test_what_no_key_may_do_is_refused_by_the_name_of_the_field(staff: Staff) -> None:
    mine, publisher = str(min(somebody().organisations)), staff.visitor("publisher")
    for scope in ("everything", Action.manage_people.value):
        answer = publisher.post(
            "/account/keys", {"label": "ERP", "organisation": mine, "scopes": scope}, page="/account"
        )
        page = unescape(answer.get_data(as_text=True))
        assert (answer.status_code, "“还可以”里有一项" in page, 'href="#f-scopes"' in page) == (422, True, True)


@pytest.mark.parametrize(("ticked", "left"), [({"end_keys": "1"}, 0), ({}, 1)])
def test_a_new_password_ends_the_keys_where_that_is_ticked(staff: Staff, ticked: dict[str, str], left: int) -> None:
    publisher, who, chosen = staff.visitor("publisher"), somebody(), "mangguo-boluo-xiangjiao"
    make(who)
    page = publisher.get("/account").get_data(as_text=True)
    assert re.search(r'name="end_keys" value="1" checked', page)
    form = {"password": PASSWORD, "chosen": chosen, "again": chosen} | ticked
    assert publisher.post("/account/password", form, page="/account").status_code == 303
    assert len(keying.lines(who)) == left
