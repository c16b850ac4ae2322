"""A change of what a procedure asks, as a form tells it: a requirement in the form of ``procedures.yaml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.errors import Invalid
from core.values.text import Text
from registry.rules.conditions import Fact, FactType
from registry.rules.procedures import Procedure
from registry.schemas.cases import NO, YES

_DAY = Text("请写从哪天起，例如 2026-12-01", "Say from which day, such as 2026-12-01")
_MONTHS = Text("请写几个月，只写数字；没有固定期限就空着", "Give months as a number, or leave it open")
_NUMBERS = Text("请写成 >7 或者 >=3, <15 这样", "Write it like >7 or >=3, <15")
_SIGNS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_TEST = re.compile(r"(<=|>=|<|>)\s*(-?\d{1,9}(?:\.\d{1,4})?)")
_FIELDS = {
    "body.id": "id", "body.parameter": "parameter", "body.subject": "subject", "body.standards": "standards",
    "body.accreditation": "accreditation", "body.age": "months", "body.when": "when", "body.fresh_test": "trigger",
    "body": "id", "key": "id",
}  # fmt: skip
"""The field of the form by the place in the body that is wrong."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to hold from a day on; no body: the requirement `key` is asked no more."""

    key: str
    body: Mapping[str, Any] | None
    from_on: date
    source: str
    confirmed: bool


def read_change(typed: Mapping[str, str], lists: Mapping[str, list[str]], procedure: Procedure) -> Change:
    """The change of a form; `lists`: fields that hold several values.

    :raises core.errors.Invalid: naming each field that cannot be read.
    """
    problems: dict[str, list[Text]] = {}
    key, confirmed = typed.get("id", "").strip(), bool(typed.get("confirmed"))
    from_on = _day(typed.get("from_on", ""), problems)
    ends = typed.get("act") == "end"
    body = None if ends else _body(typed, lists, procedure, problems)
    if problems:
        raise Invalid(problems)
    return Change(key, body, from_on, typed.get("source", "").strip()[:2000], confirmed)


def _day(words: str, problems: dict[str, list[Text]]) -> date:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        problems["from_on"] = [_DAY]
        return date.min


def _body(
    typed: Mapping[str, str], lists: Mapping[str, list[str]], procedure: Procedure, problems: dict[str, list[Text]]
) -> dict[str, Any]:
    confirmed = bool(typed.get("confirmed"))
    months = typed.get("months", "").strip()
    if months and not (months.isdecimal() and 0 < int(months) < 1200):
        problems["months"] = [_MONTHS]
    body: dict[str, Any] = {
        "id": typed.get("id", "").strip()[:120],
        "parameter": typed.get("parameter", ""),
        "subject": typed.get("subject", ""),
        "standards": [one for one in re.split(r"[\r\n;；,，、]+", typed.get("standards", "")) if one.strip()],
        "age": {
            "months": int(months) if months.isdecimal() else None,
            "ends": typed.get("ends") or "day",
            "basis": typed.get("source", "").strip()[:2000] or None,
            "confirmed": confirmed,
        },
        "accreditation": lists.get("accreditation", []),
        "fresh_test": _fresh_test(typed, confirmed),
    }
    body["standards"] = [one.strip() for one in body["standards"]]
    if when := _when(typed, lists, procedure, problems):
        body["when"] = when
    return body


def _fresh_test(typed: Mapping[str, str], confirmed: bool) -> dict[str, Any] | None:
    if not typed.get("trigger"):
        return None
    article, says = typed.get("article", "").strip()[:300], typed.get("says", "").strip()[:500]
    return {"article": article, "trigger": typed["trigger"], "says": says, "confirmed": confirmed}


def _when(
    typed: Mapping[str, str], lists: Mapping[str, list[str]], procedure: Procedure, problems: dict[str, list[Text]]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, fact in procedure.facts.items():
        field = f"when.{name}"
        words = typed.get(field, "").strip()
        if fact.type is FactType.boolean and words in (YES, NO):
            found[name] = words == YES
        elif fact.type is FactType.enum and lists.get(field):
            found[name] = {"in": lists[field]}
        elif fact.type is FactType.number and words:
            tests = _TEST.findall(words)
            if not tests or re.sub(r"[\s,，]", "", _TEST.sub("", words)):
                problems[field] = [_NUMBERS]
            found[name] = {_SIGNS[sign]: float(bound) if "." in bound else int(bound) for sign, bound in tests}
    return found


def as_form(body: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The fields of a form in which a requirement stands."""
    age, fresh = body.get("age") or {}, body.get("fresh_test") or {}
    typed = {
        "id": str(body["id"]), "parameter": str(body["parameter"]), "subject": str(body["subject"]),
        "standards": "\n".join(body.get("standards") or ()), "months": str(age.get("months") or ""),
        "ends": str(age.get("ends") or "day"), "source": str(age.get("basis") or ""),
        "confirmed": "1" if age.get("confirmed") else "", "trigger": str(fresh.get("trigger") or ""),
        "article": str(fresh.get("article") or ""), "says": str(fresh.get("says") or ""),
    }  # fmt: skip
    lists = {"accreditation": [str(one) for one in body.get("accreditation") or ()]}
    for name, test in (body.get("when") or {}).items():
        field = f"when.{name}"
        if isinstance(test, bool):
            typed[field] = YES if test else NO
        elif isinstance(test, Mapping) and "in" not in test:
            signs = {word: sign for sign, word in _SIGNS.items()}
            typed[field] = ", ".join(f"{signs[word]}{bound}" for word, bound in test.items())
        else:
            lists[field] = [str(one) for one in (test["in"] if isinstance(test, Mapping) else [test])]
    return typed, lists


def by_field(fields: Mapping[str, list[Text]]) -> dict[str, list[Text]]:
    """What is wrong with a body, at the fields of the form."""
    found: dict[str, list[Text]] = {}
    for place, messages in fields.items():
        parts = place.split(".")
        named = next((_FIELDS[one] for n in range(len(parts), 0, -1) if (one := ".".join(parts[:n])) in _FIELDS), place)
        if named == "when" and len(parts) > 2:
            named = f"when.{parts[2]}"
        found.setdefault(named, []).extend(messages)
    return found


def said(body: Mapping[str, Any], facts: Mapping[str, Fact]) -> list[Text]:
    """On what a requirement hangs, a sentence for each fact."""
    found = []
    for name, test in (body.get("when") or {}).items():
        fact = facts.get(name)
        question = fact.question if fact else Text(name, name)
        words = _answers(test, fact)
        found.append(Text(f"{question.zh}{words.zh}", f"{question.en} {words.en}"))
    return found


def _answers(test: Any, fact: Fact | None) -> Text:
    if isinstance(test, bool):
        return Text("是", "yes") if test else Text("否", "no")
    if isinstance(test, Mapping) and "in" not in test:
        signs = {word: sign for sign, word in _SIGNS.items()}
        words = ", ".join(f"{signs[word]} {bound}" for word, bound in test.items())
        return Text(words, words)
    among = test["in"] if isinstance(test, Mapping) else [test]
    labels = [str(fact.values.get(str(one), one)) if fact else str(one) for one in among]
    return Text("、".join(labels), ", ".join(labels))
