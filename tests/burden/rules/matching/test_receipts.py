"""Whole receipts in the words of accountants come to the verdict and the excess worked out by hand."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.wordings import Answer, answers, charge_of
from burden.rules.catalogue import Catalogue
from burden.rules.verdict import check

RECEIPTS = yaml.safe_load(Path(__file__).with_name("receipts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", RECEIPTS, ids=[f"{row['called_as']}·{row['charged_by']}" for row in RECEIPTS])
def test_a_receipt_comes_to_its_verdict(catalogue: Catalogue, row: dict[str, Any]) -> None:
    verdict = check(charge_of(row), catalogue).as_dict()
    assert (verdict["verdict"], verdict["excess"]) == (row["verdict"], row["excess"])


def _share(found: list[Answer], counts: str) -> float:
    return sum(answer.counts == counts for answer in found) / len(found)


@pytest.mark.parametrize(("half", "least"), [("tune", 0.95), ("held_out", 0.85), ("wild", 0.8)])
def test_the_wordings_are_understood_as_often_as_promised(catalogue: Catalogue, half: str, least: float) -> None:
    found = list(answers(half, catalogue))
    assert _share(found, "right") >= least
    assert _share(found, "wrong") <= 0.03


def test_a_third_of_the_wordings_has_no_item(catalogue: Catalogue) -> None:
    expected = [answer.row["expect"] for half in ("tune", "held_out") for answer in answers(half, catalogue)]
    without = [one for one in expected if one in ("not_a_fee", "market_priced", "nothing") or one.startswith("closed:")]
    assert len(expected) >= 200
    assert 3 * len(without) >= len(expected)
