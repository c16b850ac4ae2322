"""A name that stands inside the words: 厂房不动产登记费, 行驶证工本费及登记证书费.

Rules: design §4 ("or a name contained in the words"), `schema.families` step 1 (余下是别的字的，只是相像，不断言). It
is sure only where the payee is the item's, the name is the head of the words, and nothing beside it is other money.
"""

import re
from dataclasses import dataclass

from burden.rules.items import Item, Nature
from burden.rules.matching import by_family, by_name, exact, families, market, paid_through
from burden.rules.matching.answers import ask, item_question, named_candidates, sure
from burden.rules.matching.asked import NOT_IN_CATALOGUE, Asked
from burden.rules.matching.families import Called
from burden.rules.matching.index import Name
from burden.rules.matching.match import How, Match, Reason
from burden.rules.matching.standing import Fit, fit_of_family, fit_of_item
from burden.rules.wordlists import Family

_SHORTEST = 3
_OTHER_SENSE = re.compile(r"非(?!税|住宅|居民|刑事)|免|退|代理|代办|咨询|培训|滞纳|逾期|违约|赔偿|未缴|不含|除")
_OTHER_MONEY = re.compile(
    r"[费金款税罚审检测租保险]|代理|代办|服务|咨询|利息|补贴|软件|系统|申报|印花|培训|维护|维修|评估|编制|公证|鉴定|查询|复印"
    r"|打印|拍卖|考试|设计|监理|验收|答辩|资料|档案|广告|牌匾"
)
_MERE_SETTING = re.compile(
    r"^(?:工程|项目|建设|施工|合同|采购|招标|招投标|政府采购|本|该|的|市政|房建|公路|水利|标段)*$"
)
_LONGEST_REMARK = 8
_SHORTEST_OPENING = 3
_TRIBUNALS = frozenset({"court", "arbitration", "notary"})
_HEADS = ("费", "金", "款", "税", "押", "罚", "费用")


@dataclass(frozen=True, slots=True)
class Inside:
    """One known word inside the text, the longest at its place."""

    text: str
    start: int
    word: str
    names: tuple[Name, ...]
    families: tuple[Family, ...]

    @property
    def at_end(self) -> bool:
        """Whether the name ends the words, so that what stands before it only describes it (压力表检定费)."""
        return self.text.endswith(self.word)


def step(asked: Asked) -> Match | None:
    """The one name inside the words, if it is sure; a question where several stand there or the rest is unclear."""
    core = "" if NOT_IN_CATALOGUE in asked.kept else asked.words.core
    found = standing(asked, core) or standing(asked, headed(core))
    named = [one for one in found if one.names]
    if len(named) > 1:
        names = exact.one_each(asked, (name for one in named for name in one.names))
        likely = tuple(name for name in names if _fit(asked, name) > Fit.unlikely)
        return by_name.between(asked, likely) if len(likely) > 1 else None
    if len(named) == 1:
        return _of_name(asked, named[0])
    if len(found) == 1:
        return _of_family(asked, found[0])
    return _opened(asked, core) if not found else None


def _opened(asked: Asked, core: str) -> Match | None:
    """A name without its "fee" and what it was for after it: 商标变更注册人名义, 行驶证补办."""
    if core.endswith(_HEADS):
        return None
    for size in range(len(core) - 1, _SHORTEST_OPENING - 1, -1):
        names = asked.names.stems.get(core[:size], ())
        inside = exact.one_each(asked, (name for name in names if asked.covered_by(name.region)))
        one = Inside(core, 0, core[:size], inside, asked.names.family_stems.get(core[:size], ()))
        if len(one.names) == 1:
            return _of_name(asked, one)
        if one.families:
            return _of_family(asked, one)
    return None


def headed(core: str) -> str:
    """The words with "fee" at their end, which receipts leave out: 三类医疗器械注册."""
    return core if core.endswith(_HEADS) else core + "费"


def standing(asked: Asked, core: str) -> list[Inside]:
    """Known words inside the core, none of them inside a longer one; a shared short word is none."""
    found: list[Inside] = []
    for start, word in asked.names.words_inside(core, _SHORTEST):
        if any(one.start <= start and start + len(word) <= one.start + len(one.word) for one in found):
            continue
        if word in asked.names.generic and not _of_tribunal(asked, word):
            continue
        inside = [name for name in asked.names.exact.get(word, ()) if asked.covered_by(name.region)]
        one = Inside(core, start, word, exact.one_each(asked, inside), asked.names.families.get(word, ()))
        if one.names or one.families:
            found.append(one)
    return found


def _of_tribunal(asked: Asked, word: str) -> bool:
    """Whether a court, arbitration or notary took it: whatever they call 受理费 is one of their family."""
    kinds = {one.kind for family in asked.names.families.get(word, ()) for one in family.collectors}
    fits = [family for family in asked.names.families.get(word, ()) if fit_of_family(asked, family) is Fit.yes]
    return bool(kinds & _TRIBUNALS) and len(fits) == 1 and fits[0].collectors[0].kind in _TRIBUNALS


def _of_name(asked: Asked, one: Inside) -> Match | None:
    if len(one.names) > 1:
        return by_name.between(asked, one.names)
    item = asked.catalogue.item(one.names[0].key)
    if item is None:
        return None
    through = paid_through.check(asked, (item,))
    if through is not None:
        return through
    fit = fit_of_item(asked, item)
    if _is_head(one) and _in_its_sense(asked, one, item, fit):
        return sure(one.names[0], How.contained)
    if market.says_agency(asked) or (fit < Fit.unknown and not (asked.payee.is_state and _is_whole(one))):
        return None
    options = named_candidates(asked, one.names)
    return ask(Reason.name_ambiguous, (item_question(options),), options)


def _is_head(one: Inside) -> bool:
    """Whether the name is what the words are about: before it no other sense, after it no other money."""
    before, after = one.text[: one.start], one.text[one.start + len(one.word) :]
    return not _OTHER_SENSE.search(before) and not _OTHER_MONEY.search(after) and len(after) <= _LONGEST_REMARK


def _in_its_sense(asked: Asked, one: Inside, item: Item, fit: Fit) -> bool:
    """Whether the payee speaks for the item; a deposit, which anybody may take, needs a mere setting beside it."""
    rest = one.text.replace(one.word, "", 1)
    if item.nature is Nature.deposit:
        return fit > Fit.unlikely and bool(_MERE_SETTING.match(rest))
    if len(one.word) <= _SHORTEST and not one.at_end:
        return fit is Fit.yes
    return fit >= Fit.hinted or (fit is Fit.anybodys and len(one.word) >= 5)


def _is_whole(one: Inside) -> bool:
    """Whether the name is most of what is said, so that another body's charge of that name is meant."""
    return len(one.word) >= 5 and one.at_end and len(one.text) - len(one.word) <= 3


def _of_family(asked: Asked, one: Inside) -> Match | None:
    """A family's word with other words beside it: believed where the payee is the family's and one member is left."""
    if not _is_head(one):
        return None
    whose, _ = families.of_payee(asked, one.families)
    if len(whose) != 1:
        return None if not market.unknown_payee(asked) else by_family.of_call(asked, _call(asked, one))
    return by_family.of_call(asked, _call(asked, one))


def _call(asked: Asked, one: Inside) -> Called:
    rest = one.text.replace(one.word, "", 1) + asked.words.remarks
    return Called(one.word, one.families, rest, whole=False)


def _fit(asked: Asked, name: Name) -> Fit:
    item = asked.catalogue.item(name.key)
    return fit_of_item(asked, item) if item else Fit.no
