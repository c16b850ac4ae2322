"""A complaint begun from a repeated test, a refusal or an oral demand: told, with the files of its reports."""

from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO

from complaints.services import drafting
from complaints.web import uploads
from core.access import actor
from core.db import transaction
from core.errors import Busy, Invalid, NotFound
from registry import public as registry

SOURCES = ("repeat", "refusal", "demand")


def named(fields: Mapping[str, str]) -> tuple[str, int] | None:
    """Which of them a request names; None: none of them."""
    for source in SOURCES:
        typed = fields.get(source, "")
        if typed:
            return source, int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    return None


def begun(source: str, number: int) -> dict[str, str]:
    """The fields of the form as far as the registry can tell them.

    :raises core.errors.NotFound: if it is not the asker's.
    """
    told = registry.grievance(source, number, actor())
    fields = {"kind": told.kind, "body": told.body, "story": told.story, "happened_on": told.happened_on.isoformat()}
    fields |= {f"facts.{name}": value for name, value in told.facts.items()}
    return {f"matters.0.{name}": value for name, value in fields.items() if value}


def with_files(source: str, number: int) -> dict[str, str]:
    """The same, with the kept files of its reports as evidence; what cannot be taken is left to be added by hand."""
    form = begun(source, number)
    told = registry.grievance(source, number, actor())
    tokens: list[str] = []
    for name, pieces in registry.files_of_grievance(told, actor()):
        with suppress(Invalid, Busy, NotFound):
            taken = drafting.take(BytesIO(b"".join(pieces)), name)
            with transaction():
                tokens.append(drafting.draft(taken, drafting.read(" ".join(tokens))))
    return form | ({uploads.field_of(0): " ".join(tokens)} if tokens else {})
