"""What stands behind the question mark of a page's address, read like everything else that is typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from marshmallow import Schema

from burden.schemas.fields import Read
from burden.schemas.readings import Misread
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters that could be read, what was typed, and what could not be read: the page is shown all the same."""

    values: Mapping[str, Any]
    typed: Mapping[str, str]
    errors: Mapping[str, list[Text]]

    @property
    def status(self) -> int:
        """Of the response: 422 when something could not be read."""
        return 422 if self.errors else 200


def asked(schema: Schema) -> Asked:
    """The query of this request by `schema`; unknown fields are another page's and left alone."""
    values: dict[str, Any] = {}
    errors: dict[str, list[Text]] = {}
    for name, field in schema.fields.items():
        if not isinstance(field, Read):
            continue
        try:
            values[name] = field.read(request.args.get(name))
        except Misread as error:
            values[name] = field.blank()
            if request.args.get(name):
                errors[name] = [error.message]
    return Asked(values, request.args.to_dict(), errors)
