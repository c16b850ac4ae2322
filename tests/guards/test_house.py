"""The house rules as tests: walls between rooms, style, one commit."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for house in ("core", "burden", "registry", "complaints") for path in (ROOT / house).rglob("*.py")]


def run(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_walls_between_houses_and_rooms_stand() -> None:
    entry = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c(standalone_mode=True))"
    done = subprocess.run([sys.executable, "-c", entry], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_sources_are_in_style() -> None:
    assert run("ruff", "check", "--no-cache", ".") == ""


@pytest.mark.slow
def test_the_types_agree() -> None:
    assert run("mypy", "--no-error-summary") == ""


def test_there_is_one_place_that_commits() -> None:
    places = {path.relative_to(ROOT).as_posix() for path in SOURCES if ".commit(" in path.read_text("utf-8")}
    assert places == {"core/db.py"}


def test_services_read_no_request() -> None:
    request = re.compile(r"from flask import .*\b(request|session|g)\b")
    outside = [p for p in SOURCES if "services" in p.parts or "rules" in p.parts or p.parts[-2] == "models"]
    assert [p for p in outside if request.search(p.read_text("utf-8"))] == []


def test_the_front_file_stays_short() -> None:
    assert len((ROOT / "wsgi.py").read_text("utf-8").splitlines()) <= 40


def test_no_leftovers() -> None:
    leftover = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [p for p in SOURCES if leftover.search(p.read_text("utf-8"))] == []


def test_file_names_say_what_is_inside() -> None:
    forbidden = {"utils", "helpers", "common", "misc", "manager", "base"}
    assert [p for p in SOURCES if p.stem in forbidden] == []
