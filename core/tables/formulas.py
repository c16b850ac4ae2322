"""Keeping spreadsheet programs from running what a cell says.

A cell that a spreadsheet program would take for a formula is written with an apostrophe before it; reading takes the
apostrophe off again. The pair is exact: `unguard(guard(cell)) == cell` for every cell.
"""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


def _dangerous(cell: str) -> bool:
    return _FORMULA.match(cell) is not None and _NUMBER.fullmatch(cell.lstrip("'")) is None


def guard(cell: str) -> str:
    """The cell as it may stand in a CSV file."""
    return f"'{cell}" if _dangerous(cell) else cell


def unguard(cell: str) -> str:
    """The cell as it was before `guard`."""
    return cell[1:] if cell[:1] == "'" and _dangerous(cell[1:]) else cell
