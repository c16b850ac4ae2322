"""What to do after a verdict: always something, the easiest first (look/wording.md, after the arrow)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from burden.rules.finding import Name, Reason
from burden.rules.items import Item
from core.values.text import Text


class Step(NamedTuple):
    """One thing to do: `act` for programs, `text` for people."""

    act: str
    text: Text

    def as_dict(self) -> dict[str, Any]:
        """The form of the API."""
        return {"act": self.act, "text": self.text.as_dict()}


_COMPLAIN = Step("complain", Text("可以带着这份结果投诉", "You may complain with this result"))
_KEEP = Step("keep_result", Text("不用做什么；结果可存作凭证", "Nothing to do; keep this result"))
_ANSWER = Step("answer", Text("补上就出结果，已填的都在", "Add them; what you typed is kept"))
_REFUND = Step("ask_refund", Text("请对方退款", "Ask for a refund"))
_ASK_PUBLISHER = Step("ask_publisher", Text("问{publisher}", "Ask {publisher}"))
_COMPLAIN_FIRST = Step("complain", Text("也可先投诉", "Or complain first"))

_BY_VERDICT: Mapping[Name, tuple[Step, ...]] = {
    Name.within_standard: (_KEEP,),
    Name.above_standard: (
        Step("show_counter", Text("先给窗口看", "Show the counter")),
        Step("complain", Text("不退，带着结果投诉", "If not refunded, complain with this result")),
    ),
    Name.exempt: (
        Step("show_document", Text("出示免收文件 {document}，请对方退款", "Show {document} and ask for a refund")),
        _COMPLAIN,
    ),
    Name.discontinued: (_REFUND, Step("complain", Text("或者投诉", "Or complain"))),
    Name.conditions_not_met: (
        Step("check_answers", Text("核对您填的；没错就请退款", "Check your answers; if right, ask for a refund")),
        _COMPLAIN,
    ),
    Name.wrong_body: (
        Step("ask_on_behalf", Text("问清是否代收", "Ask if it was on their behalf")),
        Step("complain", Text("没有委托，可投诉", "If not, complain")),
    ),
    Name.not_on_list: (
        Step("see_nearest", Text("看看是不是相近项目", "Check near items")),
        Step("complain", Text("都不是，可投诉", "If none fits, complain")),
    ),
    Name.market_priced: (
        Step("ask_seller", Text("自愿买的，找商家谈", "If bought freely, ask the seller")),
        Step("complain_forced", Text("不买就不给办事，可投诉", "If forced, complain")),
    ),
    Name.not_a_fee: (Step("object_elsewhere", Text("要异议，走这里：{route}", "To object: {route}")),),
    Name.no_list_known: (
        Step("ask_publisher", Text("可问发布部门", "Ask the publisher")),
        Step("complain", Text("也可先投诉，由办理机构查", "Or complain and let the office find out")),
    ),
}
_BY_REASON: Mapping[Reason, tuple[Step, ...]] = {
    Reason.standard_not_on_record: (_ASK_PUBLISHER, _COMPLAIN_FIRST),
    Reason.words_only: (
        Step("compare_words", Text("对着原文看", "Compare with the official words")),
        Step("complain", Text("拿不准可投诉", "If unsure, complain")),
    ),
}


def next_steps(
    verdict: Name, reason: Reason | None, words: Mapping[str, object], item: Item | None
) -> tuple[Step, ...]:
    """The steps after a verdict, merge fields filled; a deposit's refund is said for whatever was lawfully taken."""
    known = _BY_REASON.get(reason) if reason else None
    steps = known or _BY_VERDICT.get(verdict, (_ANSWER,))
    filled = tuple(Step(step.act, step.text.fill(**words)) if "{" in step.text.zh else step for step in steps)
    lawful = verdict in (Name.within_standard, Name.above_standard)
    return (*filled, *_refund_of_deposit(item)) if lawful and item and item.refund else filled


def _refund_of_deposit(item: Item) -> tuple[Step, ...]:
    refund = item.refund or {}
    after, days = refund.get("after", ""), refund.get("within_days")
    interest = refund.get("with_interest") is True
    zh = (
        f"{after}后{days}日内应当退还"
        + ("，并付银行同期存款利息" if interest else "")
        + f"（{refund.get('basis', '')}）"
    )
    en = f"To be returned within {days} days after {after}" + (", with bank interest" if interest else "")
    return (Step("refund_due", Text(zh, f"{en} ({refund.get('basis', '')})")),)
