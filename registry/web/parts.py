"""What the pages of a department's desk share: words for kinds, reasons and states, what a form comes back with."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import make_response, request
from flask.typing import ResponseReturnValue

from core import clock
from core.access import actor
from core.errors import Conflict, DomainError, Invalid, NotAllowed, NotInThisState
from core.pages import language
from core.people.services import organising
from core.policy import Role, organisations_as
from core.values.text import Text, same
from registry.rules.cells_words import KINDS
from registry.rules.conditions import Fact
from registry.rules.grounds import Ground
from registry.rules.reasons import Reason
from registry.services.answers import NO_USABLE_RESULT
from registry.web.wording import CONCLUSION

TAKEN_BACK = (Invalid, Conflict, NotAllowed, NotInThisState)
"""What a form comes back from with words, everything typed still there."""
_SHORT = {
    Reason.none_on_record: Text("没有结果", "no result"),
    Reason.not_yet_issued: Text("还没签发", "not issued yet"),
    Reason.withdrawn: Text("已撤回", "withdrawn"),
    Reason.superseded: Text("已被代替", "superseded"),
    Reason.other_batch: Text("批次不同", "other batch"),
    Reason.standard_not_accepted: Text("方法不接受", "method not accepted"),
    Reason.not_accredited: Text("当日没有资质", "no licence that day"),
    Reason.not_stated: Text("没有判定", "not stated"),
    Reason.failed: Text("不合格", "failed"),
    Reason.expired: Text("过期", "expired"),
    Reason.subject_changed: Text("对象有变", "subject changed"),
    Reason.fresh_test_required_by_law: Text("法律要求重测", "law demands a new test"),
}
_WHY = {
    "facts_missing": Text("算费用还差事实（台数、吨位等）", "facts for the fee are missing (how many, which size)"),
    "words_only": Text("目录里的标准只有文字", "the catalogue has the standard in words only"),
    "standard_not_on_record": Text("目录里没有登记标准", "the catalogue has no standard on record"),
    "discontinued": Text(
        "这项收费已经停收，现在由市场定价或不收", "this charge has ended; the market sets the price, or none"
    ),
    "market_priced": Text("市场定价", "priced by the market"),
}
_NOT_KNOWN = Text("目录里算不出", "not to be told from the catalogue")
_UNUSABLE = Text("没有可用结果", "no usable result")


def kind_words(kind: str) -> Text:
    """What a kind of subject is called."""
    return KINDS[kind][0] if kind in KINDS else same(kind)


def reason_words(reason: str) -> Text:
    """A reason as a clause."""
    return _UNUSABLE if reason == NO_USABLE_RESULT else Reason(reason).words


def short_reason(reason: str) -> Text:
    """A reason in a word or two."""
    return _UNUSABLE if reason == NO_USABLE_RESULT else _SHORT[Reason(reason)]


def why_words(why: str) -> Text:
    """Why a fee is not known."""
    return _WHY.get(why, _NOT_KNOWN)


def basis_words(ground: Ground) -> str:
    """Statutes and articles that a ground rests on, as they are cited."""
    cited = [f"{one.law}第{one.article}条" if one.article else one.law for one in ground.basis]
    return "；".join(cited)


def said(options: Iterable[tuple[str, Text]]) -> list[tuple[str, str]]:
    """Choices in the reader's language."""
    return [(value, words.render(language())) for value, words in options]


def choices(fact: Fact) -> list[tuple[str, str]]:
    """What an enumerated fact may be, for a form."""
    return list(fact.values.items())


def typed() -> dict[str, str]:
    """What the form holds, one value each; no character that PostgreSQL cannot keep."""
    return {name: value.replace("\0", "") for name, value in request.form.items()}


def several(name: str) -> list[str]:
    """All values of a field."""
    return [value.replace("\0", "") for value in request.form.getlist(name)]


def departments() -> Sequence[tuple[str, str]]:
    """The bodies for which the asker may act, to choose from; none where there is but one."""
    mine = organisations_as(Role.recogniser, actor())
    if len(mine) < 2:
        return []
    names = organising.names(mine, clock.today())
    return [(str(one), names.get(one, "")) for one in mine]


def by_field(error: DomainError) -> dict[str, list[Text]]:
    """What is wrong, by field; of the whole form under the empty name."""
    return error.fields if isinstance(error, Invalid) else {"": [error.message]}


def status_of(error: DomainError) -> int:
    """The status a form comes back with."""
    if isinstance(error, Invalid):
        return 422
    return 403 if isinstance(error, NotAllowed) else 409


def no_store(shown: str, status: int = 200) -> ResponseReturnValue:
    """A page of results of one enterprise: no browser keeps it."""
    response = make_response(shown, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def words() -> dict[str, Any]:
    """What every template of the desk may ask for."""
    return {
        "kind_words": kind_words,
        "reason_words": reason_words,
        "short_reason": short_reason,
        "why_words": why_words,
        "conclusions": CONCLUSION,
        "departments": departments(),
        "today": clock.today(),
    }
