"""What a column of a laboratory's table holds: under the many names they go by, proposed, never insisted on."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from core.tables.cells import column_letter
from core.values.text import Text


class Field(StrEnum):
    """What a column may be taken for."""

    number = "number"
    client = "client"
    client_code = "client_code"
    subject = "subject"
    subject_code = "subject_code"
    subject_kind = "subject_kind"
    batch = "batch"
    parameter = "parameter"
    """Of a table with one row a parameter: which one."""
    method = "method"
    value = "value"
    unit = "unit"
    limit = "limit"
    conclusion = "conclusion"
    overall = "overall"
    """One conclusion for a whole row or report: kept in words, never that of each parameter."""
    sampled_on = "sampled_on"
    tested_on = "tested_on"
    issued_on = "issued_on"
    valid_until = "valid_until"
    sampling = "sampling"
    supersedes = "supersedes"
    laboratory = "laboratory"
    remark = "remark"
    known = "known"
    """Known and not needed: a serial number, a certificate's number, what an earlier import said."""


MEASURED = (Field.value, Field.limit, Field.conclusion, Field.method)
"""What a column may hold of one parameter alone."""

WORDS: Mapping[Field, Text] = {
    Field.number: Text("报告编号", "report number"),
    Field.client: Text("委托单位", "client"),
    Field.client_code: Text("委托单位信用代码", "client's credit code"),
    Field.subject: Text("检测对象", "subject"),
    Field.subject_code: Text("设备代码、对象编号", "subject's code"),
    Field.subject_kind: Text("对象种类", "kind of subject"),
    Field.batch: Text("批次", "batch"),
    Field.parameter: Text("检测项目", "parameter"),
    Field.method: Text("检测方法", "method"),
    Field.value: Text("检测结果", "value"),
    Field.unit: Text("单位", "unit"),
    Field.limit: Text("限值", "limit"),
    Field.conclusion: Text("单项判定", "conclusion"),
    Field.overall: Text("整行的结论", "conclusion of the whole row"),
    Field.sampled_on: Text("采样日期", "sampled on"),
    Field.tested_on: Text("检测日期", "tested on"),
    Field.issued_on: Text("签发日期", "issued on"),
    Field.valid_until: Text("有效期至", "valid until"),
    Field.sampling: Text("抽样或送样", "official or submitted sample"),
    Field.supersedes: Text("更正哪一份", "corrects which report"),
    Field.laboratory: Text("检测机构", "laboratory"),
    Field.remark: Text("备注", "remark"),
    Field.known: Text("用不着（序号、证书号等）", "not needed (serial, certificate …)"),
}
"""What people call it; the Chinese is the heading of our own form."""

