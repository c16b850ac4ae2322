"""Measured values as laboratories write them: ND, <0.05, 未检出（检出限4）, 0.05L; never 0, never the bare limit."""

import re
from dataclasses import dataclass

from core.values.text import Text
from registry.rules.cells import Doubt, close, folded, formula_doubt, is_blank
from registry.rules.parameters import Parameter, Value

_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,12})?")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POWER = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d+")
_BELOW = re.compile(r"(?:<|小于|低于)(\d{1,15}(?:\.\d{1,12})?)")
_NOT_DETECTED = re.compile(r"(?:n\.?d\.?|未检出|未检测出|未测出|低于检出限)[,，;]?(.*)", re.IGNORECASE)
_LIMIT_SAID = re.compile(
    r"[(（<\[]*(?:(?:检出限|方法检出限|mdl|lod|dl)(?:为|:|=)?)?<?(\d+(?:\.\d+)?)[)）\]]*", re.IGNORECASE
)
_LOW = re.compile(r"(\d+(?:\.\d+)?)L")
"""HJ standards of water: 0.05L is below the detection limit 0.05."""
_UNCERTAIN = re.compile(r"([-+]?\d+(?:\.\d+)?)±(\d+(?:\.\d+)?)%?")
_RANGE = re.compile(r"[-+]?\d+(?:\.\d+)?[~-]\d+(?:\.\d+)?")
_LIMIT = re.compile(r"[≤≥>].*|不大于.*|不小于.*|不超过.*")
_MARKED = re.compile(r"(\d+(?:\.\d+)?)[*#△▲]+.*")
_AS_LAB_WRITES = Text("写数；低于检出限写 ND 或 <0.05", "Write a number; below the detection limit ND or <0.05")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a cell says was measured."""

    value: str = ""
    qualifier: str = ""
    note: str = ""
    """What was said beside the value and must not be lost: its uncertainty."""
    tested: bool = True
    """False: a stroke or a blank, nothing was tested."""


NOTHING = Measured(tested=False)
Read = tuple[Measured, Doubt | None]


def read_value(cell: str, parameter: Parameter) -> Read:
    """What `cell` says of `parameter`."""
    text = folded(cell)
    if parameter.value is Value.number:
        return _number(text, parameter)
    if is_blank(text):
        return NOTHING, None
    if parameter.value is Value.pass_fail:
        return Measured(text[:60]), None
    return _grade(text, parameter)


def _number(text: str, parameter: Parameter) -> Read:
    if _NUMBER.fullmatch(text):
        return Measured(text), None
    if is_blank(text):
        return NOTHING, None
    plain = close(text)
    for read in (_qualified, _plainly, _with_uncertainty):
        if (found := read(plain)) is not None:
            return found, None
    return NOTHING, _doubt(plain, text, parameter)


def _qualified(plain: str) -> Measured | None:
    if found := _BELOW.fullmatch(plain):
        return Measured(found[1], "<")
    if found := _LOW.fullmatch(plain):
        return Measured(found[1], "ND")
    if found := _NOT_DETECTED.fullmatch(plain):
        if not found[1]:
            return Measured("", "ND")
        said = _LIMIT_SAID.fullmatch(found[1])
        return Measured(said[1], "ND") if said else None
    return None


def _plainly(plain: str) -> Measured | None:
    if _NUMBER.fullmatch(plain):
        return Measured(plain)
    return Measured(plain.replace(",", "")) if _GROUPED.fullmatch(plain) else None


def _with_uncertainty(plain: str) -> Measured | None:
    found = _UNCERTAIN.fullmatch(plain)
    return Measured(found[1], note=plain) if found else None


def _grade(text: str, parameter: Parameter) -> Read:
    if parameter.allowed and text not in parameter.allowed:
        bare = text.removesuffix("级").strip()
        if bare in parameter.allowed:
            return Measured(bare), None
    return Measured(text[:60]), None


def _doubt(plain: str, text: str, parameter: Parameter) -> Doubt:
    shown = text[:40]
    if found := formula_doubt(text):
        return found
    for pattern, zh, en in _SHAPES:
        if pattern.fullmatch(plain):
            said = {"shown": shown, "unit": parameter.unit or ""}
            return Doubt(Text(zh, en).fill(**said), _REMEDIES[pattern])
    return Doubt(Text(f"“{shown}”不是数", f"“{shown}” is no number"), _AS_LAB_WRITES)


_SHAPES = (
    (_POWER, "“{shown}”是科学计数法，位数可能丢了", "“{shown}” is in scientific notation; digits may be lost"),
    (_RANGE, "“{shown}”是一个范围，不是测得的数", "“{shown}” is a range, not a measured number"),
    (_LIMIT, "“{shown}”像限值，不是测得的数", "“{shown}” looks like a limit, not a measured number"),
    (_MARKED, "“{shown}”带着记号，可能还没有定", "“{shown}” carries a mark; it may not be final"),
)
_REMEDIES = {
    _POWER: Text("把格式改成“数值”再存", "Set the cell's format to a plain number and save"),
    _RANGE: Text("写测得的那个数；范围写在限值列", "Write the number measured; a range belongs to the limit"),
    _LIMIT: Text(
        "写测得的数，或改成 <20 这样；限值写在限值列", "Write the number measured, or <20; limits in their column"
    ),
    _MARKED: Text("复测完了再登记；记号写在备注", "Report it once it is final; put marks into the remark"),
}
