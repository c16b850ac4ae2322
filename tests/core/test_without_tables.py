"""Whoever runs a command before `flask init` is told to run it; nobody is shown a traceback."""

import json
from pathlib import Path

import pytest

from tests.databases import Database

CHARGE = {
    "called_as": "商标注册费", "charged_by": "国家知识产权局", "amount": "300.00", "charged_on": "2026-07-20",
    "region": "440000", "facts": {},
}  # fmt: skip


@pytest.mark.parametrize(
    "command",
    [
        "catalogue check",
        "catalogue export nat-xzsy-qy__2024-07",
        "complaints verify-routes",
        "jobs list",
        "people add a b",
    ],
)
def test_a_command_names_the_remedy(database: Database, tmp_path: Path, command: str) -> None:
    if database.state:
        database.reset()
    file = tmp_path / "charges.json"
    file.write_text(json.dumps({"charges": [CHARGE]}), "utf-8")
    words = command.split()
    more = {"check": [str(file)], "add": ["--role", "auditor", "--body", "440000-sjt"]}.get(words[1], [])
    done = database.app.test_cli_runner().invoke(args=[*words, *more])
    assert done.exit_code == 1
    assert "run `flask init`" in done.output
