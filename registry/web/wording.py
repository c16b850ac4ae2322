"""Words of the registry's pages: states as tag and words, conditions of a procedure, who says what."""

from collections.abc import Mapping

from core.pages import language
from core.values.text import Text, same
from registry.rules.conditions import Fact, FactType, Test

STATUS = {
    "final": ("good", Text("有效版本", "in force")),
    "amended": ("idle", Text("已有更正版", "corrected since")),
    "withdrawn": ("stop", Text("已撤回", "withdrawn")),
}
STANDING = {
    "claimed": ("wait", Text("待机构确认", "waits for its laboratory")),
    "confirmed": ("good", Text("机构已登记", "its laboratory’s own")),
    "denied": ("stop", Text("机构否认出具", "denied by its laboratory")),
    "replaced": ("idle", Text("机构已自行登记", "recorded by its laboratory since")),
}
CONCLUSION = {
    "pass": ("good", Text("合格", "pass")),
    "fail": ("stop", Text("不合格", "fail")),
    "not_stated": ("ask", Text("未判定", "not stated")),
}
SAMPLING = {
    "official": Text("抽样", "sampled by the laboratory or an authority"),
    "submitted": Text("送样（只对样品负责）", "submitted (answers for the sample alone)"),
}
OUTCOME = {
    "recognised": ("good", Text("采信", "recognised")),
    "refused": ("stop", Text("拒绝采信", "refused")),
}
_YES, _NO = Text("是", "yes"), Text("否", "no")
_IS = Text("{question}{answer}", "{question} {answer}")
_SIGNS = {
    "lt": Text("小于 {bound}", "under {bound}"),
    "lte": Text("不超过 {bound}", "{bound} at most"),
    "gt": Text("大于 {bound}", "over {bound}"),
    "gte": Text("不小于 {bound}", "{bound} at least"),
}


def condition(test: Test, facts: Mapping[str, Fact]) -> Text:
    """A condition as a person would say it: the question and the answers for which it holds."""
    fact = facts[test.fact]
    if test.among is not None:
        words = [_value(fact, one) for one in sorted(test.among, key=str)]
    else:
        words = [_SIGNS[sign].fill(bound=f"{bound}{fact.unit or ''}") for sign, bound in test.compared]
    answer = Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))
    return _IS.fill(question=fact.question, answer=answer)


def _value(fact: Fact, value: object) -> Text:
    if fact.type is FactType.boolean:
        return _YES if value else _NO
    return same(fact.values.get(str(value), str(value)))


def options(words: Mapping[str, Text]) -> list[tuple[str, str]]:
    """Choices of a form, in the reader's language."""
    return [(key, one.render(language())) for key, one in words.items()]