_ALIASES: Mapping[Field, str] = {
    Field.number: "报告编号 报告号 证书编号 检测报告编号 检验报告编号 报告书编号 记录编号 编号 检测编号 检验编号 "
    "报告证书编号",
    Field.client: "委托单位 委托方 使用单位 客户名称 客户 单位名称 企业名称 受检单位 被检单位 委托单位名称 "
    "受检单位名称 申请单位 送检单位",
    Field.client_code: "统一社会信用代码 信用代码 社会信用代码 委托单位信用代码 委托单位统一社会信用代码 企业代码 "
    "使用单位信用代码",
    Field.subject: "检测对象 受检场所 排放口 设备名称 样品名称 检测点位 点位 监测点位 采样点位 场所 对象 岗位 车间 "
    "检测位置 测点 设备 受检设备 检验对象 器具名称 工程名称 项目名称 部位 检测部位 样品",
    Field.subject_code: "设备注册代码 设备代码 注册代码 出厂编号 对象编号 设备编号 使用登记证号 排污口编号 "
    "点位编号 器具编号",
    Field.subject_kind: "对象种类 设备种类 对象类别 设备类别 样品类别",
    Field.batch: "批次 批号 产品批次 生产批号",
    Field.parameter: "检测项目 检测参数 检验项目 参数 项目 监测项目 检测指标 指标 检验参数 检测因子 监测因子 分析项目 "
    "检定项目",
    Field.method: "检测方法 依据 检验依据 检测依据 方法标准 检测标准 方法 标准 执行标准 检测方法标准 分析方法 "
    "检定依据 检定规程",
    Field.value: "检测结果 实测值 结果 测定值 检测值 检验结果 测量值 监测结果 实测结果 数值 监测值 排放浓度",
    Field.unit: "单位 计量单位 结果单位",
    Field.limit: "标准限值 限值 标准值 技术要求 评价标准限值 限量 标准要求",
    Field.conclusion: "单项判定 判定 单项结论 单项评价 结论 检验结论 检测结论 评价 结果判定 符合性 是否合格 是否达标",
    Field.overall: "综合评价 综合结论 总结论 综合判定 总评 整行的结论 报告结论",
    Field.sampled_on: "采样日期 抽样日期 采样时间 取样日期 采样日 抽样时间",
    Field.tested_on: "检测日期 检测时间 检验日期 分析日期 测试日期 检测日 检验时间 检定日期 监测日期 分析时间 校准日期",
    Field.issued_on: "签发日期 报告日期 发布日期 批准日期 签发 签发日 出具日期 报告签发日期 发证日期 签发时间",
    Field.valid_until: "有效期至 下次检验日期 有效期 有效日期 下次检测日期 有效截止日期 下次检定日期 有效期止",
    Field.sampling: "抽样或送样 样品来源 采样方式 送检方式 样品性质 检验类别 检测类别",
    Field.supersedes: "更正哪一份 原报告编号 替代报告编号 被更正报告编号 更正报告 替代编号",
    Field.laboratory: "检测机构 检验机构 检测单位 检验单位 机构名称 检测机构名称 出具机构 检定机构",
    Field.remark: "备注 说明 其他 备注说明",
    Field.known: "序号 no 资质认定证书编号 cma证书编号 证书号 资质证书编号 问题 怎么改 联系人 联系电话 检测人员 "
    "审核人 签发人 授权签字人 检测仪器 仪器 仪器编号 样品编号 地址",
}
_NOISE = re.compile(r"[\s()（）\[\]【】〔〕:：、,，./·\-—_*“”\"]+")


def bare(heading: str) -> str:
    """A heading without blanks, line breaks and brackets, for comparing."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading)).lower()


_KNOWN = {alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()} | {
    bare(words.zh): field for field, words in WORDS.items()
}
_OURS = {name: field for field, name in ((field, field.value) for field in Field) if field is not Field.known}


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it is taken for."""

    index: int
    heading: str
    """Its own; of two head rows ``upper·lower``."""
    field: Field | None = None
    """None: not taken."""
    parameter: str = ""
    """Key of the one parameter it speaks of; empty: of whatever its row or report names."""
    unit: str = ""
    """That its heading states."""
    sure: bool = True
    """False: taken by likeness; a person should look."""
    sample: str = ""

    @property
    def letter(self) -> str:
        """As a spreadsheet program calls it."""
        return column_letter(self.index)


def field_of(heading: str) -> tuple[Field | None, bool]:
    """What a heading names, and whether that is sure: exactly a known one, else the most alike."""
    word = bare(heading)
    if not word:
        return None, True
    if word in _KNOWN:
        return _KNOWN[word], True
    if heading.strip() in _OURS:
        return _OURS[heading.strip()], True
    if len(word) > 24:
        return None, False
    contained = [alias for alias in _KNOWN if len(alias) >= 4 and alias in word]
    if contained:
        return _KNOWN[max(contained, key=len)], False
    score, alias = max((fuzz.ratio(word, alias), alias) for alias in _KNOWN if len(alias) >= 3)
    return (_KNOWN[alias], False) if score >= 74 else (None, False)
