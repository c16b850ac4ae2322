"""Codes: text that spreadsheets take for numbers; one that has lost digits is refused, never padded."""

import re

from core.values.identifiers import IdentifierError, read_credit_code
from core.values.text import Text
from registry.rules.cells import Doubt, close, folded, is_blank

_POWER = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")
_DEVICE_LENGTH = 20
"""Places of 设备代码 and 注册代码 of special equipment (practice: 20 digits; other numbers may be shorter)."""
_AS_TEXT = Text(
    "把这一列的格式设为“文本”，照原件重新填这一格；补 0 不行",
    "Set the column to text and write the code again from the original; padding it will not do",
)

Read = tuple[str, Doubt | None]


def lost_digits(text: str) -> Doubt | None:
    """The doubt about a code that went through a number: in scientific notation, or with zeros past 15 digits."""
    if _POWER.fullmatch(text):
        what = Text(
            f"“{text}”成了科学计数法，后面的位数已经丢了", f"“{text}” is in scientific notation; digits are lost"
        )
        return Doubt(what, _AS_TEXT)
    if text.isdecimal() and len(text) > 15 and not text[15:].strip("0"):
        what = Text(
            f"“{text}”当数存过，第 15 位以后都成了 0", f"“{text}” was kept as a number; all past digit 15 became 0"
        )
        return Doubt(what, _AS_TEXT)
    return None


def read_credit(cell: str) -> Read:
    """A unified social credit code; "" where the cell is blank."""
    text = close(cell)
    if is_blank(text):
        return "", None
    try:
        return read_credit_code(text), None
    except IdentifierError as error:
        if lost := lost_digits(text):
            return "", lost
        if len(text) == 17:
            return "", Doubt(Text("信用代码少一位", "The credit code lacks a character"), _AS_TEXT)
        return "", Doubt(error.message, Text("照营业执照改这一格", "Correct it by the business licence"))


def read_device(cell: str) -> Read:
    """The number a thing goes by (设备代码, 注册代码, 编号); "" where the cell is blank."""
    text = folded(cell)
    if is_blank(text):
        return "", None
    if lost := lost_digits(text):
        return "", lost
    if text.isdecimal() and len(text) == _DEVICE_LENGTH - 1:
        what = Text(
            "设备代码有 19 位，少一位（开头的 0 可能丢了）", "The code has 19 digits, one short (a first 0 lost?)"
        )
        return "", Doubt(what, _AS_TEXT)
    if len(text) > 80:
        return "", Doubt(Text("编号超过 80 个字", "The code has more than 80 characters"), Text("写短些", "Shorten it"))
    return text, None


def read_number(cell: str) -> Read:
    """A report's number, full-width made narrow; "" where the cell is blank."""
    text = folded(cell)
    if is_blank(text):
        return "", None
    if lost := lost_digits(text):
        return "", lost
    if len(text) > 80:
        return "", Doubt(
            Text("报告编号超过 80 个字", "The number has more than 80 characters"), Text("照原件核对", "Check it")
        )
    return text, None


_CORRECTION = re.compile(r"(.+?)\s*[(〔【\[]?(?:更正|更正版|修订|修改|更改)[)〕】\]]?")


def corrected(number: str) -> str:
    """The number of the report that `number`（更正）corrects; "" if it is no correction."""
    found = _CORRECTION.fullmatch(number)
    return found[1].strip() if found else ""


def odd_ones(numbers: list[str]) -> dict[str, Doubt]:
    """Of a file's numbers those that lost what all others have: their letters, or a leading zero."""
    bare = [number for number in numbers if number.isdecimal()]
    found: dict[str, Doubt] = {}
    if bare and len(bare) * 4 <= len(numbers):
        what = Text("编号只剩数字，别的编号都带字母或年份", "Only digits are left; all other numbers have letters too")
        found = {number: Doubt(what, _AS_TEXT) for number in bare}
    padded = {len(number) for number in bare if number.startswith("0")}
    if len(padded) == 1 and not found:
        (length,) = padded
        what = Text("编号开头的 0 可能丢了", "A leading 0 of the number may be lost")
        found = {number: Doubt(what, _AS_TEXT) for number in bare if len(number) < length}
    return found
