"""Days as laboratories write them: 2024年3月5日, 2024.3.5, 二〇二四年三月五日, serial days; never half a day."""

import calendar
import re
from datetime import date, timedelta

from core.values.text import Text
from registry.rules.cells import Doubt, folded, formula_doubt, is_blank

EXCEL_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 25569, 73050
"""1970 to 2099: a stray small number is no day."""
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_TWO_DIGITS = re.compile(r"\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
_RANGE = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}日?\s*(?:-|~|至|到|—|–)\s*(?:\d{4}\D)?\d{1,2}(?:\D\d{1,2})?日?")
_CHINESE = re.compile(
    "([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_NO_END = ("长期", "长期有效", "永久", "无固定期限", "见说明")
_REMEDY = Text("写成 2024-03-05 这样的日期", "Write a day such as 2024-03-05")

Read = tuple[date | None, Doubt | None]


def read_day(cell: str) -> Read:
    """The day of a cell; None where it is blank.

    A time of day is left out. A month, a range of days, two digits for the year are no day.
    """
    text = folded(cell)
    if is_blank(text):
        return None, None
    plain = _in_digits(text)
    if found := _DAY.fullmatch(plain):
        return _made(*(int(part) for part in found.groups()), typed=text)
    if plain.isdecimal():
        return _of_digits(plain)
    return None, _doubt(plain, text)


def read_last_day(cell: str) -> Read:
    """The last day that a cell names: a month is valid through its end; 长期 names no day."""
    text = folded(cell)
    if text in _NO_END:
        what = Text(f"“{text}”不是日期，当作没有写明有效期", f"“{text}” is no day; taken as no term")
        return None, Doubt(what, Text("有期限就写日期", "Write the day if there is one"), blocking=False)
    plain = _in_digits(text)
    if (found := _MONTH.fullmatch(plain)) and 1 <= int(found[2]) <= 12:
        year, month = int(found[1]), int(found[2])
        return date(year, month, calendar.monthrange(year, month)[1]), None
    return read_day(cell)


def _made(year: int, month: int, day: int, *, typed: str) -> Read:
    try:
        return date(year, month, day), None
    except ValueError:
        return None, Doubt(Text(f"没有“{typed}”这一天", f"There is no day “{typed}”"), _REMEDY)


def _of_digits(plain: str) -> Read:
    if len(plain) == 8:
        return _made(int(plain[:4]), int(plain[4:6]), int(plain[6:]), typed=plain)
    if len(plain) == 5 and _FIRST_SERIAL <= int(plain) <= _LAST_SERIAL:
        return EXCEL_DAY_ZERO + timedelta(days=int(plain)), None
    return None, Doubt(Text(f"“{plain[:20]}”不是日期", f"“{plain[:20]}” is no day"), _REMEDY)


def _doubt(plain: str, text: str) -> Doubt:
    shown = text[:40]
    if found := formula_doubt(text):
        return found
    if _TWO_DIGITS.fullmatch(plain):
        what = Text(f"“{shown}”只写了两位年份", f"“{shown}” has two digits for its year")
        return Doubt(what, Text("写四位年份，例如 2024-03-05", "Write four digits, such as 2024-03-05"))
    if _RANGE.fullmatch(plain):
        what = Text(f"“{shown}”是几天，不是一天", f"“{shown}” is a range of days, not one day")
        return Doubt(what, Text("写实际的那一天；分几天就分几行写", "Write the very day; one row for each day"))
    if _MONTH.fullmatch(plain):
        return Doubt(Text(f"“{shown}”只到月份", f"“{shown}” names a month only"), _REMEDY)
    return Doubt(Text(f"“{shown}”不是日期", f"“{shown}” is no day"), _REMEDY)


def _in_digits(text: str) -> str:
    """二〇二四年三月十五日 as 2024年3月15日."""
    if text.isascii() or not (found := _CHINESE.fullmatch(text)):
        return text
    year = "".join(_DIGITS[c] for c in found[1])
    day = f"{_small(found[3])}日" if found[3] else ""
    return f"{year}年{_small(found[2])}月{day}"


def _small(words: str) -> int:
    """三, 十, 十二, 二十, 三十一."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int(_DIGITS[words]) if words in _DIGITS else 99
    return int(_DIGITS.get(tens, "1" if not tens else "9")) * 10 + int(_DIGITS.get(ones, "0"))
