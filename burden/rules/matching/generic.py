"""Words that are never enough by themselves: 年费, 登记费, 检验费, 手续费, 押金 …

Rule: `schema.generic_words` (payee, story or facts must have narrowed them to one family or item; never not_on_list).
A receipt that says only 费用 or 非税收入 is treated alike. The story may name the item; else it is asked.
"""

from burden.rules.matching import closed, exact, families, paid_through
from burden.rules.matching.answers import (
    ask,
    candidates_of,
    family_question,
    item_question,
    named_candidates,
    open_question,
    sure,
)
from burden.rules.matching.asked import Asked
from burden.rules.matching.by_payee import OF_ANY_PAYER
from burden.rules.matching.match import How, Match, Outcome, Reason
from burden.rules.matching.standing import Fit, fit_of_item
from burden.rules.matching.wordtable import table
from core.values.text import Text

_MAY = Text("“{word}”可能是这一项", "“{word}” may mean this item")
_EMPTY = frozenset(table("费 款 费用 收费 规费 其他 其它 杂费 款项 官费 其他收入 非税收入 代收款 往来款"))
_MOST = 8


def step(asked: Asked) -> Match | None:
    """A generic word that nothing before has narrowed: the story decides, or it must be asked."""
    core = asked.words.core
    if core not in asked.names.generic and asked.called not in asked.names.generic and core not in _EMPTY:
        return None
    return _by_story(asked) or _by_facts(asked, core) or _by_closed_story(asked) or _open(asked)


def _by_story(asked: Asked) -> Match | None:
    told = [(name, asked.catalogue.item(name.key)) for name in exact.in_story(asked)]
    possible = [(name, item) for name, item in told if item and fit_of_item(asked, item) >= Fit.unknown]
    if len(possible) != 1:
        return None
    name, item = possible[0]
    return paid_through.check(asked, (item,)) or sure(name, How.contained)


def _by_facts(asked: Asked, core: str) -> Match | None:
    """The one item of whose names the word is the end, and which alone has all the facts given as inputs."""
    given = {name for name in asked.facts if name in asked.catalogue.shared_inputs and name not in OF_ANY_PAYER}
    ending = {name.key: name for word, names in asked.names.exact.items() if word.endswith(core) for name in names}
    owners = []
    for name in ending.values() if given else ():
        item = asked.catalogue.item(name.key)
        if item is not None and given <= set(item.inputs) and fit_of_item(asked, item) >= Fit.unknown:
            owners.append(name)
    roots = exact.one_each(asked, owners)
    return sure(roots[0], How.family) if len(roots) == 1 else None


def _by_closed_story(asked: Asked) -> Match | None:
    found = closed.of_words(asked) if asked.story else None
    if found is None or found.word in asked.called or not found.holds:
        return None
    return Match(Outcome.closed_class, id=found.one.id)


def _open(asked: Asked) -> Match | None:
    core = asked.words.core
    whose, open_ones = families.of_payee(asked, asked.names.families.get(core, ()))
    shared = whose or open_ones
    if len(shared) == 1:
        left = families.settle(asked, shared[0], families.Called(core, (shared[0],), asked.words.remarks))
        if left.outside:
            return None
        members = candidates_of(left.members, _MAY.fill(word=core))
        return ask(Reason.name_generic, (family_question(shared[0].ask),), members)
    options = named_candidates(asked, exact.in_story(asked))[:_MOST]
    questions = (item_question(options),) if options else (open_question(),)
    return ask(Reason.name_generic, questions, options)
