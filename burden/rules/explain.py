"""The verdict in one plain sentence: the headlines of look/wording.md, their merge fields filled."""

from collections.abc import Mapping
from datetime import date

from burden.rules.finding import Name, Reason
from core.values.text import Text

_HEADLINES: Mapping[Name, Text] = {
    Name.within_standard: Text(
        "这笔收费没有超过标准，最多可收 {max}。", "This charge is within the standard; up to {max} may be charged."
    ),
    Name.above_standard: Text(
        "这笔收费{at_least}多收了 {excess}，最多可收 {max}。",
        "This charge is {at_least}{excess} too much; the most is {max}.",
    ),
    Name.exempt: Text("您不用交这笔费，{excess} 应当全退。", "You owe nothing; {excess} should be returned."),
    Name.discontinued: Text(
        "{item}{since}已停收，{excess} 应当{all}退。", "{item} ended {since}; {excess} should be returned."
    ),
    Name.conditions_not_met: Text(
        "{item}在清单上，但您的情况不该收：{why}。", "{item} is listed, but not for your case: {why}."
    ),
    Name.wrong_body: Text(
        "{item}在清单上，但不由{body}收，应由{right}收。", "{item} is listed, but {right} collects it, not {body}."
    ),
    Name.not_on_list: Text("{day}的清单上没有这项收费。", "No such charge was on the list of {day}."),
    Name.market_priced: Text(
        "这是市场定价的服务，清单不管价格。", "The market prices this service; the list does not."
    ),
    Name.not_a_fee: Text("这不是收费，是{kind}。", "This is not a fee but {kind}."),
    Name.no_list_known: Text(
        "我们没有{region}{day}的清单，说不准合不合规。", "We hold no list for {region} on {day}, so cannot say."
    ),
    Name.needs_information: Text("还差 {n} 项才能判断：{missing}。", "{n_facts} missing: {missing}."),
}
_WITHIN_WHATEVER = Text("这笔收费没有超过标准。", "This charge is within the standard.")
_FORBIDDEN = Text("法律本身不许收这种钱：{kind}。", "The law itself forbids this: {kind}.")
_NO_STANDARD = Text(
    "{item}在清单上，但没有{day}的标准，算不出上限。", "{item}: its standard of {day} is not on record."
)
_UNLISTED = Text("没有{item}{day}的标准，算不出上限。", "{item}: no standard of {day} is on record.")
_WORDS_ONLY = Text("{item}的标准只有文字：“{words}”。", "{item} has words only: “{words}”.")
_UNCONFIRMED = Text("所依据的文字还没有核实。", "The text it rests on has not been confirmed.")


def headline(verdict: Name, reason: Reason | None, words: Mapping[str, object], *, unconfirmed: bool) -> Text:
    """The sentence; where its basis was not seen, a second one says so."""
    said = _pattern(verdict, reason, words).fill(**words)
    return Text(f"{said.zh}{_UNCONFIRMED.zh}", f"{said.en} {_UNCONFIRMED.en}") if unconfirmed else said


def _pattern(verdict: Name, reason: Reason | None, words: Mapping[str, object]) -> Text:
    if reason is Reason.words_only:
        return _WORDS_ONLY
    if reason is Reason.standard_not_on_record:
        return _NO_STANDARD if words.get("listed") else _UNLISTED
    if verdict is Name.within_standard and not words.get("max"):
        return _WITHIN_WHATEVER
    if verdict is Name.not_on_list and words.get("kind"):
        return _FORBIDDEN
    return _HEADLINES[verdict]


def day_in_words(day: date) -> Text:
    """``2026年7月20日`` / ``20 July 2026``."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B} {day.year}")


def since_in_words(day: date | None) -> Text:
    """“From …”, or that the day is not on record."""
    if day is None:
        return Text("（起日不详）", "(the day is not on record)")
    words = day_in_words(day)
    return Text(f"从{words.zh}起", f"on {words.en}")
