"""How matching puts its findings: candidates with their reasons, and the one question that tells them apart."""

from collections.abc import Iterable

from burden.rules.items import Item
from burden.rules.matching.alike import Alike
from burden.rules.matching.asked import FULL_NAME, Asked
from burden.rules.matching.families import Settled, possible
from burden.rules.matching.index import Name
from burden.rules.matching.match import Candidate, How, Match, Outcome, Question, Reason
from burden.rules.matching.places import members_here
from burden.rules.wordlists import Ask, Family
from core.values.text import Text, same

WHICH_ITEM = Text("这笔钱最像下面哪一项？都不是就选“都不是”", "Which of these is it? Choose none if it is none of them")
WHAT_FOR = Text(
    "这笔钱具体是为什么收的？请写上单据或通知里的全称",
    "What exactly was charged? Give the full name on the bill or notice",
)
NONE = "none"
NONE_OF_THEM = (NONE, Text("都不是", "None of these"))
CHOSEN_ITEM = "item"
"""The fact by which a person chooses an item among candidates."""

_WHY_FAMILY = Text("“{word}”可能是这一项", "“{word}” may mean this item")
_WHY_ALIKE = Text("名称与“{word}”相像", "Its name resembles “{word}”")
_WHY_NAMED = Text("单据上写着“{word}”", "The receipt says “{word}”")


def sure(name: Name, how: How | None = None, note: Text | None = None) -> Match:
    """An item recognised by a name."""
    return Match(Outcome.item, key=name.key, how=how or name.how, notes=(note,) if note else ())


def sure_item(item: Item, how: How, note: Text | None = None) -> Match:
    """An item recognised otherwise than by its name alone."""
    return Match(Outcome.item, key=item.key, how=how, notes=(note,) if note else ())


def candidates_of(items: Iterable[Item], why: Text) -> tuple[Candidate, ...]:
    """Items as candidates, each for the same reason."""
    return tuple(Candidate(item.key, item.name, why) for item in items)


def named_candidates(asked: Asked, names: Iterable[Name]) -> tuple[Candidate, ...]:
    """Items whose names stand on the receipt, as they count at the place."""
    found = []
    for name in names:
        item = asked.catalogue.item(name.key)
        for one in members_here(asked, (item,)) if item else ():
            found.append(Candidate(one.key, one.name, _WHY_NAMED.fill(word=name.shown)))
    return tuple({one.key: one for one in found}.values())


def family_question(ask: Ask) -> Question:
    """The family's own question, with its answers."""
    options = tuple((value, ask.labels.get(value) or same(value)) for value in ask.answers)
    return Question(ask.fact, ask.question, options=options)


def item_question(candidates: Iterable[Candidate]) -> Question:
    """Which of these items, where no family has a question of its own."""
    options = tuple((one.key, same(one.name)) for one in candidates)
    return Question(CHOSEN_ITEM, WHICH_ITEM, options=(*options, NONE_OF_THEM))


def open_question() -> Question:
    """What for, where not even candidates are known."""
    return Question(FULL_NAME, WHAT_FOR, type="text")


def of_family(asked: Asked, left: Settled, word: str, *, doubtful: bool = False) -> Match:
    """What a family leaves: an item, candidates, or a question that must be asked whatever the candidates give."""
    why = _WHY_FAMILY.fill(word=word)
    unasked = left.value is None
    must_ask = unasked and (left.family.ask_first or (word in asked.names.generic and left.family.has_none_answer))
    if doubtful:
        return ask(Reason.name_ambiguous, (family_question(left.family.ask),), candidates_of(left.members, why))
    if len(left.members) == 1 and not must_ask:
        return sure_item(left.members[0], How.family, why)
    return Match(
        Outcome.candidates,
        how=How.family,
        candidates=candidates_of(left.members, why),
        questions=(_next_question(asked, left, why),),
        reason=Reason.name_ambiguous,
        ask_anyway=must_ask,
        notes=(why,),
    )


def _next_question(asked: Asked, left: Settled, why: Text) -> Question:
    """The family's question; once that is answered and several are left, a narrower family's, or which item it is."""
    if left.value is None:
        return family_question(left.family.ask)
    keys = {item.key for item in left.members}
    narrower = [one for one in asked.catalogue.families if one is not left.family and keys <= set(one.items)]
    narrower = [one for one in narrower if len(one.items) < len(left.family.items) and one.ask.fact not in asked.facts]
    if narrower:
        return family_question(min(narrower, key=lambda one: len(one.items)).ask)
    return item_question(candidates_of(left.members, why))


def ask(reason: Reason, questions: tuple[Question, ...], candidates: tuple[Candidate, ...] = ()) -> Match:
    """A question that must be answered first."""
    return Match(Outcome.ask, reason=reason, questions=questions, candidates=candidates)


def alike_candidates(asked: Asked, found: Iterable[Alike]) -> tuple[Candidate, ...]:
    """What the words resemble, items as they count at the place, the members of families after them."""
    out: dict[str, Candidate] = {}
    for one in found:
        why = _WHY_ALIKE.fill(word=one.word)
        for item in members_here(asked, (one.item,) if one.item else _members(asked, one.family)):
            out.setdefault(item.key, Candidate(item.key, item.name, why))
    return tuple(out.values())[:8]


def _members(asked: Asked, family: Family | None) -> tuple[Item, ...]:
    found = (asked.catalogue.item(key) for key in (family.items if family else ()))
    return possible(asked, tuple(item for item in found if item is not None))
