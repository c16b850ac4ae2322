"""The client of docs/client, as an approval system would run it, against a live server."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from core import feed
from core.db import transaction
from registry.services import amending
from tests.complaints.api.conftest import Programs
from tests.databases import on_sqlite
from tests.registry.services.world import BOILER, FACTS, INSIDE, PERIODIC, World

CLIENT = Path(__file__).resolve().parents[3] / "docs" / "client" / "coverage.py"


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@on_sqlite
def test_it_asks_recognises_orders_what_is_left_and_reads_along(
    world: World, program: Programs, served: str, tmp_path: Path
) -> None:
    report = world.record().id
    key = program(world.department()).headers["Authorization"].removeprefix("Bearer ")

    def run(*more: str) -> tuple[dict[str, object], str]:
        told = [served, key, BOILER.kind, BOILER.identifier, PERIODIC, "--purpose", "使用登记", *more]
        command = [sys.executable, str(CLIENT), *told, "--facts", json.dumps(FACTS)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
        return json.loads(done.stdout), done.stderr

    first, _ = run()
    assert (first["recognised"], first["order"], first["covered"]) == ([INSIDE], None, False)
    ordered, _ = run("--order", "department")
    assert str(ordered["order"]).startswith("T2026") and len(list(ordered["residual"])) == 2  # type: ignore[call-overload]
    with transaction():
        amending.withdraw(report, "样品弄错", world.laboratory())
    feed.stamp()
    again, said = run()
    assert again["recognised"] == [] and f"report.withdrawn {report}" in said
    assert "report.withdrawn" not in run()[1]


def test_it_is_as_short_as_it_says_and_needs_nothing() -> None:
    lines = CLIENT.read_text("utf-8").splitlines()
    assert len(lines) <= 100
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)
