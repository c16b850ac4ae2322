"""Rules of the catalogue in plain words, both languages: standards, conditions, reliefs, events, bodies, days."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import singledispatch

from burden.rules.conditions import Atom, Value, When
from burden.rules.days import Period
from burden.rules.items import Bound, Collector, Input, Nature, Relief, Row, Status, StatusEvent
from burden.rules.standards.brackets import Bracket
from burden.rules.standards.fixed import Fixed
from burden.rules.standards.formula import Formula
from burden.rules.standards.kind import Kind, percent, shown, yuan
from burden.rules.standards.marginal_rate_range_scale import MarginalRateRangeScale
from burden.rules.standards.marginal_rate_scale import MarginalRateScale
from burden.rules.standards.per_unit import PerUnit
from burden.rules.standards.percentage import Percentage
from burden.rules.standards.range import Range
from burden.rules.standards.single_amount_scale import SingleAmountScale
from burden.rules.standards.units import english
from core.values.text import Text, same

Inputs = Mapping[str, Input]

NATURES: dict[str, Text] = {
    Nature.administrative_fee: Text("行政事业性收费", "Administrative fee"),
    Nature.government_fund: Text("政府性基金", "Government fund"),
    Nature.government_priced_service: Text("政府定价服务收费", "Government-priced service"),
    Nature.deposit: Text("涉企保证金", "Deposit"),
    Nature.intermediary_service: Text("行政审批中介服务收费", "Intermediary service"),
    Nature.resource_income: Text("国有资源有偿使用收入（不是收费）", "Income from state-owned resources (no charge)"),
}
STATUSES: dict[Status, Text] = {
    Status.suspended: Text("停征", "Suspended"),
    Status.abolished: Text("取消", "Abolished"),
    Status.ended: Text("取消或停征", "Abolished or suspended"),
    Status.converted: Text("改税或改性质", "Turned into a tax or another kind of money"),
    Status.reduced: Text("降低或减免", "Reduced"),
    Status.resumed: Text("恢复征收", "Resumed"),
}
BOUNDS: dict[Bound, Text] = {
    Bound.exact: Text("应收就是这个数，多收的要退", "Exactly this much; anything above is to be returned"),
    Bound.max: Text(
        "这是上限，少收不违规；地方可以定得更低", "The most allowed; less is lawful, and a place may set less"
    ),
    Bound.range: Text("在这个范围之内由收费单位定", "The collecting body sets it within this range"),
}
PAYERS: dict[str, Text] = {
    "all": Text("所有付款人", "all payers"),
    "enterprises": Text("企业", "enterprises"),
    "small_micro": Text("小微企业（含个体工商户）", "small and micro enterprises, sole traders included"),
    "some": Text("部分付款人，见说明", "some payers, see the note"),
}
LEVELS: dict[str, Text] = {
    "national": Text("国家级", "national"),
    "province": Text("省级", "provincial"),
    "city": Text("市级", "city"),
    "county": Text("县级", "county"),
    "town": Text("乡镇级", "town"),
}
COLLECTOR_KINDS: dict[str, Text] = {
    "court": Text("人民法院", "people's courts"),
    "arbitration": Text("仲裁委员会", "arbitration commissions"),
    "notary": Text("公证机构", "notary offices"),
    "operator": Text("提供这项服务的经营者", "whoever provides the service"),
    "intermediary": Text("中介机构", "intermediaries"),
    "utility": Text("公用企业", "utilities"),
}


_ASIDE = re.compile(r"[？?。]|（| \(")
"""Where a question goes on with an explanation."""


def joined(parts: Sequence[Text], zh: str = "；", en: str = "; ") -> Text:
    """Several wordings as one."""
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def name_of(name: str, inputs: Inputs) -> Text:
    """What an input stands for, short enough to stand in a sentence."""
    known = inputs.get(name)
    if known is None:
        return same(name)
    zh = known.meaning if known.meaning and len(known.meaning) <= 16 else known.question.zh
    return Text(f"「{_ASIDE.split(zh)[0]}」", f"“{_ASIDE.split(known.question.en)[0]}”")


def amount_or_rate(bracket: Bracket) -> Text:
    """What one bracket asks for."""
    if bracket.amount is not None:
        return Text(f"定额 {yuan(bracket.amount)}", f"a fixed {yuan(bracket.amount)}")
    return same(percent(bracket.rate or 0))


@singledispatch
def standard(kind: Kind, inputs: Inputs) -> Text:
    """A standard in words. A kind without words of its own is described by its label and meaning."""
    return Text(f"{kind.LABEL.zh}：{kind.MEANING.zh}", f"{kind.LABEL.en}: {kind.MEANING.en}")


@standard.register
def _(kind: Fixed, inputs: Inputs) -> Text:
    return Text(f"每次 {yuan(kind.amount)}", f"{yuan(kind.amount)} each time")


@standard.register
def _(kind: PerUnit, inputs: Inputs) -> Text:
    zh, en = f"每{kind.unit} {yuan(kind.amount)}", f"{yuan(kind.amount)} for each {english(kind.unit)}"
    if kind.rounds_up:
        return Text(f"{zh}，不足 1 {kind.unit}按 1 {kind.unit}", f"{en}; a part of a unit counts as one")
    return Text(zh, en)


@standard.register
def _(kind: Percentage, inputs: Inputs) -> Text:
    base = name_of(kind.base, inputs)
    words = Text(f"{base.zh}的 {percent(kind.rate)}", f"{percent(kind.rate)} of {base.en}")
    return joined([words, *_limits(kind)], "，", ", ")


@standard.register
def _(kind: Range, inputs: Inputs) -> Text:
    unit = Text(f"每{kind.unit} ", f" for each {english(kind.unit)}") if kind.unit else Text("", "")
    span = f"{yuan(kind.least)}–{yuan(kind.most)}"
    return Text(f"{unit.zh}{span}", f"{span}{unit.en}")


@standard.register
def _(kind: MarginalRateScale, inputs: Inputs) -> Text:
    words = [_opening(kind.base, inputs), *_steps(kind.brackets, [amount_or_rate(one) for one in kind.brackets])]
    if kind.multiply is not None:
        words.append(Text(f"合计再乘 {shown(kind.multiply)}", f"the sum times {shown(kind.multiply)}"))
    return joined([*words, *_limits(kind)])


@standard.register
def _(kind: MarginalRateRangeScale, inputs: Inputs) -> Text:
    pairs = zip(kind.least, kind.most, strict=True)
    spans = [joined([amount_or_rate(least), amount_or_rate(most)], "–", "–") for least, most in pairs]
    return joined([_opening(kind.base, inputs), *_steps(kind.most, spans)])


@standard.register
def _(kind: SingleAmountScale, inputs: Inputs) -> Text:
    base = name_of(kind.base, inputs)
    words = [Text(f"按{base.zh}所在的档收定额", f"A fixed amount by {base.en}")]
    for at, one in enumerate(kind.brackets):
        last = at + 1 == len(kind.brackets)
        start, end = shown(one.threshold), "" if last else shown(kind.brackets[at + 1].threshold)
        span = Text(f"{start} 到不足 {end}", f"{start} to under {end}")
        if last:
            span = Text(f"{start} 以上", f"{start} or more")
        words.append(Text(f"{span.zh} {yuan(one.amount or 0)}", f"{span.en}: {yuan(one.amount or 0)}"))
    return joined(words)


_OPERATORS = re.compile(r"\s*([*+/-])\s*")
_SHOWN = {"*": " × ", "+": " + ", "-": " − ", "/": " ÷ "}


@standard.register
def _(kind: Formula, inputs: Inputs) -> Text:
    template = _OPERATORS.sub(lambda sign: _SHOWN[sign[1]], kind.expression.template)
    names = {name: name_of(name, inputs) for name in kind.expression.names}
    zh = template.format_map({name: words.zh for name, words in names.items()})
    en = template.format_map({name: words.en for name, words in names.items()})
    return Text(zh.replace("coefficients.", "系数 "), en.replace("coefficients.", "coefficient "))


def _opening(base: str, inputs: Inputs) -> Text:
    words = name_of(base, inputs)
    return Text(f"按{words.zh}分段累计", f"{words.en} in parts, added up")


def _steps(brackets: Sequence[Bracket], asked: Sequence[Text]) -> list[Text]:
    """One wording for each bracket: from where to where, and what is asked there."""
    words = []
    for at, bracket in enumerate(brackets):
        start = yuan(bracket.threshold)
        end = yuan(brackets[at + 1].threshold) if at + 1 < len(brackets) else None
        if end is None:
            span = Text(f"超过 {start} 的部分", f"above {start}") if at else Text("全部", "all of it")
        elif at == 0:
            span = Text(f"{end} 以内", f"up to {end}")
        else:
            span = Text(f"超过 {start} 至 {end} 的部分", f"above {start} up to {end}")
        words.append(Text(f"{span.zh} {asked[at].zh}", f"{span.en}: {asked[at].en}"))
    return words


def _limits(kind: Percentage | MarginalRateScale) -> list[Text]:
    words = []
    if kind.floor is not None:
        words.append(Text(f"最低 {yuan(kind.floor)}", f"at least {yuan(kind.floor)}"))
    if kind.cap is not None:
        words.append(Text(f"最高 {yuan(kind.cap)}", f"at most {yuan(kind.cap)}"))
    return words


def condition(when: When, inputs: Inputs) -> Text | None:
    """What must be so for a row to hold; None where it always does."""
    return joined([_atom(atom, inputs) for atom in when.atoms], "，且", " and ") if when.atoms else None


def _atom(atom: Atom, inputs: Inputs) -> Text:
    subject = joined([name_of(name, inputs) for name in atom.over], " ÷ ", " ÷ ")
    if atom.one_of is not None:
        known = inputs.get(atom.over[0])
        values = joined([value_of(value, known) for value in atom.one_of], "、", " or ")
        if known is not None and known.labels:
            return values
        return Text(f"{subject.zh}：{values.zh}", f"{subject.en}: {values.en}")
    signs = {">": atom.gt, "≥": atom.gte, "<": atom.lt, "≤": atom.lte}
    limits = "、".join(f"{sign} {shown(limit)}" for sign, limit in signs.items() if limit is not None)
    return Text(f"{subject.zh} {limits}", f"{subject.en} {limits.replace('、', ' and ')}")


def value_of(value: Value, known: Input | None) -> Text:
    """A fact in words: the label of a choice, 是 and 否, or the value itself."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if known is not None and not isinstance(value, Fraction) and value in known.labels:
        return known.labels[value]
    return same(str(value))


