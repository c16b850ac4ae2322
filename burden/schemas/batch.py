"""Many charges at once, from a program or from a file: a wrong one is named in its place and the rest answered."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import Schema, fields

from burden.rules.charge import Charge
from burden.rules.verdict import Verdict
from burden.schemas.charge import FIELDS, read_charges
from core.errors import Invalid
from core.values.text import Text, same

MOST_CHARGES = 1000

_TOO_MANY = Text(
    "一次最多 {most} 笔，这里有 {n} 笔，请分几次送", "At most {most} charges at once, not {n}; send them in parts"
)
_NO_LIST = Text("请给 charges：一组收费", "Give charges: a list of charges")
_ONLY_CHARGES = Text("只认 charges 一项，请删掉“{name}”", "Only charges is read; drop “{name}”")


class BatchSchema(Schema):
    """Many charges at once. For its description only: the charges are read in bulk, each on its own."""

    charges = fields.List(
        fields.Raw(metadata={"description": "A charge as for one check; a wrong one is named in its place"}),
        required=True,
        metadata={"maxItems": MOST_CHARGES},
    )


def charges_of(document: Any, most: int | None = MOST_CHARGES) -> list[Any]:
    """The charges of a batch, not read yet.

    :raises Invalid: if it is no ``{"charges": […]}``, or holds more than `most`.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("charges"), list):
        raise Invalid({"charges": [_NO_LIST]})
    if others := [str(name)[:60] for name in document if name != "charges"]:
        raise Invalid({name: [_ONLY_CHARGES.fill(name=same(name))] for name in others})
    charges: list[Any] = document["charges"]
    if most is not None and len(charges) > most:
        raise Invalid({"charges": [_TOO_MANY.fill(most=f"{most:,}", n=f"{len(charges):,}")]})
    return charges


def row_problem(index: int, error: Invalid) -> dict[str, Any]:
    """What stands in the place of a verdict where the charge could not be read."""
    return {
        "index": index,
        "status": 422,
        "title": error.message.zh,
        "message": error.message.as_dict(),
        "errors": {name: [text.as_dict() for text in texts] for name, texts in error.fields.items()},
    }


def answers(documents: Sequence[Any], check: Callable[[list[Charge]], list[Verdict]]) -> list[dict[str, Any]]:
    """The verdict on each of `documents` in their order; in place of one that cannot be read, its problem."""
    read = read_charges(documents)
    verdicts = iter(check([charge for charge in read if isinstance(charge, Charge)]))
    return [
        row_problem(index, each) if isinstance(each, Invalid) else next(verdicts).as_dict()
        for index, each in enumerate(read)
    ]


def only_own_fields(documents: Sequence[Any]) -> tuple[list[Any], dict[str, int]]:
    """`documents` without fields a charge does not have, and how often each of those stood there."""
    dropped: dict[str, int] = {}
    kept: list[Any] = []
    for document in documents:
        if not isinstance(document, Mapping):
            kept.append(document)
            continue
        kept.append({name: value for name, value in document.items() if name in FIELDS})
        for name in document.keys() - FIELDS.keys():
            dropped[name] = dropped.get(name, 0) + 1
    return kept, dict(sorted(dropped.items()))
