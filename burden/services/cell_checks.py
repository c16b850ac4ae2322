"""What can be doubtful about the cells of one entry, told field by field with the remedy."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from burden.services.headings import HEADINGS, SEVEN
from core.values.text import Text

LENGTHS = {"serial": 40, "body_kind": 40, "list_nature": 40, "on_enterprises": 8, "item_key": 64}
"""Longest text of the columns that have a limit."""

NATURES = (
    "行政事业性收费",
    "政府性基金",
    "政府定价的经营服务性收费",
    "涉企保证金",
    "行政审批前置中介服务收费",
    "国有资源有偿使用收入",
)
"""The natures of charges, in the words of the lists (standards.yaml, `natures`)."""
OTHERS = ("市场调节价的经营服务性收费", "罚没收入", "税收")
"""What rows of a list may be though they are no charge."""
_SHORT_FORMS = (
    (re.compile(r"行政|事业"), "行政事业性收费"),
    (re.compile(r"基金"), "政府性基金"),
    (re.compile(r"市场调节"), "市场调节价的经营服务性收费"),
    (re.compile(r"经营服务|政府定价|政府指导"), "政府定价的经营服务性收费"),
    (re.compile(r"保证金"), "涉企保证金"),
    (re.compile(r"中介"), "行政审批前置中介服务收费"),
    (re.compile(r"资源|有偿使用"), "国有资源有偿使用收入"),
    (re.compile(r"罚"), "罚没收入"),
)

_MISFILED: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        re.compile(r"罚没|罚款|没收|滞纳金"),
        Text("罚没收入不是收费（国务院令第281号第四条）", "Fines are no charge (State Council order 281, art. 4)"),
    ),
    (
        re.compile(r"土地出让|出让金|采矿权价款|探矿权价款|矿业权出让"),
        Text("土地、矿业权出让收入是国有资源有偿使用收入，不是收费", "Income from land or mining rights is no charge"),
    ),
    (
        re.compile(r"(?<!非)税(款|收)?$|^.{0,6}税[（(]"),
        Text("税不是收费，由税务机关依法征收", "A tax is no charge; the tax authority levies it by law"),
    ),
    (
        re.compile(r"社会保险费|(养老|医疗|失业|工伤|生育)保险费?"),
        Text("社会保险费不是收费", "Social insurance is no charge"),
    ),
    (
        re.compile(r"市场调节价"),
        Text("市场调节价的服务政府不定价，不属于收费目录清单", "Market-priced services stand on no such list"),
    ),
)  # fmt: skip
_TAKE_OUT = Text(
    "确认是不是列错了；错了就删去这一行，或改正收费性质", "If it was misfiled, delete the row or correct its nature"
)
_MEND = Text("照文件原文改好这一格", "Correct the cell after the document itself")

Finding = tuple[str, Text, Text]
"""(column of `entry`, what, remedy)."""


def nature_in_full(words: str) -> str:
    """A nature in the words of the lists; short forms in full, unknown words as they are."""
    if words in NATURES or words in OTHERS:
        return words
    return next((full for pattern, full in _SHORT_FORMS if pattern.search(words)), words)


def said_yes(words: str) -> str:
    """是, 否, or nothing where neither was said."""
    plain = words.strip().lower()
    if plain in ("是", "yes", "y", "true", "1", "√", "✓"):
        return "是"
    return "否" if plain in ("否", "no", "n", "false", "0", "×", "✕") else ""


def cell_problems(words: Mapping[str, str], *, own_form: bool = False) -> Iterator[Finding]:
    """Everything doubtful about one entry. `own_form`: blanks are meant, as in our own exports."""
    yield from _nature_problems(words)
    yield from _standard_problems(words.get("standard_words", ""), own_form=own_form)
    for name in ("on_enterprises", "confirmed"):
        if words.get(name, "") and not said_yes(words[name]):
            what = Text(
                f"“{words[name]}”不是“是”或“否”，当作没写", f"“{words[name]}” is neither 是 nor 否; taken as blank"
            )
            yield name, what, Text("只写“是”或“否”", "Write 是 or 否")
    if not own_form:
        for name in SEVEN:
            if not words.get(name, "") and not (name == "collecting_body" and words.get("department")):
                heading = HEADINGS[name]
                yield (
                    name,
                    Text(f"“{heading}”空着", f"“{heading}” is blank"),
                    Text("照文件补上", "Fill it in from the document"),
                )


_MISFILED_HINT = re.compile(r"罚|没收|滞纳|出让|价款|税|保险|市场调节")


def _nature_problems(words: Mapping[str, str]) -> Iterator[Finding]:
    nature = words.get("list_nature", "")
    hinted = _MISFILED_HINT.search(nature) or _MISFILED_HINT.search(words.get("item_name", ""))
    for pattern, why in _MISFILED if hinted else ():
        if pattern.search(words.get("item_name", "")) or pattern.search(nature):
            resource = nature == "国有资源有偿使用收入"
            if not (resource and pattern.search("土地出让")):
                yield ("list_nature" if pattern.search(nature) else "item_name"), why, _TAKE_OUT
            break
    if nature and nature not in NATURES and nature not in OTHERS:
        listed = "、".join(NATURES)
        yield (
            "list_nature",
            Text(f"不认识的收费性质“{nature}”，按原样收", f"Unknown nature “{nature}”, taken as it is"),
            Text(f"改成：{listed}", f"Use one of {listed}"),
        )


_DOUBTS: tuple[tuple[re.Pattern[str], Text, Text], ...] = (
    (
        re.compile(r"#{2,}"),
        Text("显示成了 ####，原来的数没有存下来", "Shows ####: the number itself was not saved"),
        Text("把列拉宽再存，然后重传", "Widen the column, save and resend"),
    ),
    (
        re.compile(r"#(REF|N/A|VALUE|DIV/0|NAME|NUM|NULL)[!?]?.*"),
        Text("这一格的公式出错", "The cell's formula failed"),
        Text("把结果“粘贴为数值”再传", "Paste the result as a value and resend"),
    ),
    (
        re.compile(r"\d(\.\d+)?[eE][+-]?\d+"),
        Text("数成了科学计数法，看不出原来的数", "The number is in scientific notation; its digits are lost"),
        Text("把格式改成文本再填", "Set the cell to text and write it again"),
    ),
    (
        re.compile(r"\d{4}-\d{2}-\d{2}( [\d:.]+)?"),
        Text("金额成了日期，多半是“5-10”被表格软件改了", "The amount became a date, probably a changed “5-10”"),
        Text("把格式改成文本再填", "Set the cell to text and write it again"),
    ),
    (
        re.compile(r"[-−－]\s*¥?\d[\d,.]*\s*(元.*)?"),
        Text("金额是负数", "The amount is negative"),
        _MEND,
    ),
    (
        re.compile(r"[¥￥]?[\d,.]*(\d[OolI]|[OolI]\d)[\d,.OolI]*\s*(元.*)?"),
        Text("金额里夹着字母（O、l），读不成数", "The amount holds letters (O, l) and is no number"),
        _MEND,
    ),
    (
        re.compile(r"[¥￥]?\d*(\.\d*){2,}\s*(元.*)?"),
        Text("金额有两个小数点，读不成数", "The amount has two decimal points and is no number"),
        _MEND,
    ),
)  # fmt: skip


_OPENINGS = frozenset("#0123456789¥￥-−.,OolI")
"""What a cell begins with that ought to be an amount; words begin otherwise."""


def amount_doubt(cell: str) -> tuple[Text, Text] | None:
    """Why a cell that should hold an amount cannot be read as one; None for a fair number and for plain words."""
    plain = unicodedata.normalize("NFKC", cell[:200]).strip()
    if plain[:1] not in _OPENINGS:
        return None
    return next(((what, remedy) for pattern, what, remedy in _DOUBTS if pattern.fullmatch(plain)), None)


def _standard_problems(standard: str, *, own_form: bool) -> Iterator[Finding]:
    if doubt := amount_doubt(standard):
        yield "standard_words", *doubt
        return
    plain = unicodedata.normalize("NFKC", standard[:60]).strip() if not own_form else ""
    if plain and re.fullmatch(r"[¥￥]?[\d,]+(\.\d+)?", plain):
        what = Text(f"只有数（{plain}），没有单位", f"Only a number ({plain}), no unit")
        yield "standard_words", what, Text("写明单位，例如“80 元/证”", "Say the unit, such as 80 元/证")
