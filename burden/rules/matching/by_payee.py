"""What the payee may take here narrows what is meant: by the facts given, by the payee's own name, by a tell.

Rules: design §4 (who charges and the names of the facts help); `schema.families` step 4 (facts 里有只属于一个成员的
输入名), read for all that this payee is on record as taking. Looked at only where nothing before was sure; a word of
the receipt must resemble the item, else it is asked.
"""

import re
from collections.abc import Iterable

from burden.rules.editions import Edition
from burden.rules.items import Item
from burden.rules.matching.answers import ask, candidates_of, item_question, sure_item
from burden.rules.matching.asked import NOT_IN_CATALOGUE, Asked
from burden.rules.matching.cleaning import squash, stem
from burden.rules.matching.index import root_of
from burden.rules.matching.likeness import bare
from burden.rules.matching.match import How, Match, Outcome, Reason
from burden.rules.matching.standing import Fit, fit_of_family, fit_of_item
from burden.rules.matching.wordtable import table
from burden.rules.wordlists import Family
from core.values.text import Text

OF_ANY_PAYER = frozenset({"payer_size", "payer_type", "payer_is_enterprise", "employees"})
"""Inputs that tell of the payer and not of the item."""

_OWN_FACTS = Text("所给的事实是这一项的", "The facts given are those of this item")
_OWN_NAME = Text("这是收费单位收的项目", "This is what the payee collects")
OTHER_MONEY = re.compile(
    r"[罚租险]|滞纳|违约|赔偿|代理|代办|服务|咨询|利息|软件|系统|培训|维护|维修|评估|编制|公证|鉴定|查询|复印|打印"
    r"|拍卖|考试|设计|监理|资料|档案|广告|公告|担保|处理费|测绘|交易|评审|翻译|差旅|审批|许可|管理费"
    r"|监测|更换|审定|评价|保全|检验|检测|调查|勘测|审验|体检|年检|年审|滞留|保管|监督"
)
"""Words for money that is not a listed item's own, unless its name holds them."""
_SETTINGS = re.compile(r"厂房|写字楼|商铺|办公楼|车间|仓库|宿舍|公司|企业|本厂|项目|工程|过户|首次|新建|[的本新]")
"""What a receipt adds about the thing, which makes it no other charge."""
_LEAST_SAID = {True: 0.5, False: 0.75}
"""The share of the words that an item's names must hold: where facts point at it, and where its payee alone does."""
_SAY_NOTHING = frozenset(
    table("费用 收费 费款 官费 规费 工本 本费 手续 续费 申请 请费 办理 缴费 专项 管理 理费 项目 建设")
)
_MOST = 8
_PIECE = 2


def narrowed(asked: Asked, found: Match | None) -> Match | None:
    """The item that facts or the payee's name point at, where `found` only asks for the name or is nothing."""
    if found is not None and found.reason is Reason.name_generic:
        return _generic(asked) or found
    open_still = found is None or found.outcome is Outcome.nothing or found.reason is Reason.name_ambiguous
    decided = found is not None and found.outcome not in (Outcome.ask, Outcome.nothing)
    if not open_still or decided or NOT_IN_CATALOGUE in asked.kept or not asked.payee.known:
        return found
    owner, why = _by_facts(asked), _OWN_FACTS
    if owner is None:
        owner, why = _by_own_name(asked), _OWN_NAME
    if owner is None:
        return found if found is not None and found.outcome is Outcome.ask else _by_a_tell(asked) or found
    said, alien = share_said(asked, owner), _speaks_of_other_money(asked, owner)
    plain = said >= _LEAST_SAID[why is _OWN_FACTS] and not alien and not _told_otherwise(asked, owner)
    if plain and _is_offered(asked, found, owner):
        return sure_item(owner, How.family, why)
    if found is not None and found.outcome is Outcome.ask or (alien and said <= _LEAST_SAID[True]):
        return found
    options = candidates_of((owner,), why)
    return ask(Reason.name_ambiguous, (item_question(options),), options)


def _generic(asked: Asked) -> Match | None:
    """A generic word that ends the one name after which the payee is called: 登记费 of an 不动产登记中心."""
    owner = _by_own_name(asked) if asked.payee.known else None
    ends = owner is not None and len(asked.words.core) > _PIECE and squash(owner.name).endswith(asked.words.core)
    return sure_item(owner, How.family, _OWN_NAME) if owner is not None and ends else None


