"""A case as a form tells it: what is asked of which subject, with the facts the procedure asks about.

A fact is the field ``fact.<name>``; of a day ``fact.<name>.none`` says that there was no such event. What is left open
is not known: it is asked about, never guessed.
"""

import re
from collections.abc import Mapping
from datetime import date

from core import clock
from core.errors import Invalid
from core.values.text import Text
from registry.rules.conditions import Fact, Facts, FactType, Value
from registry.services import lawkeeping
from registry.services.keeping import SubjectRef
from registry.services.looking_up import Query

YES, NO = "yes", "no"
_DAY = Text("“{typed}”不是日期，请写成 2026-07-20 这样", "“{typed}” is no day; write it like 2026-07-20")
_NUMBER = Text("“{typed}”不是数，请只写数字", "“{typed}” is no number; write digits only")
_CHOICE = Text("请从列出的里面选", "Choose one of those listed")
_BOTH = Text("填了日期又选了“没有”，请只留一样", "A day and “none” were both given; keep one")
_WHOLE = re.compile(r"-?\d{1,12}(\.\d{1,6})?")


def read_query(typed: Mapping[str, str]) -> Query:
    """The query of a form: ``kind``, ``identifier``, ``procedure``, ``on``, ``batch`` and the facts.

    :raises core.errors.Invalid: naming each field that cannot be read.
    :raises core.errors.NotFound: for a procedure nobody knows.
    """
    problems: dict[str, list[Text]] = {}
    on = _day(typed.get("on", ""), "on", problems)
    known = lawkeeping.current().procedure(typed.get("procedure", ""), on or clock.today()).facts
    facts = _facts(typed, known, problems)
    if problems:
        raise Invalid(problems)
    return Query(
        subject=SubjectRef(typed.get("identifier", "").strip()[:80], typed.get("kind", "")[:40]),
        procedure=typed.get("procedure", ""),
        facts=facts,
        on=on,
        batch=typed.get("batch", "").strip()[:80] or None,
    )


def _facts(typed: Mapping[str, str], known: Mapping[str, Fact], problems: dict[str, list[Text]]) -> Facts:
    found: dict[str, Value] = {}
    for name, fact in known.items():
        field, words = f"fact.{name}", typed.get(f"fact.{name}", "").strip()
        none = bool(typed.get(f"{field}.none")) and fact.type is FactType.date
        if none and words:
            problems[field] = [_BOTH]
        elif none:
            found[name] = None
        elif words:
            value = _value(words, fact, field, problems)
            if field not in problems:
                found[name] = value
    return found


def _value(words: str, fact: Fact, field: str, problems: dict[str, list[Text]]) -> Value:
    if fact.type is FactType.date:
        return _day(words, field, problems)
    if fact.type is FactType.number:
        if not _WHOLE.fullmatch(words):
            problems[field] = [_NUMBER.fill(typed=words)]
            return None
        return float(words) if "." in words else int(words)
    if fact.type is FactType.boolean:
        if words not in (YES, NO):
            problems[field] = [_CHOICE]
        return words == YES
    if words not in fact.values:
        problems[field] = [_CHOICE]
    return words


def _day(words: str, field: str, problems: dict[str, list[Text]]) -> date | None:
    try:
        return date.fromisoformat(words.strip()) if words.strip() else None
    except ValueError:
        problems[field] = [_DAY.fill(typed=words)]
        return None


def as_form(facts: Facts) -> dict[str, str]:
    """The fields in which those facts stand in a form."""
    found: dict[str, str] = {}
    for name, value in facts.items():
        if isinstance(value, bool):
            found[f"fact.{name}"] = YES if value else NO
        elif value is None:
            found[f"fact.{name}.none"] = "1"
        else:
            found[f"fact.{name}"] = value.isoformat() if isinstance(value, date) else str(value)
    return found


def in_words(fact: Fact, facts: Facts) -> Text | None:
    """What is known of a fact; None: nothing."""
    if fact.name not in facts:
        return None
    value = facts[fact.name]
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("不是", "no")
    if value is None:
        return Text("没有", "none")
    if isinstance(value, date):
        return Text(value.isoformat(), value.isoformat())
    words = fact.values.get(str(value)) or f"{value}{fact.unit or ''}"
    return Text(words, words)
