"""An item's document → an Item; whatever cannot become law is refused with its place and what would help."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from burden.rules.basis import read_basis
from burden.rules.conditions import ALWAYS, OPERATORS, Atom, When
from burden.rules.days import Period, read_day
from burden.rules.inputs import OutOfDomain, understood
from burden.rules.items import (
    NATIONAL,
    Bound,
    Input,
    InputType,
    Item,
    Keeps,
    Nature,
    Relief,
    Row,
    Status,
    StatusEvent,
    Within,
)
from burden.rules.standards.reading import NUMERIC, DocumentError, DocumentErrors, Reader, exact_number
from burden.rules.standards.registry import KINDS
from burden.rules.wordlists import read_collectors, read_text
from core.values.text import Text

__all__ = ["DocumentError", "DocumentErrors", "read_item"]

_ROW_FIELDS = ("from", "to", "when", "otherwise", "kind", "bound", "basis", "verified", "confirmed", "note")
_ITEM_FIELDS = (
    *("item_key", "name", "aliases", "nature", "region", "area", "collectors", "inputs", "coefficients", "standards"),
    *("relief", "status_events", "specialises", "specialises_as", "within", "csv_keys", "notes", "refund", "quota"),
)
_EFFECTS = ("exempt", "multiply", "cap", "refund")


def read_item(document: Mapping[str, Any]) -> Item:
    """Read one item as ``standards.yaml`` writes it; raises DocumentErrors with everything found wrong."""
    reader = Reader({}).part(document)
    reader.no_others(_ITEM_FIELDS)
    inputs = _inputs(reader)
    reader.inputs = inputs
    reader.coefficients = _coefficients(reader)
    standards = tuple(_row(reader.part(row, "standards", at)) for at, row in _rows(reader, "standards"))
    item = Item(
        key=reader.words("item_key"),
        name=reader.words("name"),
        nature=Nature(reader.one_of("nature", [nature.value for nature in Nature])),
        region=_region(reader, "region"),
        area=_region(reader, "area"),
        aliases=tuple(str(word) for word in reader.get("aliases") or ()),
        collectors=read_collectors([row for row in reader.get("collectors") or () if isinstance(row, Mapping)]),
        inputs=inputs,
        standards=standards,
        reliefs=tuple(_relief(reader.part(row, "relief", at)) for at, row in _rows(reader, "relief")),
        events=tuple(_event(reader.part(row, "status_events", at)) for at, row in _rows(reader, "status_events")),
        specialises=reader.get("specialises"),
        specialises_as=reader.get("specialises_as"),
        within=_within(reader),
        csv_keys=tuple(reader.get("csv_keys") or ()),
        notes=reader.get("notes"),
        refund=reader.get("refund"),
    )
    _check_periods(reader, standards)
    reader.raise_errors()
    return item


def _rows(reader: Reader, name: str) -> list[tuple[int, Any]]:
    rows = reader.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        reader.note(name, Text("这里要一列", "A list is needed here"))
        return []
    return list(enumerate(rows))


def _region(reader: Reader, name: str) -> str:
    code = reader.get(name, NATIONAL)
    if not (isinstance(code, str) and len(code) == 6 and code.isascii() and code.isdecimal()):
        reader.note(
            name, Text(f"“{code}”不是六位地区码（要加引号）", f"“{code}” is no six-digit region code (quote it)")
        )
        return NATIONAL
    return code


def _inputs(reader: Reader) -> dict[str, Input]:
    documents = reader.get("inputs") or {}
    inner = reader.part(documents, "inputs")
    return {str(name): _input(str(name), inner.part(one, str(name))) for name, one in inner.document.items()}


def _input(name: str, reader: Reader) -> Input:
    kind = InputType(reader.one_of("type", [one.value for one in InputType]))
    values = tuple(reader.get("values") or ())
    if (kind is InputType.choice) != bool(values):
        reader.note("values", Text("选择题要列出可选的值，别的不要", "A choice, and only a choice, lists its values"))
    made = Input(
        name=name,
        type=kind,
        question=_text(reader, "question"),
        unit=reader.get("unit"),
        meaning=reader.get("meaning"),
        values=values,
        labels=_labels(values, reader.get("labels") or {}),
        minimum=_limit(reader, "min"),
        maximum=_limit(reader, "max"),
        default=reader.get("default"),
    )
    if made.default is not None:
        try:
            understood(made, made.default)
        except OutOfDomain:
            reader.note("default", Text("默认值不在取值范围内", "The default is outside its own domain"))
    return made


def _labels(values: tuple[Any, ...], labels: Mapping[Any, Any]) -> dict[Any, Text]:
    """Labels by the value they stand for: kept as JSON, the key of a number has become text."""
    written = {str(value): value for value in values}
    return {written.get(str(key), key): read_text(label) for key, label in labels.items()}


def _limit(reader: Reader, name: str) -> Fraction | int | None:
    return reader.optional(name)


def _text(reader: Reader, name: str) -> Text:
    value = reader.get(name)
    if isinstance(value, Mapping) and value.get("zh") and value.get("en"):
        return read_text(value)
    reader.note(name, Text("要有中文和英文", "Chinese and English are both needed"))
    return Text("", "")


def _coefficients(reader: Reader) -> dict[str, dict[Any, Fraction | int]]:
    tables: dict[str, dict[Any, Fraction | int]] = {}
    for name, table in (reader.get("coefficients") or {}).items():
        inner = reader.part(table, "coefficients", name)
        tables[name] = {value: inner.number(value) for value in inner.document}
        one = reader.inputs.get(name)
        if one is None or one.type is not InputType.choice:
            inner.note("", Text(f"没有“{name}”这个选择题", f"There is no choice “{name}”"))
        elif missing := [str(value) for value in one.values if value not in tables[name]]:
            inner.note(
                "", Text(f"缺 {'、'.join(missing)} 的系数", f"Coefficients are missing for {', '.join(missing)}")
            )
    return tables


def _confirmed(reader: Reader) -> bool:
    return reader.get("confirmed", reader.get("verified")) is True


def _period(reader: Reader) -> Period:
    days: dict[str, date | None] = {}
    for end in ("from", "to"):
        try:
            days[end] = read_day(reader.get(end))
        except ValueError:
            days[end] = None
            reader.note(end, Text(f"“{reader.get(end)}”不是日期", f"“{reader.get(end)}” is not a day"))
    start, last = days["from"], days["to"]
    if start is not None and last is not None and last < start:
        reader.note("to", Text("止日在起日之前", "It ends before it begins"))
    return Period(start, last)


def _row(reader: Reader) -> Row:
    name = reader.one_of("kind", list(KINDS))
    kind = KINDS[name]
    reader.no_others((*_ROW_FIELDS, *(field.name for field in kind.FIELDS)))
    confirmed = _confirmed(reader)
    otherwise = reader.get("otherwise")
    if otherwise is not None:
        reader.one_of("otherwise", ("not_liable", "unknown"))
    return Row(
        kind=kind.read(reader),
        period=_period(reader),
        when=_when(reader),
        bound=Bound(reader.one_of("bound", [bound.value for bound in Bound])),
        basis=read_basis(reader.get("basis"), confirmed),
        confirmed=confirmed,
        otherwise=otherwise,
        note=reader.get("note"),
    )


def _relief(reader: Reader) -> Relief:
    reader.no_others(("from", "to", "when", "effect", "factor", "cap", "basis", "verified", "confirmed", "note"))
    effect = reader.one_of("effect", _EFFECTS)
    factor = reader.number("factor", fraction=True) if effect in ("multiply", "refund") else None
    if factor is not None and factor > 1:
        reader.note("factor", Text("减免的系数不能大于 1", "The factor of a relief cannot be above 1"))
    confirmed = _confirmed(reader)
    return Relief(
        effect=effect,
        period=_period(reader),
        when=_when(reader),
        basis=read_basis(reader.get("basis"), confirmed),
        confirmed=confirmed,
        factor=factor,
        cap=reader.number("cap") if effect == "cap" else None,
        note=reader.get("note"),
    )


def _event(reader: Reader) -> StatusEvent:
    confirmed = _confirmed(reader)
    keeps = reader.get("keeps")
    kept = reader.part(keeps, "keeps") if keeps else None
    return StatusEvent(
        status=Status(reader.one_of("status", [status.value for status in Status])),
        period=_period(reader),
        basis=read_basis(reader.get("basis"), confirmed),
        confirmed=confirmed,
        keeps=Keeps(str(kept.get("what") or ""), kept.optional("amount"), kept.get("confirmed") is True)
        if kept
        else None,
        into=reader.get("into"),
        words=reader.get("note"),
    )


def _within(reader: Reader) -> Within | None:
    document = reader.get("within")
    if document is None:
        return None
    inner = reader.part(document, "within")
    return Within(tuple(inner.get("names") or ()), _text(inner, "question"), inner.get("note"))


def _when(reader: Reader) -> When:
    conditions = reader.get("when")
    if conditions is None:
        return ALWAYS
    inner = reader.part(conditions, "when")
    return When(tuple(_atom(inner, str(name), value) for name, value in inner.document.items()))


def _atom(reader: Reader, name: str, value: Any) -> Atom:
    over = tuple(part.strip() for part in name.split("/"))
    inputs = [reader.inputs.get(part) for part in over]
    if len(over) > 2 or None in inputs:
        reader.note(name, Text(f"没有“{name}”这个输入", f"There is no input “{name}”"))
        return Atom(over, ())
    first = inputs[0]
    numeric = all(one is not None and one.type in NUMERIC for one in inputs)
    if isinstance(value, Mapping) and "in" not in value:
        bounds = {operator: exact_number(value.get(operator)) for operator in OPERATORS if operator in value}
        if not bounds or None in bounds.values() or set(value) - set(OPERATORS) or not numeric:
            reader.note(name, Text("数要写成 {lt, lte, gt, gte}", "A number is compared with {lt, lte, gt, gte}"))
            return Atom(over, ())
        return Atom(over, None, *(bounds.get(operator) for operator in OPERATORS))
    values = value["in"] if isinstance(value, Mapping) else [value]
    try:
        assert first is not None
        return Atom(over, tuple(understood(first, one) for one in values))
    except (OutOfDomain, TypeError):
        reader.note(name, Text(f"“{value}”不在取值范围内", f"“{value}” is not an answer to it"))
        return Atom(over, ())


def _check_periods(reader: Reader, rows: tuple[Row, ...]) -> None:
    """Two standards without conditions on one day: only the first would ever speak."""
    always = [(at, row) for at, row in enumerate(rows) if not row.when.atoms]
    for position, (at, row) in enumerate(always):
        for earlier, other in always[:position]:
            if row.period.meets(other.period):
                message = Text(f"和第 {earlier + 1} 条标准的日期重叠", f"Its days overlap with standard {earlier + 1}")
                reader.note(f"standards.{at}.from", message)
