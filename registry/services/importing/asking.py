"""Subjects asked about by file: up to 10,000 rows in, a table of what need not be tested again out."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core import clock
from core.errors import DomainError, Invalid
from core.policy import Actor
from core.tables.cells import Row, refuse
from core.tables.reading import open_table
from core.values.text import Text
from registry.rules.cells import close, folded, is_blank
from registry.rules.cells_codes import read_device
from registry.rules.cells_days import read_day
from registry.rules.cells_words import kind_named
from registry.rules.columns import Field, bare, field_of
from registry.rules.conditions import Fact, FactType, Value
from registry.services import lawkeeping, looking_up
from registry.services.importing.composing import shortened
from registry.services.keeping import SubjectRef
from registry.services.looking_up import LookedUp, Query

HEADINGS = (
    Text("行", "Row"), Text("对象编号", "Code"), Text("对象", "Subject"), Text("检测项目", "Parameter"),
    Text("结论", "Answer"), Text("到哪天", "Until"), Text("依据的报告", "By report"), Text("为什么", "Why"),
    Text("查询号", "Look-up"),
)  # fmt: skip
_COVERED, _LEFT = Text("不用再测", "need not be tested"), Text("要测", "left to test")
_OPEN, _UNREAD = Text("要先答", "to be answered first"), Text("没有查成", "not looked up")
_NO_ROWS = (
    "没有读出一个对象。第一行写列名，其中一列叫“对象编号”",
    "No subject was read. Name the columns; one is 对象编号",
)
_NO_CODE = Text("没有对象编号", "There is no code")
_BAD_FACT = Text("“{heading}”写的“{shown}”读不成：{question}", "“{shown}” is no answer to “{heading}”: {question}")
_WORDS = {
    "是": True, "有": True, "yes": True, "true": True, "1": True, "否": False, "没有": False, "无": False, "no": False,
    "false": False, "0": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the file: the query, or why there is none."""

    row: int
    code: str
    query: Query | None
    wrong: Text | None = None


def look_up_file(
    content: bytes, procedure: str, purpose: str, actor: Actor, *, organisation: int = 0, language: str = "zh"
) -> tuple[list[str], list[list[str]]]:  # fmt: skip
    """Look all subjects of a file up, on record and with a purpose; the heading and the rows of the answer.

    Columns: 对象编号 (or 信用代码 with 检测对象), 对象种类, 批次, and the procedure's facts by name or question.

    :raises core.errors.Invalid: at ``file``, ``purpose``, ``queries`` for too many.
    :raises core.errors.NotFound: for a procedure nobody knows.
    :raises core.errors.NotAllowed: if the actor is no department's recogniser.
    """
    asked = read_subjects(content, procedure)
    queries = [one.query for one in asked if one.query]
    answers = iter(looking_up.look_up_many(queries, purpose, actor, organisation=organisation))
    rows = [
        line
        for one in asked
        for line in (_answered(one, next(answers), language) if one.query else [_unread(one, one.wrong, language)])
    ]
    return [words.render(language) for words in HEADINGS], rows


def read_subjects(content: bytes, procedure: str) -> list[Asked]:
    """The rows of the file as queries.

    :raises core.errors.Invalid: (field ``file``) when it is no readable table, names no column of codes, or too many.
    """
    facts = lawkeeping.current().procedure(procedure, clock.today()).facts
    rows = list(open_table(io.BytesIO(content)).rows())
    columns, by_fact = _columns(rows[0], facts) if rows else ({}, {})
    if Field.subject_code not in columns and not {Field.subject, Field.client_code} <= columns.keys():
        raise refuse(*_NO_ROWS)
    asked = [_asked(row, columns, by_fact, facts, procedure) for row in rows[1 : looking_up.MOST + 2]]
    if not asked:
        raise refuse(*_NO_ROWS)
    if len(asked) > looking_up.MOST:
        raise refuse("一份最多 10,000 个对象，请拆开", "At most 10,000 subjects in one file; please split it")
    return asked


