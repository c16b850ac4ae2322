"""The shape of answers to checks, for OpenAPI and for whoever reads them."""

from collections.abc import Mapping
from typing import Any

from core.documents import MONEY_SCHEMA, TEXT_SCHEMA

_MONEY_OR_NULL = MONEY_SCHEMA | {"nullable": True}
_WORD = {"type": "string"}
_WORD_OR_NULL = {"type": "string", "nullable": True}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


CHARGE_SCHEMA = _object(
    called_as=_WORD,
    charged_by=_WORD,
    required_by=_WORD_OR_NULL,
    amount=MONEY_SCHEMA,
    charged_on={"type": "string", "format": "date"},
    region=_WORD_OR_NULL,
    facts={"type": "object"},
    payer={"type": "object"},
    narrative=_WORD_OR_NULL,
)

VERDICT_SCHEMA = _object(
    verdict={
        "type": "string",
        "enum": [
            "not_a_fee",
            "market_priced",
            "needs_information",
            "no_list_known",
            "not_on_list",
            "wrong_body",
            "discontinued",
            "conditions_not_met",
            "exempt",
            "above_standard",
            "within_standard",
        ],
    },
    item=_object(key=_WORD, name=_WORD) | {"nullable": True},
    lawful_maximum=_MONEY_OR_NULL,
    excess=_MONEY_OR_NULL,
    at_least={"type": "boolean"},
    missing=_list(
        _object(
            fact=_WORD,
            question=TEXT_SCHEMA,
            type=_WORD,
            unit=_WORD_OR_NULL,
            options=_list(_object(value={}, label=TEXT_SCHEMA)),
        )
    ),
    assumed=_list(_object(fact=_WORD, value={})),
    reason=_WORD_OR_NULL,
    candidates=_list(_object(key=_WORD, name=_WORD, why=TEXT_SCHEMA)),
    working=_list(_object(text=TEXT_SCHEMA, amount=_WORD_OR_NULL)),
    edition=_object(id=_WORD, title=_WORD, in_force_from=_WORD_OR_NULL) | {"nullable": True},
    basis=_list(
        _object(title=_WORD_OR_NULL, number=_WORD_OR_NULL, article=_WORD_OR_NULL, confirmed={"type": "boolean"})
    ),
    confirmed={"type": "boolean"},
    next=_list(_object(act=_WORD, text=TEXT_SCHEMA)),
    charge=CHARGE_SCHEMA,
    rules={"type": "string", "description": "Digest of the rules used: the same rules give the same verdict"},
)

ROW_PROBLEM_SCHEMA = _object(
    index={"type": "integer", "description": "Place in charges, from 0"},
    status={"type": "integer"},
    title=_WORD,
    message=TEXT_SCHEMA,
    errors={"type": "object", "additionalProperties": _list(TEXT_SCHEMA)},
)

BATCH_SCHEMA = _object(answers=_list({"anyOf": [VERDICT_SCHEMA, ROW_PROBLEM_SCHEMA]}))
