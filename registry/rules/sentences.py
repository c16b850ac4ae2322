"""An answer in one sentence, for whoever stands at the counter."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.values.text import Text, same
from registry.rules.reasons import Reason
from registry.rules.record import Result

MOST_NAMED = 3
"""Findings named in a sentence; the rest are counted."""
_FOUND = Text(
    "已有结果可用：{which}，{until}，不必再测。", "Results on record count: {which}, {until}; no new test is needed."
)
_UNTIL = Text("有效到 {day}（含当日）", "valid through {day}")
_NO_END = Text("没有期限", "with no end")
_ONE = Text("{id}（{tested} 检测，报告 {number}）", "{id} (tested {tested}, report {number})")
_NEAREST = Text(
    "最接近的结果 {which} 不能用：{why}，需要检测。",
    "The nearest results, {which}, do not count: {why}; a test is needed.",
)
_NONE = Text("{why}，需要检测。", "A test is needed: {why}.")
_MORE = Text("等 {count} 项", "and others, {count} in all")


def satisfied(findings: Sequence[Result], until: date | None) -> Text:
    """Why nothing is left to test."""
    which = _named([_told(one) for one in findings])
    return _FOUND.fill(which=which, until=_UNTIL.fill(day=until.isoformat()) if until else _NO_END)


def missing(nearest: Sequence[str], reasons: Iterable[Reason]) -> Text:
    """Why a test is left: the nearest findings by their ids, and why they do not count."""
    words = [reason.words for reason in reasons]
    why = Text("；".join(one.zh for one in words), "; ".join(one.en for one in words))
    return _NEAREST.fill(which=_named([same(one) for one in nearest]), why=why) if nearest else _NONE.fill(why=why)


def _told(result: Result) -> Text:
    finding, report = result.finding, result.report
    return _ONE.fill(id=finding.id, tested=finding.tested_on.isoformat(), number=report.number or report.id)


def _named(each: Sequence[Text]) -> Text:
    shown = each[:MOST_NAMED]
    named = Text("、".join(one.zh for one in shown), ", ".join(one.en for one in shown))
    if len(each) <= MOST_NAMED:
        return named
    more = _MORE.fill(count=len(each))
    return Text(f"{named.zh} {more.zh}", f"{named.en} {more.en}")
