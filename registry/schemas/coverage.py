"""A question of coverage as a program or a page puts it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.rules.reading import Fields
from registry.rules.subjects import Asked
from registry.schemas.rehearsal import read_requirement
from registry.schemas.reports import read_subject
from registry.schemas.wrong import told_by_field
from registry.services.looking_up import Query

QUERY = ("subject", "procedure", "facts", "requirements", "on", "batch", "fee_facts")


@dataclass(frozen=True, slots=True)
class Asking:
    """A query with the purpose it is put for."""

    query: Query
    purpose: str


def read_asking(document: Any) -> Asking:
    """One question with its purpose; a purpose that is missing is the services' to refuse.

    :raises core.errors.Invalid: naming each field that cannot be read.
    """
    with told_by_field():
        fields = Fields(document, "", (*QUERY, "purpose"))
        rest = {name: value for name, value in fields.value.items() if name != "purpose"}
        return Asking(read_query_at(rest, ""), fields.optional_text("purpose") or "")


def read_query_at(value: Any, path: str) -> Query:
    """The query at that place of a larger document: of the batch, say.

    :raises registry.rules.reading.Unreadable: if it cannot be taken.
    """
    fields = Fields(value, path, QUERY)
    return Query(
        subject=read_subject(fields.needed("subject"), fields.at("subject")),
        procedure=fields.optional_text("procedure") or "",
        facts=_named(fields, "facts"),
        requirements=fields.each("requirements", _read_asked),
        on=fields.optional_day("on"),
        batch=fields.optional_text("batch"),
        fee_facts=_named(fields, "fee_facts"),
    )


def _named(fields: Fields, name: str) -> Mapping[str, Any]:
    value = fields.get(name)
    if value is None:
        return {}
    known = list(value) if isinstance(value, Mapping) else ()
    return dict(Fields(value, fields.at(name), known).value)


def _read_asked(value: Any, path: str) -> Asked:
    """A requirement of its own; `kind`: of which subjects below the one named it is asked, else of that itself."""
    kind = ""
    if isinstance(value, Mapping) and "kind" in value:
        kind = Fields(value, path, list(value)).optional_text("kind") or ""
        value = {name: inner for name, inner in value.items() if name != "kind"}
    return Asked(read_requirement(value, path), kind)
