"""What programs send to the registry, read; what they are answered, as documents."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

from core.documents import as_json
from core.errors import DomainError, Invalid
from core.responses import STATUS
from core.values.money import Money
from core.values.text import Text
from registry.rules.reading import Fields
from registry.schemas.coverage import read_query_at
from registry.schemas.wrong import told_by_field
from registry.services.answers import Answered, Line
from registry.services.looking_up import LookedUp, Query
from registry.services.ordering import Justified
from registry.services.recognising import Decided, Refusing, Taking

_ONE_OF = Text("写明 recognise 或者 refuse 之一", "Say either recognise or refuse")
_SOMETHING = Text("至少写一项", "Name at least one")
_ODD = re.compile(rb"\\u(?:0000|d[89a-f])|[0-9]{16}|NaN|Infinity|\\x00", re.IGNORECASE)
"""What may stand in JSON that no database takes."""
_NOT_KEPT = Text("里面有存不下的字符或数", "It holds a character or a number that cannot be kept")
_GREATEST = 2**53


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement of one subject, and how it stands."""

    subject_id: int
    requirement: str
    parameter: str
    name: Text
    until: date | None
    """The last day of cover; null: no end, or none."""
    findings: tuple[str, ...]
    """Those that satisfy it, newest test first: what a recognition names."""
    reasons: tuple[str, ...]
    """Why the nearest do not."""


@dataclass(frozen=True, slots=True)
class Fees:
    """What is known of the fees by the catalogue; null: not known (不知道), never nothing."""

    avoided: Money | None
    avoided_unknown: int
    """Subjects whose fee is not known."""
    residual: Money | None
    residual_unknown: int


@dataclass(frozen=True, slots=True)
class CoverageDocument:
    """What need not be tested again, and what is left."""

    look_up: int
    """The look-up now on record, on which recognitions and orders rest for 30 days."""
    at: datetime
    purpose: str
    digest: str
    """SHA-256 of the canonical JSON of `answer`."""
    covered: bool
    """Whether nothing is left to test, to decide or to be put on record."""
    residual: tuple[Asked, ...]
    avoided: tuple[Asked, ...]
    fees: Fees
    answer: Answered


@dataclass(frozen=True, slots=True)
class BriefDocument:
    """The answer to one of many questions; ask it alone for the findings in full."""

    index: int
    look_up: int
    subject_id: int
    digest: str
    covered: bool
    residual: tuple[Asked, ...]
    avoided: tuple[Asked, ...]
    undecided: tuple[str, ...]
    unasked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedDocument:
    """Why one of many questions is not answered, in its place."""

    index: int
    status: int
    message: Text
    errors: Mapping[str, Sequence[Text]]


@dataclass(frozen=True, slots=True)
class DecisionsDocument:
    """What was decided, as it is on record."""

    decisions: tuple[Decided, ...]


def covered(answer: Answered) -> bool:
    """Whether nothing is left to test, nothing to decide, and every kind asked of is on record."""
    return not (answer.residual or answer.undecided or answer.unasked)


def of_look_up(found: LookedUp) -> CoverageDocument:
    """The answer to one question."""
    answer = found.answer
    avoided, avoided_unknown = answer.saved(avoided=True)
    left, left_unknown = answer.saved(avoided=False)
    return CoverageDocument(
        found.id, found.at, found.purpose, found.digest, covered(answer), _asked(answer.residual),
        _asked(answer.avoided), Fees(avoided, avoided_unknown, left, left_unknown), answer,
    )  # fmt: skip


def of_one(index: int, found: LookedUp | DomainError) -> Any:
    """The answer to one of many questions, as plain JSON."""
    if isinstance(found, DomainError):
        status = next(code for kind, code in STATUS.items() if isinstance(found, kind))
        return as_json(RefusedDocument(index, status, found.message, getattr(found, "fields", {})))
    answer = found.answer
    return as_json(
        BriefDocument(
            index, found.id, answer.subject_id, found.digest, covered(answer), _asked(answer.residual),
            _asked(answer.avoided), answer.undecided, answer.unasked,
        )
    )  # fmt: skip


def _asked(lines: Sequence[Line]) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            line.subject_id, line.requirement, line.parameter, line.name, line.until, line.findings, line.reasons
        )
        for line in lines
    )  # fmt: skip


def sound(document: Any, raw: bytes) -> Any:
    """`document`, which was read from `raw`, if everything in it can be kept.

    :raises core.errors.Invalid: naming each field with NUL, half a character, or a number beyond what JSON is sure of.
    """
    if _ODD.search(raw) and (wrong := dict.fromkeys(_odd(document, ""), [_NOT_KEPT])):
        raise Invalid(wrong)
    return document


