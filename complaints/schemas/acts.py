"""The facts of an act as they are typed or sent: one reading for page, API and shell alike."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from complaints.rules.kinds import Remedy
from complaints.rules.lifecycle import ACTS, Transition
from complaints.rules.outcomes import Ground, Outcome
from complaints.schemas.readings import Misread, Problems, one_of
from core.errors import Invalid, NotFound
from core.values.money import NOTHING, Money, NotMoney
from core.values.text import Text

LONGEST_TEXT = 10_000
LONGEST_LINE = 200
ALSO = {"draft": ("no_refund_reason",), "withdraw": ("text",), "accept": ("text",), "rate": ("text",)}
"""Facts that an act takes beyond those it needs."""
_ON_RECORD = frozenset({"decision", "review_decision", "route"})
"""Facts that nobody gives: they are on record."""

_TOO_LONG = Text("最多 {most} 个字，这里有 {n} 个", "At most {most} characters; there are {n}")
_NUL = Text("里面有读不了的字符，请删去后再存", "It holds a character that cannot be read; please take it out")
_NO_NUMBER = Text("请选 1 到 5 分", "Choose 1 to 5")
_NO_DRAFT = Text("请从要核准的草稿提交", "Submit this from the draft that is to be approved")
_UNKNOWN = Text("这一步没有“{name}”这一项", "This step has no field “{name}”")


def words(typed: Any, most: int = LONGEST_TEXT) -> str:
    """Text of a person, blanks around it taken off.

    :raises Misread: if it is too long, or holds what no database takes.
    """
    text = "" if typed is None else str(typed).strip()
    if "\x00" in text or any(0xD800 <= ord(character) < 0xE000 for character in text):
        raise Misread(_NUL)
    if len(text) > most:
        raise Misread(_TOO_LONG.fill(most=most, n=len(text)))
    return text


def line(typed: Any) -> str:
    """One line of text."""
    return " ".join(words(typed, LONGEST_LINE).split())


def money(typed: Any) -> Money | None:
    """An amount; None where nothing was typed.

    :raises Misread: if it is none.
    """
    if typed in (None, ""):
        return None
    try:
        return Money.parse(str(typed))
    except NotMoney as error:
        raise Misread(error.message) from error


def _number(message: Text, least: int, most: int) -> Callable[[Any], int | None]:
    def read(typed: Any) -> int | None:
        if typed in (None, ""):
            return None
        text = str(typed).strip()
        if not (text.isascii() and text.isdigit() and len(text) < 19 and least <= int(text) <= most):
            raise Misread(message)
        return int(text)

    return read


def _chosen(known: Any) -> Callable[[Any], Any]:
    def read(typed: Any) -> Any:
        return known(one_of(typed, [each.value for each in known])) if typed else None

    return read


def _remedies(typed: Any) -> tuple[str, ...]:
    listed = typed if isinstance(typed, list | tuple) else [typed] if typed else []
    return tuple(dict.fromkeys(one_of(each, [remedy.value for remedy in Remedy]) for each in listed))


_READ: dict[str, Callable[[Any], Any]] = {
    "outcome": _chosen(Outcome),
    "ground": _chosen(Ground),
    "remedies": _remedies,
    "refund": lambda typed: money(typed) or NOTHING,
    "amount": money,
    "score": _number(_NO_NUMBER, 1, 5),
    "draft": _number(_NO_DRAFT, 1, 2**62),
    "body": line,
    "handler": line,
    "stage": line,
}


def row_of(name: str) -> Transition:
    """The row of the lifecycle of that name.

    :raises NotFound: if there is none that somebody can do.
    """
    row = ACTS.get(name)
    if row is None or not row.begin:
        raise NotFound
    return row


def fields(row: Transition) -> tuple[str, ...]:
    """What a form of that act asks for."""
    return tuple(name for name in (*row.facts, *ALSO.get(row.act, ())) if name not in _ON_RECORD)


def read_facts(name: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the act `name`, by the names of the lifecycle; what is missing is left to the act to say.

    :raises NotFound: if there is no such act.
    :raises Invalid: naming each field that cannot be read or is not of this act.
    """
    asked, problems = fields(row_of(name)), Problems()
    for strange in sorted(set(map(str, typed)) - set(asked)):
        problems.add(strange[:LONGEST_LINE], _UNKNOWN.fill(name=strange[:40]))
    found = {each: problems.read(each, partial(_READ.get(each, words), typed.get(each))) for each in asked}
    problems.settle()
    return {each: value for each, value in found.items() if value is not None}


def read_version(typed: Any) -> int | None:
    """The version a form was opened on; None if it does not say.

    :raises Invalid: if it is no number.
    """
    problems = Problems()
    found = problems.read("version", lambda: _number(Text("版本读不懂", "No version"), 0, 2**31)(typed))
    if problems.fields:
        raise Invalid(problems.fields)
    return int(found) if found is not None else None
