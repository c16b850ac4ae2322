"""Worked charges: what must come out, computed by hand from the official words; run again before publishing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from burden.rules.answer import Verdict
from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.verdict import check
from core.values.money import Money

_COMPARED = ("verdict", "item", "lawful_maximum", "excess", "at_least", "reason", "missing")


@dataclass(frozen=True, slots=True)
class WorkedCharge:
    """A charge and its expected answer; what `expect` does not name is not compared, a missing amount is null."""

    charge: Charge
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Departure:
    """A worked charge that comes out differently: field → (expected, found)."""

    worked: WorkedCharge
    differences: Mapping[str, tuple[Any, Any]]


def read_worked(document: Mapping[str, Any]) -> tuple[WorkedCharge, ...]:
    """``data/worked-charges.yaml``."""
    return tuple(WorkedCharge(_charge(row["charge"]), row["expect"]) for row in document["charges"])


def _charge(row: Mapping[str, Any]) -> Charge:
    on = row["charged_on"]
    return Charge(
        called_as=row["called_as"],
        charged_by=row["charged_by"],
        amount=Money(row["amount"]),
        charged_on=on if isinstance(on, date) else date.fromisoformat(on),
        region=row.get("region"),
        required_by=row.get("required_by"),
        facts=row.get("facts") or {},
        payer=row.get("payer") or {},
        narrative=row.get("narrative"),
    )


def departures(worked: Iterable[WorkedCharge], catalogue: Catalogue) -> Sequence[Departure]:
    """Those that come out differently under `catalogue`; none = the rules still say what the documents say."""
    found = ((one, differences(one, check(one.charge, catalogue))) for one in worked)
    return [Departure(one, differing) for one, differing in found if differing]


def differences(worked: WorkedCharge, verdict: Verdict) -> dict[str, tuple[Any, Any]]:
    """Where the verdict is not what was expected."""
    answer = verdict.as_dict()
    found = {
        **answer,
        "item": (answer["item"] or {}).get("key"),
        "missing": sorted(question["fact"] for question in answer["missing"]),
    }
    expected = {**worked.expect}
    if "missing" in expected:
        expected["missing"] = sorted(expected["missing"])
    return {
        name: (expected[name], found[name]) for name in _COMPARED if name in expected and expected[name] != found[name]
    }