def _by_facts(asked: Asked) -> Item | None:
    """The one item of this payee's that has all the facts given among its inputs."""
    given = {name for name in asked.facts if name in asked.catalogue.shared_inputs and name not in OF_ANY_PAYER}
    return _only(asked, (item for item in _taken(asked) if given <= set(item.inputs))) if given else None


def _by_own_name(asked: Asked) -> Item | None:
    """The one item after which the payee itself is called: 番禺不动产登记中心 and 不动产登记费."""
    named = (item for item in _taken(asked) if (stem(squash(item.name)) or item.name) in asked.payee.name)
    return _only(asked, named)


def _by_a_tell(asked: Asked) -> Match | None:
    """The payee's items whose names hold a distinguishing word of the receipt (发明), the likest; which is asked."""
    word = asked.words.core
    tells = [tell for tell, told in asked.names.tells.items() if tell in word and _is_of_payee(asked, told)]
    topics = {topic for edition in asked.catalogue.editions.values() for topic in _topic_words(edition)}
    tells = [tell for tell in tells if tell not in topics and not any(tell in word for word in asked.names.generic)]
    if not tells or OTHER_MONEY.search(word):
        return None
    held = [(share_said(asked, item), item) for item in _taken(asked) if _holds(item, tells)]
    most = max((share for share, _ in held), default=0.0)
    left = [item for share, item in held if share == most][:_MOST]
    if not left:
        return None
    options = candidates_of(left, _OWN_NAME)
    return ask(Reason.name_ambiguous, (item_question(options),), options)


def _is_of_payee(asked: Asked, families: Iterable[Family]) -> bool:
    return any(fit_of_family(asked, family) is Fit.yes for family in families)


def _topic_words(edition: Edition) -> tuple[str, ...]:
    return edition.scope.topic_words if edition.scope else ()


def _holds(item: Item, tells: Iterable[str]) -> bool:
    return any(tell in name for tell in tells for name in _names(item))


def _told_otherwise(asked: Asked, item: Item) -> bool:
    """Whether the words hold a tell of another answer to a family's question than the item (叉车, not 起重机)."""
    names = "".join(_names(item))
    for family in asked.catalogue.families:
        for value, tells in family.ask.tells.items() if item.key in family.items else ():
            answer = family.ask.answers.get(value) or ()
            if item.key == answer or item.key in answer:
                continue
            if any(tell in asked.called and tell not in names for tell in map(squash, tells)):
                return True
    return False


def _taken(asked: Asked) -> Iterable[Item]:
    """Structured items whose collector this payee is on record to be, and that may be taken at the place."""
    for item in asked.catalogue.items.values():
        here = asked.place is None or (asked.covered_by(item.area) and asked.covered_by(item.region))
        if item.structured and item.collectors and here and fit_of_item(asked, item) is Fit.yes:
            yield item


def _only(asked: Asked, items: Iterable[Item]) -> Item | None:
    by_root = {root_of(asked.catalogue, item): item for item in items}
    return next(iter(by_root.values())) if len(by_root) == 1 else None


def _names(item: Item) -> tuple[str, ...]:
    return tuple(squash(name) for name in (item.name, *item.aliases))


def share_said(asked: Asked, item: Item) -> float:
    """The share of the words, settings and endings apart, that stands two by two in names of the item; 0 to 1."""
    names = _names(item)
    word = _SETTINGS.sub("", bare(asked.words.core)) or asked.words.core
    known = {
        place
        for at in range(len(word) - _PIECE + 1)
        if (piece := word[at : at + _PIECE]) not in _SAY_NOTHING and any(piece in name for name in names)
        for place in (at, at + 1)
    }
    return len(known) / len(word) if word else 0.0


def _speaks_of_other_money(asked: Asked, item: Item) -> bool:
    names = "".join(_names(item))
    return any(sign not in names for sign in OTHER_MONEY.findall(asked.called))


def _is_offered(asked: Asked, found: Match | None, owner: Item) -> bool:
    """Whether what would be asked leaves the item open."""
    if found is None or not found.candidates:
        return True
    roots = {root_of(asked.catalogue, item) for one in found.candidates if (item := asked.catalogue.item(one.key))}
    return root_of(asked.catalogue, owner) in roots
