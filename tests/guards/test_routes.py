"""Every route × every role: who is not named in the policy finds nothing, and no GET changes a state."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from core.access import action_of
from core.policy import PERMISSIONS, Action, Actor, Role, may
from tests.databases import Database, on_sqlite
from tests.people import Staff
from wsgi import create_app

pytestmark = on_sqlite
LOOKS = {"/complaints-audit", "/complaints-audit/matters/<number>"}
"""Searches stand in their address, so they are GETs, yet every look of an auditor is put on record: that, and nothing
else (`test_a_look_writes_nothing_but_its_record`), these may write."""
SAMPLES = {"key": "TM-APP", "code": "absent", "id": 1}


def walk(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.endpoint.rpartition(".")[2] != "static":
                yield rule, method


def test_every_route_names_what_it_is_for(bare_app: Flask) -> None:
    unnamed = [f"{method} {rule}" for rule, method in walk(bare_app)
               if action_of(bare_app.view_functions[rule.endpoint], method) is None]  # fmt: skip
    assert unnamed == []


def test_every_action_has_a_rule_and_a_route(bare_app: Flask) -> None:
    used = {action_of(bare_app.view_functions[rule.endpoint], method) for rule, method in walk(bare_app)}
    assert set(PERMISSIONS) == set(Action)
    assert set(Action) - used == set()


def test_addresses_are_nouns_in_kebab_case(bare_app: Flask) -> None:
    fixed = [part for rule, _ in walk(bare_app) for part in rule.rule.split("/") if part and "<" not in part]
    odd = [part for part in fixed if part != part.lower() or "_" in part]
    assert odd == []


def sample(rule: Rule, name: str) -> object:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else SAMPLES.get(name, "absent")


def fill(rule: Rule) -> str:
    built = rule.build({name: sample(rule, name) for name in rule.arguments})
    assert built is not None
    return built[1]


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "visitor")
def test_who_is_not_named_finds_nothing(app: Flask, staff: Staff, role: Role | None) -> None:
    person = staff.visitor(role)
    actor = Actor(user_id=1, memberships=frozenset({(role, 1)})) if role else Actor()
    token, wrong = person.token("/language"), []
    if role is not None:
        person.key = staff.key(role)
    for rule, method in walk(app):
        action = action_of(app.view_functions[rule.endpoint], method)
        if action is None or may(action, actor) or rule.endpoint.startswith("flask-"):
            continue
        answer = person.ask(method, fill(rule), data={"csrf_token": token})
        if answer.status_code not in ((401,) if role is None else (404,)):
            wrong.append((method, rule.rule, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "visitor")
def test_no_get_changes_a_state(app: Flask, database: Database, staff: Staff, role: Role | None) -> None:
    person = staff.visitor(role)
    changing = []
    for rule, method in sorted(walk(app), key=lambda each: each[0].endpoint == "report.leave"):  # which signs out
        if method != "GET":
            continue
        database.changed = False
        answer = person.get(fill(rule))
        assert answer.status_code < 500, rule.rule
        if database.changed:
            changing.append(rule.rule)
    database.changed = True
    assert set(changing) == (LOOKS if role is Role.auditor else set())


def test_the_app_needs_no_environment_to_be_built(database: Database) -> None:
    assert create_app(database.settings).url_map
