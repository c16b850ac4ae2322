"""The published lists by program: found, filtered, paged, as of a day, compared, as a table; not sent twice."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from burden.models.editions import COLUMNS


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def get(client: FlaskClient, address: str, **more: Any) -> Any:
    answer = client.get(f"/api/v1{address}", **more)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def test_pages_of_items_lead_to_the_end_without_gap_or_repeat(client: FlaskClient) -> None:
    total, keys, after = get(client, "/items?limit=1")["total"], [], ""
    while after is not None:
        page = get(client, f"/items?limit=37&after={after}")
        keys += [item["key"] for item in page["items"]]
        after = page["next"]
    assert len(keys) == len(set(keys)) == total > 80


def test_items_are_found_by_a_part_of_their_name_and_filtered(client: FlaskClient) -> None:
    found = get(client, "/items?q=商标")
    assert all("商标" in str(item) for item in found["items"])
    deposits = get(client, "/items?nature=deposit")
    assert {item["nature"] for item in deposits["items"]} == {"deposit"}
    assert 0 < deposits["total"] < get(client, "/items")["total"]


@pytest.mark.parametrize("region", ["440100", "广州", "广州市"])
def test_a_region_may_be_named(client: FlaskClient, region: str) -> None:
    assert get(client, f"/items?region={region}") == get(client, "/items?region=440100")


def test_an_item_is_shown_as_of_a_day_with_amounts_and_words_in_both_languages(client: FlaskClient) -> None:
    now, then = (get(client, f"/items/TM-APP{query}") for query in ("", "?on=2016-01-01"))
    assert (then["on"], then["line"]["key"], then["line"]["name"]) == ("2016-01-01", "TM-APP", "受理商标注册费")
    assert now["line"]["standard"] != then["line"]["standard"]
    assert set(now["line"]["nature_words"]) == {"zh", "en"}
    assert now["official"] and now["rows"] and now["history"]


def test_the_history_of_an_item_says_when_and_on_what_basis(client: FlaskClient) -> None:
    changes = get(client, "/items/TM-APP/history")["changes"]
    assert any(change["on"] == "2017-04-01" and change["basis"] for change in changes)


def test_editions_are_listed_and_opened(client: FlaskClient) -> None:
    keys = [edition["ref"]["key"] for edition in get(client, "/editions")["editions"]]
    assert len(keys) > 40
    edition = get(client, "/editions/nat-xzsy-qy__2024-07")
    assert edition["signature"] and len(edition["digest"]) == 64
    assert len(edition["entries"]) == edition["line"]["rows"]


def test_editions_are_filtered_by_region_and_nature(client: FlaskClient) -> None:
    funds = get(client, "/editions?nature=government_fund&region=140600")["editions"]
    assert funds and all("government_fund" in edition["natures"] for edition in funds)


def test_an_edition_is_a_table_with_the_seventeen_columns(client: FlaskClient) -> None:
    answer = client.get("/api/v1/editions/nat-xzsy-qy__2024-07/entries.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == len(get(client, "/editions/nat-xzsy-qy__2024-07")["entries"])
    assert {row["核实"] for row in rows} <= {"是", "否"}


def test_two_days_are_compared(client: FlaskClient) -> None:
    found = get(client, "/editions/compare?region=440100&from=2019-06-30&to=2019-07-01")
    assert (found["place"]["code"], found["first"], found["second"]) == ("440100", "2019-06-30", "2019-07-01")
    assert "TM-RENEW" in [change["key"] for change in found["changed"]]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/items?on=yesterday", "on"),
        ("/items?limit=0", "limit"),
        ("/items?limit=101", "limit"),
        ("/items?after=x", "after"),
        ("/items?nature=tax", "nature"),
        ("/items?region=Atlantis", "region"),
        ("/items?q=" + "费" * 101, "q"),
        ("/items?q=%00", "q"),
        ("/items?regoin=440100", "regoin"),
        ("/editions/compare?from=2020-01-01", "to"),
        ("/items/TM-APP?on=2026-13-01", "on"),
    ],
)
def test_a_wrong_filter_is_named(client: FlaskClient, address: str, field: str) -> None:
    answer = client.get(f"/api/v1{address}")
    assert (answer.status_code, answer.mimetype, list(answer.json["errors"])) == (
        422,
        "application/problem+json",
        [field],
    )


@pytest.mark.parametrize(
    "address", ["/items/NOPE", "/items/NOPE/history", "/editions/nope", "/editions/nope/entries.csv"]
)
def test_what_is_not_there_is_a_problem(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/api/v1{address}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    tag = client.get("/api/v1/items").headers["ETag"]
    assert client.get(f"/api/v1{address}", headers={"If-None-Match": tag}).status_code == 404


ADDRESSES = (
    "/items", "/items?q=商标", "/items/TM-APP", "/items/TM-APP?on=2016-01-01", "/items/TM-APP/history", "/editions",
    "/editions/nat-xzsy-qy__2024-07", "/editions/nat-xzsy-qy__2024-07/entries.csv",
    "/editions/compare?from=2019-06-30&to=2019-07-01",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_the_asker_has_is_not_sent_again(client: FlaskClient, address: str) -> None:
    tag = client.get(f"/api/v1{address}").headers["ETag"]
    again = client.get(f"/api/v1{address}", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(f"/api/v1{address}", headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_cookies_make_no_difference(client: FlaskClient) -> None:
    client.set_cookie("session", "x")
    client.set_cookie("lang", "en")
    assert client.get("/api/v1/items/NOPE").json["title"] == "目录里没有这个项目"


def test_the_openapi_document_names_every_address_of_the_design(client: FlaskClient) -> None:
    document = get(client, "/openapi.json")
    assert {
        "/api/v1/items", "/api/v1/items/{key}", "/api/v1/items/{key}/history", "/api/v1/editions",
        "/api/v1/editions/{key}", "/api/v1/editions/compare", "/api/v1/checks", "/api/v1/checks/batch",
    } <= set(document["paths"])  # fmt: skip


def test_the_page_to_try_it_serves_everything_itself(client: FlaskClient) -> None:
    page = client.get("/api/v1/")
    assert page.status_code == 200 and "https://" not in page.get_data(as_text=True)
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        assert client.get(f"/api/v1/ui/{name}").status_code == 200
    assert client.get("/api/v1/ui/swagger-initializer.js").status_code == 404
