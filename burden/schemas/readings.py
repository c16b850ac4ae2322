"""How one typed value is read: plain functions from what was typed to what it means, or `Misread` saying what to do."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from math import isfinite, ulp
from typing import Any

from core import clock
from core.regions import UnknownRegion, gazetteer
from core.values.identifiers import IdentifierError, looks_like_credit_code, read_credit_code
from core.values.money import Money, NotMoney
from core.values.text import Text, same

GREATEST_CHARGE = Money.of_fen(10**15)
"""10^13 yuan: above what any enterprise was ever asked; more is a slip of the keyboard."""
GREATEST_FACT = 10**15
LONGEST_FACT = 200
LONGEST_FACT_NAME = 64
MOST_FACTS = 60

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Characters nobody types and no database keeps alike; the last groups turn the direction of writing around."""
_SEEN = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]+")
"""Words as most are: nothing to trim and nothing to refuse."""
_HAN = re.compile("[一-鿿]")
_BREAKS = re.compile(r"\s+")
_AS_SENT = re.compile(r"([0-9]{1,13})\.([0-9]{2})")
"""An amount as programs send it."""
_DAY = re.compile(r"([0-9]{4})(?:年|([-/.]))([0-9]{1,2})(?:月|\2)([0-9]{1,2})(日|号)?")
_SOLID_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_FACT_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")

NOT_WORDS = Text("{label}请写成文字", "Write {label} as text")
EMPTY = Text("请填{label}", "Give {label}")
UNSEEN = Text(
    "{label}里有看不见的控制字符，请删掉或重新输入",
    "There are invisible control characters in {label}; delete them or type it again",
)
TOO_LONG = Text(
    "{label}有 {n} 个字，最多 {most} 个，请删短", "{n} characters in {label}; {most} at most, please shorten it"
)
AMOUNT = Text("金额", "the amount")
DAY = Text("日期", "the day")
REGION = Text("地区", "the region")
NO_AMOUNT = Text(
    "“{typed}”不是一笔金额，请照票据写成 600、600.00 或 1.2万元",
    "“{typed}” is not an amount; write it as on the receipt: 600, 600.00 or 1.2万元",
)
NEGATIVE = Text(
    "金额不能是负数，请照票据填实收的数", "An amount cannot be negative; give what was paid, as on the receipt"
)
ABSURD = Text(
    "金额太大了（超过 10 万亿元），请核对单位和小数点", "The amount is over 10 trillion yuan; check unit and point"
)
NO_DAY = Text(
    "“{typed}”不是一个日期，请写成 2026-07-20 或 2026年7月20日",
    "“{typed}” is not a day; write 2026-07-20 or 2026年7月20日",
)
FUTURE = Text("日期在今天之后，请填收费当天", "Date is in the future; give the day of the charge")
NOT_FACTS = Text("要写成“名称: 值”的一组", "Give an object of names and values")
TOO_MANY_FACTS = Text("一次最多 {most} 项，请只留有关的", "{most} at most; keep those that matter")
BAD_FACT = Text("“{name}”要是一个数、一段文字或是、否", "“{name}” must be one number, one text, or true or false")
FACT_TOO_LARGE = Text("“{name}”的数太大了，请核对", "“{name}” is too large a number; please check it")

Reading = Callable[[Any], Any]