def relief(one: Relief) -> Text:
    """What a relief does."""
    if one.effect == "exempt":
        return Text("免收", "Nothing is due")
    if one.effect == "multiply" and one.factor is not None:
        return Text(f"按 {percent(one.factor)} 收", f"{percent(one.factor)} of it is due")
    if one.effect == "cap" and one.cap is not None:
        return Text(f"最多 {yuan(one.cap)}", f"{yuan(one.cap)} at most")
    share = percent(one.factor if one.factor is not None else 1)
    return Text(f"事后退还 {share}", f"{share} is returned afterwards")


def event(one: StatusEvent) -> Text:
    """What an event did."""
    words = STATUSES[one.status]
    if one.factor is not None:
        share = percent(one.factor)
        words = Text("免收", "Nothing is due") if not one.factor else Text(f"降为 {share}", f"Lowered to {share}")
    if one.payers:
        payers = PAYERS.get(one.payers, same(one.payers))
        return Text(f"{words.zh}（{payers.zh}）", f"{words.en} ({payers.en})")
    return words


def collector(one: Collector) -> Text:
    """Who may collect."""
    level = LEVELS.get(one.level or "", Text("", ""))
    if one.kind:
        return COLLECTOR_KINDS.get(one.kind, same(one.kind))
    sector = one.sector or one.name or ""
    if not level.zh:
        return Text(f"{sector}部门", f"{sector} departments")
    return Text(f"{level.zh}{sector}部门", f"{level.en} {sector} departments")


def period(days: Period) -> Text:
    """From when to when; an unknown beginning is said."""
    start = Text(f"{days.start:%Y-%m-%d} 起", f"from {days.start:%Y-%m-%d}") if days.start else _UNKNOWN_START
    if days.end is None:
        return start
    return Text(f"{start.zh}，到 {days.end:%Y-%m-%d}", f"{start.en} to {days.end:%Y-%m-%d}")


_UNKNOWN_START = Text("起日不详", "beginning unknown")


def row(one: Row, inputs: Inputs) -> Text:
    """A standard with its condition, in one sentence."""
    words, case = standard(one.kind, inputs), condition(one.when, inputs)
    return words if case is None else Text(f"{case.zh}：{words.zh}", f"{case.en}: {words.en}")


def said_day(day: date | None) -> str:
    """A day for a sentence."""
    return day.isoformat() if day else "?"
