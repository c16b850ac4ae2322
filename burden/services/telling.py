"""How a verdict is told: its seal and colour, one sentence, and one more of what it rests on (plain words first)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.values.text import Text, same


@dataclass(frozen=True, slots=True)
class Telling:
    """`title` and `lead` may hold {item} {body} {paid} {max} {excess} {day} {n} {called} {headline}; pages fill in."""

    seal: Text
    state: str
    """A state of the components: good, stop, over, note, ask, idle, warn."""
    short: Text
    title: Text
    lead: Text
    about: Text = same("")
    """What this kind of verdict means, without any charge: for the page that explains them."""


SENTENCE = same("{headline}")
"""The verdict's own sentence, where it says more than the title."""

TELLINGS: dict[str, Telling] = {
    "above_standard": Telling(
        seal=same("超"),
        state="over",
        short=Text("多收", "Too much"),
        title=Text("这笔收费多收了 {excess}", "This charge is {excess} too much"),
        lead=Text(
            "按收费当天的标准，{item}这次最多收 {max}。您可以请收费单位退回多收的部分。",
            "By the standard of that day, the most for {item} is {max}. You may ask for the rest back.",
        ),
        about=Text(
            "收的比最多可收的多；写“至少”的，是地方还可能定得更低。",
            "More was charged than the most allowed; “at least” where a place may have set less.",
        ),
    ),
    "within_standard": Telling(
        seal=same("符"),
        state="good",
        short=Text("没超标准", "Within the standard"),
        title=Text("这笔收费没有超过标准", "This charge is within the standard"),
        lead=Text(
            "按收费当天的标准，{item}这次最多可收 {max}。",
            "By the standard of that day, up to {max} may be charged for {item}.",
        ),
        about=Text("没有超过最多可收的数。", "Not above the most that may be charged."),
    ),
    "exempt": Telling(
        seal=same("免"),
        state="over",
        short=Text("应免", "Exempt"),
        title=Text("您不用交这笔费，{excess} 应当退还", "You owe nothing; {excess} should be returned"),
        lead=Text(
            "{item}在那一天免收您这样的付款人。出示免收的文件，请对方退款。",
            "On that day payers like you are freed from {item}. Show the document and ask for a refund.",
        ),
        about=Text("那天有免收的规定，您这样的付款人不用交。", "A relief of that day frees payers like you."),
    ),
    "discontinued": Telling(
        seal=same("停"),
        state="stop",
        short=Text("已停收", "Ended"),
        title=Text("那天已停收，{excess} 应当退还", "It had ended by that day; {excess} should be returned"),
        lead=SENTENCE,
        about=Text(
            "那天这项收费已经取消、停征或改税。",
            "By that day the charge was abolished, suspended or turned into a tax.",
        ),
    ),
    "conditions_not_met": Telling(
        seal=same("件"),
        state="over",
        short=Text("不该收", "Not due"),
        title=Text("您的情况不该收这笔费", "This charge is not due in your case"),
        lead=SENTENCE,
        about=Text("这项收费自己的条件没有满足，不该收。", "The charge’s own conditions are not met."),
    ),
    "wrong_body": Telling(
        seal=same("位"),
        state="stop",
        short=Text("收费单位不对", "Wrong body"),
        title=Text("清单上有，但不由{body}收", "It is listed, but {body} is not who collects it"),
        lead=SENTENCE,
        about=Text("清单上有这一项，但不由这个单位收。", "It is listed, but this body is not who collects it."),
    ),
    "not_on_list": Telling(
        seal=same("无"),
        state="stop",
        short=Text("不在清单", "Not on the list"),
        title=Text("清单上没有这项收费", "No such charge is on the list"),
        lead=Text(
            "收费当天的清单上没有它。清单之外，不得收费。先看看是不是相近的项目；都不是，可以请对方退款。",
            "It was not on the list of that day, and what is not listed may not be charged. "
            "See whether a near item fits; if none does, ask for a refund.",
        ),
        about=Text(
            "管得到它的清单是完整的，上面没有；或者法律本身就不许收这一类。",
            "The list that covers it is complete and does not have it, or the law itself forbids its kind.",
        ),
    ),
    "market_priced": Telling(
        seal=same("市"),
        state="idle",
        short=Text("市场定价", "Market price"),
        title=Text("这是市场定价的服务，清单不管价格", "The market prices this service; the list does not"),
        lead=Text(
            "您自愿买的，价格找商家谈；不买就不给办事，可以投诉。",
            "If you bought it freely, ask the seller; if it was forced on you, you may complain.",
        ),
        about=Text(
            "价格由市场定，政府不管价；强迫购买的可以投诉。",
            "The market sets the price; forced purchase may be complained of.",
        ),
    ),
    "not_a_fee": Telling(
        seal=same("非"),
        state="idle",
        short=Text("不是收费", "Not a fee"),
        title=Text("这笔钱不归收费清单管", "The list of fees does not govern this money"),
        lead=SENTENCE,
        about=Text(
            "是税、罚款、社保这一类，不归收费清单管。",
            "A tax, a fine, social insurance and the like: not governed by the list.",
        ),
    ),
    "no_list_known": Telling(
        seal=same("未"),
        state="ask",
        short=Text("没有清单", "No list known"),
        title=Text("说不准合不合规", "We cannot say whether it is lawful"),
        lead=SENTENCE,
        about=Text(
            "我们没有管得到它的完整清单，不下结论。",
            "We hold no complete list that covers it and say nothing of lawfulness.",
        ),
    ),
    "needs_information": Telling(
        seal=same("问"),
        state="ask",
        short=Text("还差信息", "Facts missing"),
        title=Text("还差 {n} 项才能判断", "{n} more to answer before we can tell"),
        lead=Text("补上就出结果，已经填的都在。", "Answer below and the result appears; what you typed is kept."),
        about=Text(
            "还差一两个事实，或者标准只有文字；不猜。",
            "A fact or two is missing, or there are only words; nothing is guessed.",
        ),
    ),
}
"""By the names of the verdicts, those about money first."""