class Misread(ValueError):
    """What was typed cannot be read; `message` says why and the remedy, `at` names the part if it is one of several."""

    def __init__(self, message: Text, at: str | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.at = at


def words(label: Text, most: int, *, lines: bool = False) -> Reading:
    """Text of at most `most` characters, trimmed; breaks become blanks unless `lines` are kept. Empty reads as None."""

    def read(typed: Any) -> str | None:
        if not isinstance(typed, str):
            raise Misread(NOT_WORDS.fill(label=label))
        if len(typed) <= most and _SEEN.fullmatch(typed):
            return typed
        if len(typed) > most:
            raise Misread(TOO_LONG.fill(label=label, n=f"{len(typed):,}", most=f"{most:,}"))
        if _UNSEEN.search(typed):
            raise Misread(UNSEEN.fill(label=label))
        return (typed.strip() if lines else _BREAKS.sub(" ", typed).strip()) or None

    return read


def payee(label: Text, most: int) -> Reading:
    """The name of a body, or its code; what looks like a credit code must be one (GB 32100)."""
    read_words = words(label, most)

    def read(typed: Any) -> str | None:
        name: str | None = read_words(typed)
        if name is None:
            return None
        if _HAN.search(name) or not looks_like_credit_code(name):
            return name
        try:
            return read_credit_code(name)
        except IdentifierError as error:
            raise Misread(error.message) from error

    return read


def amount(typed: Any) -> Money | None:
    """Yuan as typed on a receipt, or as a JSON number: ``"600.00"``, ``６００``, ``1,200``, ``1.2万元``."""
    if isinstance(typed, str) and (sent := _AS_SENT.fullmatch(typed)):
        return Money.of_fen(int(sent[1] + sent[2]))
    if isinstance(typed, bool) or not isinstance(typed, str | int | float):
        raise Misread(NO_AMOUNT.fill(typed=same(str(typed)[:40])))
    text = typed.strip() if isinstance(typed, str) else _plain_number(typed)
    if not text:
        return None
    if _UNSEEN.search(text):
        raise Misread(UNSEEN.fill(label=AMOUNT))
    shown = NO_AMOUNT.fill(typed=same(text[:40]))
    if text.lstrip("￥¥ ")[:1] in ("-", "－", "−"):
        positive = _read_money(text.lstrip("￥¥ ")[1:], shown)
        raise Misread(NEGATIVE if positive else shown)
    found = _read_money(text, shown)
    if found.fen > GREATEST_CHARGE.fen:
        raise Misread(ABSURD)
    return found


def _read_money(text: str, unreadable: Text) -> Money:
    try:
        return Money.parse(text)
    except NotMoney as error:
        long_number = re.fullmatch(r"[0-9,]{16,}(\.[0-9]*)?(万?元)?", unicodedata.normalize("NFKC", text))
        unread = "is not an amount" in error.message.en
        raise Misread(ABSURD if long_number else unreadable if unread else error.message) from error


def _plain_number(number: int | float) -> str:
    """A JSON number in plain digits, 0.30000000000000004 as 0.3; what is no number (NaN, infinity) as it reads."""
    if isinstance(number, float) and isfinite(number):
        fen = round(number, 2)
        whole = fen if abs(fen - number) <= min(4 * ulp(number), 1e-6) else number
        return format(Decimal(repr(whole)), "f").removesuffix(".0")
    if isinstance(number, int) and abs(number) > 10**30:
        return "9" * 31
    return str(number)


def day(typed: Any) -> date | None:
    """A day: ``2026-07-20``, ``2026/7/20``, ``2026年7月20日``, ``20260720``, also in full-width digits."""
    if not isinstance(typed, str):
        raise Misread(NO_DAY.fill(typed=same(str(typed)[:40])))
    if len(typed) == 10 and typed[4] == typed[7] == "-" and typed.isascii():
        with suppress(ValueError):
            return date.fromisoformat(typed)
    plain = _BREAKS.sub("", unicodedata.normalize("NFKC", typed[:60]))
    if not plain:
        return None
    if found := _DAY.fullmatch(plain):
        parts = found[1], found[3], found[4]
    elif found := _SOLID_DAY.fullmatch(plain):
        parts = found[1], found[2], found[3]
    else:
        raise Misread(UNSEEN.fill(label=DAY) if _UNSEEN.search(typed) else NO_DAY.fill(typed=same(plain[:40])))
    try:
        return date(*map(int, parts))
    except ValueError as error:
        raise Misread(NO_DAY.fill(typed=same(plain))) from error


def past_day(typed: Any) -> date | None:
    """A day that is not after today (Asia/Shanghai)."""
    found = day(typed)
    if found is not None and found > clock.today():
        raise Misread(FUTURE)
    return found


_read_place = words(REGION, 80)


def region(typed: Any) -> str | None:
    """A GB/T 2260 code, from a code or a name."""
    name = _read_place(typed)
    if name is None:
        return None
    try:
        return gazetteer().find(name)
    except UnknownRegion as error:
        raise Misread(error.message) from error


def facts(typed: Any) -> Mapping[str, str | int | bool]:
    """Facts by name: text, whole numbers, yes or no as sent, decimals as text. Null and empty are left out.

    A name that no standard asks for is no error here: the verdict knows what the item asks.
    """
    if not isinstance(typed, Mapping):
        raise Misread(NOT_FACTS)
    if len(typed) > MOST_FACTS:
        raise Misread(TOO_MANY_FACTS.fill(most=MOST_FACTS))
    read = {}
    for name, value in typed.items():
        plain = name if _FACT_NAME.fullmatch(name) else _printable(name)
        if (known := _fact(plain, value)) is not None:
            read[plain] = known
    return read


def _printable(name: str) -> str:
    """A name that no fact has, fit to be kept and named back."""
    return "".join(character if character.isprintable() else "?" for character in name[:LONGEST_FACT_NAME])


def _fact(name: str, value: Any) -> str | int | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if value.__class__ is int and -GREATEST_FACT <= value <= GREATEST_FACT:
        return int(value)
    if isinstance(value, str):
        try:
            known: str | None = words(same(name), LONGEST_FACT)(value)
        except Misread as error:
            raise Misread(error.message, name) from error
        return known
    if not isinstance(value, int | float):
        raise Misread(BAD_FACT.fill(name=same(name)), name)
    if isinstance(value, float) and not isfinite(value) or abs(value) > GREATEST_FACT:
        raise Misread(FACT_TOO_LARGE.fill(name=same(name)), name)
    if isinstance(value, int):
        return value
    return int(value) if value.is_integer() else format(Decimal(repr(value)), "f")
