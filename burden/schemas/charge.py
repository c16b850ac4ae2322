"""A charge as it is typed, sent or read from a file: one definition for the page, the API and the shell.

`ChargeSchema` is that definition. Marshmallow walks it for one charge and for OpenAPI; `read_charges` walks the very
same fields without marshmallow's bookkeeping, which for a thousand charges costs more than judging them.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from marshmallow import RAISE, Schema, post_load

from burden.rules.charge import Charge
from burden.schemas import readings
from burden.schemas.fields import Group, Read, Scalar, Typed, past_day_shape, region_shape, text_shape
from burden.schemas.readings import Misread
from core.errors import Invalid
from core.values.text import Text, same

LONGEST_NAME = 200
LONGEST_NARRATIVE = 4000

CALLED_AS = Text("票据上的名称", "the name on the receipt")
CHARGED_BY = Text("收费单位", "who charged")
REQUIRED_BY = Text("要求交这笔钱的单位", "who demanded it")
NARRATIVE = Text("事情经过", "what happened")

NOT_A_CHARGE = Text("一笔收费要写成“名称: 值”的一组", "A charge is an object of names and values")
UNKNOWN = Text(
    "没有“{name}”这一项，请删掉；收费的情况放进 facts，企业的情况放进 payer",
    "There is no field “{name}”; drop it, or put it into facts (of the charge) or payer (of the enterprise)",
)
MISSPELT = Text("没有“{name}”这一项，是不是 {near}？", "There is no field “{name}”; did you mean {near}?")

_FACTS = {
    "maxProperties": readings.MOST_FACTS,
    "additionalProperties": {
        "anyOf": [
            {"type": "string"} | text_shape(readings.LONGEST_FACT),
            {"type": "number", "minimum": -readings.GREATEST_FACT, "maximum": readings.GREATEST_FACT},
            {"type": "boolean"},
        ],
        "nullable": True,
    },
}


_AMOUNT = {
    "anyOf": [
        {"type": "string", "pattern": r"^[0-9]{1,13}(\.[0-9]{1,2})?$"},
        {"type": "number", "minimum": 0, "maximum": 10**13, "multipleOf": 0.01},
    ]
}


class ChargeSchema(Schema):
    """What the receipt says, and what is known beside it."""

    class Meta:
        """Fields that are not listed are named and refused."""

        unknown = RAISE

    called_as = Typed(
        CALLED_AS,
        readings.words(CALLED_AS, LONGEST_NAME),
        required=True,
        metadata={"description": "What the receipt calls the charge"} | text_shape(LONGEST_NAME, filled=True),
    )
    charged_by = Typed(
        CHARGED_BY,
        readings.payee(CHARGED_BY, LONGEST_NAME),
        blank=str,
        metadata={"description": "Name or code of the body that charged"} | text_shape(LONGEST_NAME),
    )
    required_by = Typed(
        REQUIRED_BY,
        readings.payee(REQUIRED_BY, LONGEST_NAME),
        metadata={"description": "Who demanded it, if somebody else"} | text_shape(LONGEST_NAME),
    )
    amount = Scalar(
        readings.AMOUNT,
        readings.amount,
        required=True,
        metadata={"description": "Yuan, as paid; also 1,200 or 1.2万元", "example": "600.00"} | _AMOUNT,
    )
    charged_on = Typed(
        Text("收费当天的日期", "the day of the charge"),
        readings.past_day,
        required=True,
        metadata={"description": "The day of the charge; not after today in China"} | past_day_shape(),
    )
    region = Typed(
        readings.REGION,
        readings.region,
        metadata={"description": "Where: a GB/T 2260 code, or a name"} | region_shape(None),
    )
    facts = Group(
        Text("计费要用的情况", "the facts"),
        readings.facts,
        blank=dict,
        metadata={"description": "Facts by the standard's input names"} | _FACTS,
    )
    payer = Group(
        Text("企业的情况", "the payer"),
        readings.facts,
        blank=dict,
        metadata={"description": "size, type, staff, industry … of the enterprise"} | _FACTS,
    )
    narrative = Typed(
        NARRATIVE,
        readings.words(NARRATIVE, LONGEST_NARRATIVE, lines=True),
        metadata={"description": "What happened, in own words"} | text_shape(LONGEST_NARRATIVE),
    )

    @post_load
    def make(self, values: dict[str, Any], **_more: Any) -> Charge:
        """The charge of the rules."""
        return Charge(**values)


FIELDS = ChargeSchema().fields
_PLAN = tuple((name, field.read) for name, field in FIELDS.items() if isinstance(field, Read))


def read_charge(document: Any) -> Charge:
    """The charge that `document` tells.

    :raises Invalid: naming each field that cannot be read, why, and what to do.
    """
    if not isinstance(document, Mapping):
        raise Invalid({"charge": [NOT_A_CHARGE]})
    values, errors = {}, {}
    for name, read in _PLAN:
        try:
            values[name] = read(document.get(name))
        except Misread as error:
            errors[f"{name}.{error.at}" if error.at else name] = [error.message]
    if not document.keys() <= FIELDS.keys():
        errors |= {_shown(name): [unknown_field(str(name))] for name in document if name not in FIELDS}
    if errors:
        raise Invalid(errors)
    return Charge(**values)


def read_charges(documents: Iterable[Any]) -> list[Charge | Invalid]:
    """Each charge, or in its place what is wrong with it."""
    found: list[Charge | Invalid] = []
    for document in documents:
        try:
            found.append(read_charge(document))
        except Invalid as error:
            found.append(error)
    return found


def unknown_field(name: str) -> Text:
    """That a charge has no such field, with the likeliest one meant."""
    shown = same(_shown(name))
    near = get_close_matches(name[:60], FIELDS, n=1)
    return MISSPELT.fill(name=shown, near=near[0]) if near else UNKNOWN.fill(name=shown)


def _shown(name: Any) -> str:
    return "".join(character if character.isprintable() else "?" for character in str(name)[:60])


def document_of_form(form: Mapping[str, str]) -> dict[str, Any]:
    """The document that the fields of a form tell: ``facts.classes`` and ``payer.size`` go into their groups.

    A form knows only text, so whole numbers and true or false become what JSON would have. Its other fields (the
    token, the button) are the page's own.
    """
    document: dict[str, Any] = {name: form[name] for name in FIELDS if name in form}
    for group in ("facts", "payer"):
        start = f"{group}."
        document[group] = {
            name.removeprefix(start): _scalar(value) for name, value in form.items() if name.startswith(start)
        }
    return document


def _scalar(typed: str) -> str | int | bool:
    plain = unicodedata.normalize("NFKC", typed).strip()
    if plain in ("true", "false"):
        return plain == "true"
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 15 else typed
