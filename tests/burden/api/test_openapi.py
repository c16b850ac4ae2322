"""What the OpenAPI document says is what the interface does: tried by schemathesis, as a visitor and with a key."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.clock import today
from core.db import db, transaction
from core.people.models.users import User
from core.people.services import keying
from core.people.services.signing_in import memberships
from core.policy import Actor
from tests.databases import on_sqlite

SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
CONFIGURATION = """
[checks.positive_data_acceptance]
# What JSON Schema cannot say (a day that is not after today, a credit code's check digit) is refused with 422.
expected-statuses = ["2xx", "304", "401", "403", "404", "409", "422", "429"]
"""


def run(address: str, folder: Path, *options: str) -> str:
    configuration = folder / "schemathesis.toml"
    configuration.write_text(CONFIGURATION, "utf-8")
    command = [SCHEMATHESIS, "--config-file", configuration, "run", f"{address}/api/v1/openapi.json", "--seed", "9"]
    done = subprocess.run(
        [*map(str, command), *options], cwd=folder, capture_output=True, text=True, check=False, timeout=400
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.slow
@on_sqlite
def test_visitors_find_what_the_document_says(address: str, tmp_path: Path) -> None:
    assert run(address, tmp_path, "--phases", "examples,coverage,fuzzing", "--max-examples", "4") == ""


@pytest.fixture
def key(app: Flask) -> str:
    user = db.session.scalars(select(User).filter_by(sign_in_name="enterprise")).one()
    who = Actor(user_id=user.id, memberships=memberships(user.id, today()))
    with transaction():
        return keying.make(who, "ERP", min(who.organisations), [])


@pytest.mark.slow
def test_programs_with_a_key_find_the_same(address: str, key: str, tmp_path: Path) -> None:
    header = f"Authorization: Bearer {key}"
    assert run(address, tmp_path, "--phases", "examples,fuzzing", "--max-examples", "4", "-H", header) == ""
