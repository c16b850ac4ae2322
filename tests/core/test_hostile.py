"""What nobody types by mistake: made-up methods, marks and keys, forms of another site, NUL where nothing reads it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from core.db import db
from core.policy import Role
from tests.visiting import Visitor


@pytest.mark.parametrize("address", ["//[", "//℀", "/\\elsewhere.example"])
def test_an_address_that_is_none_leads_to_the_first_page(visitor: Visitor, address: str) -> None:
    done = visitor.post("/language", {"language": "en", "next": address}, page="/language")
    assert (done.status_code, done.location) == (303, "/")
    assert visitor.get("/sign-in", query_string={"next": address}).status_code == 200


@pytest.mark.parametrize("mark", ["0001-01-01T00:00:00+14:00~1~1", "9999-12-31T23:59:59-14:00~1~1", "~~", "x~1~1"])
def test_a_mark_that_is_none_is_the_first_page_of_events(staff: Any, mark: str) -> None:
    assert staff.visitor(Role.auditor).get("/audit", query_string={"before": mark}).status_code == 200


def test_made_up_methods_are_counted_together(app: Flask) -> None:
    client = app.test_client()
    for number in range(3):
        client.open("/", method=f"MADEUP{number}")
    told = client.get("/metrics").get_data(as_text=True)
    assert "MADEUP" not in told
    assert 'method="other"' in told


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_a_form_of_another_site_gets_no_token_of_ours(visitor: Visitor, origin: str) -> None:
    answer = visitor.http.post("/people", data={"name": "made elsewhere"}, headers={"Origin": origin})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "别的网站" in page
    assert "made elsewhere" not in page


def test_an_error_of_the_database_does_not_tell_what_was_put_in(app: Flask) -> None:
    with pytest.raises(SQLAlchemyError) as told:
        db.session.execute(select(text("nothing FROM nowhere WHERE this = :secret")), {"secret": "told in confidence"})
    db.session.rollback()
    assert "told in confidence" not in str(told.value)


@pytest.mark.parametrize(
    "address",
    ["/items/a%00b", "/items/a%00b/history", "/editions/a%00b", "/checks/a%00b", "/compare?a=%00&b=%00", "/items?q=%00",
     "/check?from=%00", "/check?item=%00", "/check?called_as=%00", "/api/v1/items/%00", "/api/v1/editions/%00",
     "/api/v1/items?after=%00", "/api/v1/items?body=%00", "/organisations?parent=%00", "/language?next=%00",
     "/publishing/lists/%00", "/publishing/lists/%00/reasons", "/publishing/lists/new?follows=%00",
     "/publishing/standards/new?q=%00", "/publishing/standards/items/%00", "/publishing/lists/new?way=%00"],
)  # fmt: skip
def test_no_address_with_a_nul_in_it_breaks_anything(app: Flask, staff: Any, address: str) -> None:
    app.testing = False
    assert staff.visitor(Role.publisher).get(address).status_code < 500


@pytest.mark.parametrize("way", ["current", "empty", "file"])
@pytest.mark.parametrize("key", ["\0", "k" * 5000, ""])
def test_a_made_up_key_of_a_form_breaks_nothing(app: Flask, staff: Any, way: str, key: str) -> None:
    app.testing = False
    about = {
        "title": "清单", "issuer": "发布单位", "region": "440000", "list_type": "xzsy", "follows": "", "form_key": key,
    }  # fmt: skip
    done = staff.visitor(Role.publisher).post("/publishing/lists/new", {"way": way, **about})
    assert done.status_code < 500
