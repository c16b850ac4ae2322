"""What is exported imports again to the same rows; the shell drafts for a publisher, never publishes."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from burden.models.editions import Edition
from burden.services import exporting, reviewing, standards_reviewing
from burden.services.acting import publisher_named
from burden.services.draft_rows import rows_of
from burden.services.importing import read_list
from burden.services.yaml_places import write_yaml
from core.db import db
from core.tables.cells import Limits
from tests.people import Staff

KEY = "gd-zhanjiang-gongan__2018"


@pytest.fixture
def shell(app: Flask, staff: Staff) -> FlaskCliRunner:
    """The shell, on a platform with people in it."""
    return app.test_cli_runner()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_list_exported_and_read_again_has_the_same_rows(app: Flask, form: str) -> None:
    for edition in db.session.scalars(select(Edition)).all():
        file = io.BytesIO()
        exporting.write(edition, form, file)
        again = [(row.row, row.words) for row in read_list(io.BytesIO(file.getvalue())).rows]
        assert again == rows_of(edition.id), edition.key


def test_an_exported_list_holds_no_formula(app: Flask) -> None:
    file = io.BytesIO()
    exporting.write(exporting.published(KEY), "csv", file)
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert Limits().size > len(file.getvalue())


def test_json_says_edition_and_entries(shell: FlaskCliRunner) -> None:
    answer = shell.invoke(args=["catalogue", "export", KEY, "--format", "json"])
    document = json.loads(answer.stdout)
    assert document["edition"]["id"] == KEY
    assert len(document["entries"]) == 16
    assert document["entries"][0]["收费项目"].startswith("驾驶员考试费")


def test_what_the_shell_exports_it_imports_as_a_draft_without_changes(shell: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert shell.invoke(args=["catalogue", "export", KEY, "--output", str(path)]).exit_code == 0
    answer = shell.invoke(args=["catalogue", "import", str(path), "--edition", KEY, "--by", "publisher"])
    assert answer.exit_code == 0, answer.output
    assert "16 rows; 0 added, 0 changed, 0 ended, 0 touched, 16 same" in answer.stderr
    key = answer.stdout.strip()
    assert reviewing.opened(key, publisher_named("publisher")).state == "draft"


def test_a_dry_run_names_cells_and_saves_nothing(shell: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("执收单位,收费项目,收费标准\n甲,乙费,####\n", "utf-8")
    said = ["--by", "publisher", "--dry-run", "--title", "表", "--issuer", "局", "--region", "湛江市"]
    answer = shell.invoke(args=["catalogue", "import", str(path), *said])
    assert answer.exit_code == 0, answer.output
    assert "(C2)" in answer.stderr
    assert reviewing.lines(publisher_named("publisher")) == []


@pytest.mark.parametrize(
    ("more", "told"),
    [(["--by", "enterprise"], "is no publisher"), (["--by", "nobody"], "is no publisher"),
     (["--by", "publisher", "--region", "亚特兰蒂斯"], "region"),
     (["--by", "publisher", "--edition", "none"], "follows")],
)  # fmt: skip
def test_the_shell_says_what_is_wrong(shell: FlaskCliRunner, tmp_path: Path, more: list[str], told: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text("执收单位,收费项目,收费标准\n甲,乙费,5元\n", "utf-8")
    answer = shell.invoke(args=["catalogue", "import", str(path), "--title", "表", "--issuer", "局", *more])
    assert answer.exit_code == 1
    assert told in answer.stderr


def test_an_edition_that_is_not_there_is_not_exported(shell: FlaskCliRunner) -> None:
    assert shell.invoke(args=["catalogue", "export", "none"]).exit_code == 1


def test_standards_exported_change_nothing_when_imported(shell: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "standards.yaml"
    assert shell.invoke(args=["catalogue", "standards", "export", "--output", str(path)]).exit_code == 0
    said = ["--by", "publisher", "--title", "x", "--reason", "y"]
    answer = shell.invoke(args=["catalogue", "standards", "import", str(path), *said])
    assert answer.exit_code == 1
    assert "nothing to change" in answer.stderr


def test_the_shell_drafts_standards_and_weighs_them(shell: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "standards.yaml"
    body: dict[str, Any] = {
        "item_key": "NEW-1", "name": "试验新费", "nature": "administrative_fee", "region": "440000", "area": "440000",
        "standards": [{"from": "2027-01-01", "to": None, "kind": "fixed", "amount": 5, "bound": "exact",
                       "basis": {"doc_no": "粤价〔2026〕1号"}, "verified": True}],
    }  # fmt: skip
    path.write_text(write_yaml({"items": [body]}), "utf-8")
    said = ["--by", "publisher", "--title", "新费", "--reason", "粤价〔2026〕1号"]
    answer = shell.invoke(args=["catalogue", "standards", "import", str(path), *said])
    assert answer.exit_code == 0, answer.output
    assert "worked charges would come out otherwise" in answer.stderr
    (line,) = standards_reviewing.lines(publisher_named("publisher"))
    assert line.title == "新费"
