"""``flask complaints route`` and ``due``: exact shapes, in order, problems in their place, no trace."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from core import clock
from core.db import db
from core.events import Event
from core.people.services import organising, tabulating
from core.people.services.organising import TABLE
from tests.databases import Database

CASE: dict[str, Any] = {
    "kind": "own_made_item",
    "body": "440113-bdc",
    "region": "440113",
    "list_type": None,
    "mode": "named",
    "received_on": "2026-11-20",
    "facts": {"set_by": "440113-gov", "ordered_by": [], "beneficiaries": None},
}
CLOCK = {"regime": "petition", "stage": "decide", "from": "accepted", "start": "2026-08-05"}


def run(app: Flask, folder: Path, command: str, document: Any, *more: str) -> Result:
    file = folder / "asked.json"
    file.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return app.test_cli_runner().invoke(args=["complaints", command, str(file), *more])


def answers(app: Flask, folder: Path, command: str, name: str, asked: list[Any], *more: str) -> list[Any]:
    done = run(app, folder, command, {name: asked}, *more)
    assert done.exit_code == 0, done.output
    found: list[Any] = json.loads(done.stdout)["answers"]
    return found


def routes(app: Flask, folder: Path, *cases: Any, tree: Path | None = None) -> list[Any]:
    return answers(app, folder, "route", "cases", list(cases), *(["--tree", str(tree)] if tree else []))


def clocks(app: Flask, folder: Path, *asked: Any) -> list[Any]:
    return answers(app, folder, "due", "clocks", list(asked))


def test_a_case_is_answered_in_the_fixed_shape(app: Flask, tmp_path: Path) -> None:
    (found,) = routes(app, tmp_path, CASE)
    assert list(found) == ["rule", "regime", "handler", "external", "assist", "excluded", "deadlines", "reason"]
    assert found["rule"] == "R31"
    assert found["handler"] == {
        "code": "440100-scjg", "name": "广州市市场监督管理局", "role": "price_supervision", "level": "city",
    }  # fmt: skip
    assert (found["regime"], found["external"], found["assist"]) == ("petition", None, ["440100-czj"])
    assert {"code": "440113-gov", "by": "E5"} in found["excluded"]
    assert found["deadlines"]["accept"] == {
        "days": 15, "unit": "calendar", "from": "received", "statutory": True, "due": "2026-12-07",
        "provisional": False,
    }  # fmt: skip
    assert found["deadlines"]["decide"]["due"] is None
    assert all(set(step) == {"zh", "en"} for step in found["reason"])


def test_the_tree_of_a_file_gives_what_the_tree_of_the_database_gives(app: Flask, tmp_path: Path) -> None:
    cases = [CASE | {"body": body.code, "region": body.region} for body in organising.bodies(clock.today(), limit=120)]
    cases += [CASE | {"body": code} for code in ("440100-gsj", "440800-hbj")]
    assert routes(app, tmp_path, *cases) == routes(app, tmp_path, *cases, tree=TABLE)


def test_with_a_tree_of_its_own_no_table_is_needed(bare_app: Flask, tmp_path: Path) -> None:
    assert routes(bare_app, tmp_path, CASE, tree=TABLE)[0]["handler"]["code"] == "440100-scjg"


def test_an_enterprise_of_the_database_may_be_complained_of(app: Flask, tmp_path: Path) -> None:
    organising.add_enterprise("91440101MA5AKQ7T9X", "广州某检测有限公司", "440113")
    db.session.flush()
    rows = {row["code"]: row for row in tabulating.rows(["91440101MA5AKQ7T9X"])}
    assert rows["91440101MA5AKQ7T9X"]["kind"] == "enterprise"
    assert "91440101MA5AKQ7T9X" not in {row["code"] for row in tabulating.rows()}
    db.session.rollback()


def test_the_matters_of_a_case_are_answered_one_by_one(app: Flask, tmp_path: Path) -> None:
    matters = [{"kind": "no_receipt"}, {"kind": "tax_matter", "body": "440100-swj", "region": "440100"}]
    (found,) = routes(app, tmp_path, CASE | {"matters": matters})
    assert list(found) == ["matters"]
    assert [each["rule"] for each in found["matters"]] == ["R22", "R01"]
    assert found["matters"][1]["external"] == "tax"


def test_names_of_places_and_natures_of_the_catalogue_are_understood(app: Flask, tmp_path: Path) -> None:
    plain = CASE | {"list_type": "政府性基金"}
    typed = CASE | {"list_type": "government_fund", "region": "番禺区", "received_on": "2026-11-20T23:59:00+08:00"}
    found = routes(app, tmp_path, plain, typed)
    assert (found[0], found[0]["rule"]) == (found[1], "R23")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "made_up"}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": ["own_made_item"]}, "kind"),
        ({"body": "440113-none"}, "body"),
        ({"body": 7}, "body"),
        ({"region": "不存在的地方"}, "region"),
        ({"list_type": "税"}, "list_type"),
        ({"mode": "secret"}, "mode"),
        ({"received_on": None}, "received_on"),
        ({"received_on": "2026-02-30"}, "received_on"),
        ({"received_on": "9999-12-31"}, "received_on"),
        ({"facts": "440113-gov"}, "facts"),
        ({"facts": {"set_by": "440113-none"}}, "facts.set_by"),
        ({"facts": {"set_by": [{"code": "440113-gov"}]}}, "facts.set_by"),
        ({"body": None, "region": None}, "region"),
    ],
)
def test_a_case_that_cannot_be_read_is_answered_by_its_problem_in_its_place(
    app: Flask, tmp_path: Path, change: dict[str, Any], field: str
) -> None:
    found = routes(app, tmp_path, CASE, CASE | change, CASE, tree=TABLE)
    assert found[0] == found[2]
    assert (found[1]["index"], found[1]["status"], list(found[1]["errors"])) == (1, 422, [field])
    assert all(text["zh"] and text["en"] for text in found[1]["errors"][field])


@pytest.mark.parametrize("case", [None, 3, "x", [], {"matters": 3}, {"matters": [3]}])
def test_what_is_no_case_is_a_problem_too(app: Flask, tmp_path: Path, case: Any) -> None:
    (found,) = routes(app, tmp_path, case, tree=TABLE)
    assert "errors" in found or "errors" in found["matters"][0]


def test_labels_are_named_on_standard_error_and_change_nothing(app: Flask, tmp_path: Path) -> None:
    labelled = CASE | {"id": "c1", "facts": {**CASE["facts"], "setby": "x"}}
    done = run(app, tmp_path, "route", {"cases": [labelled]})
    assert json.loads(done.stdout)["answers"] == routes(app, tmp_path, CASE)
    assert "'id'" in done.stderr
    assert "'facts.setby'" in done.stderr


def test_nothing_is_left_behind(app: Flask, database: Database, tmp_path: Path) -> None:
    events = db.session.scalar(select(func.count()).select_from(Event))
    database.changed = False
    routes(app, tmp_path, CASE)
    clocks(app, tmp_path, CLOCK)
    assert not database.changed
    assert db.session.scalar(select(func.count()).select_from(Event)) == events


@pytest.mark.parametrize("command", ["route", "due"])
@pytest.mark.parametrize("text", ["", "{", "[]", '{"cases": 1, "clocks": 1}', "[" * 100_000, "\udcff"])
def test_the_shell_says_what_is_wrong_with_a_file(app: Flask, tmp_path: Path, command: str, text: str) -> None:
    file = tmp_path / "asked.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    done = app.test_cli_runner().invoke(args=["complaints", command, str(file)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")


@pytest.mark.parametrize("text", ["", "code,name\n1,2\n", "code;name", "\udcff"])
def test_a_tree_that_is_none_is_refused(app: Flask, tmp_path: Path, text: str) -> None:
    tree = tmp_path / "tree.csv"
    tree.write_bytes(text.encode("utf-8", "surrogateescape"))
    done = run(app, tmp_path, "route", {"cases": [CASE]}, "--tree", str(tree))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "tree" in done.stderr


def test_terms_are_answered_in_the_fixed_shape(app: Flask, tmp_path: Path) -> None:
    pause = {"asked": "2026-08-10", "answered": "2026-08-14"}
    found = clocks(
        app, tmp_path, CLOCK, CLOCK | {"start": None}, CLOCK | {"pause": pause}, CLOCK | {"start": "2026-12-01"},
        CLOCK | {"regime": "market_report", "stage": "accept", "from": "received", "start": "2026-04-15"},
        CLOCK | {"pause": [pause, pause]}, CLOCK | {"pause": None},
    )  # fmt: skip
    assert found == [
        {"due": "2026-10-08", "provisional": False},
        {"due": None, "provisional": False},
        {"due": "2026-10-08", "provisional": False},
        {"due": "2027-02-01", "provisional": True},
        {"due": "2026-05-09", "provisional": False},
        {"due": "2026-10-08", "provisional": False},
        {"due": "2026-10-08", "provisional": False},
    ]


def test_a_wait_without_an_answer_counts_to_the_present_day(app: Flask, tmp_path: Path) -> None:
    clock.set_clock(lambda: datetime(2026, 6, 2, 17, tzinfo=UTC))  # the 3rd in China
    asked = {"regime": "burden_office", "stage": "decide", "start": "2026-05-29", "pause": {"asked": "2026-06-01"}}
    assert clocks(app, tmp_path, asked) == [{"due": "2026-06-24", "provisional": False}]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"regime": "made_up"}, "regime"),
        ({"regime": "market_report", "start": "2019-01-01"}, "regime"),
        ({"stage": "made_up"}, "stage"),
        ({"from": "received"}, "from"),
        ({"start": "soon"}, "start"),
        ({"start": "2199-12-31"}, "start"),
        ({"pause": 3}, "pause"),
        ({"pause": {"asked": None}}, "pause"),
        ({"pause": {"asked": "2026-08-10", "answered": "2026-08-09"}}, "pause"),
    ],
)
def test_a_clock_that_cannot_be_read_is_answered_by_its_problem_in_its_place(
    app: Flask, tmp_path: Path, change: dict[str, Any], field: str
) -> None:
    found = clocks(app, tmp_path, CLOCK, CLOCK | change)
    assert found[0]["due"] == "2026-10-08"
    assert (found[1]["index"], list(found[1]["errors"])) == (1, [field])


def test_the_page_of_the_lifecycle_is_printed(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["complaints", "lifecycle"]).stdout.startswith("<!-- Made by")
