"""How a file of reports is to be read, as a person says it on its page: one definition for pages and the shell."""

import re
from collections.abc import Mapping, Sequence

from core.errors import Invalid
from core.values.text import Text
from registry.rules.cells_words import KINDS
from registry.rules.columns import MEASURED, WORDS, Field
from registry.rules.layouts import FACTS
from registry.services import lawkeeping
from registry.services.importing.choosing import Choices

_MOST = 200
_BAD_HEAD = Text("请写表头的行号，例如 3", "Give the number of the head row, such as 3")
_ONE_TWICE = Text("“{name}”只能有一列", "Only one column can be “{name}”")
_SEVERAL = (Field.subject, Field.remark, Field.known)
"""Fields that may stand in several columns."""


def fields() -> list[tuple[str, Text]]:
    """What a column may be taken for."""
    return [(name.value, words) for name, words in WORDS.items()]


def parameters() -> list[tuple[str, Text]]:
    """The parameters on record."""
    return [(key, one.name) for key, one in lawkeeping.current().parameters.items()]


def kinds() -> list[tuple[str, Text]]:
    """Kinds of subjects."""
    return [(key, words) for key, (words, _) in KINDS.items()]


def facts() -> list[tuple[str, Text]]:
    """What may hold for a whole file."""
    return [(name.value, WORDS[name]) for name in FACTS]


def read_choices(typed: Mapping[str, str], sheets: Sequence[str]) -> Choices:
    """``sheet``, ``head_row``, ``kind``, ``column.3`` with ``of.3`` (its parameter), ``word.0`` with ``named.0``,
    ``fact.number`` … of a form.

    :raises core.errors.Invalid: naming the field.
    """
    head = typed.get("head_row", "").strip()
    if head and not (head.isdecimal() and 0 < int(head) < 10_000):
        raise Invalid({"head_row": [_BAD_HEAD]})
    known = {key for key, _ in parameters()}
    names = {
        typed.get(f"word.{name.removeprefix('named.')}", "")[:_MOST]: key
        for name, key in typed.items()
        if re.fullmatch(r"named\.\d{1,4}", name) and key in known
    }
    names.pop("", None)
    kind = typed.get("kind", "")
    sheet = typed.get("sheet") or None
    return Choices(
        sheet=sheet if sheet in sheets else None,
        head_row=int(head) if head else None,
        columns=_columns(typed, known),
        names=names,
        kind=kind if kind in KINDS else "",
        facts={name.value: typed.get(f"fact.{name.value}", "").strip()[:_MOST] for name in FACTS},
    )


def _columns(typed: Mapping[str, str], known: set[str]) -> dict[int, tuple[str, str]]:
    allowed = {name.value for name in WORDS} | {""}
    found: dict[int, tuple[str, str]] = {}
    taken: set[tuple[str, str]] = set()
    for name, value in typed.items():
        if not re.fullmatch(r"column\.\d{1,3}", name) or value not in allowed:
            continue
        index = int(name.removeprefix("column."))
        parameter = typed.get(f"of.{index}", "")
        choice = (value, parameter if value in MEASURED and parameter in known else "")
        if value and choice in taken and Field(value) not in _SEVERAL:
            raise Invalid({name: [_ONE_TWICE.fill(name=WORDS[Field(value)])]})
        taken.add(choice)
        found[index] = choice
    return found