UNCLEAR: dict[str, Telling] = {
    "name_ambiguous": Telling(
        seal=same("问"),
        state="ask",
        short=Text("认不准", "Which one?"),
        title=Text(
            "“{called}”还认不准是哪一项，答一个问题就行",
            "It is not yet clear which charge “{called}” is; one answer tells",
        ),
        lead=Text("补上就出结果，已经填的都在。", "Answer below and the result appears; what you typed is kept."),
    ),
    "name_generic": Telling(
        seal=same("问"),
        state="ask",
        short=Text("叫法太笼统", "Too general"),
        title=Text(
            "“{called}”这个叫法太笼统，认不出是哪一项",
            "“{called}” is too general a name to tell which charge it is",
        ),
        lead=Text("再说具体一点就能判断，已经填的都在。", "Be a little more exact; what you typed is kept."),
    ),
    "out_of_domain": Telling(
        seal=same("问"),
        state="ask",
        short=Text("要核对", "Please check"),
        title=Text("有 {n} 项填的不在范围里，请核对", "{n} of your answers is outside what the standard allows"),
        lead=Text(
            "标准对这个数没有规定。请照票据核对一遍，已经填的都在。",
            "The standard does not cover this value. Check the receipt; the rest is kept.",
        ),
    ),
    "standard_not_on_record": Telling(
        seal=same("问"),
        state="ask",
        short=Text("标准不在案", "Not on record"),
        title=Text("算不出上限：那天的标准不在案", "No maximum: the standard of that day is not on record"),
        lead=SENTENCE,
    ),
    "words_only": Telling(
        seal=same("问"),
        state="ask",
        short=Text("只有文字", "Words only"),
        title=Text("{item}的标准只有文字，请对着原文看", "{item} has words only; compare them with the receipt"),
        lead=Text(
            "我们没有把它变成算式，不替您猜。",
            "They are not turned into figures here, and we do not guess.",
        ),
    ),
}
"""By the reasons of ``needs_information``, where they have words of their own."""

AT_LEAST = Text("这笔收费至少多收了 {excess}", "This charge is at least {excess} too much")
CLOSED = Text(
    "法律不许收这一类钱，{excess} 应当退还",
    "The law forbids this kind of charge; {excess} should be returned",
)


def tell(verdict: Mapping[str, Any]) -> Telling:
    """How `verdict` (its JSON) is told."""
    kind = verdict["verdict"]
    told = TELLINGS[kind]
    if kind == "needs_information":
        return UNCLEAR.get(verdict["reason"] or "", told)
    if kind == "within_standard" and verdict["lawful_maximum"] is None:
        return replace(told, lead=SENTENCE)
    if kind == "above_standard" and verdict["at_least"]:
        return replace(told, title=AT_LEAST)
    if kind == "not_on_list" and verdict["edition"] is None:
        return replace(told, title=CLOSED, lead=SENTENCE)
    return told
