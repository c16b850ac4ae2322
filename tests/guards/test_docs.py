"""What the documents say is true: commands, settings, tests and files they name are there."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from flask import Flask

from core.config import Settings
from tests.databases import on_sqlite

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]


def test_the_two_lines_of_the_readme_are_commands_that_are_there() -> None:
    for heading, line in (("Run", "bin/run"), ("Test", "bin/test")):
        found = re.search(rf"^## {heading}\n+```\w*\n(.+?)\n```", README, re.MULTILINE | re.DOTALL)
        assert found and found[1] == line
        assert (ROOT / line).stat().st_mode & 0o111


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_in_the_text_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = re.findall(r"`((?:core|burden|registry|complaints|docs|tests|templates|static|bin)/[\w./-]+)`", text)
    example = {"burden/rules/standards/per_day_after.py"}
    assert [name for name in named if name not in example and not (ROOT / name).exists()] == []


def test_every_setting_is_documented() -> None:
    documented = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    assert [field.name for field in fields(Settings) if f"`{field.name.upper()}`" not in documented] == []


@on_sqlite
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_named_in_the_text_exist(page: Path, bare_app: Flask) -> None:
    groups = bare_app.cli.commands
    for command, sub in re.findall(r"flask ([a-z][a-z-]+)(?: ([a-z][a-z-]+))?", page.read_text("utf-8")):
        assert command in groups or command in ("run", "shell", "routes"), command
        subs = getattr(groups.get(command), "commands", {})
        assert not subs or not sub or sub in subs, f"{command} {sub}"


def test_every_test_named_as_proof_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8")))
    defined = {name for path in (ROOT / "tests").rglob("test_*.py")
               for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)}  # fmt: skip
    assert named - defined == set()
