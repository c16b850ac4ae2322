"""Classes of charges the law itself forbids, list or no list: apportionment, forced sponsorship, membership …

Rule: head of closed-classes.yaml, points 2 and 3. A condition still open is asked; answered no, the class does not
apply and the order goes on.
"""

from dataclasses import dataclass

from burden.rules.matching.asked import Asked
from burden.rules.matching.cleaning import squash
from burden.rules.wordlists import ClosedClass

FORCED = "forced"
_ENDINGS = ("费", "款", "金")
MEMBERSHIP, YEARLY = "membership", "年费"
"""What an association takes each year is its membership fee, whatever the receipt calls it (ours)."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A class whose words stand in the name or the story, and whether its condition holds (None = must be asked)."""

    one: ClosedClass
    word: str
    holds: bool | None
    payee_unknown: bool = False


def of_words(asked: Asked, *, story_too: bool = True) -> Closed | None:
    """The class with the longest word, of those that apply; one that must be asked about only if none holds."""
    found = [closed for one in asked.catalogue.closed_classes if (closed := _applies(asked, one, story_too))]
    found.sort(key=lambda closed: (closed.holds is not True, closed.word not in asked.called, -len(closed.word)))
    return found[0] if found else None


def _applies(asked: Asked, one: ClosedClass, story_too: bool) -> Closed | None:
    text = asked.called + "。" + asked.story if story_too else asked.called
    words = [form for word in map(squash, one.words) for form in _forms(word) if form in text]
    if one.id == MEMBERSHIP and is_membership(asked):
        words.append(YEARLY)
    if not words or any(squash(word) in text for word in one.unless):
        return None
    taken = _taken_by(asked, one)
    holds = condition(asked, one)
    if taken is False or holds is False:
        return None
    word = max(words, key=lambda word: (word in asked.called, len(word)))
    return Closed(one, word, holds if taken else None, payee_unknown=taken is None)


def _forms(word: str) -> tuple[str, ...]:
    """A class's word with each ending money may have (征订费, 征订款), where two characters remain without it."""
    trunk = word[:-1] if word[-1:] in _ENDINGS and len(word) > 2 else ""
    return tuple(trunk + ending for ending in _ENDINGS) if trunk else (word,)


def is_membership(asked: Asked) -> bool:
    """Whether an association takes it each year."""
    return asked.payee.kind == "association" and asked.words.core.endswith(YEARLY)


def _taken_by(asked: Asked, one: ClosedClass) -> bool | None:
    """Whether payee or requirer is one the class is about; None where neither can be told."""
    if one.taken_by == "any" or asked.payee.is_state or asked.requirer.is_state:
        return True
    if one.taken_by == "association" and asked.payee.kind == "association":
        return True
    return False if asked.payee.known else None


def condition(asked: Asked, one: ClosedClass) -> bool | None:
    """Whether the class's condition holds: none needed, told, ordered by an authority, or named in the words."""
    if one.condition is None:
        return True
    told = asked.says(one.condition.fact)
    if told is not None:
        return told
    if one.condition.fact == FORCED and asked.requirer.is_state:
        return True
    if any(squash(word) in asked.called for word in one.condition_words):
        return True
    return None
