"""What a publisher types about a list, an entry, a reason, a day of effect: one definition for pages and the shell."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema

from burden.schemas import readings
from burden.schemas.fields import Typed
from burden.schemas.readings import Misread, Reading
from burden.services.cell_checks import LENGTHS, NATURES, nature_in_full, said_yes
from burden.services.describing import EVERY_SECTOR, ISSUER_ALONE, NATURE_OF_LIST, About
from burden.services.headings import FIELD_WORDS, HEADINGS
from burden.services.import_cells import tidy
from burden.services.importing import Choices
from core.errors import Invalid
from core.values.text import Text

LONGEST = 2000
NOT_ONE_OF = Text(
    "“{typed}”不在可选的里面，请重新选{label}", "“{typed}” is not one of the choices; choose {label} again"
)
BAD_KEY = Text(
    "项目键只用大写字母、数字和 - _ . ，最多 64 个字符",
    "An item key has capital letters, digits, - _ and . only, 64 characters at most",
)
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}")


def one_of(label: Text, allowed: tuple[str, ...]) -> Reading:
    """One of the words of a choice."""

    def read(typed: Any) -> str | None:
        if typed in ("", None):
            return None
        if typed not in allowed:
            raise Misread(NOT_ONE_OF.fill(typed=str(typed)[:40], label=label))
        return str(typed)

    return read


def typed_field(label: Text, most: int, *, required: bool = False, lines: bool = False) -> Typed:
    """A field of words; blank reads as an empty string."""
    return Typed(label, readings.words(label, most, lines=lines), blank=str, required=required)


TITLE, ISSUER = Text("清单名称", "the title"), Text("发布单位", "the issuer")
LIST_TYPE, COMPLETE = Text("收费性质", "the nature"), Text("是否完整", "whether it is complete")
FOLLOWS, GOVERNS = Text("接替哪一版", "the edition it follows"), Text("管哪些单位", "whom it governs")
SOURCE, NOTE, REASON = Text("来源", "the source"), Text("备注", "the note"), Text("发布的原因", "the reason")
DAY_OF_EFFECT = Text("起日", "the day of effect")


class AboutSchema(Schema):
    """What is said of an edition."""

    title = typed_field(TITLE, 200, required=True)
    issuer = typed_field(ISSUER, 200, required=True)
    region = Typed(readings.REGION, readings.region, required=True)
    list_type = Typed(LIST_TYPE, one_of(LIST_TYPE, tuple(NATURE_OF_LIST)), required=True)
    follows = Typed(FOLLOWS, readings.words(FOLLOWS, 80))
    corrects = Typed(FOLLOWS, readings.words(FOLLOWS, 8), blank=str)
    complete = Typed(COMPLETE, one_of(COMPLETE, ("yes", "no", "unknown")), blank=lambda: "unknown")
    governs = Typed(GOVERNS, readings.words(GOVERNS, 60), blank=lambda: EVERY_SECTOR)
    in_force_from = Typed(DAY_OF_EFFECT, readings.day)
    source = typed_field(SOURCE, 1000)
    note = typed_field(NOTE, LONGEST, lines=True)
    reason = typed_field(REASON, LONGEST, lines=True)


class EntrySchema(Schema):
    """One row of a list, column by column."""

    serial = typed_field(FIELD_WORDS["serial"], LENGTHS["serial"])
    department = typed_field(FIELD_WORDS["department"], 200)
    collecting_body = typed_field(FIELD_WORDS["collecting_body"], 200)
    body_kind = typed_field(FIELD_WORDS["body_kind"], LENGTHS["body_kind"])
    item_name = typed_field(FIELD_WORDS["item_name"], 300, required=True)
    list_nature = typed_field(FIELD_WORDS["list_nature"], LENGTHS["list_nature"])
    funds = typed_field(FIELD_WORDS["funds"], 200)
    payers = typed_field(FIELD_WORDS["payers"], LONGEST, lines=True)
    standard_words = typed_field(FIELD_WORDS["standard_words"], 20_000, lines=True)
    set_by = typed_field(FIELD_WORDS["set_by"], 300)
    basis_words = typed_field(FIELD_WORDS["basis_words"], 5000, lines=True)
    relief_words = typed_field(FIELD_WORDS["relief_words"], 5000, lines=True)
    on_enterprises = Typed(
        FIELD_WORDS["on_enterprises"], one_of(FIELD_WORDS["on_enterprises"], ("是", "否")), blank=str
    )
    remark = typed_field(FIELD_WORDS["remark"], LONGEST, lines=True)
    source = typed_field(FIELD_WORDS["source"], 1000)
    confirmed = Typed(FIELD_WORDS["confirmed"], one_of(FIELD_WORDS["confirmed"], ("是", "否")), blank=str)
    item_key = typed_field(FIELD_WORDS["item_key"], LENGTHS["item_key"])


class ReasonSchema(Schema):
    """Why a row changes or ends, and by which document."""

    reason = typed_field(Text("原因", "the reason"), 500)
    document_number = typed_field(Text("文号", "the document number"), 200)


def _walk(schema: Schema, typed: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    values, errors = {}, {}
    for name, field in schema.fields.items():
        if isinstance(field, Typed):
            try:
                values[name] = field.read(typed.get(prefix + name))
            except Misread as error:
                errors[prefix + name] = [error.message]
    if errors:
        raise Invalid(errors)
    return values


def read_about(typed: Mapping[str, Any]) -> About:
    """What is said of an edition; raises Invalid by field."""
    values = _walk(AboutSchema(), typed)
    return About(**values | {"corrects": bool(values["corrects"]) and values["follows"] is not None})


def form_of_about(about: About) -> dict[str, str]:
    """The form that would say `about`."""
    return {
        "title": about.title,
        "issuer": about.issuer,
        "region": about.region,
        "list_type": about.list_type,
        "follows": about.follows or "",
        "corrects": "1" if about.corrects else "",
        "complete": about.complete,
        "governs": about.governs,
        "in_force_from": about.in_force_from.isoformat() if about.in_force_from else "",
        "source": about.source,
        "note": about.note,
        "reason": about.reason,
    }


def read_entry(typed: Mapping[str, Any]) -> dict[str, str]:
    """One row; raises Invalid by field."""
    values: dict[str, str] = _walk(EntrySchema(), typed)
    if values["item_key"] and not _KEY.fullmatch(values["item_key"]):
        raise Invalid({"item_key": [BAD_KEY]})
    return {
        **{name: tidy(value) for name, value in values.items()},
        "list_nature": nature_in_full(values["list_nature"]),
        "confirmed": said_yes(values["confirmed"]) or "否",
    }


_ALL = -1


def read_reasons(typed: Mapping[str, Any]) -> tuple[dict[int, tuple[str, str]], tuple[str, str]]:
    """Fields ``12.reason`` and ``12.document_number`` are of row 12 of the edition before; ``all.…`` of the others."""
    numbers = sorted({int(name.partition(".")[0]) for name in typed if re.fullmatch(r"\d{1,7}\.reason", name)})
    told: dict[int, tuple[str, str]] = {}
    errors: dict[str, list[Text]] = {}
    for number in (_ALL, *numbers):
        prefix = "all" if number == _ALL else str(number)
        try:
            said = _walk(ReasonSchema(), typed, f"{prefix}.")
        except Invalid as error:
            errors |= error.fields
        else:
            told[number] = said["reason"], said["document_number"]
    if errors:
        raise Invalid(errors)
    return told, told.pop(_ALL)


def read_choices(typed: Mapping[str, str], sheets: tuple[str, ...]) -> Choices:
    """How a file is to be read: ``sheet``, ``head_row``, and ``column.3`` = a column of the form or nothing."""
    head = typed.get("head_row", "").strip()
    if head and not (head.isdecimal() and 0 < int(head) < 10_000):
        raise Invalid({"head_row": [Text("请写表头的行号，例如 3", "Give the number of the head row, such as 3")]})
    columns = {
        int(name.removeprefix("column.")): value
        for name, value in typed.items()
        if re.fullmatch(r"column\.\d{1,3}", name) and (value == "" or value in HEADINGS)
    }
    sheet = typed.get("sheet") or None
    return Choices(sheet if sheet in sheets else None, int(head) if head else None, columns)


def read_day_of_effect(typed: Mapping[str, Any]) -> date | None:
    """The day from which a list is in force."""
    try:
        found: date | None = readings.day(typed.get("in_force_from", ""))
    except Misread as error:
        raise Invalid({"in_force_from": [error.message]}) from error
    return found


__all__ = [
    "EVERY_SECTOR", "ISSUER_ALONE", "NATURES", "form_of_about", "read_about", "read_choices", "read_day_of_effect",
    "read_entry", "read_reasons",
]  # fmt: skip
