"""The shapes of what programs send to the registry, with examples, for OpenAPI; meaning is checked where it is read."""

from typing import Any

from core.documents import schema_of
from registry.rules.record import Conclusion
from registry.schemas.api import BriefDocument, RefusedDocument
from registry.services.certifying import Holds
from registry.services.looking_up import MOST
from registry.services.ordering import PAYERS

_CLEAN = r"^[^\u0000]*$"
_DAY: dict[str, Any] = {"type": "string", "format": "date", "nullable": True}
_ID: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 2**53 - 1}


def _text(most: int = 200, about: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "string", "maxLength": most, "pattern": _CLEAN, "description": about} | more


def _maybe(most: int = 200, about: str = "") -> dict[str, Any]:
    return _text(most, about, nullable=True)


def _object(properties: dict[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    found = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": list(required)} if required else {}) | more


def _list(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items} | more


_SUBJECT: dict[str, Any] = {
    "description": "By its number on the platform, or by what it goes by within its kind",
    "anyOf": [
        _object({"id": _ID}, "id"),
        _object({"identifier": _text(80), "kind": _maybe(40), "name": _maybe()}, "identifier"),
    ],
}
_FACTS: dict[str, Any] = {
    "type": "object",
    "nullable": True,
    "description": "Facts of the case by name; what is not known is left out and asked for in `questions`",
    "additionalProperties": {
        "nullable": True,
        "anyOf": [{"type": "boolean"}, {"type": "number"}, {"type": "string"}],
    },
}
_FRESH = _object({"article": _maybe(), "from": _DAY, "to": _DAY}, nullable=True)
_REQUIREMENT = _object(
    {
        "id": _text(120), "parameter": _text(80), "standards": _list(_text(80)), "accreditation": _list(_text(20)),
        "max_age_months": {"type": "integer", "minimum": 0, "maximum": 1200, "nullable": True}, "fresh_test": _FRESH,
        "kind": _maybe(40, "Of which subjects below it is asked; left out: of the subject itself"),
    },
    "id", "parameter", "standards", "accreditation",
)  # fmt: skip
_QUERY = {
    "subject": _SUBJECT, "procedure": _maybe(80, "Its key, as /procedures lists it; or requirements instead"),
    "facts": _FACTS, "requirements": _list(_REQUIREMENT, nullable=True), "on": _DAY, "batch": _maybe(80),
    "fee_facts": _FACTS,
}  # fmt: skip
_PURPOSE = _text(500, "What for: which case, which application. The enterprise sees it", minLength=1)
_BOILER = {"kind": "equipment.boiler", "identifier": "11004401132019000001"}
_ASKED = {"subject": _BOILER, "procedure": "se_boiler_periodic", "facts": {"hydro_test_needed": False}}
_FOR = "1号锅炉使用登记"
ASKING = _object({**_QUERY, "purpose": _PURPOSE}, "subject", "purpose", example={**_ASKED, "purpose": _FOR})
ASKING_MANY = _object(
    {"queries": _list(_object(_QUERY, "subject"), minItems=1, maxItems=MOST), "purpose": _PURPOSE},
    "queries", "purpose", example={"queries": [_ASKED], "purpose": _FOR},
)  # fmt: skip
_FINDING = _object(
    {
        "parameter": _text(80), "conclusion": {"type": "string", "enum": list(Conclusion)},
        "tested_on": {"type": "string", "format": "date"}, "method": _maybe(80, "Method standard with its year"),
        "value": _maybe(60, "As the report writes it"), "qualifier": _maybe(2, "`<` or ND"), "unit": _maybe(20),
        "limit": _maybe(80),
    },
    "parameter", "tested_on",
)  # fmt: skip
_FLAG: dict[str, Any] = {"type": "boolean", "nullable": True}
REPORT = _object(
    {
        "issuer": _text(40, "Code or credit code of the laboratory"), "number": _text(80), "subject": _SUBJECT,
        "issued_on": {"type": "string", "format": "date"}, "findings": _list(_FINDING, minItems=1),
        "batch": _maybe(80), "client": _maybe(40, "Code or credit code"), "client_name": _maybe(),
        "required_by": _maybe(40, "The body that required the test"), "voluntary": _FLAG, "consented": _FLAG,
        "sampling": _maybe(10, "official, submitted or nothing"), "sampled_on": _DAY, "valid_until": _DAY,
        "supersedes": _maybe(80, "The number of the version that it corrects"), "partial": _FLAG, "note": _maybe(2000),
    },
    "issuer", "number", "subject", "issued_on", "findings",
    example={
        "issuer": "12440106MAX900222H", "number": "SDTJ-2026-000118", "issued_on": "2026-03-03", "subject": _BOILER,
        "findings": [{"parameter": "boiler_internal_inspection", "method": "TSG 11-2020", "conclusion": "pass",
                      "tested_on": "2026-03-01"}],
    },
)  # fmt: skip
WITHDRAWAL = _object(
    {"reason": _text(2000, "Why; all who relied on it read it", minLength=1)}, "reason", example={"reason": "样品弄错"}
)
FILE: dict[str, Any] = {
    "type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"],
}  # fmt: skip
_TAKING = _object(
    {"requirement": _text(120), "finding": _text(40, "As `findings` of the answer names it"), "subject_id": _ID},
    "requirement", "finding",
)  # fmt: skip
_WHY = {"ground": _text(40, "One of the list of grounds"), "article": _maybe(), "explanation": _maybe(2000)}
_PROOF = _list(_text(200), nullable=True, description="What is handed in, in the words of the ground")
_REFUSING = _object(
    {"requirements": _list(_text(120), minItems=1), **_WHY, "proof": _PROOF, "finding": _maybe(40), "subject_id": _ID},
    "requirements", "ground", nullable=True,
)  # fmt: skip
_LOOK_UP = {**_ID, "description": "`look_up` of the answer that it rests on"}
RECOGNITION = _object(
    {
        "look_up": _LOOK_UP, "recognise": _list(_TAKING, nullable=True), "refuse": _REFUSING,
        "request": {**_ID, "nullable": True, "description": "The enterprise's request that it answers"},
    },
    "look_up",
    example={"look_up": 1, "recognise": [{"requirement": "boiler_internal_inspection", "finding": "1-1"}]},
)  # fmt: skip
ORDER = _object(
    {
        "look_up": _LOOK_UP, "payer": {"type": "string", "enum": list(PAYERS)},
        "requirements": _list(_text(120), nullable=True, description="None named: everything that is left to test"),
        "justified": {
            "type": "object", "nullable": True, "additionalProperties": _object({**_WHY, "proof": _PROOF}, "ground"),
            "description": "By requirement: why it is tested though a result covers it",
        },
    },
    "look_up", "payer", example={"look_up": 1, "payer": "department"},
)  # fmt: skip
CERTIFICATE_CODE: dict[str, Any] = {
    "in": "path", "name": "code", "description": "As it stands on the certificate", "required": True,
    "schema": {"type": "string"},
}  # fmt: skip


def sends(shape: dict[str, Any]) -> dict[str, Any]:
    """For `@resources.doc`: a body of JSON of that shape, with its example."""
    schema = {name: part for name, part in shape.items() if name != "example"}
    content = {"schema": schema, "example": shape["example"]}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def answers_of_many() -> dict[str, Any]:
    """Answers in the order of the questions."""
    each = {"anyOf": [schema_of(BriefDocument), schema_of(RefusedDocument)]}
    return {"type": "object", "properties": {"answers": _list(each)}, "required": ["answers"]}


def certificate() -> dict[str, Any]:
    """What a certificate is worth; of a kept check, what was signed."""
    status = {"type": "string", "enum": list(Holds)}
    return {"type": "object", "properties": {"status": status}}
