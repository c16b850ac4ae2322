"""An item's document as a form and back: standards row by row with the fields of their kind, the rest as YAML."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from burden.rules.standards.kind import FieldType
from burden.rules.standards.registry import KINDS
from burden.services.yaml_places import read_yaml, write_yaml
from core.errors import Invalid
from core.values.text import Text

ROW_FIELDS = ("from", "to", "when", "bound", "basis", "note", "otherwise")
SHOWN_APART = ("item_key", "name", "aliases", "standards")
MOST_ROWS = 60
MORE_BRACKETS = 2
"""Blank brackets offered beyond those there are."""
_INTEGER, _DECIMAL = re.compile(r"-?\d{1,15}"), re.compile(r"-?\d{1,15}\.\d{1,9}")

Form = dict[str, str]


def form_of(body: Mapping[str, Any]) -> Form:
    """The form that would write `body`."""
    form = {
        "item_key": str(body.get("item_key", "")),
        "name": str(body.get("name", "")),
        "aliases": "\n".join(map(str, body.get("aliases") or ())),
        "rest": write_yaml({name: value for name, value in body.items() if name not in SHOWN_APART}),
    }
    for at, row in enumerate(body.get("standards") or ()):
        form |= _row_form(f"rows.{at}", row)
    return form


def _row_form(prefix: str, row: Mapping[str, Any]) -> Form:
    form = {f"{prefix}.kind": str(row.get("kind", "")), f"{prefix}.verified": "1" if _verified(row) else ""}
    for name, value in row.items():
        if name == "brackets" and isinstance(value, list):
            for number, bracket in enumerate(value):
                form |= {f"{prefix}.brackets.{number}.{column}": _shown(cell) for column, cell in bracket.items()}
        elif name not in ("kind", "verified", "confirmed"):
            form[f"{prefix}.{name}"] = _shown(value)
    return form


def _verified(row: Mapping[str, Any]) -> bool:
    return row.get("confirmed", row.get("verified")) is True


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping) and list(value) == ["doc_no"]:
        return str(value["doc_no"])
    if isinstance(value, Mapping | list):
        inline = write_yaml(value, flow=True).strip()
        return inline[1:-1] if isinstance(value, Mapping) else inline
    return str(value).lower() if isinstance(value, bool) else str(value)


def rows_in(form: Mapping[str, str]) -> list[int]:
    """Numbers of the rows that a form holds, in their order."""
    found = {int(match[1]) for name in form if (match := re.match(r"rows\.(\d{1,3})\.kind$", name))}
    return sorted(found)[:MOST_ROWS]


def brackets_in(form: Mapping[str, str], row: int) -> list[int]:
    """Numbers of the brackets of a row, with some blank ones after them."""
    found = {int(match[1]) for name in form if (match := re.match(rf"rows\.{row}\.brackets\.(\d{{1,3}})\.", name))}
    filled = sorted(number for number in found if _bracket(form, row, number))
    following = (filled[-1] + 1) if filled else 0
    return [*filled, *range(following, following + MORE_BRACKETS)]


def _bracket(form: Mapping[str, str], row: int, number: int) -> dict[str, Any]:
    prefix = f"rows.{row}.brackets.{number}."
    cells = {name.removeprefix(prefix): value.strip() for name, value in form.items() if name.startswith(prefix)}
    return {name: _number(value) for name, value in cells.items() if value}


def _number(typed: str) -> Any:
    """What was typed as a number, if it is one: whole, or decimal as YAML would read it; else the words."""
    if _INTEGER.fullmatch(typed):
        return int(typed)
    if _DECIMAL.fullmatch(typed):
        return float(typed)
    return typed


def body_of(form: Mapping[str, str], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """The document that a form writes; what the form does not show is kept from `before`.

    :raises Invalid: at the fields whose YAML cannot be read.
    """
    errors: dict[str, list[Text]] = {}
    rest = _rest(form, errors)
    standards = [
        _row(form, at, errors) for at in rows_in(form) if not form.get(f"rows.{at}.drop") and _is_written(form, at)
    ]
    if errors:
        raise Invalid(errors)
    written = {
        "item_key": form.get("item_key", "").strip(),
        "name": form.get("name", "").strip(),
        "aliases": [line.strip() for line in form.get("aliases", "").splitlines() if line.strip()],
        **rest,
        "standards": standards,
    }
    order = [*(before or {}), *(name for name in written if name not in (before or {}))]
    kept = {name: written[name] for name in order if name in written}
    return {name: value for name, value in kept.items() if value != [] or name in (before or {})}


def _rest(form: Mapping[str, str], errors: dict[str, list[Text]]) -> dict[str, Any]:
    try:
        body = read_yaml(form.get("rest", ""), "rest").body
    except Invalid as error:
        errors |= error.fields
        return {}
    if body is not None and not isinstance(body, dict):
        errors["rest"] = [Text("这里要一组“名称: 值”", "A set of “name: value” is needed here")]
        return {}
    return {name: value for name, value in (body or {}).items() if name not in SHOWN_APART}


def _is_written(form: Mapping[str, str], at: int) -> bool:
    """Whether anything stands in a row beside its kind and bound: a blank row at the end is none."""
    prefix = f"rows.{at}."
    quiet = (f"{prefix}kind", f"{prefix}bound")
    return any(value.strip() for name, value in form.items() if name.startswith(prefix) and name not in quiet)


def _row(form: Mapping[str, str], at: int, errors: dict[str, list[Text]]) -> dict[str, Any]:
    prefix = f"rows.{at}."
    kind = form.get(f"{prefix}kind", "")
    row: dict[str, Any] = {"from": _day(form, prefix, "from"), "to": _day(form, prefix, "to")}
    if when := form.get(f"{prefix}when", "").strip():
        row["when"] = _inline(f"{{{when}}}", f"{prefix}when", errors)
    row["kind"] = kind
    for field in KINDS[kind].FIELDS if kind in KINDS else ():
        if field.type is FieldType.brackets:
            found = [one for number in brackets_in(form, at) if (one := _bracket(form, at, number))]
            row |= {field.name: found} if found else {}
        elif typed := form.get(prefix + field.name, "").strip():
            row[field.name] = _number(typed) if field.type not in _WORDS else typed
    for name in ("bound", "otherwise", "note"):
        if typed := form.get(prefix + name, "").strip():
            row[name] = typed
    if basis := form.get(f"{prefix}basis", "").strip():
        row["basis"] = _basis(basis, f"{prefix}basis", errors)
    return row | {"verified": bool(form.get(f"{prefix}verified"))}


_WORDS = (FieldType.quantity, FieldType.unit, FieldType.rounding, FieldType.like, FieldType.expression)


def _day(form: Mapping[str, str], prefix: str, name: str) -> str | None:
    return form.get(prefix + name, "").strip() or None


def _basis(typed: str, field: str, errors: dict[str, list[Text]]) -> Any:
    """A document number, or title, article and more as YAML."""
    if typed[:1] == "[":
        return _inline(typed, field, errors)
    if re.match(r"[a-z_]+: ", typed):
        return _inline(f"{{{typed}}}", field, errors)
    return {"doc_no": typed}


def _inline(text: str, field: str, errors: dict[str, list[Text]]) -> Any:
    try:
        return read_yaml(text, field).body
    except Invalid:
        errors[field] = [Text("写法读不懂，例如 channel: paper", "It cannot be read; write it like channel: paper")]
        return None


def field_of(path: str, form: Mapping[str, str]) -> str:
    """The field of the form that a place in the document stands for."""
    parts = path.split(".")
    if parts[0] == "standards" and len(parts) > 1 and parts[1].isdecimal():
        written = [at for at in rows_in(form) if not form.get(f"rows.{at}.drop") and _is_written(form, at)]
        number = int(parts[1])
        at = written[number] if number < len(written) else number
        below = parts[2:3] if parts[2:3] and parts[2] in ("when", "basis", "verified") else parts[2:]
        return ".".join(["rows", str(at), *(below or ["kind"])])
    return parts[0] if parts[0] in ("item_key", "name", "aliases") else "rest"


def body_of_yaml(text: str) -> Any:
    """A whole document written as YAML; read in one field."""
    return read_yaml(text, "yaml").body


def another_row(form: Form, rows: Sequence[int]) -> Form:
    """The form with one more blank row."""
    at = rows[-1] + 1 if rows else 0
    return {**form, f"rows.{at}.kind": "fixed", f"rows.{at}.bound": "exact"}
