"""The shapes of what programs send and ask, for OpenAPI and for holding a body before it is read.

Meaning is checked where the pages check it: `complaints.schemas.filing` and `complaints.schemas.acts`.
"""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validates_schema

from complaints.rules.kinds import Remedy
from complaints.rules.lifecycle import ACTS
from complaints.rules.matters import LIST_TYPES, Mode
from complaints.rules.outcomes import Ground, Outcome
from complaints.rules.states import State, Who
from complaints.schemas import acts, filing
from complaints.services.audit_criteria import Facet, Sort
from core.values.text import LANGUAGES, Text, same

_CLEAN = r"^[^\u0000]*$"
MOST = 200
DUES = ("late", "soon", "paused")
_DAY = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
_UNKNOWN = Text("请选：{known}", "One of: {known}")
USUAL = 50
SUBMITTABLE = tuple(
    row.act.replace("_", "-") for row in ACTS.values() if row.begin and set(row.who) - {Who.system}
)  # fmt: skip
"""Acts as addresses name them."""

_NO_TEXT = Text("请写成文字", "Write this as text")
_NO_NUMBER = Text("请写成整数", "Write this as a whole number")
_NO_LIST = Text("请给一组", "Give a list")
_NO_OBJECT = Text("要写成“名称: 值”的一组", "This is an object of names and values")
_NEEDED = Text("必须写明", "This is needed")
_BAD_ROWS = Text("每页行数请写 1 到 {most} 的整数", "Rows of a page: a whole number from 1 to {most}").fill(most=MOST)


def _said(words: Text, **more: Any) -> dict[str, Any]:
    messages = {"invalid": words, "invalid_utf8": words, "required": _NEEDED, "null": words, "type": words}
    return {"error_messages": messages, **more}


def _text(most: int, about: str = "", *, required: bool = False, **shape: Any) -> Any:
    told = {"maxLength": most, "pattern": _CLEAN, "description": about} | shape
    return fields.String(**_said(_NO_TEXT), required=required, allow_none=not required, metadata=told)


def _choice(known: Any, about: str, *, required: bool = False) -> Any:
    words = [str(each) for each in known]
    told = {"enum": words if required else [*words, "", None], "description": about}
    return fields.String(**_said(_NO_TEXT), required=required, allow_none=not required, metadata=told)


def _codes(about: str) -> Any:
    each = fields.String(**_said(_NO_TEXT), metadata={"maxLength": acts.LONGEST_LINE, "pattern": _CLEAN})
    return fields.List(
        each, **_said(_NO_LIST), allow_none=True, metadata={"maxItems": filing.MOST_MATTERS, "description": about}
    )


def _object(about: str, **shape: Any) -> Any:
    return fields.Dict(**_said(_NO_OBJECT), allow_none=True, metadata={"description": about} | shape)


class _Closed(Schema):
    """Names every field that it does not have."""

    class Meta:
        """Nothing is passed over in silence."""

        unknown = RAISE

    error_messages: Any = {"type": _NO_OBJECT, "unknown": Text("没有这一项，请删掉", "There is no such field; drop it")}


class ContactSchema(_Closed):
    """Who complains and how to reach them; encrypted, and opened by the rules of the mode."""

    name = _text(acts.LONGEST_LINE)
    enterprise = _text(acts.LONGEST_LINE)
    credit_code = _text(acts.LONGEST_LINE, "GB 32100, checked")
    phone = _text(acts.LONGEST_LINE)
    email = _text(acts.LONGEST_LINE)


class MatterSchema(_Closed):
    """One kind of wrong by one body. It is told which body, or where it was."""

    kind = _text(
        40, "What happened, by its id; a wrong one is answered by all there are", required=True, example="own_made_item"
    )
    story = _text(
        acts.LONGEST_TEXT, "What happened, in own words", required=True, minLength=1, example="窗口另收材料审核费。"
    )
    body = _text(acts.LONGEST_LINE, "Who is complained of: code or whole name", example="440113-bdc")
    body_kind = _text(acts.LONGEST_LINE, "What sort of body, where it is not on record")
    region = _text(40, "Where: GB/T 2260 code or name", example="440113")
    amount = fields.Raw(
        allow_none=True,
        metadata={
            "description": "Yuan that were taken",
            "anyOf": [
                {"type": "string", "pattern": r"^([0-9]{1,13}(\.[0-9]{1,2})?)?$"},
                {"type": "number", "minimum": 0, "maximum": 10**13, "multipleOf": 0.01},
            ],
            "example": "600.00",
        },
    )
    happened_on = _text(40, "The day; not after today in China", example="2026-07-20")
    list_type = _choice(LIST_TYPES, "The published list it belongs to")
    check_code = _text(acts.LONGEST_LINE, "A kept check: its charge and verdict go along as they were")
    charge = _object(
        "Or the charge itself, as for one check: its verdict of now is frozen with the complaint",
        allOf=[{"$ref": "#/components/schemas/Charge"}],
    )
    facts = _object(
        "Answers to the questions of the kind",
        maxProperties=filing.MOST_ANSWERS,
        additionalProperties={"type": "string", "maxLength": 2000, "pattern": _CLEAN},
    )
    set_by = _codes("Codes of bodies that set the charge")
    ordered_by = _codes("Codes of bodies that ordered it")
    beneficiaries = _codes("Codes of bodies that share the money")


