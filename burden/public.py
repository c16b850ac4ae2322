"""The door of the house: what other houses may ask it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from burden.rules.charge import Charge
from burden.schemas.charge import read_charge
from burden.services import cataloguing, checking, pricing
from burden.services.pricing import Fee
from core.values.money import Money


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict as another house keeps it: what it is about in three fields, and the whole of it as JSON."""

    verdict: str
    """One of the eleven of the glossary."""
    excess: Money | None
    """What exceeds the lawful maximum; None where nothing is said of it."""
    document: Mapping[str, Any]
    """The verdict in the form of the API, to be stored as it was."""
    nature: str
    """What kind of money the item is (glossary: 性质); empty where no item fits."""


def check(charge: Charge) -> Answer:
    """The verdict on `charge` by what is published now; nothing is kept."""
    return _answer(checking.check(charge).as_dict())


def check_document(document: Any) -> Answer:
    """The verdict on the charge that `document` tells in the form of the API; nothing is kept.

    :raises core.errors.Invalid: naming each field that cannot be read.
    """
    return check(read_charge(document))


def kept(code: str) -> Answer:
    """The verdict kept under `code`, as it was.

    :raises core.errors.NotFound: if there is none.
    """
    return _answer(checking.find(code).verdict)


def fee(item: str, on: date, *, region: str | None = None, facts: Mapping[str, Any] | None = None) -> Fee:
    """What the item of that key may cost at most on that day; an amount of None means not known, never nothing."""
    return pricing.fee(item, on, region, facts or {})


def _answer(document: Mapping[str, Any]) -> Answer:
    excess = document["excess"]
    item = cataloguing.current().item(document["item"]["key"]) if document["item"] else None
    nature = item.nature.value if item else ""
    return Answer(document["verdict"], None if excess is None else Money(excess), document, nature)


__all__ = ["Answer", "Charge", "Fee", "check", "check_document", "fee", "kept"]
