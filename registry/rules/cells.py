"""What a cell of a laboratory's table says: plain text made ready, and the doubt where it cannot be taken as it stands.

A reading never guesses: what it cannot take it names, with the remedy (practice: five files of five laboratories).
"""

import re
import unicodedata
from dataclasses import dataclass

from core.values.text import Text

NOT_TESTED = frozenset(("/", "-", "--", "---", "—", "——", "无", "未检", "未测", "n/a", "na", "\\"))
"""What stands in a cell where nothing was tested or nothing applies."""
_TYPED_FORMULA = re.compile(r'="([^"]*)"')
_FORMULA = re.compile(r"[=+@][A-Za-z(].*\(.*|=.+")
_FAILED = re.compile(r"#(REF|N/A|VALUE|DIV/0|NAME|NUM|NULL)[!?]?.*|#{2,}")
_AS_VALUE = Text("在表格软件里把结果“粘贴为数值”再传", "Paste the result as a value in the spreadsheet and resend")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a cell cannot be taken as it stands, or is taken only so; and how to mend it."""

    what: Text
    remedy: Text
    blocking: bool = True
    """False: taken as described."""


def folded(cell: str) -> str:
    """Full-width made narrow, blanks at the ends off; of Excel's ``="0012"`` what it shows."""
    text = cell if cell.isascii() else unicodedata.normalize("NFKC", cell)
    text = text.strip()
    if text[:2] == '="' and (found := _TYPED_FORMULA.fullmatch(text)):
        return found[1].strip()
    return text


def close(cell: str) -> str:
    """Folded, and without any blank: 合　格 is 合格."""
    return "".join(folded(cell).split())


def is_blank(text: str) -> bool:
    """Whether a folded cell says nothing: empty, or a stroke for "not tested"."""
    return not text or text.lower() in NOT_TESTED


def formula_doubt(text: str) -> Doubt | None:
    """The doubt about a folded cell that holds a formula's text, or what a failed one left."""
    if _FAILED.fullmatch(text):
        what = Text(
            f"这一格的公式出错或列太窄：{text[:20]}", f"The formula failed or the column is too narrow: {text[:20]}"
        )
        return Doubt(what, _AS_VALUE)
    if text[:1] in "=+@" and _FORMULA.fullmatch(text):
        return Doubt(Text("这一格是公式，不是结果", "This is a formula, not its result"), _AS_VALUE)
    return None