def _columns(head: Row, facts: Mapping[str, Fact]) -> tuple[dict[Field, int], dict[str, int]]:
    named = {bare(words): name for name, fact in facts.items() for words in (name, fact.question.zh, fact.question.en)}
    columns: dict[Field, int] = {}
    by_fact: dict[str, int] = {}
    for index, heading in enumerate(head.cells):
        field, sure = field_of(heading)
        if bare(heading) in named:
            by_fact.setdefault(named[bare(heading)], index)
        elif field and (sure or field not in columns):
            columns.setdefault(field, index)
    return columns, by_fact


def _asked(
    row: Row, columns: Mapping[Field, int], by_fact: Mapping[str, int], facts: Mapping[str, Fact], procedure: str
) -> Asked:  # fmt: skip
    def cell(name: Field) -> str:
        return row.cell(columns[name]) if name in columns else ""

    code, doubt = read_device(cell(Field.subject_code))
    if doubt:
        return Asked(row.number, folded(cell(Field.subject_code)), None, doubt.what)
    owner, name = close(cell(Field.client_code)), folded(cell(Field.subject))
    if not code and owner and name:
        code = shortened(f"{owner}/{name}")
    if not code:
        return Asked(row.number, "", None, _NO_CODE)
    known: dict[str, Value] = {}
    for key, index in by_fact.items():
        words = folded(row.cell(index))
        if not words:
            continue
        read, value = _value(words, facts[key])
        if not read:
            said = {"heading": key, "shown": words[:40], "question": facts[key].question}
            return Asked(row.number, code, None, _BAD_FACT.fill(**said))
        known[key] = value
    kind = kind_named(cell(Field.subject_kind)) if cell(Field.subject_kind).strip() else ""
    batch = folded(cell(Field.batch)) or None
    return Asked(row.number, code, Query(SubjectRef(code, kind), procedure, known, batch=batch))


def _value(words: str, fact: Fact) -> tuple[bool, Value]:
    """(whether it could be read, the value): of a day 没有 says that there was none."""
    if fact.type is FactType.boolean:
        return words.lower() in _WORDS, _WORDS.get(words.lower())
    if fact.type is FactType.date:
        if words.lower() in _WORDS or is_blank(words):
            return _WORDS.get(words.lower(), False) is False, None
        day, doubt = read_day(words)
        return doubt is None, day
    if fact.type is FactType.number:
        try:
            return True, float(words)
        except ValueError:
            return False, None
    by_label = {label: key for key, label in fact.values.items()} | {key: key for key in fact.values}
    return words in by_label, by_label.get(words)


def _answered(one: Asked, found: LookedUp | DomainError, language: str) -> Iterator[list[str]]:
    if isinstance(found, DomainError):
        fields = [text for texts in found.fields.values() for text in texts] if isinstance(found, Invalid) else []
        yield _unread(one, fields[0] if fields else found.message, language)
        return
    answer, number = found.answer, str(found.id)
    for line in answer.lines:
        names = {shown.id: shown.number for shown in line.shown}
        yield [
            str(one.row), one.code, line.subject, line.name.render(language),
            (_COVERED if line.satisfied else _LEFT).render(language), _day(line.until) if line.satisfied else "",
            "、".join(dict.fromkeys(names.get(each, each) for each in line.findings)),
            line.because.render(language), number,
        ]  # fmt: skip
    for fact in answer.questions:
        question = fact.question.render(language)
        yield [str(one.row), one.code, answer.subject, "", _OPEN.render(language), "", "", question, number]


def _unread(one: Asked, why: Text | None, language: str) -> list[str]:
    return [
        str(one.row), one.code, "", "", _UNREAD.render(language), "", "", why.render(language) if why else "", "",
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def procedures() -> Sequence[tuple[str, str]]:
    """The procedures one may ask for, by their official names."""
    return [(one.key, one.name) for one in lawkeeping.current().procedures(clock.today()).by_key.values()]
