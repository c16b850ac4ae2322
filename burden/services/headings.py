"""Finding the head of a department's list and telling what each column holds, under the many names they go by."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from burden.models.editions import COLUMNS
from core.tables.cells import Row, column_letter
from core.values.text import Text, same

ALIASES: dict[str, str] = {
    "serial": "序号 编号 项目序号 项次 次序 行号 no",
    "department": "部门名称 部门 主管部门 行业主管部门 部门单位 所属部门 系统",
    "collecting_body": "收费单位名称 收费单位 执收单位 执收部门 执收单位名称 征收单位 征收部门 收费主体 "
    "执收主体 征收主体 收取单位 收取部门 收费部门 保证金收取单位 实施单位 服务机构 收费单位部门",
    "body_kind": "单位性质 收费单位性质 执收单位性质 机构性质",
    "item_name": "收费项目 项目名称 收费项目名称 项目 名称 收费名称 基金名称 基金项目 保证金名称 "
    "保证金项目 征收项目 服务项目 中介服务事项 涉企收费项目 收费事项 收费项目内容",
    "list_nature": "收费性质 性质 项目性质 收费类别 收费类型 收费分类 项目类别",
    "funds": "资金管理方式 资金管理 资金归属 收入归属 收入管理方式 上缴方式 缴库方式",
    "payers": "征收对象或服务内容 征收对象 收费对象 缴费对象 缴纳对象 服务对象 服务内容 收费范围 "
    "征收范围 征收对象及范围 收费对象及范围",
    "standard_words": "收费标准原文 收费标准 征收标准 标准 缴纳标准 收取标准 计费标准 收费标准及计费单位 "
    "收费标准元 收费标准单位 计费单位及标准 缴存标准 具体收费标准",
    "set_by": "标准制定方式及部门 标准制定部门 定价方式 定价部门 制定部门 定价机关 定价方式及部门 标准制定方式 "
    "价格管理形式 管理形式 定价形式",
    "basis_words": "政策依据文号 政策依据 收费依据 文件依据 法律依据 设立依据 收费文件依据 批准文号 依据文件 "
    "文号 依据 收费依据文号 政策依据及文号 收费政策依据 收费依据及文号 征收依据 文件名称及文号 文件文号",
    "relief_words": "减免规定 减免政策 优惠政策 减免情况 减免范围 减免优惠 收费减免 优惠减免",
    "on_enterprises": "是否涉企 涉企 是否涉企收费 涉企标识 是否涉企业收费",
    "remark": "备注 说明 其他 其它",
    "source": "来源 数据来源 出处 网址",
    "confirmed": "核实 是否核实 verified confirmed",
    "item_key": "item_key itemkey 项目键",
}
"""Column of `entry` → headings seen on published lists, blanks and brackets taken out."""

SEVEN = ("collecting_body", "item_name", "list_nature", "payers", "standard_words", "set_by", "basis_words")
"""The columns a list must have: who charges, what, its nature, from whom, how much, set by whom, on what basis."""

HEADINGS = {field: heading for heading, field in COLUMNS.items()}
"""Column of `entry` → its heading on our own form."""

FIELD_WORDS: dict[str, Text] = {
    "serial": Text("序号", "Number"),
    "department": Text("部门名称", "Department"),
    "collecting_body": Text("收费单位名称", "Who charges"),
    "body_kind": Text("单位性质", "Kind of body"),
    "item_name": Text("收费项目", "Charge"),
    "list_nature": Text("收费性质", "Nature"),
    "funds": Text("资金管理方式", "Where the money goes"),
    "payers": Text("征收对象或服务内容", "Who pays, or for what"),
    "standard_words": Text("收费标准（原文）", "Standard, in the list's words"),
    "set_by": Text("标准制定方式及部门", "Set how and by whom"),
    "basis_words": Text("政策依据（文号）", "Legal basis (document numbers)"),
    "relief_words": Text("减免规定", "Reliefs"),
    "on_enterprises": Text("是否涉企", "Concerns enterprises"),
    "remark": Text("备注", "Remark"),
    "source": Text("来源", "Source"),
    "confirmed": Text("核实", "Confirmed"),
    "item_key": same("item_key"),
}
"""Column of `entry` → what people call it."""

LOOKED_THROUGH = 30
"""Rows looked through for the head: titles, units and dates of the list stand above it."""

_NOISE = re.compile(r"[\s()（）\[\]【】〔〕:：、,，./·\-—_*“”\"]+")
_KNOWN = {alias: field for field, aliases in ALIASES.items() for alias in aliases.split(" ")}
_SUBHEADING = re.compile(
    r"单位|金额|标准|元|文号|文件|依据|名称|部门|对象|方式|性质|范围|上限|下限|最高|最低|计费|类别|内容|代码"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sent list and what it is taken for."""

    index: int
    heading: str
    """Its own heading; of two head rows ``upper·lower``."""
    field: str | None
    """Column of `entry`; None = not taken."""
    sure: bool
    """False: taken by likeness; the publisher should look."""
    sample: str = ""
    """The first value that stands in it."""

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the head of a list stands, and its columns."""

    first_row: int
    last_row: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns if column.field)

    @property
    def own_form(self) -> bool:
        """Whether this is the form our own exports have: then every blank is meant."""
        return self.fields == frozenset(HEADINGS)

    def columns_of(self, field: str) -> list[Column]:
        return [column for column in self.columns if column.field == field]


def bare(heading: str) -> str:
    """A heading without blanks, line breaks and brackets, for comparing."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading)).lower()