def _odd(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            place = f"{path}.{name}" if path else name
            yield from (path or "body" for _ in _odd(name, ""))
            yield from _odd(part, place)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _odd(part, f"{path}.{index}")
    elif isinstance(value, str):
        if any(mark == "\0" or "\ud800" <= mark <= "\udfff" for mark in value):
            yield path or "body"
    elif isinstance(value, int | float) and not (isfinite(value) and abs(value) < _GREATEST):
        yield path or "body"


def read_many(document: Any) -> tuple[list[Query | Invalid], str]:
    """The questions of a batch, in order, each or why it cannot be read; and the purpose of all.

    :raises core.errors.Invalid: if there is no list of questions.
    """
    with told_by_field():
        fields = Fields(document, "", ("queries", "purpose"))
        purpose = fields.optional_text("purpose") or ""
        found = fields.each("queries", lambda value, _path: _query(value))
    if not found:
        raise Invalid({"queries": [_SOMETHING]})
    return list(found), purpose


def _query(value: Any) -> Query | Invalid:
    try:
        with told_by_field():
            return read_query_at(value, "")
    except Invalid as error:
        return error


def read_recognition(document: Any) -> tuple[int, tuple[Taking, ...] | Refusing, int]:
    """The look-up it rests on, what is recognised or refused, and the request that it answers (0: none).

    :raises core.errors.Invalid: naming each field that cannot be read.
    """
    with told_by_field():
        fields = Fields(document, "", ("look_up", "recognise", "refuse", "request"))
        look_up = _rests_on(fields)
        takings = fields.each("recognise", _taking)
        refusing = None if fields.get("refuse") is None else _refusing(fields.get("refuse"), fields.at("refuse"))
        request = fields.optional_whole("request", 1) or 0
    if bool(takings) == bool(refusing):
        raise Invalid({"recognise": [_ONE_OF]})
    return look_up, refusing or takings, request


def _rests_on(fields: Fields) -> int:
    """The number of the look-up on which an act rests."""
    fields.needed("look_up")
    return fields.optional_whole("look_up", 1) or 0


def _taking(value: Any, path: str) -> Taking:
    fields = Fields(value, path, ("requirement", "finding", "subject_id"))
    return Taking(fields.text("requirement"), fields.text("finding"), fields.optional_whole("subject_id", 1) or 0)


def _refusing(value: Any, path: str) -> Refusing:
    known = ("requirements", "ground", "article", "explanation", "proof", "finding", "subject_id")
    fields = Fields(value, path, known)
    requirements = tuple(fields.texts("requirements"))
    if not requirements:
        raise Invalid({fields.at("requirements"): [_SOMETHING]})
    return Refusing(
        requirements, fields.text("ground"), fields.optional_text("article") or "",
        fields.optional_text("explanation") or "", _texts(fields, "proof"), fields.optional_text("finding") or "",
        fields.optional_whole("subject_id", 1) or 0,
    )  # fmt: skip


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    return () if fields.get(name) is None else tuple(fields.texts(name))


def read_order(document: Any) -> tuple[int, str, tuple[str, ...], dict[str, Justified]]:
    """The look-up it rests on, who pays, the requirements, and why those that are covered are tested all the same.

    :raises core.errors.Invalid: naming each field that cannot be read.
    """
    with told_by_field():
        fields = Fields(document, "", ("look_up", "payer", "requirements", "justified"))
        given = {} if fields.get("justified") is None else fields.get("justified")
        known = Fields(given, fields.at("justified"), list(given) if isinstance(given, Mapping) else ())
        return (
            _rests_on(fields),
            fields.optional_text("payer") or "",
            _texts(fields, "requirements"),
            {name: _justified(value, known.at(name)) for name, value in known.value.items()},
        )


def _justified(value: Any, path: str) -> Justified:
    fields = Fields(value, path, ("ground", "article", "explanation", "proof"))
    ground, article, explanation = (fields.optional_text(name) or "" for name in ("ground", "article", "explanation"))
    return Justified(ground, article, explanation, _texts(fields, "proof"))


def read_reason(document: Any) -> str:
    """The reason of a withdrawal; a missing one is the services' to refuse.

    :raises core.errors.Invalid: naming each field that cannot be read.
    """
    with told_by_field():
        return Fields(document, "", ("reason",)).optional_text("reason") or ""
