"""Conclusions, method standards, units and kinds of subject in the words that laboratories use for them."""

import re
from collections.abc import Iterable, Mapping

from core.values.text import Text
from registry.rules.cells import Doubt, close, folded, formula_doubt, is_blank
from registry.rules.record import Conclusion

_PASSED = frozenset(
    [
        "合格",
        "符合",
        "符合要求",
        "达标",
        "通过",
        "满足",
        "满足要求",
        "未超标",
        "不超标",
        "pass",
        "passed",
        "p",
        "√",
        "✓",
        "是",
        "检验合格",
        "单项合格",
    ]
)
_FAILED = frozenset(
    [
        "不合格",
        "不符合",
        "不符合要求",
        "不达标",
        "未达标",
        "不通过",
        "未通过",
        "超标",
        "不满足",
        "fail",
        "failed",
        "f",
        "×",
        "✗",
        "x",
        "否",
    ]
)
_UNSTATED = frozenset(["不判定", "不评价", "不作判定", "仅提供数据", "未判定", "不予判定"])
_ASK = Text(
    "只写“合格”“不合格”，没有判定就空着；第三种结论请在备注写明",
    "Write 合格 or 不合格, or leave it blank; a third conclusion belongs in the remark",
)
_DASHES = str.maketrans("—–－−‐‑―", "-------")
_METHOD = re.compile(r"([A-Z]+(?:/[A-Z]+)?)([A-Z]?\d[\d.]*)(?:-(\d{4}|\d{2}))?(.*)")
_AMENDMENT = re.compile(r"(?:及|和|含|\(含|,)?第?.{0,4}号?修改单.*")

ReadConclusion = tuple[Conclusion, Doubt | None]
ReadMethod = tuple[str, Doubt | None]


def read_conclusion(cell: str) -> ReadConclusion:
    """What a laboratory concluded of one parameter. 基本符合 is neither; it is asked about."""
    plain = close(cell).lower()
    if is_blank(plain) or plain in _UNSTATED:
        return Conclusion.not_stated, None
    if plain in _PASSED:
        return Conclusion.passed, None
    if plain in _FAILED:
        return Conclusion.failed, None
    if doubt := formula_doubt(plain):
        return Conclusion.not_stated, doubt
    shown = folded(cell)[:40]
    return Conclusion.not_stated, Doubt(
        Text(f"“{shown}”不是合格也不是不合格", f"“{shown}” is neither pass nor fail"), _ASK
    )


class Methods:
    """The method standards on record, found as they are written: without blanks, with any dash."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._known = {_tight(key): key for key in keys}

    def read(self, cell: str) -> ReadMethod:
        """The standard with its year, as the register spells it; else as written."""
        text = folded(cell)
        if is_blank(text):
            return "", None
        tight = _tight(text.strip("《》"))
        if key := self._known.get(tight):
            return key, None
        if len(text) > 80:
            return "", Doubt(
                Text("方法写了不止一个标准，或者太长", "More than one standard, or too long"),
                Text("每项只写一个方法标准，带年号", "Name one standard with its year for each item"),
            )
        return self._unknown(text, tight)

    def _unknown(self, text: str, tight: str) -> ReadMethod:
        found = _METHOD.match(tight)
        if found is None:
            return text, _method_doubt(text)
        code = f"{found[1]}{found[2]}"
        if found[3] is None or len(found[3]) == 2:
            return text, _no_year(text)
        if found[4] and _AMENDMENT.fullmatch(found[4]):
            key = self._known.get(f"{code}-{found[3]}", f"{found[1]} {found[2]}-{found[3]}")
            what = Text(
                f"“{text}”按 {key} 收，修改单记在说明里", f"“{text}” taken as {key}; the amendment goes to the note"
            )
            return key, Doubt(
                what, Text("修改单不改年号，核对即可", "An amendment changes no year; just check"), blocking=False
            )
        if found[4]:
            return text, None
        return f"{found[1]} {found[2]}-{found[3]}", None


def _tight(text: str) -> str:
    return "".join(text.upper().translate(_DASHES).split())


def _no_year(text: str) -> Doubt:
    return Doubt(
        Text(
            f"“{text}”没有年号，说不清是哪一版：收下，但不能用来免测",
            f"“{text}” has no year, so no edition: it spares no test",
        ),
        Text("补上年号，例如 GB/T 21431-2023", "Add the year, such as GB/T 21431-2023"),
        blocking=False,
    )  # fmt: skip


def _method_doubt(text: str) -> Doubt:
    return Doubt(
        Text(
            f"“{text[:40]}”不像标准编号：收下，但不能用来免测",
            f"“{text[:40]}” is no standard's number: it spares no test",
        ),
        Text("写标准编号和年号", "Write the standard's number and year"),
        blocking=False,
    )


KINDS: Mapping[str, tuple[Text, str]] = {
    "outlet.air": (Text("排气口", "air outlet"), "排气筒 烟囱 排气口 废气 排放口 DA0 烟道"),
    "outlet.water": (Text("废水排放口", "water outlet"), "废水 污水 总排口 排水口 DW0 出水"),
    "equipment.boiler": (Text("锅炉", "boiler"), "锅炉"),
    "equipment.pressure_vessel": (Text("压力容器", "pressure vessel"), "压力容器 储罐 储气罐 反应釜 容器"),
    "equipment.crane": (Text("起重机械", "crane"), "起重机 行车 吊车 升降机 葫芦 起重"),
    "equipment.elevator": (Text("电梯", "lift"), "电梯 扶梯 货梯 客梯"),
    "equipment.vehicle": (Text("场（厂）内车辆", "plant vehicle"), "叉车 场车 厂车 观光车"),
    "equipment.motor": (Text("电动机", "motor"), "电动机 电机"),
    "accessory": (Text("安全附件", "safety accessory"), "安全阀 附件 爆破片"),
    "instrument": (Text("计量器具", "measuring instrument"), "压力表 秤 衡器 燃气表 报警器 水表 电表 仪表"),
    "product_batch": (Text("产品批次", "product batch"), "批次 产品 电缆 样品"),
    "workplace": (Text("工作场所", "workplace"), "车间 岗位 工位 工作场所 作业点"),
    "building": (Text("建筑物", "building"), "楼 厂房 仓库 建筑 宿舍"),
    "site": (Text("厂区、场所", "site"), "厂界 厂区 场所 罐区 站"),
    "project": (Text("项目", "project"), "项目 工程"),
}
"""Kind of subject → its name, and words by which it is known; what comes first is looked for first."""


def kind_in(words: str, among: Iterable[str]) -> str:
    """Of the kinds `among` the one that `words` speak of; "" if none."""
    allowed = set(among)
    for kind, (_, signs) in KINDS.items():
        if kind in allowed and any(sign in words for sign in signs.split()):
            return kind
    return ""


def kind_named(cell: str) -> str:
    """The kind of subject that a cell of its own names: by its key, its name or its words; "" if none."""
    text = close(cell)
    for kind, (name, signs) in KINDS.items():
        if text in (kind, name.zh, *signs.split()):
            return kind
    return kind_in(text, KINDS)
