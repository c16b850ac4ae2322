"""Every worked charge comes out as computed by hand, to the fen."""

from dataclasses import replace

import pytest
import yaml

from burden.rules.catalogue import Catalogue
from burden.rules.verdict import check
from burden.rules.worked import WorkedCharge, departures, differences, read_worked
from tests.burden.rules.conftest import DATA

WORKED = read_worked(yaml.safe_load((DATA / "worked-charges.yaml").read_text(encoding="utf-8")))


def _named(worked: WorkedCharge) -> str:
    return f"{worked.charge.called_as}-{worked.charge.charged_on}-{worked.charge.amount}"


@pytest.mark.parametrize("worked", WORKED, ids=_named)
def test_a_worked_charge_comes_out_as_computed_by_hand(catalogue: Catalogue, worked: WorkedCharge) -> None:
    assert differences(worked, check(worked.charge, catalogue)) == {}


def test_every_structured_item_has_worked_charges(catalogue: Catalogue) -> None:
    worked = {one.expect["item"] for one in WORKED}
    assert [key for key, item in catalogue.items.items() if item.structured and key not in worked] == []
    assert len(WORKED) >= 150


def test_a_wrong_expectation_is_found(catalogue: Catalogue) -> None:
    wrong = replace(WORKED[0], expect={**WORKED[0].expect, "lawful_maximum": "1.00"})
    assert departures([WORKED[1], wrong], catalogue)[0].differences == {"lawful_maximum": ("1.00", "2000.00")}