class FilingSchema(_Closed):
    """What is filed at once."""

    mode = _choice(Mode, "How the identity is kept; anonymous keeps none, and takes no contact", required=True)
    lang = _choice(LANGUAGES, "The language of what is told")
    contact = fields.Nested(ContactSchema, allow_none=True, **_said(_NO_OBJECT))
    matters = fields.List(
        fields.Nested(MatterSchema, **_said(_NO_OBJECT)),
        required=True,
        **_said(_NO_LIST),
        metadata={"minItems": 1, "maxItems": filing.MOST_MATTERS},
    )


class _OnMatter(_Closed):
    matter = _text(acts.LONGEST_LINE, "Which matter, where the reference has several")


class MessageSchema(_OnMatter):
    """Words to the desk, or from it to the complainant."""

    text = _text(acts.LONGEST_TEXT, required=True, minLength=1, example="补充：收据在附件里。")


class ActSchema(_OnMatter):
    """An act with its facts, and the version it was decided on."""

    version = fields.Integer(
        strict=True, allow_none=True, **_said(_NO_NUMBER), metadata={"minimum": 0, "maximum": 2**31,
        "description": "The matter's `version` that was read; If-Match may say it instead"},
    )  # fmt: skip
    facts = _object(
        "By the names that `acts` of the matter lists under needs and takes",
        properties={
            "outcome": {"type": "string", "enum": list(Outcome)},
            "ground": {"type": "string", "enum": list(Ground)},
            "remedies": {"type": "array", "items": {"type": "string", "enum": list(Remedy)}},
            "refund": {"type": "string", "example": "600.00"},
            "amount": {"type": "string", "example": "600.00"},
            "score": {"type": "integer", "minimum": 1, "maximum": 5},
            "draft": {"type": "integer"},
        },
    )


class EvidenceSchema(Schema):
    """One file, as a form sends it."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    matter = fields.String(metadata={"description": "Which matter, where the reference has several"})


def _rows(number: int) -> None:
    if not 1 <= number <= MOST:
        raise ValidationError([_BAD_ROWS])


PARTS = ("handler", "assistant", "supervisor", "human_desk", "audit")


def _filter(about: str = "", **more: Any) -> Any:
    return fields.String(load_default="", metadata={"description": about, "maxLength": 400} | more)


class ListQuery(Schema):
    """Filters; empty means all. Some are a desk's, some an auditor's; for an auditor commas part several values."""

    class Meta:
        """What an auditor leaves out is named by the same filters with `not_` before them."""

        include = {f"not_{facet}": _filter(f"part=audit: without these of {facet}") for facet in Facet}

    part = _filter("Which list; the first that the key has, if not given", enum=["", *PARTS])
    q = _filter("part=audit: words; blanks mean and, - excludes, quotes keep blanks")
    state = _filter("One of: " + ", ".join(State))
    kind = _filter("The id of a kind")
    region = _filter("GB/T 2260 code, with all below it")
    due = _filter("A desk's: late, soon or paused", enum=["", *DUES])
    number = _filter("A desk's: one matter", maxLength=20)
    body = _filter("part=audit: code or whole name of the body complained of")
    violation = _filter("part=audit: verdict on the charge")
    outcome = _filter("part=audit")
    since = _filter("part=audit: first day of receipt", pattern=_DAY)
    until = _filter("part=audit: last day of receipt", pattern=_DAY)
    least = _filter("part=audit: least amount")
    most = _filter("part=audit: greatest amount")
    sort = _filter("part=audit", enum=["", *Sort])
    after = _filter("`next` of the page before", maxLength=120)
    limit = fields.Integer(
        load_default=USUAL, validate=_rows, **_said(_BAD_ROWS), metadata={"minimum": 1, "maximum": MOST}
    )

    @validates_schema(skip_on_field_errors=False)
    def choices(self, data: dict[str, Any], **_more: Any) -> None:
        """What is chosen is one of what there is."""
        known = {"part": PARTS, "due": DUES, "sort": tuple(Sort)}
        wrong = {name: [_UNKNOWN.fill(known=same(", ".join(words)))] for name, words in known.items()
                 if data.get(name) and data[name] not in words}  # fmt: skip
        if wrong:
            raise ValidationError(wrong)
