"""What avoided tests would have cost: by the catalogue where it knows, else not known, and never 0."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from burden import public as burden
from core.values.money import Money
from registry.rules.coverage import Answer
from registry.services import lawbook
from registry.services.pricing import Savings, savings
from tests.registry.law import asked, record, report

ON = date(2026, 5, 1)
SHENZHEN = "440300"


def answers(*names: str) -> list[Answer]:
    return [asked(record(report()), name=name) for name in names]


def saved(items: dict[str, str | None], **more: Any) -> Savings:
    return savings(answers(*items), items, ON, SHENZHEN, **more)


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ("SPECEQ", "standard_not_on_record"),
        ("METROLOGY", "discontinued"),
        ("ENV-MONITOR", None),
        ("NO-SUCH", "no_list_known"),
    ],
)
def test_what_is_ended_or_in_words_only_is_not_known_and_never_nothing(app: Flask, item: str, why: str | None) -> None:
    found = burden.fee(item, ON, region=SHENZHEN)
    assert found.amount is None
    assert found.why
    assert why in (None, found.why)


def test_a_standard_of_the_catalogue_gives_the_fee_once_its_facts_are_given(app: Flask) -> None:
    assert burden.fee("SZ-CRANE-19", ON, region=SHENZHEN, facts={"items": 2}).amount == Money("103.00")
    unasked = burden.fee("SZ-CRANE-19", ON, region=SHENZHEN)
    assert (unasked.amount, unasked.why) == (None, "facts_missing")


def test_savings_sum_what_is_known_and_count_what_is_not(app: Flask) -> None:
    found = saved({"Q1": "SZ-CRANE-19", "Q2": "SPECEQ", "Q3": None}, facts={"Q1": {"items": 1}})
    assert (found.known, found.unknown, len(found.lines)) == (Money("51.50"), 2, 3)


def test_where_nothing_is_known_the_sum_is_not_known_either(app: Flask) -> None:
    assert saved({"Q1": "METROLOGY"}).known is None
    assert savings([], {}, ON).known is None


def test_no_procedure_of_the_data_saves_nothing_by_its_fee(app: Flask) -> None:
    items = {one.fee_item for one in lawbook.procedures().by_key.values() if one.fee_item}
    fees = [burden.fee(item, ON, region=SHENZHEN) for item in items]
    assert all(fee.amount is None or fee.amount > Money(0) for fee in fees)
