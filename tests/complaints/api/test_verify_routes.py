"""Routes on record, run again from their stored inputs: one that comes out otherwise is named, and the exit says so."""

from flask import Flask

from complaints.models.handling import RouteRecord
from complaints.services import routing
from core.db import db, transaction
from tests.complaints.services.cases import file, matter, told


def test_routes_on_record_are_those_of_the_rules(app: Flask) -> None:
    number = file(told(), told(kind="no_receipt")).matters[0].number
    shell = app.test_cli_runner()
    same = shell.invoke(args=["complaints", "verify-routes"])
    assert (same.exit_code, same.stdout) == (0, "")
    assert "2 routes, 0 differ" in same.stderr
    kept = routing.records(matter(number).id)[0]
    with transaction():
        record = {**kept.record, "rule": "no-such-rule"}
        db.session.add(
            RouteRecord(
                matter_id=kept.matter_id,
                made_at=kept.made_at,
                act="assign",
                rule=kept.rule,
                by_hand=False,
                record=record,
            )
        )
    other = shell.invoke(args=["complaints", "verify-routes"])
    assert other.exit_code == 1
    assert other.stdout.startswith(f"{number}, route ") and "rule" in other.stdout
    assert "3 routes, 1 differ" in other.stderr
