"""Facts as people give them → facts as the rules reckon with them (``inputs``, ``payer`` of the conventions)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from burden.rules.charge import Charge
from burden.rules.conditions import Value
from burden.rules.items import Input, InputType, Item
from core.values.money import Money, NotMoney

_TOO_LARGE = 10**18
_NUMBER = re.compile(r"\d{1,18}(\.\d{1,12})?")
_TRUE, _FALSE = frozenset({"true", "yes", "是"}), frozenset({"false", "no", "否", "不是"})
_PAYER_NAMES = {"size": "payer_size", "staff": "employees", "type": "payer_type"}
_IMPLYING = frozenset({"payer_size", "payer_type"})
_ENTERPRISE_SIZES = frozenset({"large", "medium", "small", "micro"})
NO_SIZE = ""
"""The size of a payer that has none (a public institution): no condition on size holds."""


class OutOfDomain(ValueError):
    """A value that is no answer to the question: it counts as not given, and is pointed out."""


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of one charge for one item: `values` known, `assumed` by default, `refused` out of domain."""

    values: Mapping[str, Value] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    refused: Mapping[str, Any] = field(default_factory=dict)


def understood(one: Input, raw: Any) -> Value:
    """`raw` as a value of the input's domain; raises OutOfDomain. Nothing is cut off, rounded or guessed."""
    if one.type is InputType.yes_no:
        return _yes_no(raw)
    if one.type is InputType.choice:
        return _choice(one, raw)
    if one.type is InputType.day:
        return _day(raw)
    value = _money(raw) if one.type is InputType.money else _number(raw)
    if one.type is InputType.count and value.denominator != 1:
        raise OutOfDomain
    if value < (one.minimum or 0) or (one.maximum is not None and value > one.maximum):
        raise OutOfDomain
    return int(value) if value.denominator == 1 else value


def yes_or_no(raw: Any) -> bool | None:
    """A yes or no as a program or a form gives it; None for anything else."""
    if isinstance(raw, bool):
        return raw
    word = raw.strip().lower() if isinstance(raw, str) else ""
    return word in _TRUE if word in _TRUE | _FALSE else None


def _yes_no(raw: Any) -> bool:
    answer = yes_or_no(raw)
    if answer is None:
        raise OutOfDomain
    return answer


def _choice(one: Input, raw: Any) -> Value:
    for value in one.values:
        if raw == value and type(raw) is type(value):
            return value
        if isinstance(raw, str) and raw.strip() == str(value):
            return value
    raise OutOfDomain


def _day(raw: Any) -> str:
    try:
        return (raw if isinstance(raw, date) else date.fromisoformat(str(raw)[:40])).isoformat()
    except ValueError as bad:
        raise OutOfDomain from bad


def _money(raw: Any) -> Fraction:
    if isinstance(raw, Money):
        return raw.yuan
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise OutOfDomain
    try:
        return Money.parse(raw if isinstance(raw, str) else _plain(raw)).yuan
    except NotMoney as bad:
        raise OutOfDomain from bad


def _number(raw: Any) -> Fraction:
    if type(raw) is int and 0 <= raw < _TOO_LARGE:
        return Fraction(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise OutOfDomain
    text = unicodedata.normalize("NFKC", raw[:60]).strip().replace(",", "") if isinstance(raw, str) else _plain(raw)
    if not _NUMBER.fullmatch(text):
        raise OutOfDomain
    return Fraction(Decimal(text))


def _plain(raw: float | Decimal) -> str:
    """Digits without exponent; what has too many is answered with nothing, and refused."""
    if isinstance(raw, int):
        return str(raw) if abs(raw) < _TOO_LARGE else ""
    exact = Decimal(repr(raw)) if isinstance(raw, float) else raw
    if not exact.is_finite() or not -15 < exact.adjusted() < 18 and exact:
        return ""
    return f"{exact.normalize():f}"


def known_facts(item: Item, charge: Charge) -> Known:
    """The facts of the charge for the item: facts, then payer, then what the payer implies, then defaults."""
    values: dict[str, Value] = {}
    refused: dict[str, Any] = {}
    assumed: list[str] = []
    told = _told(charge)
    for name, one in item.inputs.items():
        raw = told.get(name)
        if raw is not None and raw is not NO_SIZE:
            try:
                values[name] = understood(one, raw)
            except OutOfDomain:
                refused[name] = raw
        elif raw is NO_SIZE:
            values[name] = NO_SIZE
        elif one.default is not None:
            values[name] = understood(one, one.default)
            assumed.append(name)
    return Known(values, tuple(assumed), refused)


def _told(charge: Charge) -> dict[str, Any]:
    payer = charge.payer if isinstance(charge.payer, Mapping) else {}
    facts = charge.facts if isinstance(charge.facts, Mapping) else {}
    if not payer and not facts.keys() & _IMPLYING:
        return dict(facts)
    told = {_PAYER_NAMES.get(name, name): value for name, value in payer.items() if isinstance(name, str)}
    if told.get("payer_type") == "self_employed":
        told.setdefault("payer_size", "self_employed")
        del told["payer_type"]
    told.update((name, value) for name, value in facts.items() if value is not None)
    return {**_implied(told), **{name: value for name, value in told.items() if value is not None}}


def _implied(told: Mapping[str, Any]) -> dict[str, Any]:
    """What size and type of the payer say beside themselves; self-employed does not say whether an enterprise."""
    size, kind = told.get("payer_size"), told.get("payer_type")
    if kind == "institution":
        return {"payer_is_enterprise": False, "payer_size": NO_SIZE}
    implied: dict[str, Any] = {}
    if isinstance(size, str) and size in _ENTERPRISE_SIZES:
        implied = {"payer_type": "enterprise", "payer_is_enterprise": True}
    if kind == "enterprise":
        implied["payer_is_enterprise"] = True
    if size == "self_employed":
        implied["six_tax_half"] = True
    return implied