def field_of(heading: str) -> tuple[str | None, bool]:
    """What a heading names, and whether that is sure: exactly a known one, else the most alike."""
    word = bare(heading)
    if not word:
        return None, True
    if word in _KNOWN:
        return _KNOWN[word], True
    contained = [alias for alias in _KNOWN if len(alias) >= 3 and alias in word]
    if contained and len(word) <= 24:
        return _KNOWN[max(contained, key=len)], False
    scored = [(fuzz.ratio(word, alias), alias) for alias in _KNOWN if len(alias) >= 3]
    score, alias = max(scored)
    return (_KNOWN[alias], False) if score >= 74 and len(word) <= 24 else (None, False)


def find_head(rows: Sequence[Row], chosen: int | None = None) -> Head | None:
    """The head among the first rows of a list; None if no row names an item column and one more.

    :param chosen: the row number the publisher says it is.
    """
    best, best_score = None, 0
    for place, row in enumerate(rows[:LOOKED_THROUGH]):
        if chosen is not None and row.number != chosen:
            continue
        found = {
            field for cell in dict.fromkeys(row.cells) if len(cell) <= 40 for field in [field_of(cell)[0]] if field
        }
        score = len(found) + sum(1 for cell in row.cells if bare(cell) in _KNOWN)
        if chosen is None and ("item_name" not in found or len(found) < 2):
            continue
        if score > best_score or chosen is not None:
            best, best_score = place, score
    if best is None:
        return None
    lower = rows[best + 1] if best + 1 < len(rows) and _is_second(rows[best], rows[best + 1]) else None
    return _head(rows[best], lower, rows[best + (2 if lower else 1) :])


def _is_second(upper: Row, lower: Row) -> bool:
    """Whether `lower` continues the head: it repeats cells merged downwards, or only divides what stands above it."""
    cells = [(upper.cell(column), cell) for column, cell in enumerate(lower.cells) if cell.strip()]
    if any(len(cell) > 20 for _, cell in cells) or not cells:
        return False
    merged_down = [
        column for column in lower.merged if bare(lower.cell(column)) and lower.cell(column) == upper.cell(column)
    ]
    if merged_down:
        return any(bare(upper.cell(column)) in _KNOWN for column in merged_down)
    divided = all(not above.strip() or column_of_span(upper, column) for column, above in _above(upper, lower))
    return divided and any(_SUBHEADING.search(cell) for _, cell in cells)


def _above(upper: Row, lower: Row) -> list[tuple[int, str]]:
    return [(column, upper.cell(column)) for column, cell in enumerate(lower.cells) if cell.strip()]


def column_of_span(upper: Row, column: int) -> bool:
    """Whether the heading over `column` spans several columns: the next one is blank or merged with it."""
    following = upper.cell(column + 1)
    return column + 1 in upper.merged or column in upper.merged or not following.strip()


def _head(upper: Row, lower: Row | None, below: Sequence[Row]) -> Head:
    width = max(len(upper.cells), len(lower.cells) if lower else 0)
    columns, over = [], ""
    for index in range(width):
        top, under = upper.cell(index).strip(), lower.cell(index).strip() if lower else ""
        over = top or (over if under else "")
        heading = f"{over}·{under}" if under and under != over and over else over or under
        field, sure = _joined_field(over, under) if under and under != over else field_of(heading)
        sample = next((row.cell(index) for row in below[:20] if row.cell(index).strip()), "")
        if heading or sample:
            columns.append(Column(index, heading, field, sure, sample[:60]))
    first, last = upper.number, lower.number if lower else upper.number
    return Head(first, last, tuple(_only_sure_doubles(columns)))


def _joined_field(over: str, under: str) -> tuple[str | None, bool]:
    """Of two head rows the upper one says what it is; where it says nothing known, the lower one."""
    below, below_sure = field_of(under)
    if not over:
        return below, below_sure
    above, above_sure = field_of(over)
    if above is None or (below_sure and below and below not in ("item_name", "standard_words", above)):
        return below, below_sure
    return above, above_sure


def _only_sure_doubles(columns: list[Column]) -> list[Column]:
    """A field taken by likeness gives way to a column that surely holds it; parts of one heading stay together."""
    sure = {column.field for column in columns if column.field and column.sure}
    return [
        Column(column.index, column.heading, None, False, column.sample)
        if column.field in sure and not column.sure and "·" not in column.heading
        else column
        for column in columns
    ]


def with_choices(head: Head, choices: Mapping[int, str]) -> Head:
    """The head as the publisher corrected it: column index → column of `entry`, or ``""`` to leave it out."""
    columns = tuple(
        Column(column.index, column.heading, choices[column.index] or None, True, column.sample)
        if column.index in choices and (not choices[column.index] or choices[column.index] in HEADINGS)
        else column
        for column in head.columns
    )
    return Head(head.first_row, head.last_row, columns)
